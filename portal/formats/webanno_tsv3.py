"""WebAnno TSV 3, the format of WebAnno and INCEpTION: one file a document, a line a token, a column a feature.

Offsets in the file count UTF-16 units. A span's label is its feature `value`, else its first feature that has one,
else the layer's short name; its other features are attributes, with the layer under "@layer" and the feature of
the label under "@feature" where they are not the usual ones. Source: INCEpTION user guide, "WebAnno TSV 3.3".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from portal.formats import Format, FormatError, Report
from portal.formats.model import NONE, Record, Relation, Span
from portal.formats.naming import item_of
from portal.formats.probe import Probe
from portal.formats.source import Source
from portal.formats.units import Utf16
from portal.formats.webanno_write import FEATURE, LAYER, USUAL_FEATURE, USUAL_LAYER, write
from portal.grading.types import N_

_VERSION = re.compile(r"#FORMAT=WebAnno TSV 3(\.\d)?")
_UNIT = re.compile(r"(\d+-\d+(?:\.\d+)?)\t(\d+)-(\d+)\t([^\t]*)(?:\t(.*))?", re.ASCII)
_STACKED = re.compile(r"(?:\\.|[^\\|])*")
_NUMBERED = re.compile(r"((?:\\.|[^\\])*)\[(\d+(?:_\d+)?)\]", re.DOTALL | re.ASCII)
_ESCAPED = re.compile(r"\\(->|.)", re.DOTALL)
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}
_NOTHING, _NO_VALUE = "_", "*"


class Layer(NamedTuple):
    """A layer of the header. `kind` is SP, CH or RL; `columns` hold the names of its features."""

    kind: str
    name: str
    columns: tuple[str, ...]
    first: int

    @property
    def short(self) -> str:
        return self.name.rpartition(".")[2]


def sniff(probe: Probe) -> bool:
    return bool(probe.lines) and bool(_VERSION.fullmatch(probe.lines[0]))


def read(source: Source, report: Report) -> Iterator[Record]:
    for name in source.names:
        with source.at(name):
            lines = iter(source.lines(name))
            layers = _header(lines)
            document = _Document(layers, report)
            for number, line in lines:
                document.take(f"line {number}", line)
            yield document.record(item_of(source, name))


def _header(lines: Iterator[tuple[int, str]]) -> list[Layer]:
    _, first = next(lines, (1, ""))
    if not _VERSION.fullmatch(first):
        raise FormatError("line 1", N_("must be #FORMAT=WebAnno TSV 3.3"))
    layers: list[Layer] = []
    for number, line in lines:
        if not line.strip():
            return layers
        match = re.fullmatch(r"#T_(SP|CH|RL)=([^|]+)(?:\|(.*))?", line)
        if match is None:
            raise FormatError(f"line {number}", N_("must name a layer, or be empty at the end of the header"))
        columns = tuple((match[3] or "").split("|"))
        if match[1] == "RL" and not columns[-1].startswith("BT_"):
            raise FormatError(f"line {number}", N_("must end in BT_ and the layer that the relation connects"))
        layers.append(Layer(match[1], match[2], columns, sum(len(layer.columns) for layer in layers)))
    return layers


class _Draft:
    """A span while its tokens come in."""

    __slots__ = ("end", "layer", "start", "values")

    def __init__(self, layer: Layer, start: int, end: int):
        self.layer = layer
        self.start = start
        self.end = end
        self.values: dict[str, str] = {}


class _Document:
    """A document while its lines come in."""

    def __init__(self, layers: list[Layer], report: Report):
        self.layers = layers
        self.report = report
        self.width = sum(len(layer.columns) for layer in layers)
        self.text: list[str] = []
        self.points = 0  # code points of text so far
        self.units = 0  # the same in UTF-16 units
        self.sentence: list[str] = []
        self.covered = ""  # the text of the sentence whose tokens come in
        self.offsets: Utf16 | None = None
        self.spans: list[_Draft] = []
        self.by_number: dict[str, int] = {}
        self.by_unit: dict[tuple[str, str], int] = {}
        self.relations: list[tuple[str, Layer, str, str, str]] = []

    def take(self, where: str, line: str) -> None:
        if line.startswith("#Text="):
            if self.offsets is not None:
                self._close()
            self.sentence.append(_unescaped_text(line.removeprefix("#Text=")))
        elif line and not line.startswith("#"):
            self._unit(where, line)

    def _close(self) -> None:
        """Ends the sentence: its text joins the document's."""
        if self.offsets is not None:
            self.points += len(self.covered)
            self.units += self.offsets.length
            self.text.append(self.covered)
        self.sentence, self.offsets = [], None

    def _open(self, where: str, begin: int) -> None:
        """Starts a sentence at its first token. What lay between two sentences is not in the file: line ends."""
        if not self.sentence:
            raise FormatError(where, N_("a token before the #Text= of its sentence"))
        gap = begin - self.units
        if gap < 0:
            raise FormatError(where, N_("starts before the sentence above has ended"))
        self.text.append("\n" * gap)
        self.points += gap
        self.units += gap
        self.covered = "\n".join(self.sentence)
        self.offsets = Utf16(self.covered)

    def _unit(self, where: str, line: str) -> None:
        match = _UNIT.fullmatch(line)
        if match is None:
            raise FormatError(where, N_("must be sentence-token, begin-end, token and the columns, parted by tabs"))
        unit, form = match[1], match[4]
        begin, end = int(match[2]), int(match[3])
        if self.offsets is None:
            self._open(where, begin)
        start, stop = (self.offsets.to_points(offset - self.units) for offset in (begin, end))
        covered = None if start is None or stop is None else self.covered[start:stop]
        if not covered or covered not in (form, _unescaped(form), _unescaped_text(form)):
            message = N_("{begin} to {end} holds {covered}, not {form}; offsets count UTF-16 units")
            raise FormatError(where, message, begin=begin, end=end, covered=repr(covered), form=repr(form))
        cells = (match[5] or "").split("\t")
        if cells[-1] == "":
            cells.pop()
        if len(cells) != self.width:
            message = N_("has {cells} columns, the header names {width}")
            raise FormatError(where, message, cells=len(cells), width=self.width)
        for layer in self.layers:
            self._layer(where, layer, cells[layer.first :][: len(layer.columns)], unit, start, stop)

    def _layer(self, where: str, layer: Layer, cells: list[str], unit: str, start: int, stop: int) -> None:
        if layer.kind == "CH":
            count = 0 if cells[0] == _NOTHING else len(_stacked(cells[0]))
            self.report.drop(N_("links of chains"), N_("no label of ours is a chain"), count, at=where)
        elif layer.kind == "RL":
            self._relations(where, layer, cells, unit)
        else:
            self._spans(where, layer, cells, unit, (self.points + start, self.points + stop))

    def _spans(self, where: str, layer: Layer, cells: list[str], unit: str, place: tuple[int, int]) -> None:
        here: dict[int, int] = {}  # position in the stack -> span
        slot = False
        for column, cell in zip(layer.columns, cells, strict=True):
            is_target, slot = slot, column.startswith("ROLE_")
            if cell == _NOTHING:
                continue
            if slot or is_target:
                count = 0 if slot or cell == _NO_VALUE else len(cell.split(";"))
                self.report.drop(N_("slots"), N_("no label of ours links spans this way"), count, at=where)
                number = (_NUMBERED.fullmatch(cell) or [None] * 3)[2] if slot else None
                if 0 not in here:
                    here[0] = self._span(layer, unit, place, number)
                continue
            for position, value in enumerate(_stacked(cell)):
                match = _NUMBERED.fullmatch(value)
                number = match[2] if match else None
                if position not in here:
                    here[position] = self._span(layer, unit, place, number)
                value = match[1] if match else value
                if value != _NO_VALUE and column:
                    self.spans[here[position]].values.setdefault(column, _unescaped(value))

    def _span(self, layer: Layer, unit: str, place: tuple[int, int], number: str | None) -> int:
        """The span with that number, grown to this token; or a new one."""
        if number is not None and number in self.by_number:
            index = self.by_number[number]
            self.spans[index].end = max(self.spans[index].end, place[1])
            return index
        index = len(self.spans)
        self.spans.append(_Draft(layer, *place))
        self.by_unit.setdefault((layer.name, unit), index)
        if number is not None:
            self.by_number[number] = index
        return index

    def _relations(self, where: str, layer: Layer, cells: list[str], unit: str) -> None:
        if cells[-1] == _NOTHING:
            return
        columns = [_stacked(cell) for cell in cells]
        for position, end in enumerate(columns[-1]):
            values = [stack[position] if position < len(stack) else _NO_VALUE for stack in columns[:-1]]
            values = [_unescaped(value) for value in values if value not in (_NO_VALUE, _NOTHING, "")]
            self.report.drop(N_("features of relations"), N_("only the first is kept"), len(values) - 1, at=where)
            label = values[0] if values else layer.short
            self.relations.append((where, layer, unit, end, label))

    def record(self, item: str) -> Record:
        self._close()
        spans = tuple(_span(str(i), draft) for i, draft in enumerate(self.spans))
        relations = []
        for where, layer, unit, end, label in self.relations:
            match = _NUMBERED.fullmatch(end)
            head_number, tail_number = match[2].split("_") if match and "_" in match[2] else ("0", "0")
            base = layer.columns[-1].removeprefix("BT_")
            head = self._end(base, match[1] if match else end, head_number)
            tail = self._end(base, unit, tail_number)
            if head is None or tail is None:
                self.report.drop(N_("relations"), N_("they connect tokens that carry no span"), at=where)
            else:
                relations.append(Relation(str(head), str(tail), label))
        return Record(item, text="".join(self.text), spans=spans, relations=tuple(relations))

    def _end(self, layer: str, unit: str, number: str) -> int | None:
        return self.by_number.get(number) if number != "0" else self.by_unit.get((layer, unit))


def _span(name: str, draft: _Draft) -> Span:
    layer, values = draft.layer, draft.values
    feature = USUAL_FEATURE if USUAL_FEATURE in values else next(iter(values), None)
    label = values.pop(feature) if feature is not None else layer.short
    attributes = {} if layer.name == USUAL_LAYER else {LAYER: layer.name}
    if feature not in (None, USUAL_FEATURE):
        attributes[FEATURE] = feature
    return Span(name, draft.start, draft.end, label, attributes | values or NONE)


def _stacked(cell: str) -> list[str]:
    """The values of a cell: parted by bars that are not escaped."""
    found, at = [], 0
    while True:
        match = _STACKED.match(cell, at)
        found.append(match[0])
        at = match.end() + 1
        if at > len(cell):
            return found


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda match: {"t": "\t", "n": "\n"}.get(match[1], match[1]), value)


def _unescaped_text(text: str) -> str:
    return _ESCAPED.sub(lambda match: _CONTROLS.get(match[1], match[1]), text)


FORMAT = Format(
    "webanno_tsv3", "WebAnno TSV 3", (".tsv",), frozenset({"spans", "relations"}), sniff, read, write, folder=True
)
