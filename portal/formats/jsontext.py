"""JSON from outside: strict, with lines and paths in its errors, and piece by piece where files are large."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from portal.formats.report import FormatError
from portal.formats.source import Source
from portal.grading.types import N_

_SPACE = " \t\n\r"
_AFTER_VALUE = tuple(_SPACE + ",]}:")
# An error this close to the end of the window may be the window's: the longest sign JSON has is "\\ud83d\\udc4d".
_MARGIN = 64


def _object(pairs: list[tuple[str, Any]]) -> dict:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise FormatError("", N_("has the key {key} twice"), key=repr(key[:60]))
            seen.add(key)
    return found


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise FormatError("", N_("{number} is too large a number"), number=text[:40])
    return value


def _constant(text: str) -> None:
    raise FormatError("", N_("{number} is not a number that JSON knows"), number=text)


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=_float, parse_constant=_constant)


def parse(text: str, where: str = "") -> Any:
    """The value of a JSON text. Raises FormatError for NaN, infinity, a key twice, and what is no JSON."""
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        place = where or f"line {error.lineno}"
        raise FormatError(place, N_("is not valid JSON: {reason}"), reason=error.msg) from None
    except FormatError as error:
        error.where = error.where or where
        raise
    except RecursionError:
        raise FormatError(where, N_("is nested too deeply")) from None
    except ValueError as error:  # an integer of thousands of digits
        raise FormatError(where, N_("is not valid JSON: {reason}"), reason=str(error)) from None


def document(source: Source, name: str) -> Any:
    """The whole file as one value. For files that `members` cannot read piece by piece."""
    with source.at(name):
        text = source.text(name)
        if not text.strip():
            raise FormatError("", N_("is empty"))
        return parse(text)


def lines(source: Source, name: str) -> Iterator[tuple[int, Any]]:
    """(line number, value) for each line of a JSONL file; blank lines are passed over."""
    with source.at(name):
        for number, line in source.lines(name):
            if line and not line.isspace():
                yield number, parse(line, f"line {number}")


def members(source: Source, name: str) -> Iterator[tuple[str | None, int | None, Any]]:
    """The parts of a large JSON file, one at a time: (key, position, value).

    A top-level array gives (None, i, element); a top-level object gives (key, i, element) for each element of
    an array and (key, None, value) for any other value. Memory holds one part at a time.
    """
    with source.at(name):
        yield from _Reader(source.chunks(name)).top()


class _Reader:
    """A window over the text; `pos` is what was read up to, `line` the line it lies on."""

    def __init__(self, chunks: Iterator[str]):
        self._chunks = chunks
        self._text = ""
        self._pos = 0
        self._line = 1
        self._ended = False

    def top(self) -> Iterator[tuple[str | None, int | None, Any]]:
        sign = self._peek()
        if not sign:
            raise FormatError("", N_("is empty"))
        if sign == "[":
            for i, value in self._array():
                yield None, i, value
        elif sign == "{":
            yield from self._top_object()
        else:
            raise self._fault(N_("must be a list or an object"))
        if self._peek():
            raise self._fault(N_("goes on after the end of the data"))

    def _top_object(self) -> Iterator[tuple[str, int | None, Any]]:
        self._take("{")
        seen: set[str] = set()
        if self._peek() == "}":
            self._take("}")
            return
        while True:
            if self._peek() != '"':
                raise self._fault(N_("is not valid JSON: a key must stand here"))
            key = self._value()
            if key in seen:
                raise self._fault(N_("has the key {key} twice"), key=repr(key[:60]))
            seen.add(key)
            self._take(":")
            if self._peek() == "[":
                for i, value in self._array():
                    yield key, i, value
            else:
                yield key, None, self._value()
            if self._comma_or("}"):
                return

    def _array(self) -> Iterator[tuple[int, Any]]:
        self._take("[")
        if self._peek() == "]":
            self._take("]")
            return
        i = 0
        while True:
            yield i, self._value()
            i += 1
            if self._comma_or("]"):
                return

    def _comma_or(self, end: str) -> bool:
        """Takes a comma (False) or the end sign (True)."""
        sign = self._peek()
        self._take("," if sign == "," else end)
        return sign == end

    def _value(self) -> Any:
        self._peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._pos)
            except json.JSONDecodeError as error:
                certain = error.pos < len(self._text) - _MARGIN and not error.msg.startswith("Unterminated")
                passed = self._text.count("\n", self._pos, error.pos)
                if certain or not self._more():
                    self._line += passed
                    raise self._fault(N_("is not valid JSON: {reason}"), reason=error.msg) from None
            except FormatError as error:
                error.where = error.where or f"line {self._line}"
                raise
            except RecursionError:
                raise self._fault(N_("is nested too deeply")) from None
            except ValueError as error:
                raise self._fault(N_("is not valid JSON: {reason}"), reason=str(error)) from None
            else:
                # A number at the edge of the window may go on behind it: "1" of "1.5", and even "1" of "1.".
                if self._text[end : end + 1] in _AFTER_VALUE or not self._more():
                    self._line += self._text.count("\n", self._pos, end)
                    self._pos = end
                    return value

    def _peek(self) -> str:
        """The next sign that is no white space, without taking it; "" at the end."""
        while True:
            while self._pos < len(self._text):
                sign = self._text[self._pos]
                if sign not in _SPACE:
                    return sign
                self._line += sign == "\n"
                self._pos += 1
            if not self._more():
                return ""

    def _take(self, sign: str) -> None:
        if self._peek() != sign:
            raise self._fault(N_("is not valid JSON: {sign} must stand here"), sign=sign)
        self._pos += 1

    def _more(self) -> bool:
        """Reads on, at least as much again as the window holds; False at the end of the file."""
        if self._ended:
            return False
        parts = [self._text[self._pos :]]
        wanted = max(1, len(parts[0]))
        while wanted > 0:
            chunk = next(self._chunks, None)
            if chunk is None:
                self._ended = True
                break
            parts.append(chunk)
            wanted -= len(chunk)
        self._text, self._pos = "".join(parts), 0
        return len(parts) > 1

    def _fault(self, message: str, **params: object) -> FormatError:
        return FormatError(f"line {self._line}", message, **params)
