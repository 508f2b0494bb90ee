"""Known-answers lines: one JSON object with `task`, inputs and what comes out of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from portal.grading.metrics import boxes, classification, spans

SCORERS: Mapping[str, Callable[[Mapping], dict]] = MappingProxyType(
    {
        "classification": classification.score_case,
        "spans": spans.score_case,
        "boxes_iou": boxes.score_iou_case,
        "boxes_match": boxes.score_match_case,
    }
)


def score_case(case: Mapping) -> dict:
    """The metrics of one case, names as in its `expected`. Raises KeyError for a task without a scorer."""
    return SCORERS[case["task"]](case)
