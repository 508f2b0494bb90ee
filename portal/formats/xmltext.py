"""XML from outside, through expat: no document type, no entities, limits on depth and size, lines in errors."""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterator, Mapping
from xml.parsers import expat

from portal.formats.report import FormatError
from portal.formats.source import Source
from portal.grading.types import N_

MAX_DEPTH = 100
_CHUNK = 1 << 18


class Node:
    """An element: tag, attributes, its own text, children, and the line it starts on."""

    __slots__ = ("attributes", "children", "line", "tag", "text")

    def __init__(self, tag: str, attributes: Mapping[str, str], line: int):
        self.tag = tag
        self.attributes = attributes
        self.line = line
        self.text = ""
        self.children: list[Node] = []

    def find(self, tag: str) -> Node | None:
        """The first child of that tag."""
        return next((child for child in self.children if child.tag == tag), None)

    def all(self, tag: str) -> list[Node]:
        """Every child of that tag."""
        return [child for child in self.children if child.tag == tag]

    def value(self, tag: str, default: str = "") -> str:
        """The text of the first child of that tag, without white space around it."""
        child = self.find(tag)
        return default if child is None else child.text.strip()


def root_tag(source: Source, name: str) -> str:
    """The tag of the outermost element; "" when the start of the file holds none."""
    parser, tags = expat.ParserCreate(), []
    parser.StartElementHandler = lambda tag, _attributes: tags.append(tag)
    parser.StartDoctypeDeclHandler = _refuse_doctype(parser)
    try:
        parser.Parse(source.head(name), False)
    except (expat.ExpatError, FormatError):
        return tags[0] if tags else ""
    return tags[0] if tags else ""


def nodes(source: Source, name: str, wanted: Container[str]) -> Iterator[Node]:
    """The outermost elements with these tags, whole, one at a time; memory holds one of them.

    Raises FormatError with the line for what is no XML, a document type or entity declaration, and elements
    nested deeper than 100.
    """
    with source.at(name), source.open(name) as file:
        builder = _Builder(wanted)
        empty = True
        while chunk := file.read(_CHUNK):
            empty = False
            builder.feed(chunk, final=False)
            while builder.done:
                yield builder.done.popleft()
        if empty:
            raise FormatError("", N_("is empty"))
        builder.feed(b"", final=True)
        yield from builder.done


def _refuse_doctype(parser: expat.XMLParserType):
    def refuse(*_declaration: object) -> None:
        message = N_("declares a document type or entities, which can hide other files or fill the memory")
        raise FormatError(f"line {parser.CurrentLineNumber}", message)

    return refuse


class _Builder:
    def __init__(self, wanted: Container[str]):
        self.done: deque[Node] = deque()
        self._wanted = wanted
        self._depth = 0
        self._open: list[Node] = []
        self._texts: list[list[str]] = []
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse_doctype(parser)

    def feed(self, data: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(data, final)
        except expat.ExpatError as error:
            reason = expat.errors.messages[error.code] if error.code in expat.errors.messages else str(error)
            raise FormatError(f"line {error.lineno}", N_("is not valid XML: {reason}"), reason=reason) from None
        except (LookupError, ValueError) as error:
            if isinstance(error, FormatError):
                raise
            # An encoding that the file declares and Python does not know.
            raise FormatError("line 1", N_("is not valid XML: {reason}"), reason=str(error)) from None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FormatError(f"line {self._parser.CurrentLineNumber}", N_("is nested too deeply"))
        if self._open or tag in self._wanted:
            node = Node(tag, attributes, self._parser.CurrentLineNumber)
            if self._open:
                self._open[-1].children.append(node)
            self._open.append(node)
            self._texts.append([])

    def _data(self, data: str) -> None:
        if self._open:
            self._texts[-1].append(data)

    def _end(self, _tag: str) -> None:
        self._depth -= 1
        if self._open:
            node = self._open.pop()
            node.text = "".join(self._texts.pop())
            if not self._open:
                self.done.append(node)
