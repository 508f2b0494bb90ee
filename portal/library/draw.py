"""Which items a set holds: fresh ones first, enough of every class, spread over the concepts.

Pure: the same candidates, seed and exposures give the same set in the same order.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol, TypeVar

from portal.grading.engine import FEWEST_PER_CLASS

# A later try starts from another order; it counts only where the first left a class short.
_TRIES = 8
# A hidden repeat comes at least this many items after its original, where the set is long enough.
_REPEAT_GAP = 8


class Drawable(Protocol):
    """What the draw looks at: `portal.library.models.Item` has it."""

    id: str
    concept: str
    repeat_of: str | None
    class_counts: Mapping[str, int]


T = TypeVar("T", bound=Drawable)


def draw_items(candidates: Sequence[T], n: int, seed: int, exposed: Collection[str] = frozenset()) -> tuple[T, ...]:
    """Up to n items in the order to show them, plus the hidden repeats of those drawn.

    `exposed` are the ids whose gold this learner has seen: they come only when nothing else is left. The
    set holds at least five of every class where the candidates allow it, and takes no more of a rare class
    than later sets can spare.
    """
    order = sorted(candidates, key=lambda item: item.id)
    firsts = [item for item in order if item.repeat_of is None]
    best: list[T] = []
    best_short = None
    for attempt in range(_TRIES):
        rng = random.Random(f"{seed}:{attempt}")
        rng.shuffle(firsts)
        fresh = [item for item in firsts if item.id not in exposed]
        chosen = _choose(fresh, n, [])
        if len(chosen) < n:
            seen = [item for item in firsts if item.id in exposed]
            chosen += _choose(seen, n - len(chosen), chosen)
        short = _shortage(chosen, firsts)
        if best_short is None or short < best_short:
            best, best_short = chosen, short
        if not short:
            break
    rng = random.Random(f"{seed}:order")
    rng.shuffle(best)
    return tuple(_with_repeats(best, order, rng))


def class_totals(items: Sequence[Drawable]) -> Counter[str]:
    """How many gold objects (or items) of each class these items hold."""
    totals: Counter[str] = Counter()
    for item in items:
        totals.update(item.class_counts)
    return totals


def _shortage(chosen: Sequence[Drawable], among: Sequence[Drawable]) -> int:
    """How many gold objects are missing to five of every class there is."""
    have = class_totals(chosen)
    return sum(max(0, FEWEST_PER_CLASS - have[name]) for name in class_totals(among))


def _choose(left: Sequence[T], n: int, already: Sequence[T]) -> list[T]:
    """n of the items on top of those already there: the rarest missing class first, then by concept."""
    left = list(left)
    have = class_totals(already)
    concepts = Counter(item.concept for item in already)
    remaining = class_totals(left)
    later_sets = max(0, len(left) // n - 1) if n else 0
    weight = {name: 1 / count for name, count in remaining.items() if count}
    spare = {name: max(FEWEST_PER_CLASS, count - FEWEST_PER_CLASS * later_sets) for name, count in remaining.items()}
    chosen: list[T] = []

    def price(item: T) -> tuple[float, int]:
        """Low is good: starving later sets costs, filling a class that is short pays."""
        cost = 0.0
        for name, count in item.class_counts.items():
            if count:
                over = min(count, max(0, have[name] + count - spare[name]))
                useful = min(count, max(0, FEWEST_PER_CLASS - have[name]))
                cost += weight[name] * (over - useful)
        return round(cost, 9), concepts[item.concept]

    while left and len(chosen) < n:
        short = [name for name, count in remaining.items() if count and have[name] < FEWEST_PER_CLASS]
        options = left
        if short:
            rarest = min(short, key=lambda name: (remaining[name], name))
            options = [item for item in left if item.class_counts.get(rarest)]
        item = min(options, key=price)
        left.remove(item)
        chosen.append(item)
        have.update(item.class_counts)
        remaining.subtract(item.class_counts)
        concepts[item.concept] += 1
    return chosen


def _with_repeats(chosen: list[T], order: Sequence[T], rng: random.Random) -> list[T]:
    """The set with each hidden repeat some way behind its original."""
    shown = list(chosen)
    for repeat in order:
        place = next((i for i, item in enumerate(shown) if item.id == repeat.repeat_of), None)
        if repeat.repeat_of is not None and place is not None:
            shown.insert(rng.randint(min(place + _REPEAT_GAP, len(shown)), len(shown)), repeat)
    return shown
