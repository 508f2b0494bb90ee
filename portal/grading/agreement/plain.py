"""A report as lines of plain text."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from portal.grading.agreement.report import Report
from portal.grading.agreement.words import WORDS, plain_number
from portal.grading.types import Metric

# Columns of a matrix that fit a terminal.
_NARROW, _NAME = 8, 24
_LABELS, _IDS, _CELLS = 30, 10, 15


def lines_of(report: Report) -> Iterator[str]:
    """What it says, its limits, then the numbers."""
    yield from (str(say) for say in report.reading)
    yield from _section("Before you rely on it", (f"- {say}" for say in report.caveats))
    yield from _section("About the files", (f"- {say}" for say in report.notes))
    yield from _section("Figures", (_figure(name, metric) for name, metric in report.figures.items()))
    yield from _section(f"Each two people, {WORDS[report.matrix].field}", _matrix(report))
    yield from _section("Differences between two people", _differences(report))
    yield from _section("Label by label", _labels(report))
    yield from _section("In the order of the items", _drift(report))
    yield from _section(f"To decide first, {len(report.disputes)} of {report.disputed}", _disputes(report))
    yield from _section("Items of one person only", _alone(report))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A heading and its lines; nothing when there are none."""
    for i, line in enumerate(lines):
        if not i:
            yield ""
            yield title
        yield f"  {line}"


def _figure(name: str, metric: Metric) -> str:
    return f"{WORDS[name].plain} ({WORDS[name].field}): {_value(metric)}, n {metric.n}"


def _value(metric: Metric) -> str:
    if metric.value is None:
        return f"undefined: {metric.why}"
    if metric.low is None:
        return plain_number(metric.value)
    return f"{plain_number(metric.value)} ({plain_number(metric.low)} to {plain_number(metric.high)})"


def _matrix(report: Report) -> Iterator[str]:
    names = [_cut(rater.name, _NAME) for rater in report.raters]
    values = {(pair.first, pair.second): pair for pair in report.pairs}
    numbered = [f"{i + 1}" for i in range(len(names))]
    yield " " * (_NAME + 4) + "".join(number.rjust(_NARROW) for number in numbered)
    for i, name in enumerate(names):
        row = [values.get((min(i, j), max(i, j))) for j in range(len(names))]
        cells = ["" if pair is None else plain_number(pair.value) for pair in row]
        yield f"{numbered[i]:>2}  {name.ljust(_NAME)}" + "".join(cell.rjust(_NARROW) for cell in cells)


def _differences(report: Report) -> Iterator[str]:
    counts: dict[tuple[str, str], int] = {}
    for pair in report.pairs:
        for labels, count in pair.cells.items():
            if labels[0] != labels[1]:
                a, b = sorted(map(_shown, labels))
                counts[a, b] = counts.get((a, b), 0) + count
    for (a, b), count in sorted(counts.items(), key=lambda one: -one[1])[:_CELLS]:
        yield f"{a} / {b}: {count}"


def _labels(report: Report) -> Iterator[str]:
    for label, (given, metric) in list(report.by_label.items())[:_LABELS]:
        yield f"{_shown(label)}: {_value(metric)}, given {given} times"


def _drift(report: Report) -> Iterator[str]:
    if report.drift:
        for block in report.drift.blocks:
            yield f"items {block.first} to {block.last}: {_value(block.agreement)}"


def _disputes(report: Report) -> Iterator[str]:
    for one in report.disputes:
        said = (
            f"{rater.name}: {_shown(rating)}"
            for rater, rating in zip(report.raters, one.ratings, strict=True)
            if rating is not None
        )
        yield f"{one.item} ({plain_number(one.agreement)}): {'; '.join(said)}"


def _alone(report: Report) -> Iterator[str]:
    for rater in report.raters:
        if rater.alone:
            more = " ..." if len(rater.alone) > _IDS else ""
            yield f"{rater.name}: {len(rater.alone)} ({', '.join(rater.alone[:_IDS])}{more})"


def _shown(rating: Hashable) -> str:
    """A label, set or list of marks in a few words."""
    if isinstance(rating, frozenset):
        return ", ".join(sorted(rating)) or "no label"
    if isinstance(rating, tuple):
        return ", ".join(_mark(mark) for mark in rating[:6]) + (" ..." if len(rating) > 6 else "") or "nothing"
    return "nothing there" if rating == "" else str(rating)


def _mark(mark: object) -> str:
    if hasattr(mark, "rect"):
        left, top, right, bottom = (f"{edge:g}" for edge in mark.rect)
        return f"{mark.label} [{left} {top} {right} {bottom}]"
    return f"{mark.label} [{mark.start}-{mark.end}]"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
