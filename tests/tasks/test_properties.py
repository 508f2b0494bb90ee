"""What must hold for any gold and any answer, tried with made-up ones."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grading.engine import grade
from portal.tasks import get
from tests.grading.make import LABELS, make_entry

WORDS = [
    "Dr.",
    "Fenn",
    "the",
    "Port",
    "of",
    "Ellery",
    "(Orla)",
    "Müller’s",
    "😀",
    "50%",
    "and",
    "東京,",
    "it.",
]
TASKS = {
    "choice": {"answer": {"second": True, "abstain": True, "confidence": True}},
    "spans": {"answer": {}},
    "boxes": {"answer": {"flags": [{"id": "occ", "name": "Hidden"}, {"id": "cut", "name": "Cut"}]}},
}
label = st.sampled_from([one["id"] for one in LABELS])
tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)
kinds = pytest.mark.parametrize("kind", list(TASKS))


@st.composite
def worlds(draw, kind):
    """(item, gold) raw, for a kind."""
    if kind == "choice":
        first, second = draw(label), draw(st.none() | label)
        if draw(st.integers(0, 5)) == 0:
            return {"text": "x"}, {"abstain": True}
        return {"text": "x"}, {"label": first, **({"second": second} if second not in (None, first) else {})}
    if kind == "spans":
        words = draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=14))
        text = " ".join(words)
        starts = [sum(len(w) + 1 for w in words[:i]) for i in range(len(words))]
        marks = {}
        for _ in range(draw(st.integers(0, 4))):
            i = draw(st.integers(0, len(words) - 1))
            j = min(len(words) - 1, i + draw(st.integers(0, 2)))
            mark = {"start": starts[i], "end": starts[j] + len(words[j]), "label": draw(label)}
            # Edges that do not count must not make two gold spans one.
            marks[text[mark["start"] : mark["end"]].strip(".,()’s "), i] = mark
        gold = [{**m, **({"optional": True} if draw(st.integers(0, 4)) == 0 else {})} for m in marks.values()]
        return {"text": text}, {"spans": gold}
    gold = []
    for n, cell in enumerate(draw(st.lists(st.integers(0, 11), unique=True, max_size=6))):
        # One object in each square of 200 px, at least 40 px from its neighbours.
        left, top = cell % 4 * 200 + draw(st.integers(20, 60)), cell // 4 * 200 + draw(st.integers(20, 60))
        box = [left, top, draw(st.integers(6, 110)), draw(st.integers(6, 110))]
        flags = draw(st.lists(st.sampled_from(["occ", "cut"]), unique=True))
        optional = {"optional": True} if draw(st.integers(0, 4)) == 0 else {}
        gold.append({"id": f"g{n}", "box": box, "label": draw(label), "flags": flags, **optional})
    return {"image": "a.webp", "width": 800, "height": 600, "alt": "x"}, {"boxes": gold}


def task_of(kind):
    return get(kind).parse_task({"labels": LABELS, "scoring": {}, **TASKS[kind]})


def graded(kind, item, gold, answer):
    task = task_of(kind)
    entry = make_entry(kind, task, gold, answer, item=item)
    return grade(get(kind), task, [entry], marks=(), feedback=())


def answer_by(kind, how, item, gold, *more):
    """What the kind's `how` makes of this gold."""
    entry = make_entry(kind, task_of(kind), gold, None, item=item)
    return getattr(get(kind), how)(task_of(kind), entry.item, entry.gold, *more)


def perfect(kind, item, gold):
    entry = make_entry(kind, task_of(kind), gold, None, item=item)
    return get(kind).perfect_answer(task_of(kind), entry.gold)


@kinds
def test_gold_against_itself_is_perfect_and_no_answer_earns_nothing(kind):
    @tried
    @given(worlds(kind))
    def check(world):
        right = graded(kind, *world, perfect(kind, *world))
        assert right.score == 1.0
        assert right.items[0].grade.verdict == "right"
        assert right.items[0].grade.patterns == ()
        assert all(m.value in (1.0, 0.0, None) for m in right.metrics.values())
        silent = graded(kind, *world, None)
        assert silent.score == 0.0
        assert silent.items[0].grade.verdict == "unanswered"

    check()


@kinds
def test_gold_within_the_stated_slack_is_perfect(kind):
    @tried
    @given(worlds(kind), st.integers(0, 10**6))
    def check(world, seed):
        answer = answer_by(kind, "slacken", *world, Random(seed))
        result = graded(kind, *world, answer)
        assert result.score == 1.0
        assert result.items[0].grade.verdict == "right"

    check()


