"""CoNLL-2003: `token part-of-speech chunk tag` lines, tags in IOB1: B- only where it parts two entities of a type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from portal.formats import Format, Report, tagging
from portal.formats.model import Record
from portal.formats.probe import Probe
from portal.formats.source import Source
from portal.grading.types import N_


def sniff(probe: Probe) -> bool:
    return tagging.widths(probe) == {4}


def read(source: Source, report: Report) -> Iterator[Record]:
    return tagging.read(source, report, range(4, 5), _announce)


def _announce(rows: list[tagging.Row], report: Report) -> None:
    """Tags of IOB2, as Label Studio writes them under this name, mean the same spans."""
    previous = "O"
    for row in rows:
        if row.tag[0] == "B" and row.tag[2:] != previous[2:]:
            report.change(N_("tags"), N_("B- where IOB1 has I-, read as IOB2"), at=f"line {row.line}")
        previous = row.tag


def write(records: Iterable[Record], target: Path, report: Report) -> None:
    tagging.write(records, target, report, "{token} -X- _ {tag}", _first)


def _first(previous: str, label: str) -> str:
    return "B" if previous[2:] == label else "I"


FORMAT = Format("conll2003", "CoNLL-2003", (".conll", ".iob", ".txt"), frozenset({"spans"}), sniff, read, write)
