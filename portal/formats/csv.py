"""Tables: classes and ratings, one row a label (long) or one column a rater (wide).

Long: columns item, annotator, question, label, score, text in any order, under several usual names; all but label
or score may be missing. Wide: the first column is the item, a column `text` its text, every other column a rater.
Commas, semicolons or tabs part the cells; the first row names the columns.
"""

from __future__ import annotations

import csv
from array import array
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


class _Table:
    """Rows as numbers: a file of millions of ratings holds few raters and labels, and each is kept once."""

    def __init__(self) -> None:
        self.items: dict[str, int] = {}
        self.annotators: dict[str, int] = {}
        self.said: dict[Class | tuple[str, float] | None, int] = {}
        self.texts: dict[int, str] = {}
        # For each thing said: the item, the annotator, what, and the line.
        self.columns = tuple(array("I") for _ in range(4))

    def add(self, item: str, annotator: str, said: Class | tuple[str, float] | None, line: int) -> int:
        """Keeps one thing said of an item; returns the item's number."""
        number = self.items.setdefault(item, len(self.items))
        row = (
            number,
            self.annotators.setdefault(annotator, len(self.annotators)),
            self.said.setdefault(said, len(self.said)),
            line,
        )
        for column, value in zip(self.columns, row, strict=True):
            column.append(value)
        return number

    def by_item(self) -> Iterator[tuple[str, str | None, list[tuple[str, Class | tuple[str, float] | None, int]]]]:
        """(item, text, what was said: annotator, what, line) in the order items and rows first occurred."""
        annotators, said = list(self.annotators), list(self.said)
        items, raters, things, lines = self.columns
        # A counting sort keeps the rows of an item in their order and takes four bytes a row.
        ends = array("I", bytes(4 * len(self.items)))
        for number in items:
            ends[number] += 1
        for number in range(1, len(ends)):
            ends[number] += ends[number - 1]
        places = array("I", bytes(4 * len(items)))
        for row in range(len(items) - 1, -1, -1):
            ends[items[row]] -= 1
            places[ends[items[row]]] = row
        starts = ends
        starts.append(len(items))
        for number, item in enumerate(self.items):
            rows = places[starts[number] : starts[number + 1]]
            yield item, self.texts.get(number), [(annotators[raters[r]], said[things[r]], lines[r]) for r in rows]


def _long(
    rows: Iterable[tuple[int, list[str]]], meanings: list[str | None], header: list[str], report: Report
) -> Iterator[Record]:
    for meaning, name in zip(meanings, header, strict=True):
        if meaning is None:
            report.drop(N_("columns"), N_("not among item, annotator, question, label, score, text"), at=name)
    table, by_text = _Table(), {}
    at = {meaning: i for i, meaning in enumerate(meanings) if meaning}
    for line, row in rows:
        cell = {meaning: row[i] for meaning, i in at.items()}
        item, text = cell.get("item", "").strip(), cell.get("text")
        if not item and "item" in at:
            raise FormatError(f"line {line}", N_("names no item"))
        if not item and not text:
            report.drop(N_("rows"), N_("without a text there is no item"), at=f"line {line}")
            continue
        if not item:
            item = by_text.setdefault(text, str(line - 1)) if "annotator" in at else str(line - 1)
        for said in _said(cell, line):
            number = table.add(item, cell.get("annotator", "").strip(), said, line)
        if text is not None and table.texts.setdefault(number, text) != text:
            report.change(N_("texts"), N_("another one for the same item, the first is kept"), at=f"line {line}")
    for item, text, said in table.by_item():
        yield from _records(item, text, said, report)


def _said(cell: Mapping[str, str], line: int) -> list[Class | tuple[str, float] | None]:
    """The label and the score of a row; [None] for a row without."""
    question, found = cell.get("question", "").strip(), []
    if label := cell.get("label", "").strip():
        found.append(Class(label, question))
    if score := cell.get("score", "").strip():
        found.append((question, fields.parsed(score, f"line {line}")))
    return found or [None]


def _records(item: str, text: str | None, said: list, report: Report) -> Iterator[Record]:
    """A record for each annotator of the item."""
    classes: dict[str, dict[Class, None]] = {}
    scores: dict[str, dict[str, float]] = {}
    for annotator, thing, line in said:
        given, rated = classes.setdefault(annotator, {}), scores.setdefault(annotator, {})
        if isinstance(thing, tuple):
            if thing[0] in rated:
                message = N_("{annotator} rated {item} twice")
                raise FormatError(f"line {line}", message, annotator=annotator or "?", item=item)
            rated[thing[0]] = thing[1]
        elif thing in given:
            report.drop(N_("rows"), N_("they say the same again"), at=f"line {line}")
        elif thing is not None:
            if any(old.question == thing.question for old in given):
                why = N_("further labels of an item by the same annotator are added to the first")
                report.change(N_("rows"), why, at=f"line {line}")
            given[thing] = None
    for annotator, given in classes.items():
        yield Record(item, annotator, text=text, classes=tuple(given), scores=scores[annotator])


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
