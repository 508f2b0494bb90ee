"""Tracks: names kept and names lost, keyframes filled in, and what changes nothing."""

import timeit
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grading.cases import score_case
from portal.grading.metrics import tracks
from portal.grading.metrics.tracks import Keyframe, Switch, interpolate

tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)
BOX = (0, 0, 10, 10)
AWAY = (100, 0, 110, 10)


def scene(seed, frames=12, objects=4):
    """Frames of (gold, yours): boxes that wander, tracks that are lost, renamed and invented."""
    rng = Random(seed)
    places = [[rng.randint(0, 300), rng.randint(0, 300), rng.randint(15, 60)] for _ in range(objects)]
    names = [f"y{i}" for i in range(objects)]
    result = []
    for _ in range(frames):
        gold, yours = {}, {}
        if rng.random() < 0.2:
            names[rng.randrange(objects)] = f"y{rng.randrange(20, 99)}"
        for i, place in enumerate(places):
            place[0] += rng.randint(-3, 3)
            place[1] += rng.randint(-3, 3)
            x, y, size = place
            if rng.random() < 0.9:
                gold[f"g{i}"] = (x, y, x + size, y + size)
            if rng.random() < 0.85:
                x, y = x + rng.uniform(-4, 4), y + rng.uniform(-4, 4)
                yours[names[i]] = (x, y, x + size, y + size)
        if rng.random() < 0.2:
            yours["ghost"] = (500, 500, 520, 520)
        result.append((gold, yours))
    return result


def measures(frames):
    seen = tracks.video(frames)
    found, same = tracks.clear(seen), tracks.identity(seen)
    return [found.mota, len(found.switches), found.mean_iou, same.idf1, same.idp, same.idr, tracks.hota(seen)]


@tried
@given(st.integers(0, 10**6))
def test_order_names_and_place_change_nothing(seed):
    frames, rng = scene(seed), Random(seed)
    expected = pytest.approx(measures(frames))

    def changed(change):
        return measures([tuple(change(side) for side in frame) for frame in frames])

    assert changed(lambda side: dict(rng.sample(list(side.items()), len(side)))) == expected
    assert changed(lambda side: {("renamed", name): rect for name, rect in side.items()}) == expected
    assert changed(lambda side: {name: tuple(edge + 7 for edge in rect) for name, rect in side.items()}) == expected


@tried
@given(st.integers(0, 10**6))
def test_gold_against_itself_is_perfect(seed):
    gold = [frame[0] for frame in scene(seed)]
    frames = [(side, {f"my {name}": rect for name, rect in side.items()}) for side in gold]
    assert measures(frames) == pytest.approx([1, 0, 1, 1, 1, 1, 1])


@tried
@given(st.integers(0, 10**6))
def test_leaving_out_pairs_that_overlap_too_little_changes_nothing_at_the_threshold(seed):
    frames = scene(seed)
    for measure in (tracks.clear, tracks.identity):
        assert measure(tracks.video(frames, 0.5), 0.5) == measure(tracks.video(frames), 0.5)


@tried
@given(st.integers(0, 10**6))
def test_hota_and_idf1_treat_both_sides_alike(seed):
    frames = scene(seed)
    seen, turned = tracks.video(frames), tracks.video([(yours, gold) for gold, yours in frames])
    assert tracks.hota(seen) == pytest.approx(tracks.hota(turned))
    assert tracks.identity(seen).idf1 == pytest.approx(tracks.identity(turned).idf1)


def test_a_switch_says_when_and_from_which_to_which():
    frames = [({"car": BOX}, {"a": BOX}), ({"car": BOX}, {}), ({"car": BOX}, {"b": BOX}), ({"car": BOX}, {"b": BOX})]
    found = tracks.clear(tracks.video(frames))
    assert found.switches == [Switch(2, "car", "a", "b")]
    assert found.pairs == [{("car", "a"): 1.0}, {}, {("car", "b"): 1.0}, {("car", "b"): 1.0}]
    assert (found.misses, found.false_positives, found.mota) == (1, 0, 0.5)
    assert tracks.coverage(tracks.video(frames), found) == {"car": 0.75}
    assert tracks.identity(tracks.video(frames)).names == {"car": "b"}


