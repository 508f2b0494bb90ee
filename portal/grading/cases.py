"""Known-answers lines: one JSON object with `task`, inputs and what comes out of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

# Where each task is scored: a module of grading.metrics and its function. Loaded when first asked for, so that
# scoring labels does not pay for polygons.
SCORERS: Mapping[str, str] = MappingProxyType(
    {
        "agreement": "agreement:score_case",
        "agreement_sets": "agreement:score_sets_case",
        "audio_segments": "audio_segments:score_case",
        "bio": "bio:score_case",
        "boxes_ap": "average_precision:score_case",
        "boxes_iou": "boxes:score_iou_case",
        "boxes_match": "boxes:score_match_case",
        "classification": "classification:score_case",
        "error_spans": "error_spans:score_case",
        "icc": "icc:score_case",
        "keypoints": "keypoints:score_case",
        "masks": "masks:score_case",
        "multilabel": "multilabel:score_case",
        "offsets": "offsets:score_case",
        "orders": "orders:score_case",
        "polygons": "polygons:score_case",
        "preferences": "preferences:score_case",
        "qa": "qa:score_case",
        "ranking": "ranking:score_case",
        "ratings": "scale:score_case",
        "relations": "relations:score_case",
        "review": "review:score_case",
        "spans": "spans:score_case",
        "tracks": "tracks:score_case",
        "transcription": "transcription:score_case",
    }
)


@cache
def scorer(task: str) -> Callable[[Mapping], dict]:
    """The function that scores cases of this task. Raises KeyError for a task without one."""
    module, name = SCORERS[task].split(":")
    return getattr(import_module(f"portal.grading.metrics.{module}"), name)


def score_case(case: Mapping) -> dict:
    """The metrics of one case, names as in its `expected`. Raises KeyError for a task without a scorer."""
    return scorer(case["task"])(case)
