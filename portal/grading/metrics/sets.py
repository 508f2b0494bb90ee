"""How far apart two sets of labels are, from 0 to 1."""

from __future__ import annotations

from collections.abc import Set


def jaccard_distance(a: Set, b: Set) -> float:
    """1 - |a & b| / |a | b|; 0 for two empty sets."""
    joint = len(a | b)
    return 1 - len(a & b) / joint if joint else 0.0


def masi_distance(a: Set, b: Set) -> float:
    """1 - Jaccard * weight (Passonneau 2006); 0 for two empty sets.

    The weight is 1 for equal sets, 2/3 where one holds the other, 1/3 where they cross, 0 without a common label.
    An empty set beside another has no label in common with it.
    """
    if a == b:
        return 0.0
    common = len(a & b)
    if not common:
        return 1.0
    thirds = 2 if a <= b or b <= a else 1
    return 1 - common * thirds / (3 * len(a | b))
