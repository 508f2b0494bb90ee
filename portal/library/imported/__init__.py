"""An exercise folder from a label file: everything the file knows, and blanks where only an author does.

`content check` names the blanks: why a reference is right, what an item is about, what each label means.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from portal.formats import get, label_files
from portal.formats.answers import answer_of
from portal.formats.convert import ITEMS, one_annotator
from portal.formats.model import Class, Clip, Picture, Record, Span
from portal.formats.report import FormatError, Line, Report
from portal.formats.source import Source
from portal.grading.types import N_
from portal.library.imported.folder import Item, Names, write_folder
from portal.library.imported.media import Media, item_id

# What learners see, where the kind takes one sort alone; choices and the like are made on texts and pictures.
_SEEN: Mapping[str, str] = {"boxes": "picture", "spans": "text", "transcript": "recording"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is made: the kind, and what to take from the file where it holds more."""

    kind: str
    format: str | None = None
    annotator: str | None = None
    question: str | None = None
    media: Path | None = None


def import_exercise(path: Path, target: Path, wanted: Wanted) -> tuple[Line, ...]:
    """What was kept, changed and dropped, after the folder is written whole.

    Raises FormatError when the folder exists, the file cannot be read, or holds nothing of the kind.
    """
    if target.exists():
        raise FormatError("", N_("is there already; choose another name"), path=str(target))
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", target.name):
        message = N_("an exercise's folder has lower case letters, digits and dashes, like ex-200")
        raise FormatError("", message, path=str(target))
    report, names = Report(), Names()
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        (part / "media").mkdir(parents=True)
        with Source(path) as source:
            format, chosen = label_files(source, get(wanted.format) if wanted.format else None, report)
            media = Media(source, wanted.media, part / "media", report)
            items = list(_items(format.read(chosen, report), wanted, media, names, report))
        if not items:
            message = N_("holds nothing to make an exercise of {kind} from")
            raise FormatError("", message, path=str(path), kind=wanted.kind)
        write_folder(part, target.name, wanted.kind, names, items)
        if not any((part / "media").iterdir()):
            (part / "media").rmdir()
        part.rename(target)
    except OSError as error:
        raise FormatError("", "{reason}", path=str(target), reason=error.strerror or str(error)) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return report.lines()


def _items(records: Iterable[Record], wanted: Wanted, media: Media, names: Names, report: Report) -> Iterator[Item]:
    if wanted.annotator is not None:
        records = (record for record in records if record.annotator == wanted.annotator)
    seen: set[str] = set()
    for record in one_annotator(records, report):
        if wanted.question is not None:
            kept = [Class(given.label) for given in record.classes if given.question == wanted.question]
            record = replace(record, classes=tuple(kept))
        shown = _shown(record, wanted.kind, media, report)
        answer = None if shown is None else answer_of(shown[0], wanted.kind, report)
        if answer is None:
            continue
        name = item_id(record.item)
        if name in seen:
            raise FormatError(record.item, N_("is there twice"))
        seen.add(name)
        report.keep(ITEMS)
        yield Item(name, shown[1], names.with_ids(answer))


def _shown(record: Record, kind: str, media: Media, report: Report) -> tuple[Record, dict] | None:
    """(the record, what learners are shown), or None when it shows nothing that the kind can use."""
    sort = _SEEN.get(kind)
    if isinstance(record.media, Picture) and sort in (None, "picture"):
        record, image = media.picture(record)
        return record, {"image": image, "width": record.media.width, "height": record.media.height, "alt": ""}
    if isinstance(record.media, Clip) and sort == "recording":
        raw = {"audio": media.recording(record), "alt": ""}
        return record, raw if record.media.seconds is None else {**raw, "seconds": record.media.seconds}
    if record.text and sort in (None, "text"):
        record = _without_returns(record, report)
        return record, {"text": record.text}
    report.drop(ITEMS, N_("without a text, picture or recording to show"), at=record.item)
    return None


def _without_returns(record: Record, report: Report) -> Record:
    """The record with plain line ends: browsers change others, and offsets would move."""
    text = record.text or ""
    if "\r" not in text:
        return record
    report.change(N_("texts"), N_("line ends made plain"), at=record.item)
    # Where each character goes: the two of \r\n become one.
    moved, at = [], 0
    for i, char in enumerate(text):
        moved.append(at)
        at += not (char == "\r" and text[i + 1 : i + 2] == "\n")
    moved.append(at)
    spans = tuple(Span(s.id, moved[s.start], moved[s.end], s.label, s.attributes) for s in record.spans)
    return replace(record, text=text.replace("\r\n", "\n").replace("\r", "\n"), spans=spans)
