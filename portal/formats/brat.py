"""brat standoff: a text in NAME.txt, its labels in NAME.ann. Offsets are code points of the text as it lies there.

T lines are spans, R lines relations, A and M lines attributes of spans. Source: brat's "standoff format" page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from portal.formats import Format, FormatError, Report
from portal.formats.model import NONE, Record, Relation, Span
from portal.formats.naming import FileNames, item_of
from portal.formats.probe import Probe
from portal.formats.source import Source
from portal.grading.types import N_

_TEXT_BOUND = re.compile(r"(T\S*)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t(.*))?", re.ASCII)
_RELATION = re.compile(r"(R\S*)\t(\S+) \S+:(\S+) \S+:(\S+)\s*")
_ATTRIBUTE = re.compile(r"([AM]\S*)\t(\S+) (\S+)(?: (.+))?")
_OTHERS = {
    "E": N_("events"),
    "*": N_("equivalences"),
    "N": N_("links to other resources"),
    "#": N_("notes"),
}
_LINE = re.compile(r"[TREAMN]\d+\t|[*#]\d*\t|#")


def sniff(probe: Probe) -> bool:
    return probe.suffix == ".ann" and all(_LINE.match(line) for line in probe.lines[:50])


def read(source: Source, report: Report) -> Iterator[Record]:
    for name in source.names:
        with source.at(name):
            stem = name.removesuffix(".ann")
            beside = source.companion(name, f"{stem.rpartition('/')[2]}.txt")
            if beside is None or beside != f"{stem}.txt":
                raise FormatError("", N_("has no {text} beside it"), text=f"{stem}.txt")
            text = source.text(beside)
            yield _document(item_of(source, name), text, source.lines(name), report)


class _Attribute(NamedTuple):
    where: str
    name: str
    target: str
    value: str


def _document(item: str, text: str, lines: Iterable[tuple[int, str]], report: Report) -> Record:
    spans: dict[str, Span] = {}
    relations: list[tuple[str, Relation]] = []
    attributes: list[_Attribute] = []
    for number, line in lines:
        where = f"line {number}"
        kind = line[:1]
        if not line.strip():
            continue
        if kind in _OTHERS:
            report.drop(_OTHERS[kind], N_("no label of ours is one"), at=where)
        elif kind == "T":
            span = _span(line, text, where, report)
            if span.id in spans:
                raise FormatError(where, N_("the id {id} is there twice"), id=span.id)
            spans[span.id] = span
        elif kind == "R" and (match := _RELATION.fullmatch(line)):
            relations.append((where, Relation(match[3], match[4], match[2])))
        elif kind in ("A", "M") and (match := _ATTRIBUTE.fullmatch(line)):
            attributes.append(_Attribute(where, match[2], match[3], match[4] or "true"))
        else:
            raise FormatError(where, N_("is no line of brat's, such as T1, R1, A1"))
    kept = []
    for where, relation in relations:
        if relation.head in spans and relation.tail in spans:
            kept.append(relation)
        elif relation.head[0] == "E" or relation.tail[0] == "E":
            report.drop(N_("relations"), N_("they connect events"), at=where)
        else:
            raise FormatError(where, N_("connects a span that is not there"))
    found = _with_attributes(spans, attributes, report)
    return Record(item, text=text, spans=tuple(found.values()), relations=tuple(kept))


def _span(line: str, text: str, where: str, report: Report) -> Span:
    match = _TEXT_BOUND.fullmatch(line)
    if match is None:
        raise FormatError(where, N_("must be an id, a tab, label, start and end, a tab and the words"))
    pieces = [tuple(map(int, piece.split())) for piece in match[3].split(";")]
    if len(pieces) > 1:
        report.change(N_("spans"), N_("in several pieces, read from the first to the last"), at=where)
    start, end = pieces[0][0], pieces[-1][1]
    if any(not 0 <= a < b <= len(text) for a, b in pieces) or end <= start:
        message = N_("{start} to {end} must lie within the text, 0 to {length}, and hold something")
        raise FormatError(where, message, start=start, end=end, length=len(text))
    words = " ".join(text[a:b] for a, b in pieces)
    if match[4] is not None and _one_line(words) != _one_line(match[4]):
        message = N_("{start} to {end} holds {words}, not {given}; offsets count code points")
        raise FormatError(where, message, start=start, end=end, words=repr(words[:40]), given=repr(match[4][:40]))
    return Span(match[1], start, end, match[2])


def _one_line(words: str) -> str:
    return re.sub(r"\s", " ", words).strip()


def _with_attributes(spans: dict[str, Span], attributes: list[_Attribute], report: Report) -> dict[str, Span]:
    by_span: dict[str, dict[str, str]] = {}
    for attribute in attributes:
        if attribute.target in spans:
            by_span.setdefault(attribute.target, {})[attribute.name] = attribute.value
        else:
            report.drop(N_("attributes"), N_("of events and relations, which have none here"), at=attribute.where)
    return {i: Span(i, s.start, s.end, s.label, by_span.get(i, NONE)) for i, s in spans.items()}


def write(records: Iterable[Record], target: Path, report: Report) -> None:
    names = FileNames(report)
    for record in records:
        if record.text is None:
            report.drop(N_("items"), N_("without a text nothing is written of them"), at=record.item)
            continue
        name, text = names.of(record.item), record.text
        (target / f"{name}.txt").write_bytes(text.encode())
        with (target / f"{name}.ann").open("w", encoding="utf-8", newline="\n") as out:
            ids = {span.id: f"T{i}" for i, span in enumerate(record.spans, 1)}
            for span in record.spans:
                out.write(f"{ids[span.id]}\t{_word(span.label, record, report)} ")
                out.write(f"{span.start} {span.end}\t{_one_line(text[span.start : span.end])}\n")
            for i, relation in enumerate(record.relations, 1):
                ends = f"Arg1:{ids[relation.head]} Arg2:{ids[relation.tail]}"
                out.write(f"R{i}\t{_word(relation.label, record, report)} {ends}\n")
            given = [(span, *pair) for span in record.spans for pair in span.attributes.items()]
            for i, (span, attribute, value) in enumerate(given, 1):
                end = "" if value == "true" else f" {_one_line(value)}"
                out.write(f"A{i}\t{_word(attribute, record, report)} {ids[span.id]}{end}\n")


def _word(label: str, record: Record, report: Report) -> str:
    """The label without white space, which parts brat's fields."""
    word = "_".join(label.split()) or "_"
    if word != label:
        report.change(N_("labels"), N_("white space is written as _"), at=record.item)
    return word


FORMAT = Format(
    "brat",
    "brat standoff",
    (".ann",),
    frozenset({"spans", "relations"}),
    sniff,
    read,
    write,
    parts=("annotation.conf", "visual.conf", "tools.conf", "kb_shortcuts.conf"),
    folder=True,
)
