"""Tables: classes and ratings, one row a label (long) or one column a rater (wide).

Long: columns item, annotator, question, label, score, text in any order, under several usual names; all but label
or score may be missing. Wide: the first column is the item, a column `text` its text, every other column a rater.
Commas, semicolons or tabs part the cells; the first row names the columns.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from portal.formats import Format, FormatError, Report, fields
from portal.formats.model import Class, Record
from portal.formats.probe import Probe
from portal.formats.source import Source
from portal.grading.types import N_

# What people call the columns, in lower case.
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "item": ("item", "item_id", "id", "unit", "unit_id", "document", "doc_id", "subject", "example"),
        "annotator": ("annotator", "annotator_id", "rater", "rater_id", "coder", "worker", "worker_id", "user"),
        "question": ("question", "dimension"),
        "label": ("label", "labels", "category", "class", "answer"),
        "score": ("score", "rating"),
        "text": ("text", "sentence", "message"),
    }
)
_MEANING = {name: meaning for meaning, names in COLUMNS.items() for name in names}
_DELIMITERS = "\t;,"
# Texts in cells may be long; the module's own limit is 128 kB.
_LONGEST_CELL = 16 << 20


def sniff(probe: Probe) -> bool:
    if not probe.lines or probe.suffix not in (".csv", ".tsv", ".tab"):
        return False
    try:
        header = _cells(probe.lines[0])
        meanings = [_MEANING.get(name) for name in header]
        return _is_long(meanings) or (meanings[0] == "item" and len(header) > 2)
    except (csv.Error, StopIteration):
        return False


def _cells(line: str) -> list[str]:
    return [name.strip().lower() for name in next(csv.reader([line], delimiter=_delimiter(line), strict=True))]


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _is_long(meanings: list[str | None]) -> bool:
    """A label or score beside an item or text; raters of a wide table have names we do not know."""
    has = set(meanings)
    return bool(has & {"label", "score"}) and bool(has & {"item", "text"})


def read(source: Source, report: Report) -> Iterator[Record]:
    """Records item by item in the order items first occur; a wide table's empty cell is no rating."""
    for name in source.names:
        with source.at(name):
            rows = _rows(source, name)
            _, header = next(rows, (1, []))
            if not header:
                raise FormatError("", N_("is empty"))
            names = [cell.strip().lower() for cell in header]
            twice = next((cell for i, cell in enumerate(names) if cell in names[:i]), None)
            if twice is not None:
                raise FormatError("line 1", N_("the column {name} is there twice"), name=twice)
            meanings = [_MEANING.get(cell) for cell in names]
            if _is_long(meanings):
                yield from _long(rows, meanings, header, report)
            elif len(header) > 1:
                yield from _wide(rows, meanings, header)
            else:
                raise FormatError("line 1", N_("must name the columns: item, annotator, label; or item and raters"))


def _rows(source: Source, name: str) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of each row that is not empty, each as long as the first."""
    csv.field_size_limit(_LONGEST_CELL)
    first = next((line for _, line in source.lines(name) if line.strip()), "")
    reader = csv.reader((f"{line}\n" for _, line in source.lines(name)), delimiter=_delimiter(first), strict=True)
    length = 0
    while True:
        where = f"line {reader.line_num + 1}"
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise FormatError(where, N_("is not a valid row: {reason}"), reason=str(error)) from None
        if row is None:
            return
        if not row:
            continue
        length = length or len(row)
        if len(row) != length:
            message = N_("has {cells} cells where the first row has {length}")
            raise FormatError(where, message, cells=len(row), length=length)
        yield reader.line_num, row


def _wide(rows: Iterable[tuple[int, list[str]]], meanings: list[str | None], header: list[str]) -> Iterator[Record]:
    text_at = meanings.index("text") if "text" in meanings[1:] else None
    raters = [i for i in range(1, len(header)) if i != text_at]
    seen: set[str] = set()
    for number, row in rows:
        item = row[0].strip()
        if not item:
            raise FormatError(f"line {number}", N_("names no item"))
        if item in seen:
            raise FormatError(f"line {number}", N_("the item {item} is there twice"), item=item)
        seen.add(item)
        for i in raters:
            if label := row[i].strip():
                text = row[text_at] if text_at is not None else None
                yield Record(item, header[i].strip(), text=text, classes=(Class(label),))


class _Rating:
    """What one annotator said of one item, gathered from rows."""

    __slots__ = ("classes", "scores", "text")

    def __init__(self, text: str | None):
        self.text = text
        self.classes: tuple[Class, ...] = ()
        self.scores: dict[str, float] = {}


def _long(
    rows: Iterable[tuple[int, list[str]]], meanings: list[str | None], header: list[str], report: Report
) -> Iterator[Record]:
    for meaning, name in zip(meanings, header, strict=True):
        if meaning is None:
            report.drop(N_("columns"), N_("not among item, annotator, question, label, score, text"), at=name)
    at = {meaning: i for i, meaning in enumerate(meanings) if meaning}
    found: dict[str, dict[str, _Rating]] = {}
    # The same few labels and raters come again and again: one object for each.
    classes: dict[Class, Class] = {}
    by_text: dict[str, str] = {}
    for number, row in rows:
        cell = {meaning: row[i] for meaning, i in at.items()}
        where = f"line {number}"
        text, annotator = cell.get("text"), cell.get("annotator", "").strip()
        item = cell.get("item", "").strip()
        if not item and "item" in at:
            raise FormatError(where, N_("names no item"))
        if not item:
            if not text:
                report.drop(N_("rows"), N_("without a text there is no item"), at=where)
                continue
            item = str(number - 1)
            if "annotator" in at:
                item = by_text.setdefault(text, item)
        ratings = found.setdefault(item, {})
        rating = ratings.get(annotator)
        if rating is None:
            rating = ratings[annotator] = _Rating(text)
        question = cell.get("question", "").strip()
        if score := cell.get("score", "").strip():
            if question in rating.scores:
                raise FormatError(where, N_("{annotator} rated {item} twice"), annotator=annotator or "?", item=item)
            rating.scores[question] = fields.parsed(score, where)
        if label := cell.get("label", "").strip():
            _add_class(rating, Class(label, question), classes, report, where)
    for item, ratings in found.items():
        for annotator, rating in ratings.items():
            yield Record(item, annotator, text=rating.text, classes=rating.classes, scores=rating.scores)


def _add_class(rating: _Rating, new: Class, known: dict[Class, Class], report: Report, where: str) -> None:
    new = known.setdefault(new, new)
    if new in rating.classes:
        report.drop(N_("rows"), N_("they say the same again"), at=where)
        return
    if any(old.question == new.question for old in rating.classes):
        report.change(
            N_("rows"), N_("further labels of an item by the same annotator are added to the first"), at=where
        )
    rating.classes = (*rating.classes, new)


def write(records: Iterable[Record], target: Path, report: Report) -> None:
    """The long form; a record without labels is a row with an empty label."""
    with target.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(COLUMNS)
        for record in records:
            start = record.item, record.annotator
            text = record.text or ""
            rows = [(*start, given.question, given.label, "", text) for given in record.classes]
            rows += [(*start, question, "", repr(score), text) for question, score in record.scores.items()]
            table.writerows(rows or [(*start, "", "", "", text)])


FORMAT = Format(
    "csv",
    "CSV",
    (".csv", ".tsv"),
    frozenset({"classes", "scores"}),
    sniff,
    read,
    write,
    annotators=True,
)
