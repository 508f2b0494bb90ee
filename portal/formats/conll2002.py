"""CoNLL-2002: `token tag` or `token part-of-speech tag` lines, tags in IOB2: every entity starts with B-."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from portal.formats import Format, Report, tagging
from portal.formats.model import Record
from portal.formats.probe import Probe
from portal.formats.source import Source


def sniff(probe: Probe) -> bool:
    return bool(tagging.widths(probe) & {2, 3})


def read(source: Source, report: Report) -> Iterator[Record]:
    return tagging.read(source, report, range(2, 4), "iob2")


def write(records: Iterable[Record], target: Path, report: Report) -> None:
    tagging.write(records, target, report, "{token} {tag}", "iob2")


FORMAT = Format(
    "conll2002", "CoNLL-2002", (".conll", ".bio", ".iob2", ".txt"), frozenset({"spans"}), sniff, read, write
)
