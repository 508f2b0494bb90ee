"""How often a simulated labeller slips, so that its expected score is the level asked for."""

from __future__ import annotations

from random import Random
from typing import NamedTuple


class Rates(NamedTuple):
    """Chances per object: missed, misplaced, misnamed (never two at once); and of an extra beside it."""

    missed: float
    misplaced: float
    misnamed: float
    extra: float


def rates(level: float) -> Rates:
    """Rates whose expected score is `level`.

    With q = 1 - level: credit lost is 0.35 q for misses and 0.5 (0.5 q + 0.3 q) for slips, 0.75 q in
    all. Extras e add to the denominator, so (1 - 0.75 q) / (1 + e) = 1 - q gives e = 0.25 q / (1 - q).
    A very weak labeller has no such mix; it only misses.
    """
    q = min(max(1 - level, 0.0), 1.0)
    if q > 0.7:
        return Rates(q, 0.0, 0.0, 0.0)
    return Rates(0.35 * q, 0.5 * q, 0.3 * q, 0.25 * q / (1 - q))


def draw(rng: Random, chances: Rates) -> str | None:
    """ "missed", "misplaced" or "misnamed", or None for an object without a slip."""
    at = rng.random()
    for slip in ("missed", "misplaced", "misnamed"):
        at -= getattr(chances, slip)
        if at < 0:
            return slip
    return None
