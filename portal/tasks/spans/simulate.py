"""Labellers that are not people: perfect, with slack at the edges, right with a probability."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from portal.tasks.inputs import TextInput
from portal.tasks.slips import draw, rates
from portal.tasks.spans.schema import GoldSpan, Span, SpanTask, dump_answer
from portal.tasks.text import is_edge, trim

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


def perfect(task: SpanTask, gold: Sequence[GoldSpan]) -> dict:
    """The gold as an answer, without what is optional."""
    return dump_answer(tuple(Span(g.start, g.end, g.label) for g in gold if not g.optional))


def slacken(task: SpanTask, item: TextInput, gold: Sequence[GoldSpan], rng: Random) -> dict:
    """The gold with white space and punctuation beside it taken in by chance; optional spans, too."""
    text = item.text
    spans = []
    for g in gold:
        if g.optional and rng.random() < 0.5:
            continue
        start, end = g.start, g.end
        while start and is_edge(text[start - 1]) and rng.random() < 0.5:
            start -= 1
        while end < len(text) and is_edge(text[end]) and rng.random() < 0.5:
            end += 1
        if trim(text, start, end) != trim(text, g.start, g.end):
            start, end = g.start, g.end
        spans.append(Span(start, end, g.label))
    return dump_answer(tuple(spans))


def simulate(task: SpanTask, item: TextInput, gold: Sequence[GoldSpan], rng: Random, level: float) -> dict:
    """The gold with believable slips, so often that the expected score is about `level`."""
    chances = rates(level)
    spans = []
    required = [g for g in gold if not g.optional]
    for g in required:
        slip = draw(rng, chances)
        start, end, label = g.start, g.end, g.label
        if slip == "misnamed":
            others = [name for name in task.names if name not in (g.label, *g.any)]
            if others:
                label = rng.choice(others)
            else:
                slip = "misplaced"
        if slip == "misplaced":
            moved = _misplaced(item.text, g, gold, rng)
            slip = "missed" if moved is None and rng.random() < 0.5 else slip
            start, end = moved or (start, end)
        if slip != "missed":
            spans.append(Span(start, end, label))
    extras = sum(rng.random() < chances.extra for _ in required) if required else rng.random() >= level
    spans += extra_words(task, item.text, (*gold, *spans), rng, extras)
    return dump_answer(tuple(dict.fromkeys(spans)))


def _misplaced(text: str, g: GoldSpan, gold: Sequence[GoldSpan], rng: Random) -> tuple[int, int] | None:
    """The span one word wider or narrower, still overlapping, never another reference; None if impossible."""
    words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    before = [w for w in words if w[1] <= g.start]
    after = [w for w in words if w[0] >= g.end]
    inside = [w for w in words if g.start <= w[0] and w[1] <= g.end]
    options = []
    if before and not _touches(before[-1][0], g.start, gold):
        options.append((before[-1][0], g.end))
    if after and not _touches(g.end, after[0][1], gold):
        options.append((g.start, after[0][1]))
    if len(inside) > 1:
        options += [(inside[1][0], g.end), (g.start, inside[-2][1])]
    places = {trim(text, other.start, other.end) for other in gold}
    options = [option for option in options if trim(text, *option) not in places]
    return rng.choice(options) if options else None


def _touches(start: int, end: int, gold: Sequence) -> bool:
    return any(start < other.end and other.start < end for other in gold)


def extra_words(task: SpanTask, text: str, taken: Sequence, rng: Random, n: int) -> list[Span]:
    """Up to n words that nobody marked, longer ones rather than "of"."""
    free = [m for m in _WORD.finditer(text) if not _touches(m.start(), m.end(), taken)]
    free = [m for m in free if m.end() - m.start() > 3] or free
    chosen = rng.sample(free, min(n, len(free)))
    return [Span(m.start(), m.end(), rng.choice(list(task.names))) for m in chosen]
