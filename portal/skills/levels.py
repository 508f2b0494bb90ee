"""From evidence to levels: pure rules, no database.

A level needs two pieces at least 20 hours apart, from level 3 on one of them checked (test or exam), and all
unseen items of the last 12 months pooled must reach the mark with the lower end of their 95 % interval.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Protocol

from portal.grading.intervals import wilson

APART = timedelta(hours=20)
VALID = timedelta(days=365)
CHECKED = ("test", "exam")
# Level 5 is never given by results alone.
HIGHEST = 4
MOST_ITEMS = 5000


class Piece(Protocol):
    """What the rules look at; a row of evidence has it."""

    level: int
    needed: float
    mode: str
    n: int
    counts_earned: float
    counts_possible: float
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the evidence carries towards one level; every `missing` is said in words by the page."""

    level: int
    earned: bool
    pieces: int
    apart: bool
    checked: bool
    needs_check: bool
    share: float | None
    low: float | None
    high: float | None
    needed: float | None
    n: int
    # More items at the same rate until the lower end reaches the mark; None when no number would do.
    more_items: int | None


def standing(pieces: Sequence[Piece], level: int, *, now: datetime) -> Standing:
    """Where a learner stands with one level of one skill. Pieces of higher levels count for lower ones."""
    valid = [one for one in pieces if one.level >= level and now - one.closed_at <= VALID and one.counts_possible > 0]
    times = sorted(one.closed_at for one in valid)
    apart = bool(times) and times[-1] - times[0] >= APART
    checked = any(one.mode in CHECKED for one in valid)
    possible = sum(one.counts_possible for one in valid)
    earned = sum(one.counts_earned for one in valid)
    share = low = high = needed = None
    more: int | None = None
    if possible:
        share = earned / possible
        needed = sum(one.needed * one.counts_possible for one in valid) / possible
        low, high = wilson(share, possible)
        more = _more_items(share, possible, needed, sum(one.n for one in valid))
    needs_check = level >= 3
    reached = low is not None and low >= needed - 1e-9
    return Standing(
        level=level,
        earned=len(valid) >= 2 and apart and reached and (checked or not needs_check),
        pieces=len(valid),
        apart=apart,
        checked=checked,
        needs_check=needs_check,
        share=share,
        low=low,
        high=high,
        needed=needed,
        n=sum(one.n for one in valid),
        more_items=more,
    )


def reached_level(pieces: Sequence[Piece], *, now: datetime) -> int:
    """The highest level whose rule holds; 0 when none does."""
    highest = min(HIGHEST, max((one.level for one in pieces), default=0))
    return next((level for level in range(highest, 0, -1) if standing(pieces, level, now=now).earned), 0)


def _more_items(share: float, possible: float, needed: float, n: int) -> int | None:
    """How many more items, answered as well as so far, bring the lower end to the mark. 0 when it is there."""
    if wilson(share, possible)[0] >= needed - 1e-9:
        return 0
    if share <= needed:
        return None
    per_item = possible / n
    low, high = 1, MOST_ITEMS
    while low < high:
        middle = (low + high) // 2
        if wilson(share, possible + middle * per_item)[0] >= needed:
            high = middle
        else:
            low = middle + 1
    return low if low < MOST_ITEMS else None


def hours_until_apart(pieces: Sequence[Piece], *, now: datetime) -> int:
    """Hours, rounded up, until a second piece would be far enough from the first; 0 when it is already."""
    if not pieces:
        return 0
    wait = min(one.closed_at for one in pieces) + APART - now
    return max(0, ceil(wait.total_seconds() / 3600))
