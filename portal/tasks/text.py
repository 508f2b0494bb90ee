"""Edges of passages: what is trimmed before two of them are compared."""

from __future__ import annotations

import unicodedata

# Signs that belong to what they touch ("50%", "#1204", "@name"), though Unicode calls them punctuation.
MEANINGFUL = frozenset("%‰‱@#&*§_/\\†‡٪")


def is_punctuation(char: str) -> bool:
    return unicodedata.category(char).startswith("P")


def is_edge(char: str) -> bool:
    """White space, sentence punctuation, quotes, brackets and dashes: never the difference that counts."""
    return char.isspace() or (is_punctuation(char) and char not in MEANINGFUL)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The passage without white space and punctuation at its edges; as it was if nothing else is in it."""
    left, right = start, end
    while left < right and is_edge(text[left]):
        left += 1
    while right > left and is_edge(text[right - 1]):
        right -= 1
    return (left, right) if left < right else (start, end)


def shown(text: str, length: int = 60) -> str:
    """A passage for a sentence: one line, cut with … when long."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
