"""What the two CoNLL formats share: tokens in lines, one tag each, sentences parted by blank lines.

The text of a sentence is its tokens with single spaces between them, as nothing else is known of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from portal.formats import FormatError, Report
from portal.formats.model import Record, Span
from portal.formats.naming import numbered_item
from portal.formats.probe import Probe
from portal.formats.source import Source
from portal.grading.metrics import bio
from portal.grading.types import N_

_TAG = re.compile(r"O|[BIESLU]-.+")
# BILOU is IOBES under other letters.
_BILOU = {"L": "E", "U": "S"}
_DOCUMENT = "-DOCSTART-"
_TOKEN = re.compile(r"\S+")


class Row(NamedTuple):
    """A token and its tag, and the line they stand on."""

    line: int
    token: str
    tag: str


def widths(probe: Probe) -> set[int]:
    """The numbers of columns in most of the first lines, if their last column holds tags; else nothing."""
    rows = [_cells(line) for line in probe.lines[:200]]
    rows = [row for row in rows if row and row[0] != _DOCUMENT]
    tagged = [row for row in rows if len(row) > 1 and _TAG.fullmatch(row[-1])]
    return {len(row) for row in tagged} if tagged and 2 * len(tagged) > len(rows) else set()


def _cells(line: str) -> list[str]:
    return re.split(r"[ \t]+", line.strip(" \t"))


def read(source: Source, report: Report, columns: range, scheme: str) -> Iterator[Record]:
    """A record for each sentence. `columns` are the numbers of columns allowed.

    Entities are read as conlleval reads them, so IOB1, IOB2 and IOBES all are; tags that `scheme` would write
    otherwise are reported.
    """
    for name in source.names:
        with source.at(name):
            for number, rows in enumerate(_sentences(source, name, columns, report), 1):
                for repair in bio.repair([row.tag for row in rows], scheme)[1]:
                    why = N_("not as the format writes them; read as conlleval reads them")
                    report.change(N_("tags"), why, at=f"line {rows[repair.index].line}")
                report.change(N_("texts"), N_("put together from tokens with single spaces"))
                yield _record(numbered_item(source, name, number), rows)


def _sentences(source: Source, name: str, columns: range, report: Report) -> Iterator[list[Row]]:
    rows: list[Row] = []
    width, empty = 0, True
    for line, text in source.lines(name):
        if not text.strip():
            if rows:
                yield rows
            rows = []
            continue
        empty = False
        cells = _cells(text)
        if cells[0] == _DOCUMENT:
            continue
        where = f"line {line}"
        if not _TAG.fullmatch(cells[-1]):
            raise FormatError(where, N_("{tag} is no tag such as O, B-PER or I-PER"), tag=repr(cells[-1][:40]))
        width = width or len(cells)
        if len(cells) != width or width not in columns:
            message = N_("has {cells} columns, must have {wanted}")
            wanted = width if width in columns else " or ".join(map(str, columns))
            raise FormatError(where, message, cells=len(cells), wanted=wanted)
        report.drop(N_("parts of speech and chunks"), N_("only the last column is read"), int(width > 2), at=where)
        rows.append(Row(line, cells[0], _BILOU.get(cells[-1][0], cells[-1][0]) + cells[-1][1:]))
    if empty:
        raise FormatError("", N_("is empty"))
    if rows:
        yield rows


def _record(item: str, rows: list[Row]) -> Record:
    starts, at = [], 0
    for row in rows:
        starts.append(at)
        at += len(row.token) + 1
    spans = (
        Span(str(i), starts[first], starts[end - 1] + len(rows[end - 1].token), label)
        for i, (label, first, end) in enumerate(bio.entities([row.tag for row in rows]))
    )
    return Record(item, text=" ".join(row.token for row in rows), spans=tuple(spans))


def write(records: Iterable[Record], target: Path, report: Report, line: str, scheme: str) -> None:
    """A sentence for each record. `line` is a format of {token} and {tag}."""
    with target.open("w", encoding="utf-8", newline="\n") as out:
        number = 0
        for record in records:
            text = record.text or ""
            spans = _flat(text, record, report)
            tokens = _tokens(text, spans, record.item, report)
            if not tokens:
                report.drop(N_("items"), N_("without a text there is no sentence"), at=record.item)
                continue
            number += 1
            if record.item != str(number):
                report.change(N_("names of items"), N_("sentences are numbered"), at=record.item)
            first = {start: i for i, (start, _) in enumerate(tokens)}
            last = {end: i for i, (_, end) in enumerate(tokens)}
            entities = [(label, first[start], last[end] + 1) for start, end, label in spans]
            tags = bio.write(entities, len(tokens), scheme)
            for (start, end), tag in zip(tokens, tags, strict=True):
                out.write(line.format(token=text[start:end], tag=tag) + "\n")
            out.write("\n")


def _tokens(text: str, spans: list[tuple[int, int, str]], item: str, report: Report) -> list[tuple[int, int]]:
    """(start, end) of each token: what white space parts, cut where a span starts or ends."""
    edges = {edge for start, end, _ in spans for edge in (start, end)}
    tokens: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        cuts = [match.start(), *(i for i in range(match.start() + 1, match.end()) if i in edges), match.end()]
        report.change(N_("tokens"), N_("cut at the edge of a span"), len(cuts) - 2, at=item)
        tokens += zip(cuts, cuts[1:], strict=False)
    if tokens and text != " ".join(text[a:b] for a, b in tokens):
        report.change(N_("texts"), N_("white space between tokens is not kept"), at=item)
    return tokens


def _flat(text: str, record: Record, report: Report) -> list[tuple[int, int, str]]:
    """The spans without overlaps and without white space at their edges: the outer and earlier ones stay."""
    found: list[tuple[int, int, str]] = []
    for span in sorted(record.spans, key=lambda s: (s.start, -s.end)):
        report.drop(N_("attributes of spans"), N_("CoNLL has none"), len(span.attributes), at=record.item)
        words = text[span.start : span.end]
        start = span.start + len(words) - len(words.lstrip())
        end = start + len(words.strip())
        if start >= end:
            report.drop(N_("spans"), N_("they hold white space alone"), at=record.item)
        elif found and start < found[-1][1]:
            report.drop(N_("spans"), N_("they overlap others, and a token has one tag"), at=record.item)
        else:
            if (start, end) != (span.start, span.end):
                report.change(N_("spans"), N_("white space at their edges is left out"), at=record.item)
            found.append((start, end, _label(span.label, record.item, report)))
    return found


def _label(label: str, item: str, report: Report) -> str:
    word = "_".join(label.split()) or "_"
    if word != label:
        report.change(N_("labels"), N_("white space is written as _"), at=item)
    return word
