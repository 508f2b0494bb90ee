"""Agreement where each rating is a list of marks: spans in a text, boxes in a picture, stretches of time.

Nobody's marks are the reference, so two raters are compared by F1 = 2 * common / (all of the one + all of the
other), which is the same from either side. With several raters the counts of all pairs are added up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations

from portal.grading.agreement.matching import Compared, compare_areas, compare_spans
from portal.grading.agreement.parts import LABELS_SHOWN, Parts, affordable, ratio_of
from portal.grading.agreement.report import PairFigure
from portal.grading.agreement.table import Span, Table, present
from portal.grading.metrics import alpha
from portal.grading.metrics.counts import f1
from portal.grading.metrics.ratings import NOT_SHARED, Measure, with_intervals
from portal.grading.types import N_

NO_MARKS = N_("nobody marked anything in the items they share")
NO_MATCHES = N_("no two marks lie on each other")


def parts_of(table: Table, *, resamples: int, seed: int, iou: float = 0.5) -> Parts:
    """Everything about a table of marks; those with an area agree from `iou` on."""
    compare = compare_spans if table.kind == "spans" else lambda a, b: compare_areas(table.kind, a, b, iou)
    pair_totals = {pair: _PairTotals() for pair in table.rater_pairs()}
    rows, closeness = [], []
    given: Counter = Counter()
    coder = _Characters() if table.kind == "spans" else None
    for place, row in enumerate(table.by_item()):
        if coder is not None:
            # The same span twice is one span; a box drawn twice is one too many.
            row = [None if marks is None else tuple(dict.fromkeys(marks)) for marks in row]
        for marks in row:
            given.update(mark.label for mark in marks or ())
        sums: Counter = Counter()
        likeness = []
        for pair in combinations(range(len(row)), 2):
            a, b = (row[rater] for rater in pair)
            if a is None or b is None:
                continue
            found = compare(a, b)
            pair_totals[pair].add(a, b, found)
            likeness.append(_add(sums, a, b, found))
        closeness.append(sum(likeness) / len(likeness) if likeness else None)
        if likeness:
            sums["shared"], sums["alike"] = 1, float(min(likeness) == 1)
            if coder is not None:
                sums.update(coder.sums(present(row), table.lengths[place] if table.lengths else None))
            rows.append(sums)
    by_label = [label for label, _count in given.most_common(LABELS_SHOWN)]
    measures = _measures(table.kind, coder) | {
        ("label", label): _f1(("common", label), ("size", label)) for label in by_label
    }
    drawn = affordable(rows, resamples)
    found = with_intervals(rows, [1] * len(rows), measures, resamples=drawn, seed=seed)
    return Parts(
        {name: metric for name, metric in found.items() if not isinstance(name, tuple)},
        "f1",
        "f1",
        tuple(totals.figure(*pair) for pair, totals in pair_totals.items()),
        {label: (given[label], found["label", label]) for label in by_label},
        closeness,
        drawn,
    )


def _f1(common: Hashable, size: Hashable) -> Measure:
    """Twice one sum over another: None where nobody marked anything."""
    one = ratio_of(common, size, "shared", NO_MARKS)
    return one._replace(
        value=lambda totals: 2 * totals.get(common, 0) / totals[size] if totals.get(size) else None,
        why=lambda totals: NO_MARKS if totals.get("shared") else NOT_SHARED,
    )


def _measures(kind: str, coder: _Characters | None) -> dict[Hashable, Measure]:
    measures: dict[Hashable, Measure] = {"f1": _f1("common", "size")}
    if kind == "spans":
        measures["f1_place"] = _f1("placed", "size")
        measures["f1_overlap"] = _f1("met", "size")
        measures["alpha_characters"] = alpha.nominal(coder.values)
    else:
        measures["f1_place"] = _f1("met", "size")
        measures["iou"] = ratio_of("depth", "met", "shared", NO_MATCHES)
    measures["identical"] = ratio_of("alike", "shared", "shared")
    return measures


def _add(sums: Counter, a: Sequence, b: Sequence, found: Compared) -> float:
    """Adds one pair to an item's sums; returns its F1, 1 where both marked nothing."""
    common, size = sum(found.common.values()), len(a) + len(b)
    sums["common"] += common
    sums["placed"] += found.placed
    sums["met"] += found.met
    sums["depth"] += found.depth
    sums["size"] += size
    for label, count in found.common.items():
        sums["common", label] += count
    for mark in (*a, *b):
        sums["size", mark.label] += 1
    return 2 * common / size if size else 1.0


class _PairTotals:
    """What two raters have in common, summed up over the items."""

    def __init__(self) -> None:
        self.shared = self.identical = self.common = self.size = 0
        self.cells: Counter = Counter()

    def add(self, a: Sequence, b: Sequence, found: Compared) -> None:
        common, size = sum(found.common.values()), len(a) + len(b)
        self.shared += 1
        self.identical += 2 * common == size
        self.common += common
        self.size += size
        self.cells += found.cells

    def figure(self, first: int, second: int) -> PairFigure:
        value = f1(self.common, self.size, 0)
        why = None if value is not None else NO_MARKS if self.shared else NOT_SHARED
        alike = self.identical / self.shared if self.shared else None
        return PairFigure(first, second, self.shared, alike, value, why, self.cells)


class _Characters:
    """Texts as characters that each rater gave a set of labels, for alpha over characters.

    Most characters carry no label, which lifts agreement: the report says so beside the number.
    """

    def __init__(self) -> None:
        self.values: list[frozenset[str]] = [frozenset()]
        self._codes: dict[frozenset[str], int] = {self.values[0]: 0}
        self._sums: dict[tuple[int, ...], list[tuple[Hashable, float]]] = {}

    def sums(self, raters: Sequence[Sequence[Span]], length: int | None) -> dict[Hashable, float]:
        """What one text adds: the sums of `alpha.nominal_sums` for each character, added up."""
        found: dict[Hashable, float] = {}
        for codes, characters in self._patterns(raters, length).items():
            if codes not in self._sums:
                self._sums[codes] = [one for one in alpha.nominal_sums(codes).items() if one[0] != "shared"]
            for key, value in self._sums[codes]:
                found[key] = found.get(key, 0) + value * characters
        return found

    def _patterns(self, raters: Sequence[Sequence[Span]], length: int | None) -> dict[tuple[int, ...], int]:
        """{what the raters gave a character, as codes: how many characters}."""
        events: list[tuple[int, int, str, int]] = []
        for rater, marks in enumerate(raters):
            for start, end, label in marks:
                events += [(start, rater, label, 1), (end, rater, label, -1)]
        last = max((event[0] for event in events), default=0)
        opened: list[dict[str, int]] = [{} for _ in raters]
        codes, here = [0] * len(raters), 0
        found: dict[tuple[int, ...], int] = {}
        for place, rater, label, step in [*sorted(events), (max(last, length or 0), 0, "", 0)]:
            if place > here:
                pattern = tuple(codes)
                found[pattern] = found.get(pattern, 0) + place - here
                here = place
            if step:
                opened[rater][label] = opened[rater].get(label, 0) + step
                codes[rater] = self._code(opened[rater])
        return found

    def _code(self, labels: Mapping[str, int]) -> int:
        value = frozenset(label for label, count in labels.items() if count > 0)
        code = self._codes.get(value)
        if code is None:
            code = self._codes[value] = len(self.values)
            self.values.append(value)
        return code
