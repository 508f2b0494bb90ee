"""A number as it is measured, and as it is shown.

Named tuples: what makes dataclasses takes as long to load as all measures together.
"""

from __future__ import annotations

from typing import NamedTuple


class Reading(NamedTuple):
    """One number worked out from pooled counts. `share` says that a Wilson interval fits it."""

    value: float | None
    n: int
    why: str | None = None
    share: bool = False


def reading(value: float | None, n: float, why: str, *, share: bool = False) -> Reading:
    """The number with how many it comes from, rounded; `why` is kept only where the number is undefined."""
    return Reading(value, round(n), why if value is None else None, share)


class Metric(NamedTuple):
    """A measured number with its 95 % interval. `value` is None where its formula is 0/0; `why` says so."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    why: str | None = None

    def as_json(self) -> dict:
        return {"value": self.value, "low": self.low, "high": self.high, "n": self.n, "why": self.why}
