"""A first look at a file, to tell its format: name, first lines, outline. Never raises for what it finds."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from pathlib import PurePosixPath

from portal.formats import jsontext, xmltext
from portal.formats.report import FormatError
from portal.formats.source import Source, encoding_of

# Parts of a JSON file that are looked at; enough to see its first keys and elements.
_LOOK = 500


class Probe:
    """What `sniff` functions look at. Everything is read once, when first asked for."""

    def __init__(self, source: Source, name: str):
        self.source = source
        self.name = name
        self.basename = PurePosixPath(name).name
        self.suffix = PurePosixPath(name).suffix.lower()

    @cached_property
    def head(self) -> bytes:
        """The first 64 kB."""
        return self.source.head(self.name)

    @cached_property
    def text(self) -> str:
        """The first 64 kB as text; "" when they are none."""
        try:
            encoding, skip = encoding_of(self.head[:4])
        except FormatError:
            return ""
        text = self.head[skip:].decode(encoding, "ignore")
        return "" if "\x00" in text else text

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the first 64 kB that are not blank, without their ends."""
        lines = (line.removesuffix("\r") for line in self.text.split("\n"))
        return tuple(line for line in lines if line.strip())

    @cached_property
    def outline(self) -> tuple[str, object]:
        """Of a JSON file: ("list", first element) or ("object", {key: first element or value}); else ("", None)."""
        if self.text.lstrip()[:1] not in ("[", "{"):
            return "", None
        found: dict = {}
        kind = "list" if self.text.lstrip()[0] == "[" else "object"
        try:
            for key, _, value in islice(jsontext.members(self.source, self.name), _LOOK):
                if key is None:
                    return "list", value
                found.setdefault(key, value)
        except FormatError:
            # The reader will say what is wrong, at its line; the keys so far still tell the format.
            pass
        return (kind, found) if found or kind == "object" else (kind, None)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The first keys of a JSON object, or of the first object of a JSON list or of a JSONL file."""
        value = self.first_line if self.is_jsonl else self.outline[1]
        return frozenset(value) if isinstance(value, dict) else frozenset()

    @cached_property
    def is_jsonl(self) -> bool:
        """One JSON object a line: by the name, or by a first line that is one and a second that starts one."""
        if self.suffix in (".jsonl", ".ndjson", ".manifest"):
            return True
        many = len(self.lines) > 1 and self.lines[1].lstrip()[:1] == "{"
        return many and self.suffix != ".xml" and isinstance(self.first_line, dict)

    @cached_property
    def first_line(self) -> object:
        """The value of the first line of a JSONL file; None when it is no JSON."""
        try:
            return jsontext.parse(self.lines[0]) if self.lines else None
        except FormatError:
            return None

    @cached_property
    def root(self) -> str:
        """The outermost tag of an XML file; "" for others."""
        start = self.head.lstrip(b"\xef\xbb\xbf \t\r\n")
        return xmltext.root_tag(self.source, self.name) if start[:1] == b"<" or self.suffix == ".xml" else ""