def test_a_track_keeps_its_partner_while_both_fit_though_another_fits_better():
    near = (2, 0, 12, 10)
    frames = [({"bus": AWAY, "car": BOX}, {"a": BOX, "b": AWAY}), ({"car": BOX}, {"c": BOX, "a": near})]
    found = tracks.clear(tracks.video(frames))
    assert found.switches == []
    assert found.pairs[1] == {("car", "a"): pytest.approx(8 / 12)}


def test_a_track_that_another_has_had_since_is_not_kept():
    near = (2, 0, 12, 10)
    frames = [({"car": BOX}, {"a": BOX}), ({"bus": BOX}, {"a": BOX}), ({"car": BOX, "bus": near}, {"a": BOX})]
    found = tracks.clear(tracks.video(frames))
    assert list(found.pairs[2]) == [("bus", "a")]


def test_one_empty_side_is_undefined_only_where_it_divides():
    found = tracks.video([({"car": BOX}, {})])
    assert (tracks.clear(found).mota, tracks.clear(found).mean_iou) == (0, None)
    assert (tracks.identity(found).idf1, tracks.identity(found).idp, tracks.hota(found)) == (0, None, 0)
    found = tracks.video([({}, {"a": BOX})])
    assert (tracks.clear(found).mota, tracks.identity(found).idr, tracks.hota(found)) == (None, None, 0)
    assert tracks.hota(tracks.video([({}, {})])) is None


def test_keyframes_are_filled_in_evenly():
    keys = [Keyframe(4, (8, 0, 18, 10)), Keyframe(0, (0, 0, 10, 10))]
    assert interpolate(keys, range(-1, 7)) == {
        0: (0, 0, 10, 10),
        1: (2, 0, 12, 10),
        2: (4, 0, 14, 10),
        3: (6, 0, 16, 10),
        4: (8, 0, 18, 10),
        5: (8, 0, 18, 10),
        6: (8, 0, 18, 10),
    }
    assert list(interpolate(keys, range(0, 7, 3))) == [0, 3, 6]
    assert interpolate([], range(3)) == {}


def test_a_track_is_out_of_sight_from_an_outside_keyframe_to_the_next():
    keys = [Keyframe(1, BOX), Keyframe(3, BOX, outside=True), Keyframe(5, AWAY), Keyframe(7, AWAY, outside=True)]
    assert list(interpolate(keys, range(9))) == [1, 2, 5, 6]
    # What lies behind it does not bend the way before it.
    assert interpolate(keys, [5, 6]) == {5: AWAY, 6: AWAY}


def test_two_keyframes_for_one_frame_are_refused():
    with pytest.raises(ValueError, match="frame 3 has two keyframes"):
        interpolate([Keyframe(3, BOX), Keyframe(3, AWAY)], range(9))


def test_tracks_by_keyframes_are_measured_on_every_frame():
    gold = {"car": [Keyframe(0, BOX), Keyframe(10, AWAY)]}
    sparse = {"a": [Keyframe(0, BOX), Keyframe(5, BOX), Keyframe(10, AWAY)]}
    assert tracks.clear(tracks.from_keyframes(gold, gold, range(11))).mota == 1
    assert tracks.clear(tracks.from_keyframes(gold, sparse, range(0, 11, 10))).mota == 1
    seen = tracks.from_keyframes(gold, sparse, range(11))
    assert (seen.gold_boxes, seen.your_boxes, tracks.clear(seen).hits) == (11, 11, 2)


@pytest.mark.parametrize(
    ("objects", "where"),
    [
        ([{"id": 7, "box": [0, 0, 1, 1]}] * 2, r"frames\[0\]\.pred: id 7 occurs twice"),
        ([{"id": 7, "box": [0, 0, 1, float("nan")]}], r"frames\[0\]\.pred\[0\]\.box\[3\]: nan is not"),
    ],
)
def test_what_cannot_be_measured_is_refused_with_its_place(objects, where):
    with pytest.raises(ValueError, match=where):
        score_case({"task": "tracks", "iou_threshold": 0.5, "frames": [{"gold": [], "pred": objects}]})


def test_three_hundred_frames_of_ten_objects_take_no_time():
    frames = scene(3, frames=300, objects=10)
    best = min(timeit.repeat(lambda: measures(frames), number=1, repeat=3)) / 300
    assert best < 0.001, f"{best * 1e6:.0f} us a frame"  # 60 us on a quiet machine
