"""Mistake personas for spans: the gold spoiled in one stated way.

A spec has `op`, often `words` or `map`, and may keep to `labels`. Words compare without case. A persona
changes nothing where its condition does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import TextInput
from portal.tasks.shapes import check_label
from portal.tasks.spans.schema import GoldSpan, Span, SpanTask, dump_answer
from portal.tasks.text import is_edge

_COMMON = {"id", "name", "concepts", "op", "labels"}
# What each op reads besides the common keys; all of it is needed.
OPS: Mapping[str, frozenset[str]] = {
    "prepend": frozenset({"words"}),
    "append": frozenset({"words"}),
    "merge": frozenset({"words"}),
    "narrow": frozenset({"words"}),
    "relabel": frozenset({"map"}),
    "mark": frozenset({"words", "label"}),
    "drop": frozenset(),
    "drop_inner": frozenset(),
    "drop_outer": frozenset(),
    "split": frozenset(),
}


def persona(task: SpanTask, item: TextInput, gold: Sequence[GoldSpan], spec: Mapping, rng: Random) -> dict:
    """The answer of a persona to this text. Raises AnswerError for a spec this kind cannot play."""
    check_persona(task, spec)
    spans = [Span(g.start, g.end, g.label) for g in gold if not g.optional]
    spoiled = _PLAY[spec["op"]](item.text, spans, spec)
    if spec["op"] == "mark":
        # A word counts as free only where gold has nothing, optional or not.
        spoiled = [s for s in spoiled if s in spans or not any(_overlap(s, g) for g in gold)]
    return dump_answer(tuple(sorted(set(spoiled), key=lambda s: (s.start, -s.end, s.label))))


def check_persona(task: SpanTask, spec: Mapping) -> None:
    needed = OPS.get(spec.get("op"))
    if needed is None:
        raise AnswerError("op", N_("must be one of {expected}"), expected=", ".join(OPS))
    for key in spec:
        if key not in needed | _COMMON:
            raise AnswerError(key, N_("is not a field we know"))
    for key in needed:
        if not spec.get(key):
            raise AnswerError(key, N_("is missing"))
    for label in (*spec.get("labels", ()), *spec.get("map", {}), *spec.get("map", {}).values()):
        check_label(label, task.names, "labels" if label in spec.get("labels", ()) else "map")
    if "label" in spec:
        check_label(spec["label"], task.names, "label")


def _each(change: Callable[[str, Span, Mapping], Span | None]) -> Callable:
    """An op that changes spans one by one, None leaving one out."""

    def play(text: str, spans: list[Span], spec: Mapping) -> list[Span]:
        changed = (change(text, span, spec) if _meant(span, spec) else span for span in spans)
        return [span for span in changed if span is not None]

    return play


def _meant(span: Span, spec: Mapping) -> bool:
    return span.label in spec.get("labels", (span.label,))


def _prepend(text: str, span: Span, spec: Mapping) -> Span:
    """Starts at the word right before it; twice, for "Prof. Dr."."""
    start = span.start
    for _ in range(2):
        edge = len(text[:start].rstrip())
        word = next((w for w in _longest(spec) if _is_word(text, edge - len(w), edge, w)), None)
        if word is None:
            break
        start = edge - len(word)
    return Span(start, span.end, span.label)


def _append(text: str, span: Span, spec: Mapping) -> Span:
    """Ends after the word right behind it, with or without white space between."""
    rest = text[span.end :]
    for edge in {span.end, span.end + len(rest) - len(rest.lstrip())}:
        for word in _longest(spec):
            end = edge + len(word)
            if text[edge:end].casefold() == word.casefold() and not text[end : end + 1].isalnum():
                return Span(span.start, end, span.label)
    return span


def _narrow(text: str, span: Span, spec: Mapping) -> Span:
    """Without the word it begins or ends with, and without what joined that word to the rest."""
    start, end = span.start, span.end
    for word in _longest(spec):
        if _is_word(text, start, start + len(word), word):
            after = start + len(word)
            while after < end and is_edge(text[after]):
                after += 1
            if after < end:
                return Span(after, end, span.label)
        if _is_word(text, end - len(word), end, word):
            before = end - len(word)
            while before > start and is_edge(text[before - 1]):
                before -= 1
            if before > start:
                return Span(start, before, span.label)
    return span


def _merge(text: str, spans: list[Span], spec: Mapping) -> list[Span]:
    """Neighbours of one label joined by one of the words become one span; chains go on."""
    words = {word.casefold() for word in spec["words"]}
    top = [s for s in spans if not any(_inside(s, other) for other in spans)]
    merged: list[Span] = []
    for span in sorted(top, key=lambda s: s.start):
        last = merged[-1] if merged else None
        if (
            last is not None
            and _meant(span, spec)
            and last.label == span.label
            and text[last.end : span.start].casefold() in words
        ):
            merged[-1] = Span(last.start, span.end, span.label)
        else:
            merged.append(span)
    return merged + [s for s in spans if s not in top]


def _mark(text: str, spans: list[Span], spec: Mapping) -> list[Span]:
    """One more span on every free occurrence of the words."""
    folded = text.casefold() if len(text.casefold()) == len(text) else text.lower()
    marked = list(spans)
    for word in _longest(spec):
        at = folded.find(word.casefold())
        while at >= 0:
            span = Span(at, at + len(word), spec["label"])
            if _is_word(text, span.start, span.end, word) and not any(_overlap(span, s) for s in marked):
                marked.append(span)
            at = folded.find(word.casefold(), at + 1)
    return marked


def _split(text: str, span: Span, spec: Mapping) -> list[Span]:
    """Each word a span of its own."""
    words, at = [], span.start
    for word in text[span.start : span.end].split():
        at = text.index(word, at)
        words.append(Span(at, at + len(word), span.label))
        at += len(word)
    return words


def _longest(spec: Mapping) -> list[str]:
    return sorted(spec["words"], key=len, reverse=True)


def _is_word(text: str, start: int, end: int, word: str) -> bool:
    """True when text[start:end] is this word and not a part of a longer one."""
    if start < 0 or text[start:end].casefold() != word.casefold():
        return False
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not (word[0].isalnum() and before.isalnum()) and not (word[-1].isalnum() and after.isalnum())


def _inside(span: Span, other: Span) -> bool:
    return other.start <= span.start and span.end <= other.end and other.end - other.start > span.end - span.start


def _overlap(a: Span, b: Span | GoldSpan) -> bool:
    return a.start < b.end and b.start < a.end


_PLAY: Mapping[str, Callable[[str, list[Span], Mapping], list[Span]]] = {
    "prepend": _each(_prepend),
    "append": _each(_append),
    "narrow": _each(_narrow),
    "relabel": _each(lambda text, s, spec: Span(s.start, s.end, spec["map"].get(s.label, s.label))),
    "drop": _each(lambda text, s, spec: None),
    "drop_inner": lambda text, spans, spec: [
        s for s in spans if not (_meant(s, spec) and any(_inside(s, other) for other in spans))
    ],
    "drop_outer": lambda text, spans, spec: [
        s for s in spans if not (_meant(s, spec) and any(_inside(other, s) for other in spans))
    ],
    "merge": _merge,
    "mark": _mark,
    "split": lambda text, spans, spec: [
        part for s in spans for part in (_split(text, s, spec) if _meant(s, spec) else [s])
    ],
}
