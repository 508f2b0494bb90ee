"""Precision, recall and F1 from counts."""

from __future__ import annotations


def ratio(part: float, whole: float) -> float | None:
    """part / whole; None when there is nothing to divide by."""
    return part / whole if whole else None


def f1(hits: float, gold: float, yours: float) -> float | None:
    """2 hits / (gold + yours): 0 when one side is empty, None when both are."""
    return ratio(2 * hits, gold + yours)


def prf(hits: float, gold: float, yours: float) -> dict[str, float | None]:
    return {"precision": ratio(hits, yours), "recall": ratio(hits, gold), "f1": f1(hits, gold, yours)}