@kinds
def test_the_order_of_objects_changes_nothing(kind):
    @tried
    @given(worlds(kind), st.integers(0, 10**6))
    def check(world, seed):
        item, gold = world
        answer = answer_by(kind, "simulate", *world, Random(seed), 0.5)
        first = graded(kind, item, gold, answer)
        for raw in (gold, answer):
            for objects in raw.values():
                if isinstance(objects, list):
                    Random(seed).shuffle(objects)
        again = graded(kind, item, gold, answer)
        assert again.score == first.score
        for name, metric in first.metrics.items():
            assert metric.value == pytest.approx(again.metrics[name].value), name

    check()


@pytest.mark.parametrize("kind", ["spans", "boxes"])
def test_an_extra_object_never_raises_the_score(kind):
    @tried
    @given(worlds(kind), st.integers(0, 10**6), label)
    def check(world, seed, name):
        item, gold = world
        answer = answer_by(kind, "simulate", *world, Random(seed), 0.6)
        before = graded(kind, item, gold, answer).score
        if kind == "spans":
            item = {"text": item["text"] + " Kesmar"}
            end = len(item["text"])
            answer["spans"].append({"start": end - 6, "end": end, "label": name})
        else:
            # The lowest strip of the picture holds no object.
            answer["boxes"].append({"id": "more", "box": [5, 575, 20, 20], "label": name, "flags": []})
        after = graded(kind, item, gold, answer).score
        assert after < before or after == before == 0

    check()


@tried
@given(worlds("boxes"), st.integers(0, 10**6))
def test_a_touching_pixel_is_never_an_error(world, seed):
    item, gold = world
    rng = Random(seed)
    answer = {"boxes": []}
    for box in gold["boxes"]:
        left, top, width, height = box["box"]
        dx, dy = rng.choice([-1, 0, 1]), rng.choice([-1, 0, 1])
        moved = [
            left + dx,
            top + dy,
            width + rng.choice([-1, 0, 1]) - dx,
            height + rng.choice([-1, 0, 1]) - dy,
        ]
        answer["boxes"].append({"id": box["id"], "box": moved, "label": box["label"], "flags": box["flags"]})
    result = graded("boxes", item, gold, answer)
    assert result.score == 1.0
    assert not result.items[0].grade.patterns


@kinds
def test_everything_a_simulated_labeller_says_can_be_read_and_every_sentence_filled(kind):
    @tried
    @given(worlds(kind), st.integers(0, 10**6), st.floats(0, 1))
    def check(world, seed, level):
        answer = answer_by(kind, "simulate", *world, Random(seed), level)
        [item] = graded(kind, *world, answer).items
        patterns = get(kind).patterns
        for one in item.grade.objects:
            assert "{" not in one.say.plain()
        for hit in item.grade.patterns:
            facts = {"n": 1, **hit.facts, **hit.facts["names"]}
            for name in patterns[hit.pattern].facts:
                assert name in facts, (hit.pattern, name)
            for name in patterns[hit.pattern].filters:
                assert name == "concepts" or name in facts, (hit.pattern, name)

    check()


@kinds
@pytest.mark.parametrize("level", [0.5, 0.75, 0.9])
def test_a_simulated_labeller_is_as_good_as_asked(kind, level):
    task, task_type = task_of(kind), get(kind)
    gold, item = {
        "choice": ({"label": "a"}, {"text": "x"}),
        "spans": (
            {"spans": [{"start": s, "end": s + 11, "label": "a"} for s in (0, 24, 48)]},
            {"text": "Fenn Ellery went by and " * 3 + "nobody there noticed anything unusual"},
        ),
        "boxes": (
            {"boxes": [{"id": f"{x}", "box": [x, 60, 90, 90], "label": "a"} for x in (50, 250, 450)]},
            {"image": "a.webp", "width": 800, "height": 500, "alt": "x"},
        ),
    }[kind]
    rng = Random(11)
    entries = []
    for n in range(500):
        entry = make_entry(kind, task, gold, None, item=item)
        raw = task_type.simulate(task, entry.item, entry.gold, rng, level)
        entries.append(make_entry(kind, task, gold, raw, item=item, item_id=f"i{n}"))
    score = grade(task_type, task, entries, marks=(), feedback=()).score
    assert score == pytest.approx(level, abs=0.04)
