"""Boxes beside pycocotools with SciPy, tracks beside motmetrics."""

from bench.grading import contest, data
from bench.grading.contest import Numbers, Side
from bench.grading.lines import Line, Row
from portal.grading.metrics import boxes, tracks

LEAST = 0.5  # the IoU from which on two boxes may be one


def measure(line: Line, *, quick: bool) -> Row:
    """The row of a line about boxes."""
    if line.name == "boxes":
        given = data.pictures(1000, 10)
        return contest.measure(line, _our_boxes(*given), _pycocotools(*given), quick=quick)
    frames = data.video(300, 10)
    return contest.measure(line, _our_tracks(frames), _motmetrics(frames), quick=quick)


def _our_boxes(gold, yours) -> Side:
    """Both sides start from lists of [x, y, width, height]."""

    def run():
        pairs, total = 0, 0.0
        for ours, theirs in zip(gold, yours, strict=True):
            found = boxes.match([*map(boxes.rect_of, ours)], [*map(boxes.rect_of, theirs)], LEAST)
            pairs += len(found)
            total += sum(found.values())
        return pairs, total

    return Side(run, _matched)


def _pycocotools(gold, yours) -> Side:
    """The overlaps of every two boxes from pycocotools, the best pairs of those that reach LEAST from SciPy."""
    import numpy as np
    from pycocotools import mask
    from scipy.optimize import linear_sum_assignment

    def run():
        pairs, total = 0, 0.0
        for ours, theirs in zip(gold, yours, strict=True):
            found = mask.iou(theirs, ours, [0] * len(ours))
            # As many pairs as can be, then the largest total overlap: no sum of overlaps makes up for a pair.
            rows, cols = linear_sum_assignment(np.where(found >= LEAST, found + len(ours) + 1, 0), maximize=True)
            values = found[rows, cols]
            values = values[values >= LEAST]
            pairs += len(values)
            total += float(values.sum())
        return pairs, total

    return Side(run, _matched)


def _matched(result) -> Numbers:
    pairs, total = result
    return {"pairs": pairs, "mean IoU of the pairs": total / pairs}


def _our_tracks(frames) -> Side:
    given = [tuple({name: boxes.rect_of(box) for name, box in side.items()} for side in frame) for frame in frames]

    def run():
        seen = tracks.video(given, LEAST)
        return tracks.clear(seen, LEAST), tracks.identity(seen, LEAST)

    def numbers(result) -> Numbers:
        clear, identity = result
        return {
            "MOTA": clear.mota,
            "misses": clear.misses,
            "false positives": clear.false_positives,
            "switches": len(clear.switches),
            "gold boxes": clear.gold_boxes,
            "mean IoU of the pairs": clear.mean_iou,
            "IDF1": identity.idf1,
            "IDP": identity.idp,
            "IDR": identity.idr,
        }

    return Side(run, numbers)


def _motmetrics(frames) -> Side:
    """Given distances that were measured beforehand: its own helper does not run with NumPy 2."""
    import motmetrics
    import numpy as np

    given = []
    for gold, yours in frames:
        apart = np.full((len(gold), len(yours)), np.nan)
        sides = ([boxes.rect_of(box) for box in side.values()] for side in (gold, yours))
        for pair, value in boxes.overlaps(*sides, LEAST).items():
            apart[pair] = 1 - value
        given.append((list(gold), list(yours), apart))
    names = {
        "mota": "MOTA",
        "num_misses": "misses",
        "num_false_positives": "false positives",
        "num_switches": "switches",
        "num_objects": "gold boxes",
        "motp": "mean IoU of the pairs",
        "idf1": "IDF1",
        "idp": "IDP",
        "idr": "IDR",
    }

    def run():
        seen = motmetrics.MOTAccumulator(auto_id=True)
        for gold, yours, apart in given:
            seen.update(gold, yours, apart)
        return motmetrics.metrics.create().compute(seen, metrics=list(names), return_dataframe=False)

    def numbers(found) -> Numbers:
        # Its MOTP is a distance.
        return {told: 1 - found[name] if name == "motp" else found[name] for name, told in names.items()}

    return Side(run, numbers)
