"""What a drawn set promises."""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grading.engine import FEWEST_PER_CLASS
from portal.library.draw import class_totals, draw_items

OFTEN = settings(max_examples=50, derandomize=True, deadline=None)


@dataclass(frozen=True)
class Thing:
    id: str
    concept: str = "c"
    repeat_of: str | None = None
    class_counts: dict = field(default_factory=dict)


def things(classes: list[dict], concepts: int = 3) -> list[Thing]:
    return [Thing(f"i{i:03}", f"c{i * 7 % concepts}", None, counts) for i, counts in enumerate(classes)]


pools = st.lists(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 4), max_size=3), min_size=1, max_size=40).map(
    things
)
exposures = st.sets(st.integers(0, 39).map(lambda i: f"i{i:03}"))


@OFTEN
@given(pools, st.integers(1, 15), st.integers(0, 2**32), exposures)
def test_a_set_is_as_large_as_asked_without_twins_and_fresh_first(pool, n, seed, exposed):
    drawn = draw_items(pool, n, seed, exposed)
    ids = [thing.id for thing in drawn]
    fresh = sum(thing.id not in exposed for thing in pool)
    assert len(ids) == len(set(ids)) == min(n, len(pool))
    assert sum(thing.id not in exposed for thing in drawn) == min(n, fresh)


@OFTEN
@given(pools, st.integers(1, 15), st.integers(0, 2**32), exposures)
def test_the_same_seed_gives_the_same_set_whatever_the_order_on_disk(pool, n, seed, exposed):
    assert draw_items(pool, n, seed, exposed) == draw_items(pool[::-1], n, seed, sorted(exposed))


@OFTEN
@given(st.integers(2, 5), st.integers(1, 4), st.integers(0, 2**32))
def test_three_sets_in_a_row_hold_five_of_every_class_even_when_it_just_suffices(labels, more, seed):
    n = labels * FEWEST_PER_CLASS + more
    # Of every class but the last exactly as many as three sets need.
    rare = [{f"l{label}": 1} for label in range(labels - 1)] * (3 * FEWEST_PER_CLASS)
    pool = things(rare + [{f"l{labels - 1}": 1}] * (3 * n - len(rare)))
    exposed: set[str] = set()
    for turn in range(3):
        drawn = draw_items(pool, n, seed + turn, exposed)
        assert min(class_totals(drawn).values()) >= FEWEST_PER_CLASS
        assert len(class_totals(drawn)) == labels
        assert not exposed & {thing.id for thing in drawn}
        exposed |= {thing.id for thing in drawn}


@OFTEN
@given(st.integers(0, 2**32))
def test_pictures_with_many_objects_serve_three_sets(seed):
    rows = [{"car": 2 + i % 4, "van": 1 + i % 2, "bus": 3 * (i % 3 == 0), "bike": 3 * (i % 4 == 1)} for i in range(24)]
    pool = things(rows, 5)
    exposed: set[str] = set()
    for turn in range(3):
        drawn = draw_items(pool, 8, seed + turn, exposed)
        totals = class_totals(drawn)
        assert min(totals[name] for name in ("car", "van", "bus", "bike")) >= FEWEST_PER_CLASS
        exposed |= {thing.id for thing in drawn}


def test_concepts_are_spread():
    pool = [Thing(f"i{i:02}", "rare" if i < 3 else "common", None, {"a": 1}) for i in range(30)]
    for seed in range(20):
        concepts = [thing.concept for thing in draw_items(pool, 6, seed)]
        assert concepts.count("rare") == 3


def test_orders_differ_between_seeds():
    pool = things([{"a": 1}] * 10)
    orders = {tuple(thing.id for thing in draw_items(pool, 10, seed)) for seed in range(10)}
    assert len(orders) == 10


def test_a_hidden_repeat_follows_its_original_on_top_of_the_set():
    pool = [*things([{"a": 1}] * 12), Thing("r1", repeat_of="i003", class_counts={"a": 1})]
    for seed in range(20):
        ids = [thing.id for thing in draw_items(pool, 12, seed)]
        assert len(ids) == 13
        assert ids.index("r1") > ids.index("i003")


def test_a_hidden_repeat_stays_away_without_its_original():
    pool = [*things([{"a": 1}] * 12), Thing("r1", repeat_of="i003", class_counts={"a": 1})]
    for seed in range(20):
        ids = [thing.id for thing in draw_items(pool, 4, seed)]
        assert ("r1" in ids) == ("i003" in ids)


def test_an_empty_pool_gives_an_empty_set():
    assert draw_items([], 5, 1) == ()
