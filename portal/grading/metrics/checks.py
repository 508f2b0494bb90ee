"""Numbers from outside, checked once before they are measured; what is wrong is said with its place."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from itertools import chain

# Beyond this a float no longer tells one pixel from the next.
FARTHEST = 1e15
_PLAIN = frozenset([int, float])


def number(value: object, where: str, most: float = sys.float_info.max) -> float:
    """The number itself. ValueError for anything else: NaN, infinity, and what lies beyond `most` either way."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= most:
        raise ValueError(
            f"{where}: {value!r} is not a finite number" + (f" up to {most:g}" if most == FARTHEST else "")
        )
    return value


def numbers(values: Sequence, count: int, where: str) -> tuple[float, ...]:
    """Exactly `count` coordinates or sizes, else ValueError."""
    if isinstance(values, str) or not isinstance(values, Sequence) or len(values) != count:
        raise ValueError(f"{where}: {count} numbers expected, not {values!r}")
    return tuple([number(value, f"{where}[{i}]", FARTHEST) for i, value in enumerate(values)])


def points(values: Sequence, where: str) -> list[tuple[float, float]]:
    """[x, y] pairs, else ValueError with the place in `values`."""
    if isinstance(values, str) or not isinstance(values, Sequence):
        raise ValueError(f"{where}: a list of points expected, not {values!r}")
    try:
        pairs = [(x, y) for x, y in values]
        if are_plain(pairs):
            return pairs
    except (TypeError, ValueError):
        pass
    # The long way round, to say which one it is.
    return [numbers(value, 2, f"{where}[{i}]") for i, value in enumerate(values)]


def are_plain(rows: Iterable[Iterable]) -> bool:
    """True when all are numbers that `numbers` takes, quickly; False may mean that they have to be looked at."""
    flat = list(chain.from_iterable(rows))
    try:
        return _PLAIN.issuperset(map(type, flat)) and sum(map(abs, flat)) <= FARTHEST
    except OverflowError:  # a whole number that no float can hold, added to a float
        return False
