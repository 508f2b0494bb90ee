"""Finding lessons and exercises by words: small enough to look through every text at each search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

MAX_WORDS = 8
SNIPPET = 160
# What a word is worth by where it stands.
_TITLE, _AIM, _BODY = 8.0, 3.0, 1.0
_WORD = re.compile(r"\w+")


class Hit(NamedTuple):
    """A page found. `snippet` is plain text; `marks` are the (start, end) of the words found in it."""

    kind: str
    id: str
    title: str
    snippet: str
    marks: tuple[tuple[int, int], ...]
    score: float


@dataclass(frozen=True, slots=True)
class Page:
    """One thing to find: aim is its outcome or summary, body everything else, folded all of it."""

    kind: str
    id: str
    title: str
    aim: str
    body: str
    folded: str

    @classmethod
    def of(cls, kind: str, page_id: str, title: str, aim: str, body: str) -> Page:
        return cls(kind, page_id, title, aim, body, f"{title}\n{aim}\n{body}".casefold())


def search(pages: Iterable[Page], query: str, limit: int = 20) -> list[Hit]:
    """The pages that hold every word of the query, best first; the last word may be a beginning.

    Capitals and order do not matter. An empty query finds nothing.
    """
    words = _WORD.findall(query)[:MAX_WORDS]
    if not words:
        return []
    patterns = [re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE) for word in words[:-1]]
    patterns.append(re.compile(rf"\b{re.escape(words[-1])}\w*", re.IGNORECASE))
    folded = [word.casefold() for word in words]
    # Looking for plain text is a hundred times faster than for a pattern, and rules out most pages.
    likely = (page for page in pages if all(word in page.folded for word in folded))
    hits = [hit for page in likely if (hit := _look(page, patterns)) is not None]
    return sorted(hits, key=lambda hit: (-hit.score, hit.kind, hit.id))[:limit]


def _look(page: Page, patterns: Sequence[re.Pattern[str]]) -> Hit | None:
    score = 0.0
    for pattern in patterns:
        worth = _TITLE * bool(pattern.search(page.title)) + _AIM * bool(pattern.search(page.aim))
        # A word that comes often tells more, but ten times is not ten times as much.
        count = sum(1 for _ in pattern.finditer(page.body))
        worth += _BODY * min(count, 4) ** 0.5
        if not worth:
            return None
        score += worth
    text = page.aim if any(pattern.search(page.aim) for pattern in patterns) else page.body
    snippet = _snippet(text or page.aim, patterns)
    return Hit(page.kind, page.id, page.title, snippet, _marks(snippet, patterns), round(score, 4))


def _snippet(text: str, patterns: Sequence[re.Pattern[str]]) -> str:
    """A piece of the text around the first word found, cut at spaces."""
    found = [match.start() for pattern in patterns if (match := pattern.search(text))]
    start = max(0, min(found, default=0) - SNIPPET // 3)
    if start:
        start = text.find(" ", start) + 1 or start
    end = len(text)
    if end - start > SNIPPET:
        end = text.rfind(" ", start, start + SNIPPET)
        end = end if end > start else start + SNIPPET
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")


def _marks(snippet: str, patterns: Sequence[re.Pattern[str]]) -> tuple[tuple[int, int], ...]:
    """Where the words stand, left to right, none over another."""
    marks: list[tuple[int, int]] = []
    for start, end in sorted(match.span() for pattern in patterns for match in pattern.finditer(snippet)):
        if not marks or start >= marks[-1][1]:
            marks.append((start, end))
    return tuple(marks)
