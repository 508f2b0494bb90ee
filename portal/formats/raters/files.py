"""Label files to raters: whose records each file holds, under names that tell people apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from portal.formats.archives import Limits
from portal.formats.convert import opened
from portal.formats.model import Record
from portal.formats.report import FormatError, Report
from portal.grading.types import N_, Say

Records = Mapping[str, Record]

# Lines of the readers' reports that are passed on for each file.
_MOST_LINES = 8


class Reader:
    """Reads files one after the other and keeps each annotator's records apart.

    An annotator named in the file keeps that name; a file that names none is its name's. The same name in two files
    is one person who went on in a second file, unless both hold the same item: then the files are told apart.
    """

    def __init__(self, format: str | None, limits: Limits | None):
        self._format = format
        self._limits = limits
        self._files: list[tuple[str, dict[str, dict[str, Record]]]] = []
        self._notes: list[Say] = []
        self._ids: dict[str, str] = {}
        self._plain: dict[tuple, Record] = {}

    def read(self, path: Path, shown: str) -> None:
        """Takes in one file, folder or archive. `shown` is its name for people."""
        report = Report()
        by_annotator: dict[str, dict[str, Record]] = {}
        try:
            with opened(path, self._format, report, limits=self._limits) as (format, records):
                for record in records:
                    if _is_missing(record, format.name):
                        continue
                    own = by_annotator.setdefault(record.annotator, {})
                    # One object for each id, however many people labelled the item.
                    own[self._ids.setdefault(record.item, record.item)] = self._shared(record)
        except FormatError as error:
            # Uploads lie under other names than those people gave them.
            error.path = error.path.replace(str(path), shown) if error.path else shown
            raise
        if not by_annotator:
            raise FormatError("", N_("holds no labelled items"), path=shown)
        self._files.append((shown, by_annotator))
        lines = [line for line in report.lines() if line.verb != "kept"]
        self._notes += (Say(N_("{file}: {line}"), {"file": shown, "line": line.say()}) for line in lines[:_MOST_LINES])

    def _shared(self, record: Record) -> Record:
        """The record; of a million items with one of five labels and nothing else, five records are kept."""
        if not _is_plain(record):
            return record
        key = record.classes, tuple(record.scores.items())
        return self._plain.setdefault(key, Record("", classes=record.classes, scores=record.scores))

    def notes(self) -> list[Say]:
        """What the readers changed or dropped."""
        return self._notes

    def raters(self) -> dict[str, Records]:
        """{name: their records by item}, in the order of the files."""
        stems = _distinct([PurePath(shown).stem for shown, _ in self._files])
        several = [name for _, found in self._files for name in found if name]
        raters: dict[str, dict[str, Record]] = {}
        for stem, (_shown, found) in zip(stems, self._files, strict=True):
            for name, records in found.items():
                own = name or stem
                if name and several.count(name) > 1 and self._meet(name):
                    own = f"{name} ({stem})"
                raters.setdefault(own, {}).update(records)
        return raters

    def _meet(self, name: str) -> bool:
        """Whether two files hold the same item by that annotator."""
        seen: set[str] = set()
        for _shown, found in self._files:
            items = found.get(name, {})
            if not seen.isdisjoint(items):
                return True
            seen.update(items)
        return False


def distinct(records: Records) -> list[tuple[Record, int]]:
    """Each record with the number of items it stands for; see `Reader._shared`."""
    counts = Counter(map(id, records.values()))
    return [(record, counts[key]) for key, record in {id(record): record for record in records.values()}.items()]


def _is_plain(r: Record) -> bool:
    """Whether there are classes and scores and nothing else."""
    marks = r.spans or r.boxes or r.polygons or r.masks or r.segments or r.keypoints or r.tracks or r.relations
    return not (marks or r.order) and r.text is None and r.media is None and r.transcript is None


def _is_missing(record: Record, format: str) -> bool:
    """An empty cell of a table is no rating; in other formats an item without labels is one."""
    return format == "csv" and not record.classes and not record.scores


def _distinct(stems: list[str]) -> Iterator[str]:
    """The names, with a number behind those that came before."""
    used: set[str] = set()
    for stem in stems:
        name, number = stem, 1
        while name in used:
            number += 1
            name = f"{stem} {number}"
        used.add(name)
        yield name
