"""The same place in a text, counted in the four ways tools count: code points, UTF-16 units, UTF-8 bytes, clusters.

We store code points, end exclusive. Browsers and Java count UTF-16 units, C, Go and Rust bytes, people see
clusters. A text is never normalised here: offsets into it would move.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from portal.grading.metrics.graphemes import boundaries

UNITS = ("codepoint", "utf16", "utf8", "grapheme")


def edges(text: str, unit: str) -> Sequence[int | None]:
    """Where each of the len(text) + 1 edges between code points lies, counted in `unit`, one of UNITS.

    Inside a cluster there is no such place: None, with unit "grapheme". Half of a surrogate pair, which some
    files hold by mistake, counts one unit and three bytes.
    """
    if unit == "codepoint" or (unit in ("utf16", "utf8") and text.isascii()):
        return range(len(text) + 1)
    if unit == "utf16":
        return list(accumulate((1 + (char > "\uffff") for char in text), initial=0))
    if unit == "utf8":
        sizes = (1 + (char > "\x7f") + (char > "\u07ff") + (char > "\uffff") for char in text)
        return list(accumulate(sizes, initial=0))
    if unit == "grapheme":
        places: list[int | None] = [None] * (len(text) + 1)
        for n, at in enumerate(boundaries(text)):
            places[at] = n
        return places
    raise ValueError(f"unknown unit {unit!r}")


def to_codepoints(text: str, offsets: Iterable[int], unit: str) -> list[int | None]:
    """Offsets counted in `unit`, as code points; None for one inside a code point or outside the text."""
    if unit == "grapheme":
        places = boundaries(text)
        return [places[n] if 0 <= n < len(places) else None for n in offsets]
    places = edges(text, unit)
    found = []
    for offset in offsets:
        at = bisect_left(places, offset)
        found.append(at if at < len(places) and places[at] == offset else None)
    return found


def snap(text: str, start: int, end: int) -> tuple[int, int]:
    """The smallest span of whole clusters that covers text[start:end], in code points."""
    places = boundaries(text)
    return places[bisect_right(places, start) - 1], places[bisect_left(places, end)]


def guess_unit(text: str, marks: Iterable[tuple[int, int, str]]) -> str | None:
    """The unit in which every mark (start, end, the text it should cover) covers what it says.

    The first of UNITS that fits all of them, so code points where nothing speaks against it; None when
    no unit does.
    """
    marks = list(marks)
    for unit in UNITS:
        ends = to_codepoints(text, (offset for start, end, _ in marks for offset in (start, end)), unit)
        pairs = zip(ends[::2], ends[1::2], marks, strict=True)
        if all(a is not None and b is not None and text[a:b] == surface for a, b, (_, _, surface) in pairs):
            return unit
    return None


def score_case(case: Mapping) -> dict:
    """One known-answers line: text[start:end] in every unit; `grapheme` is None where a bound splits a cluster."""
    text, start, end = case["text"], case["start"], case["end"]
    utf16, utf8, clusters = (edges(text, unit) for unit in ("utf16", "utf8", "grapheme"))
    whole = clusters[start] is not None and clusters[end] is not None
    return {
        "surface": text[start:end],
        "utf16": [utf16[start], utf16[end]],
        "utf8": [utf8[start], utf8[end]],
        "grapheme": [clusters[start], clusters[end]] if whole else None,
        "on_grapheme_boundary": whole,
        "n_codepoints": len(text),
        "n_utf16": utf16[-1],
        "n_graphemes": clusters[-1],
    }
