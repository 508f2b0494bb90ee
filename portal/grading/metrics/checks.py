"""Numbers from outside, checked once before they are measured; what is wrong is said with its place."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite


def number(value: object, where: str) -> float:
    """The number itself. ValueError for anything else, NaN and infinity among it."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError(f"{where}: {value!r} is not a finite number")
    return value


def numbers(values: Sequence, count: int, where: str) -> tuple[float, ...]:
    """Exactly `count` finite numbers, else ValueError."""
    if isinstance(values, str) or not isinstance(values, Sequence) or len(values) != count:
        raise ValueError(f"{where}: {count} numbers expected, not {values!r}")
    return tuple(number(value, f"{where}[{i}]") for i, value in enumerate(values))
