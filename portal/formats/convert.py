"""From one format to another: read, narrow to what the target can hold, write, and say what became of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

from portal.formats import Format, FormatError, get, label_files
from portal.formats.archives import Limits
from portal.formats.model import FEATURES, Picture, Record
from portal.formats.report import Line, Report
from portal.formats.source import Source
from portal.grading.types import N_

_CROWD = 16


@contextmanager
def opened(
    path: Path, name: str | None, report: Report, *, limits: Limits | None = None
) -> Iterator[tuple[Format, Iterator[Record]]]:
    """(the format, its records as they come) of a file, folder or archive; told by content when no name is given.

    Records are unique by item and annotator. Raises FormatError, also while the records are read.
    """
    with Source(path, limits=limits) as source:
        format, chosen = label_files(source, get(name) if name else None, report)
        yield format, _unique(format.read(chosen, report), str(path))


def _unique(records: Iterable[Record], path: str) -> Iterator[Record]:
    """The records, refused when an item comes twice by one annotator. Memory holds the items' names."""
    seen: dict[str, tuple[str, ...] | set[str]] = {}
    # Most items were labelled by the same few people: one tuple for each group of them. A crowd gets a set.
    groups: dict[tuple[str, ...], tuple[str, ...]] = {}
    for record in records:
        annotators = seen.get(record.item, ())
        if record.annotator in annotators:
            message = N_("is there twice by the same annotator")
            raise FormatError(record.item, message, path=path)
        if len(annotators) < _CROWD:
            together = (*annotators, record.annotator)
            seen[record.item] = groups.setdefault(together, together)
        else:
            seen[record.item] = {*annotators, record.annotator} if isinstance(annotators, tuple) else annotators
            seen[record.item].add(record.annotator)
        yield record


def convert(path: Path, target: Path, from_name: str | None, to_name: str, *, annotator: str | None = None):
    """(the format read, lines of what was kept, changed and dropped) after the target is written whole.

    `annotator` picks one annotator's labels. When anything fails nothing is left at the target.
    Raises FormatError, also when the target exists or several annotators meet a format with room for one.
    """
    to = get(to_name)
    if target.exists():
        raise FormatError("", N_("is there already; choose another name"), path=str(target))
    reading, writing = Report(), Report()
    with opened(path, from_name, reading) as (source_format, records):
        if annotator is not None:
            records = (record for record in records if record.annotator == annotator)
        if not to.annotators:
            records = one_annotator(records, reading)
        records = _counted(_apart(_fitting(records, to, reading), reading), writing)
        write_whole(to, records, target, writing)
    lines = merged(reading, writing)
    if not any(line.verb == "kept" and line.things == ITEMS for line in lines):
        _remove(target)
        message = N_("holds nothing that {title} has a place for")
        if annotator is not None:
            message = N_("holds nothing by {annotator} that {title} has a place for")
        raise FormatError("", message, path=str(path), annotator=annotator, title=to.title)
    return source_format, lines


def write_whole(format: Format, records: Iterable[Record], target: Path, report: Report) -> None:
    """Writes beside the target first and moves it there when all is well."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".goldpath-", dir=target.parent))
    except OSError as error:
        raise FormatError("", "{reason}", path=str(target), reason=error.strerror or str(error)) from None
    try:
        part = folder / target.name
        if format.folder:
            part.mkdir()
        try:
            format.write(records, part, report)
            part.rename(target)
        except OSError as error:
            raise FormatError("", "{reason}", path=str(target), reason=error.strerror or str(error)) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove(target: Path) -> None:
    if target.is_dir():
        shutil.rmtree(target)
    else:
        target.unlink(missing_ok=True)


def one_annotator(records: Iterable[Record], report: Report) -> Iterator[Record]:
    """The records without the annotator's name, which is reported; a second name is refused."""
    first = None
    for record in records:
        if first is None:
            first = record.annotator
            report.drop(N_("names of annotators"), N_("this format has no place for them"), int(bool(first)))
        if record.annotator != first:
            message = N_("is by {second}, others are by {first}; the format has room for one: use --annotator")
            raise FormatError(record.item, message, first=first or "?", second=record.annotator or "?")
        yield replace(record, annotator="") if record.annotator else record


def _fitting(records: Iterable[Record], to: Format, report: Report) -> Iterator[Record]:
    """The records with only those labels that the format can hold; the others are reported.

    A record that loses every label is left out: it would say that there was nothing to mark.
    """
    empty = Record("")
    others = [feature for feature in FEATURES if feature not in to.features]
    for record in records:
        lost = {}
        for feature in others:
            count = _count(record, feature)
            if count:
                report.drop(FEATURES[feature], N_("this format has no place for them"), count, at=record.item)
                lost[feature] = getattr(empty, feature)
        if not lost:
            yield record
        elif any(_count(record, feature) for feature in to.features):
            yield replace(record, **lost)
        else:
            report.drop(ITEMS, N_("this format has no place for any of their labels"), at=record.item)


def _apart(records: Iterable[Record], report: Report) -> Iterator[Record]:
    """The records, no two items with the same picture name: most formats know a picture by its name alone."""
    owners: dict[str, str] = {}
    for record in records:
        if isinstance(record.media, Picture) and owners.setdefault(record.media.name, record.item) != record.item:
            name = record.item.replace("/", "-") + PurePosixPath(record.media.name).suffix
            owners.setdefault(name, record.item)
            report.change(N_("names of pictures"), N_("two items have the same; the item's is taken"), at=record.item)
            record = replace(record, media=replace(record.media, name=name))
        yield record


def _count(record: Record, feature: str) -> int:
    value = getattr(record, feature)
    return int(value is not None) if feature == "transcript" else len(value)


def _counted(records: Iterable[Record], report: Report) -> Iterator[Record]:
    for record in records:
        report.keep(ITEMS)
        for feature, things in FEATURES.items():
            report.keep(things, _count(record, feature))
        yield record


ITEMS = N_("items")


def merged(reading: Report, writing: Report) -> tuple[Line, ...]:
    """One list of lines. What the writer dropped under the same word is taken off what was counted as kept."""
    dropped: dict[str, int] = {}
    for line in writing.lines():
        if line.verb == "dropped":
            dropped[line.things] = dropped.get(line.things, 0) + line.count
    whole = Report()
    for line in (*reading.lines(), *writing.lines()):
        count = line.count - dropped.get(line.things, 0) if line.verb == "kept" else line.count
        whole.add(line.verb, line.things, line.why, count, line.first)
    return whole.lines()
