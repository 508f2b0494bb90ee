"""Tracks through a video: are the objects found in each frame, and does each keep its name.

Boxes count on every frame, or on a stated stride; keyframes are filled in first.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

from portal.grading.assignment import Pair, best_pairs, most_pairs
from portal.grading.metrics.boxes import AIR, Rect, checked_rects, overlaps
from portal.grading.metrics.counts import f1, ratio

Boxes = Mapping[Hashable, Rect]  # one side of one frame: the box of each track that is in the picture

# The overlaps at which HOTA looks: 0.05, 0.10, ... 0.95.
ALPHAS = tuple(i / 20 for i in range(1, 20))


class Keyframe(NamedTuple):
    """Where a track is in one frame; with `outside` it is out of sight from here to the next keyframe."""

    frame: int
    rect: Rect
    outside: bool = False


class Frame(NamedTuple):
    """The tracks in one frame by number, and the IoU of those that overlap."""

    gold: list[int]
    yours: list[int]
    overlaps: dict[Pair, float]


class Video(NamedTuple):
    """Frames, and the id of each gold track and each of yours by number."""

    gold: list[Hashable]
    yours: list[Hashable]
    frames: list[Frame]

    @property
    def gold_boxes(self) -> int:
        return sum(len(frame.gold) for frame in self.frames)

    @property
    def your_boxes(self) -> int:
        return sum(len(frame.yours) for frame in self.frames)


class Switch(NamedTuple):
    """In this frame (counted from 0) the gold track goes on under another of your tracks."""

    frame: int
    gold: Hashable
    before: Hashable
    after: Hashable


class Clear(NamedTuple):
    """The pairs of each frame {(gold id, your id): IoU} and what follows from them."""

    pairs: list[dict[tuple[Hashable, Hashable], float]]
    switches: list[Switch]
    gold_boxes: int
    your_boxes: int

    @property
    def hits(self) -> int:
        return sum(map(len, self.pairs))

    @property
    def misses(self) -> int:
        return self.gold_boxes - self.hits

    @property
    def false_positives(self) -> int:
        return self.your_boxes - self.hits

    @property
    def mota(self) -> float | None:
        """1 - (misses + false positives + switches) / gold boxes; below 0 is legal, None without gold boxes."""
        wrong = ratio(self.misses + self.false_positives + len(self.switches), self.gold_boxes)
        return None if wrong is None else 1 - wrong

    @property
    def mean_iou(self) -> float | None:
        return ratio(sum(sum(frame.values()) for frame in self.pairs), self.hits)


class Identity(NamedTuple):
    """Which of your tracks is each gold track over the whole video, and how many boxes agree with that."""

    names: dict[Hashable, Hashable]
    hits: int
    gold_boxes: int
    your_boxes: int

    @property
    def idf1(self) -> float | None:
        """2 hits / (gold boxes + your boxes); 0 when one side is empty, None when both are."""
        return f1(self.hits, self.gold_boxes, self.your_boxes)

    @property
    def idp(self) -> float | None:
        return ratio(self.hits, self.your_boxes)

    @property
    def idr(self) -> float | None:
        return ratio(self.hits, self.gold_boxes)


def video(frames: Iterable[tuple[Boxes, Boxes]], least: float = 0.0) -> Video:
    """The video of these (gold, yours) frames. Pairs with an IoU under `least` are left out; HOTA needs them all."""
    gold_numbers: dict[Hashable, int] = {}
    your_numbers: dict[Hashable, int] = {}
    read = []
    for gold, yours in frames:
        mine = [gold_numbers.setdefault(name, len(gold_numbers)) for name in gold]
        theirs = [your_numbers.setdefault(name, len(your_numbers)) for name in yours]
        found = overlaps([*gold.values()], [*yours.values()], least)
        read.append(Frame(mine, theirs, {(mine[i], theirs[j]): value for (i, j), value in found.items()}))
    return Video(list(gold_numbers), list(your_numbers), read)


def from_keyframes(
    gold: Mapping[Hashable, Sequence[Keyframe]],
    yours: Mapping[Hashable, Sequence[Keyframe]],
    frames: Iterable[int],
    least: float = 0.0,
) -> Video:
    """The video of tracks given by keyframes, on these frames, such as range(0, length, stride)."""
    frames = list(frames)
    sides = [[(name, interpolate(keys, frames)) for name, keys in side.items()] for side in (gold, yours)]
    return video((({name: track[at] for name, track in side if at in track} for side in sides) for at in frames), least)


def interpolate(keyframes: Sequence[Keyframe], frames: Iterable[int]) -> dict[int, Rect]:
    """The box in each of `frames` where the track is in sight.

    Each edge moves evenly from one keyframe to the next. Before the first there is no box, after the last the
    box stays; from a keyframe with `outside` on there is none until the next. The order of the keyframes does
    not matter; two for one frame are a ValueError.
    """
    keys = sorted(keyframes, key=lambda key: key.frame)
    for one, other in pairwise(keys):
        if one.frame == other.frame:
            raise ValueError(f"frame {one.frame} has two keyframes")
    starts = [key.frame for key in keys]
    boxes = {}
    for at in frames:
        k = bisect_right(starts, at) - 1
        if k < 0 or keys[k].outside:
            continue
        here, after = keys[k], keys[k + 1] if k + 1 < len(keys) else keys[k]
        share = (at - here.frame) / (after.frame - here.frame) if after is not here else 0.0
        boxes[at] = tuple([a + (b - a) * share for a, b in zip(here.rect, after.rect, strict=True)])
    return boxes


def clear(seen: Video, threshold: float = 0.5) -> Clear:
    """CLEAR MOT (Bernardin & Stiefelhagen 2008) at IoU >= threshold.

    A gold track keeps the track of yours that it had when last matched, if no other has had it since and both
    still overlap enough. The others get the most pairs, then the largest total IoU. Another track than the
    last one is a switch. (Where several once had the same track, libraries decide by order or forget.)
    """
    held: dict[int, int] = {}  # the track of yours that a gold track had last
    holder: dict[int, int] = {}  # the gold track that had a track of yours last
    pairs, switches = [], []
    for at, (_, _, found) in enumerate(seen.frames):
        free = {pair: value for pair, value in found.items() if value >= threshold - AIR}
        matched = {(i, j): value for (i, j), value in free.items() if held.get(i) == j and holder[j] == i}
        if len(matched) < len(free):
            rows, cols = {i for i, _ in matched}, {j for _, j in matched}
            rest = most_pairs({(i, j): v for (i, j), v in free.items() if i not in rows and j not in cols})
            for i, j in rest:
                if held.get(i, j) != j:
                    switches.append(Switch(at, seen.gold[i], seen.yours[held[i]], seen.yours[j]))
                held[i], holder[j] = j, i
            matched |= rest
        pairs.append({(seen.gold[i], seen.yours[j]): value for (i, j), value in matched.items()})
    return Clear(pairs, switches, seen.gold_boxes, seen.your_boxes)


def coverage(seen: Video, found: Clear) -> dict[Hashable, float]:
    """For each gold track the share of its frames in which it is matched."""
    length = Counter(seen.gold[i] for frame in seen.frames for i in frame.gold)
    matched = Counter(name for pairs in found.pairs for name, _ in pairs)
    return {name: matched[name] / n for name, n in length.items()}


def identity(seen: Video, threshold: float = 0.5) -> Identity:
    """IDF1 and its parts (Ristani et al. 2016): one track of yours for each gold track, over the whole video.

    Chosen is the pairing with the most boxes at IoU >= threshold.
    """
    together = Counter(
        [pair for frame in seen.frames for pair, value in frame.overlaps.items() if value >= threshold - AIR]
    )
    chosen = best_pairs(together)
    names = {seen.gold[i]: seen.yours[j] for i, j in chosen}
    return Identity(names, sum(together[pair] for pair in chosen), seen.gold_boxes, seen.your_boxes)


def hota(seen: Video) -> float | None:
    """Higher order tracking accuracy (Luiten et al. 2021), 0 to 1: the mean over ALPHAS of sqrt(DetA * AssA).

    In each frame the pairs are those that overlap most, weighted by how well the two tracks go together over
    the whole video. DetA = hits / (gold boxes + your boxes - hits); AssA is the mean over hits of the same
    for the two tracks alone. One empty side gives 0, two give None.
    """
    gold_n, your_n = seen.gold_boxes, seen.your_boxes
    if not gold_n or not your_n:
        return 0.0 if gold_n or your_n else None
    gold_long = Counter([i for frame in seen.frames for i in frame.gold])
    your_long = Counter([j for frame in seen.frames for j in frame.yours])
    together = _togetherness(seen)
    fit = {pair: n / (gold_long[pair[0]] + your_long[pair[1]] - n) for pair, n in together.items()}
    # How often a pair of tracks is matched, by the number of alphas that its overlap reaches.
    reached: dict[Pair, list[int]] = {pair: [0] * (len(ALPHAS) + 1) for pair in fit}
    for frame in seen.frames:
        for pair in best_pairs({pair: fit[pair] * value for pair, value in frame.overlaps.items()}):
            reached[pair][bisect_right(ALPHAS, frame.overlaps[pair] + AIR)] += 1
    total = 0.0
    for level in range(1, len(ALPHAS) + 1):
        hits = association = 0.0
        for (i, j), by_level in reached.items():
            if n := sum(by_level[level:]):
                hits += n
                association += n * n / (gold_long[i] + your_long[j] - n)
        if hits:
            total += sqrt(hits / (gold_n + your_n - hits) * association / hits)
    return total / len(ALPHAS)


def _togetherness(seen: Video) -> dict[Pair, float]:
    """For each pair of tracks the sum over frames of its overlap as a share of all that either overlaps."""
    together: dict[Pair, float] = {}
    for frame in seen.frames:
        rows, cols = Counter(), Counter()
        for (i, j), value in frame.overlaps.items():
            rows[i] += value
            cols[j] += value
        for pair, value in frame.overlaps.items():
            together[pair] = together.get(pair, 0.0) + value / (rows[pair[0]] + cols[pair[1]] - value)
    return together


def score_case(case: Mapping) -> dict:
    """One known-answers line: `iou_threshold`, and `frames` of `gold` and `pred` with `id` and `box`.

    ValueError with the place for an id that occurs twice in a frame, and for numbers that are none.
    """
    threshold = case["iou_threshold"]
    seen = video(
        [_boxes(frame[side], f"frames[{i}].{side}") for side in ("gold", "pred")]
        for i, frame in enumerate(case["frames"])
    )
    found, same = clear(seen, threshold), identity(seen, threshold)
    return {
        "mota": found.mota,
        "idf1": same.idf1,
        "idp": same.idp,
        "idr": same.idr,
        "switches": len(found.switches),
        "false_positives": found.false_positives,
        "misses": found.misses,
        "gold_boxes": found.gold_boxes,
        "pred_boxes": found.your_boxes,
        "mean_matched_iou": found.mean_iou,
        "hota": hota(seen),
    }


def _boxes(objects: Sequence[Mapping], where: str) -> Boxes:
    boxes = dict(zip([one["id"] for one in objects], checked_rects(objects, where), strict=True))
    if len(boxes) < len(objects):
        twice = next(name for name, n in Counter(one["id"] for one in objects).items() if n > 1)
        raise ValueError(f"{where}: id {twice!r} occurs twice")
    return boxes
