"""What must hold for any gold and any answer, tried with made-up ones."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grading.engine import grade
from portal.tasks import discover, get
from tests.grading.make import LABELS, make_entry
from tests.tasks.worlds import label, world_of

tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)
kinds = pytest.mark.parametrize("kind", list(discover()))


def worlds(kind):
    return world_of(kind).world()


def task_of(kind):
    return get(kind).parse_task({"labels": LABELS, "scoring": {}, **world_of(kind).TASK})


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
        # 0 where less is better. A world says which measures have no such best value.
        open_ended = getattr(world_of(kind), "OPEN_ENDED", ())
        assert all(m.value in (1.0, 0.0, None) for name, m in right.metrics.items() if name not in open_ended)
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


@pytest.mark.parametrize("kind", [kind for kind in discover() if not hasattr(world_of(kind), "ORDERED")])
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


@pytest.mark.parametrize("kind", [kind for kind in discover() if hasattr(world_of(kind), "add_extra")])
def test_an_extra_object_never_raises_the_score(kind):
    @tried
    @given(worlds(kind), st.integers(0, 10**6), label)
    def check(world, seed, name):
        item, gold = world
        answer = answer_by(kind, "simulate", *world, Random(seed), 0.6)
        before = graded(kind, item, gold, answer).score
        item, answer = world_of(kind).add_extra(item, answer, name)
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
    item, gold = world_of(kind).EASY
    rng = Random(11)
    entries = []
    for n in range(500):
        entry = make_entry(kind, task, gold, None, item=item)
        raw = task_type.simulate(task, entry.item, entry.gold, rng, level)
        entries.append(make_entry(kind, task, gold, raw, item=item, item_id=f"i{n}"))
    score = grade(task_type, task, entries, marks=(), feedback=()).score
    assert score == pytest.approx(level, abs=0.04)
