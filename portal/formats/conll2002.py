"""CoNLL-2002: `token tag` or `token part-of-speech tag` lines, tags in IOB2: every entity starts with B-."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from portal.formats import Format, Report, tagging
from portal.formats.model import Record
from portal.formats.probe import Probe
from portal.formats.source import Source
from portal.grading.types import N_


def sniff(probe: Probe) -> bool:
    return bool(tagging.widths(probe) & {2, 3})


def read(source: Source, report: Report) -> Iterator[Record]:
    return tagging.read(source, report, range(2, 4), _announce)


def _announce(rows: list[tagging.Row], report: Report) -> None:
    previous = "O"
    for row in rows:
        if row.tag[0] in "IEL" and not tagging.continues(previous, row.tag):
            report.change(N_("tags"), N_("without a B- before it, read as the start of a span"), at=f"line {row.line}")
        previous = row.tag


def write(records: Iterable[Record], target: Path, report: Report) -> None:
    tagging.write(records, target, report, "{token} {tag}", lambda previous, label: "B")


FORMAT = Format(
    "conll2002", "CoNLL-2002", (".conll", ".bio", ".iob2", ".txt"), frozenset({"spans"}), sniff, read, write
)
