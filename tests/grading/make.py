"""Tasks and entries for tests; state only what the test is about."""

from portal.grading.types import Alternative, Entry
from portal.tasks import get

LABELS = [{"id": "a", "name": "Apple"}, {"id": "b", "name": "Bear"}, {"id": "c", "name": "Cat"}]
INPUTS = {
    "choice": {"text": "Where is my parcel?"},
    "spans": {"text": "Dr. Nadia Fenn left the Port of Ellery for Orla, then Kesmar."},
    "boxes": {"image": "a.webp", "width": 800, "height": 500, "alt": "A street at dusk"},
}


def make_task(kind, scoring=None, **answer):
    return get(kind).parse_task({"labels": LABELS, "answer": answer, "scoring": scoring or {}})


def make_entry(kind, task, gold, answer, *, others=(), item=None, item_id="i1", **more):
    """An entry from raw gold and answer; `others` are (gold, weight)."""
    task_type = get(kind)
    item = task_type.parse_item(item or INPUTS[kind], task)
    return Entry(
        item_id,
        more.pop("concept", "plain"),
        more.pop("repeat_of", None),
        item,
        task_type.parse_gold(gold, task, item),
        [Alternative(task_type.parse_gold(g, task, item), weight) for g, weight in others],
        None if answer is None else task_type.parse_answer(answer, task, item),
        **more,
    )


def grade_one(kind, task, gold, answer, **more):
    """The ItemGrade of one item."""
    entry = make_entry(kind, task, gold, answer, **more)
    return get(kind).grade_item(task, entry.item, entry.gold, entry.alternatives, entry.answer)


def spans(*marks):
    return {"spans": [{"start": start, "end": end, "label": label} for start, end, label in marks]}


def boxes(*rects, **more):
    """Boxes from (x, y, width, height, label)."""
    return {"boxes": [{"id": f"n{i}", "box": list(rect[:4]), "label": rect[4], **more} for i, rect in enumerate(rects)]}
