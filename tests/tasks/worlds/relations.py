"""Relations over the passages of the spans world."""

from hypothesis import strategies as st

from tests.tasks.worlds import spans

TASK = {
    "answer": {"relations": [{"id": "to", "name": "To"}, {"id": "with", "name": "With", "symmetric": True}]},
}
MARKS = [{"id": f"g{s}", "start": s, "end": s + 11, "label": "a"} for s in (0, 24, 48)]
EASY = (
    spans.EASY[0],
    {"entities": MARKS, "relations": [{"head": "g0", "tail": "g24", "label": "to"}]},
)
SHOWN_ANSWER = {"relations"}
SHOWN_ITEM = {"text", "dir"}


@st.composite
def world(draw):
    """(item, gold)."""
    item, gold = draw(spans.world())
    entities = [{"id": f"n{i}", **one} for i, one in enumerate(gold["spans"])]
    ids = [one["id"] for one in entities if not one.get("optional")]
    # Optional passages may be absent from an answer, so gold's arrows join only what must be marked.
    arrows = {}
    for _ in range(draw(st.integers(0, 3)) if len(ids) > 1 else 0):
        head, tail = draw(st.permutations(ids))[:2]
        arrows[frozenset((head, tail))] = {"head": head, "tail": tail, "label": draw(st.sampled_from(["to", "with"]))}
    return item, {"entities": entities, "relations": list(arrows.values())}


def add_extra(item, answer, name):
    """The item and answer with one more passage at the end, where gold has none."""
    item = {"text": item["text"] + " Kesmar"}
    end = len(item["text"])
    more = {"id": "more", "start": end - 6, "end": end, "label": name}
    return item, {"entities": [*answer["entities"], more], "relations": answer["relations"]}
