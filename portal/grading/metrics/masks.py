"""Masks as COCO run lengths: down the columns, zeros first. Everything works on the runs, never on pixels.

A mask is (height, width) and its counts; (5, 0, 3) is legal and means 8 zeros.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from math import ceil

from portal.grading.metrics.checks import numbers
from portal.grading.metrics.counts import ratio

Counts = Sequence[int]
Size = tuple[int, int]


def decode(text: str) -> list[int]:
    """The counts of COCO's compressed string.

    Five bits a character from "0" on, lowest first, bit 6 for "more follows", the highest bit of the last for
    the sign; from the fourth count on what is stored is the difference to the count two before. ValueError
    with the position for another character, a string that stops early, and a count below 0.
    """
    counts: list[int] = []
    value = shift = 0
    for position, letter in enumerate(text):
        bits = ord(letter) - 48
        if not 0 <= bits < 64:
            raise ValueError(f"character {position}: {letter!r} does not occur in run lengths")
        value |= (bits & 31) << shift
        shift += 5
        if bits & 32:
            continue
        if bits & 16:
            value -= 1 << shift
        if len(counts) > 2:
            value += counts[-2]
        if value < 0:
            raise ValueError(f"character {position}: run {len(counts)} would be {value} long")
        counts.append(value)
        value = shift = 0
    if shift:
        raise ValueError("the run lengths stop in the middle of a number")
    return counts


def encode(counts: Counts) -> str:
    """COCO's compressed string of the counts; see `decode`."""
    letters = []
    for i, count in enumerate(counts):
        value = count - counts[i - 2] if i > 2 else count
        while True:
            bits = value & 31
            value >>= 5
            done = value == (-1 if bits & 16 else 0)
            letters.append(chr(48 + bits + (0 if done else 32)))
            if done:
                break
    return "".join(letters)


def checked(counts: Counts | str, size: Size, where: str) -> list[int]:
    """Counts from outside, given as a list or a string. ValueError with the place unless they fill the picture."""
    if isinstance(counts, str):
        try:
            counts = decode(counts)
        except ValueError as error:
            raise ValueError(f"{where}: {error}") from None
    for i, count in enumerate(counts):
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            raise ValueError(f"{where}[{i}]: {count!r} is not a length")
    height, width = size
    if sum(counts) != height * width:
        raise ValueError(f"{where}: the runs cover {sum(counts)} pixels of {height} x {width}")
    return list(counts)


def area(counts: Counts) -> int:
    """How many pixels are set."""
    return sum(counts[1::2])


def intersection(a: Counts, b: Counts) -> int:
    """How many pixels both masks set.

    With all starts and all ends of runs in order, the stretches from the k-th start but one to the k-th end
    are those covered twice: before each of them one more run has begun than ended.
    """
    (starts, ends), (more_starts, more_ends) = _edges(a), _edges(b)
    starts, ends = sorted(starts + more_starts), sorted(ends + more_ends)
    return sum([end - start for start, end in zip(starts[1:], ends, strict=False) if end > start])


def _edges(counts: Counts) -> tuple[list[int], list[int]]:
    """Where runs of ones start and end."""
    places = list(accumulate(counts))
    return places[: len(places) // 2 * 2 : 2], places[1::2]


def iou(a: Counts, b: Counts) -> float | None:
    """Common over joint pixels (Jaccard 1912); None when both are empty."""
    common = intersection(a, b)
    return ratio(common, area(a) + area(b) - common)


def dice(a: Counts, b: Counts) -> float | None:
    """2 common / (a + b) (Dice 1945); None when both are empty."""
    return ratio(2 * intersection(a, b), area(a) + area(b))


def iou_crowd(gold: Counts, yours: Counts) -> float | None:
    """The share of yours that lies in gold, a crowd region; None when yours is empty."""
    return ratio(intersection(gold, yours), area(yours))


def bbox(counts: Counts, size: Size) -> tuple[int, int, int, int] | None:
    """x, y, width, height of the smallest box around the mask; None for an empty one."""
    height = size[0]
    runs = [(start, end) for start, end in zip(*_edges(counts), strict=True) if end > start]
    if not runs:
        return None
    left, right = runs[0][0] // height, (runs[-1][1] - 1) // height + 1
    if any(start // height != (end - 1) // height for start, end in runs):
        # A run that goes on in the next column touches foot and top.
        return left, 0, right - left, height
    top = min(start % height for start, _ in runs)
    return left, top, right - left, max((end - 1) % height for _, end in runs) + 1 - top


def from_polygon(rings: Iterable[Sequence[Sequence[float]]], size: Size) -> list[int]:
    """The counts of the pixels whose middle lies inside the rings, by the even-odd rule: holes are rings too.

    What lies outside the picture is cut off. COCO's own tool draws along the outline instead, so that pixels
    on the edge may differ.
    """
    height, width = size
    crossings: list[list[float]] = [[] for _ in range(width)]
    for ring in rings:
        for (x, y), (to_x, to_y) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if x > to_x:
                x, y, to_x, to_y = to_x, to_y, x, y
            for column in range(max(0, ceil(x - 0.5)), min(width, ceil(to_x - 0.5))):
                crossings[column].append(y + (column + 0.5 - x) * (to_y - y) / (to_x - x))
    counts, at = [], 0
    for column, ys in enumerate(crossings):
        for y in sorted(ys):
            # From here on inside and outside change places; equal ones leave a run of length 0.
            here = column * height + min(max(ceil(y - 0.5), 0), height)
            counts.append(here - at)
            at = here
    return joined([*counts, height * width - at])


def joined(counts: Counts) -> list[int]:
    """The same mask without runs of length 0, but for the first."""
    result = [counts[0]]
    value = 0  # of the run at the end of result
    for i, count in enumerate(counts[1:], 1):
        if i % 2 == value:
            result[-1] += count
        elif count:
            result.append(count)
            value = 1 - value
    return result


def score_case(case: Mapping) -> dict:
    """One known-answers line: `size`, and `gold` and `pred` with `counts` or, without them, `compressed`."""
    size = numbers(case["size"], 2, "size")
    sides = []
    for side in ("gold", "pred"):
        name = "counts" if "counts" in case[side] else "compressed"
        sides.append(checked(case[side][name], size, f"{side}.{name}"))
    gold, yours = sides
    box = bbox(gold, size)
    return {
        "gold_area": area(gold),
        "pred_area": area(yours),
        "iou": iou(gold, yours),
        "dice": dice(gold, yours),
        "iou_crowd": iou_crowd(gold, yours),
        "gold_bbox": box and list(box),
    }
