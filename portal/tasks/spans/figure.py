"""A graded text as a server draws it: pieces that one side, both or neither marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.tasks.figures import numbered


@dataclass(frozen=True, slots=True)
class Piece:
    """text[start:end] between two edges of marks; `tags` are the numbers of the mistakes that begin here."""

    text: str
    yours: bool
    gold: bool
    tags: tuple[int, ...]


def figure(shown: Mapping, objects: Sequence[Mapping]) -> tuple[Piece, ...]:
    """The whole text in pieces. `shown` is the public input, `objects` those of the grade."""
    text = shown["text"]
    told = numbered(objects)
    yours = [one["yours"] for _number, one in told if one["yours"]]
    gold = [one["gold"] for _number, one in told if one["gold"]]
    begins: dict[int, list[int]] = {}
    for number, one in told:
        if one["tag"] != "right":
            start = min(span["start"] for span in (one["yours"], one["gold"]) if span)
            begins.setdefault(start, []).append(number)
    cuts = sorted({0, len(text), *(span[end] for span in (*yours, *gold) for end in ("start", "end"))})
    return tuple(
        Piece(text[start:end], _covers(yours, start), _covers(gold, start), tuple(begins.get(start, ())))
        for start, end in zip(cuts, cuts[1:], strict=False)
    )


def _covers(spans: Sequence[Mapping], at: int) -> bool:
    return any(span["start"] <= at < span["end"] for span in spans)
