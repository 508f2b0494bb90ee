"""How far several people agree, as a report: figures with intervals, who with whom, on which labels, where to decide.

    report = compare(table_of("labels", {"A": {"i1": "spam"}, "B": {"i1": "ham"}}))

Standard library only; what files say is made into a Table by `portal.formats`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from portal.grading.agreement import labels, objects
from portal.grading.agreement.caveats import caveats_of
from portal.grading.agreement.order import disputes_of, drift_of
from portal.grading.agreement.parts import RESAMPLES
from portal.grading.agreement.reading import reading_of
from portal.grading.agreement.report import Rater, Report
from portal.grading.agreement.table import MARKS, Area, Box, Span, Table, labels_in, table_of
from portal.grading.types import Say

__all__ = ["MARKS", "Area", "Box", "Report", "Span", "Table", "compare", "labels_in", "table_of"]


def compare(
    table: Table,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
    iou: float = 0.5,
    most_disputes: int = 1000,
    notes: Sequence[Say] = (),
) -> Report:
    """The report on a table; the same table and seed give the same report.

    Without `resamples` there are no intervals. `iou` is where two areas or stretches of time are one; `notes` say how
    the table came about. Nothing shared is a report too: its figures are undefined.
    """
    if table.kind in MARKS:
        parts = objects.parts_of(table, resamples=resamples, seed=seed, iou=iou)
    else:
        parts = labels.parts_of(table, resamples=resamples, seed=seed)
    disputes, disputed = disputes_of(table, parts.closeness, most_disputes)
    report = Report(
        kind=table.kind,
        level=table.level,
        raters=tuple(_raters(table)),
        labels=labels.steps(table) if table.kind == "scale" else table.labels or tuple(parts.by_label),
        items=sum(any(value is not None for value in row) for row in table.by_item()),
        shared=sum(value is not None for value in parts.closeness),
        figures=parts.figures,
        main=parts.main,
        matrix=parts.matrix,
        pairs=parts.pairs,
        by_label=parts.by_label,
        drift=drift_of(parts.closeness, resamples=resamples, seed=seed),
        disputes=disputes,
        disputed=disputed,
        resamples=parts.resamples,
        notes=tuple(notes),
    )
    return replace(report, reading=reading_of(report), caveats=caveats_of(report))


def _raters(table: Table) -> Iterator[Rater]:
    """Each rater: what they labelled, what of it with others, and which items they had to themselves."""
    shared = [sum(value is not None for value in row) > 1 for row in table.by_item()]
    for name, column in zip(table.raters, table.ratings, strict=True):
        mine = [i for i, value in enumerate(column) if value is not None]
        given: Counter = Counter()
        for i in mine:
            given.update(labels_in(column[i]))
        alone = tuple(table.items[i] for i in mine if not shared[i])
        yield Rater(name, len(mine), len(mine) - len(alone), given, alone)
