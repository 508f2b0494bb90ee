"""CoNLL-2003: `token part-of-speech chunk tag` lines, tags in IOB1: B- only where it parts two entities of a type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from portal.formats import Format, Report, tagging
from portal.formats.model import Record
from portal.formats.probe import Probe
from portal.formats.source import Source


def sniff(probe: Probe) -> bool:
    return tagging.widths(probe) == {4}


def read(source: Source, report: Report) -> Iterator[Record]:
    return tagging.read(source, report, range(4, 5), "iob1")


def write(records: Iterable[Record], target: Path, report: Report) -> None:
    tagging.write(records, target, report, "{token} -X- _ {tag}", "iob1")


FORMAT = Format("conll2003", "CoNLL-2003", (".conll", ".iob", ".txt"), frozenset({"spans"}), sniff, read, write)
