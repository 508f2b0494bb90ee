"""The writing half of WebAnno TSV 3: sentences are lines of the text, tokens are words and single signs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TextIO

from portal.formats.model import Record, Relation, Span
from portal.formats.naming import FileNames
from portal.formats.report import Report
from portal.formats.units import Utf16
from portal.grading.types import N_

LAYER, FEATURE = "@layer", "@feature"
# Every INCEpTION project has this layer.
USUAL_LAYER = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
USUAL_FEATURE = "value"
_RELATION = "webanno.custom.Relation"
_TOKEN = re.compile(r"\w+|[^\w\s]")
_RESERVED = re.compile(r"->|[\\\[\]|_;*\t\n]")
_CONTROLS = {"\t": "\\t", "\n": "\\n", "\r": "\\r", "\f": "\\f", "\b": "\\b", "\\": "\\\\"}
_NOTHING, _NO_VALUE = "_", "*"

Token = tuple[int, int]


class Placed(NamedTuple):
    """A span with its layer, its values by feature, and the first and last of its tokens."""

    span: Span
    layer: str
    values: dict[str, str]
    first: int
    last: int


def write(records: Iterable[Record], target: Path, report: Report) -> None:
    names = FileNames(report)
    for record in records:
        if record.text is None:
            report.drop(N_("items"), N_("without a text nothing is written of them"), at=record.item)
            continue
        path = target / f"{names.of(record.item)}.tsv"
        with path.open("w", encoding="utf-8", newline="\n") as out:
            _write_document(record, out, report)


def _write_document(record: Record, out: TextIO, report: Report) -> None:
    text = record.text or ""
    sentences = list(_sentences(text, {edge for span in record.spans for edge in (span.start, span.end)}))
    if re.search(r"^[^\S\n]|\n\Z", text, re.MULTILINE):
        report.change(N_("texts"), N_("white space before sentences becomes line ends"), at=record.item)
    placed = _placed(record, [token for _, _, tokens in sentences for token in tokens], report)
    relations = [r for r in record.relations if r.head in placed and r.tail in placed]
    lost = len(record.relations) - len(relations)
    report.drop(N_("relations"), N_("one of their spans is not written"), lost, at=record.item)
    names = [f"{s}-{t}" for s, (_, _, tokens) in enumerate(sentences, 1) for t in range(1, len(tokens) + 1)]
    table = _Table(placed, relations, names)
    out.write("#FORMAT=WebAnno TSV 3.3\n")
    out.writelines(f"{line}\n" for line in table.header())
    out.write("\n")
    units, index = Utf16(text), 0
    for start, end, tokens in sentences:
        out.write(f"\n#Text={''.join(_CONTROLS.get(char, char) for char in text[start:end])}\n")
        for begin, stop in tokens:
            place = f"{units.to_units(begin)}-{units.to_units(stop)}"
            cells = "".join(f"{cell}\t" for cell in table.cells(index))
            out.write(f"{names[index]}\t{place}\t{text[begin:stop]}\t{cells}\n")
            index += 1


def _sentences(text: str, edges: set[int]) -> Iterator[tuple[int, int, list[Token]]]:
    """(start, end, tokens) of each line that holds any; a token ends where a span starts or ends."""
    at = 0
    for line in text.split("\n"):
        tokens: list[Token] = []
        for match in _TOKEN.finditer(text, at, at + len(line)):
            cuts = [match.start(), *(i for i in range(match.start() + 1, match.end()) if i in edges), match.end()]
            tokens += zip(cuts, cuts[1:], strict=False)
        if tokens:
            yield tokens[0][0], at + len(line), tokens
        at += len(line) + 1


def _placed(record: Record, tokens: Sequence[Token], report: Report) -> dict[str, Placed]:
    """The spans by id, on their tokens. White space has none: it is left off, and a span of nothing else is dropped."""
    starts, ends = [start for start, _ in tokens], [end for _, end in tokens]
    found = {}
    for span in record.spans:
        first, last = bisect_left(starts, span.start), bisect_right(ends, span.end) - 1
        if first > last:
            report.drop(N_("spans"), N_("they hold white space alone"), at=record.item)
            continue
        if (starts[first], ends[last]) != (span.start, span.end):
            report.change(N_("spans"), N_("white space at their edges is left out"), at=record.item)
        feature = span.attributes.get(FEATURE, USUAL_FEATURE)
        values = {feature: span.label}
        for name, value in span.attributes.items():
            if name in (LAYER, FEATURE):
                continue
            clean = re.sub(r"\W", "_", name)
            if clean in values:
                report.drop(N_("attributes of spans"), N_("another feature has their name"), at=record.item)
            else:
                values[clean] = value
        found[span.id] = Placed(span, span.attributes.get(LAYER, USUAL_LAYER), values, first, last)
    return found


class _Table:
    """The columns: layers of spans with their features, then relations by the layer they point at."""

    def __init__(self, placed: dict[str, Placed], relations: Sequence[Relation], names: Sequence[str]):
        self._names = names
        self._features: dict[str, list[str]] = {}
        self._at: dict[tuple[str, int], list[Placed]] = defaultdict(list)
        for one in placed.values():
            _add_features(self._features.setdefault(one.layer, []), one.values)
            for index in range(one.first, one.last + 1):
                self._at[one.layer, index].append(one)
        ends = {end for relation in relations for end in (relation.head, relation.tail)}
        self._numbers: dict[str, int] = {}
        for one in placed.values():
            stacked = any(len(self._at[one.layer, index]) > 1 for index in range(one.first, one.last + 1))
            if stacked or one.first < one.last or one.span.id in ends:
                self._numbers[one.span.id] = len(self._numbers) + 1
        self._arrows: dict[tuple[str, int], list[tuple[Placed, Relation]]] = defaultdict(list)
        self._bases: dict[str, None] = {}
        for relation in relations:
            tail = placed[relation.tail]
            self._bases[tail.layer] = None
            self._arrows[tail.layer, tail.first].append((placed[relation.head], relation))

    def header(self) -> Iterator[str]:
        for layer, features in self._features.items():
            yield f"#T_SP={layer}|{'|'.join(features)}"
        for base in self._bases:
            yield f"#T_RL={_RELATION}|label|BT_{base}"

    def cells(self, index: int) -> Iterator[str]:
        """The cells of the token with that number."""
        for layer, features in self._features.items():
            here = self._at.get((layer, index), ())
            for feature in features:
                yield "|".join(self._value(one, feature) for one in here) or _NOTHING
        for base in self._bases:
            arrows = self._arrows.get((base, index), ())
            yield "|".join(_escaped(relation.label) or _NO_VALUE for _, relation in arrows) or _NOTHING
            yield "|".join(self._reference(head, relation) for head, relation in arrows) or _NOTHING

    def _value(self, one: Placed, feature: str) -> str:
        value = one.values.get(feature)
        number = self._numbers.get(one.span.id)
        return (_escaped(value) if value else _NO_VALUE) + (f"[{number}]" if number else "")

    def _reference(self, head: Placed, relation: Relation) -> str:
        return f"{self._names[head.first]}[{self._numbers[relation.head]}_{self._numbers[relation.tail]}]"


def _add_features(columns: list[str], values: dict[str, str]) -> None:
    """Adds columns for these features; the first, the label's, stays before the others: readers look there first."""
    label, *others = values
    places = [columns.index(name) for name in others if name in columns]
    if label in columns and places and columns.index(label) > min(places):
        columns.remove(label)
    if label not in columns:
        columns.insert(min(places, default=len(columns)), label)
    columns += [name for name in others if name not in columns]


def _escaped(value: str) -> str:
    return _RESERVED.sub(lambda match: _CONTROLS.get(match[0], f"\\{match[0]}"), value)
