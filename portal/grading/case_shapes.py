"""What a case of each task must hold before it can be scored; what is wrong is said with its place.

Numbers of geometry are checked where they are measured. Fields that are not named here are let through.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from portal.grading.fitting import (
    Check,
    Misfit,
    anything,
    flag,
    label,
    list_of,
    map_of,
    nullable,
    number,
    one_of,
    record,
    text,
    whole,
)
from portal.grading.words import N_, AnswerError

# A confusion matrix has this many cells a side at most; more labels than that are no label list.
MOST_LABELS = 2000


def check_case(case: Mapping) -> None:
    """Raises AnswerError for the first thing that keeps a case from being scored. Its task must have a scorer."""
    shape, *rules = SHAPES[case["task"]]
    try:
        shape(case)
        for rule in rules:
            rule(case)
    except Misfit as misfit:
        where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in misfit.path)
        raise AnswerError(where.removeprefix("."), misfit.message, **misfit.params) from None


def text_or_texts(value: object) -> None:
    if type(value) is list:
        list_of(text)(value)
    else:
        text(value)


def span_of(**fields: Check) -> Check:
    """An object with `start` and `end` that covers at least one character."""
    shape = record(start=whole, end=whole, **fields)

    def check(value: object) -> None:
        shape(value)
        if not 0 <= value["start"] < value["end"]:
            raise Misfit(N_("must start at 0 or later and end after it starts"))

    return check


# Rules that look at several fields


def equally_long(case: Mapping) -> None:
    if type(case["gold"]) is not type(case["pred"]):
        raise Misfit(N_("must be a list where gold is one, and a text where it is one"), "pred")
    if type(case["gold"]) is list and len(case["gold"]) != len(case["pred"]):
        message = N_("must be as long as gold: {gold}, not {pred}")
        raise Misfit(message, "pred", gold=len(case["gold"]), pred=len(case["pred"]))


def sentences_equally_long(case: Mapping) -> None:
    for i, (gold, pred) in enumerate(zip(case["gold"], case["pred"], strict=True)):
        if len(gold) != len(pred):
            message = N_("must be as long as gold: {gold}, not {pred}")
            raise Misfit(message, "pred", i, gold=len(gold), pred=len(pred))


def labels_once(case: Mapping) -> None:
    if len(set(case["labels"])) < len(case["labels"]):
        raise Misfit(N_("holds a label twice"), "labels")


def labels_known(case: Mapping) -> None:
    _known(case, set(case["labels"]), lambda item: (item,))


def label_lists_known(case: Mapping) -> None:
    _known(case, set(case["labels"]), lambda item: item)


def _known(case: Mapping, known: set, labels_of: Callable) -> None:
    for side in ("gold", "pred"):
        for i, item in enumerate(case[side]):
            for one in labels_of(item):
                if one not in known:
                    raise Misfit(N_("unknown label {label}"), side, i, label=repr(one)[:60])


def within_text(case: Mapping) -> None:
    length = len(case["text"]) if "text" in case else None
    for side in ("gold", "pred"):
        for i, span in enumerate(case[side]):
            if length is not None and span["end"] > length:
                raise Misfit(N_("reaches beyond the end of the text, {length}"), side, i, length=length)


def offsets_in_text(case: Mapping) -> None:
    if not 0 <= case["start"] <= case["end"] <= len(case["text"]):
        raise Misfit(N_("start and end must lie within the text, in this order"))


def ends_exist(case: Mapping) -> None:
    for side in ("gold", "pred"):
        n = len(case[side]["entities"])
        for i, relation in enumerate(case[side]["relations"]):
            for end in ("head", "tail"):
                if not 0 <= relation[end] < n:
                    raise Misfit(N_("there is no entity {n}"), side, "relations", i, end, n=relation[end])


def severities_weighed(case: Mapping) -> None:
    for side in ("gold", "pred"):
        for i, error in enumerate(case[side]):
            if error["severity"] not in case["weights"]:
                raise Misfit(N_("has no weight"), side, i, "severity")


def on_scale(case: Mapping) -> None:
    low, high = case["scale"]
    if low >= high:
        raise Misfit(N_("must go from low to high"), "scale")
    for side in ("gold", "pred"):
        for i, value in enumerate(case[side]):
            if not low <= value <= high:
                raise Misfit(N_("must lie on the scale, {low} to {high}"), side, i, low=low, high=high)


def categories_known(case: Mapping) -> None:
    known = set(case["categories"])
    for i, items in enumerate(case["ratings"]):
        for j, value in enumerate(items):
            if value is not None and value not in known:
                raise Misfit(N_("unknown label {label}"), "ratings", i, j, label=repr(value)[:60])


def numbers_on_a_scale(case: Mapping) -> None:
    if case["level"] in ("interval", "ratio"):
        for i, value in enumerate(case["categories"]):
            if type(value) is str:
                raise Misfit(N_("must be a number"), "categories", i)


def mask_given(case: Mapping) -> None:
    for side in ("gold", "pred"):
        if not case[side].keys() & {"counts", "compressed"}:
            raise Misfit(N_("is missing"), side, "counts")


def share(value: object) -> None:
    number(value)
    if not 0 <= value <= 1:
        raise Misfit(N_("must be from {low} to {high}"), low=0, high=1)


def seconds(value: object) -> None:
    number(value)
    if value < 0:
        raise Misfit(N_("must be at least {ge}"), ge=0)


def category(value: object) -> None:
    if type(value) is not str:
        number(value)


def raters_equally_long(case: Mapping) -> None:
    for i, items in enumerate(case["ratings"]):
        if len(items) != len(case["ratings"][0]):
            raise Misfit(N_("must have as many ratings as the first"), "ratings", i)


labels = list_of(label)
label_list = list_of(label, at_most=MOST_LABELS)
objects = list_of(record(box=anything, label=label))
relation_side = record(
    entities=list_of(span_of(label=text)), relations=list_of(record(head=whole, tail=whole, label=text))
)
mask = record({"counts": list_of(whole), "compressed": text})
segments = list_of(record(start=number, end=number, label=label))
choices = list_of(one_of("A", "B", "tie"))

SHAPES: Mapping[str, tuple[Check, ...]] = {
    "agreement": (
        record(
            level=one_of("nominal", "ordinal", "interval", "ratio"),
            categories=list_of(category),
            ratings=list_of(list_of(nullable(category)), at_least=2),
        ),
        raters_equally_long,
        numbers_on_a_scale,
        categories_known,
    ),
    "agreement_sets": (
        record(labels=labels, ratings=list_of(list_of(nullable(labels)), at_least=2)),
        raters_equally_long,
    ),
    "audio_segments": (record(duration=seconds, gold=segments, pred=segments),),
    "bio": (
        record(gold=list_of(list_of(text)), pred=list_of(list_of(text))),
        equally_long,
        sentences_equally_long,
    ),
    "boxes_ap": (
        record(
            labels=labels,
            images=list_of(record(id=label)),
            gold=list_of(record(image_id=label, label=label, box=anything)),
            pred=list_of(record(image_id=label, label=label, box=anything, score=number)),
        ),
    ),
    "boxes_iou": (record(gold=anything, pred=anything),),
    "boxes_match": (record(iou_threshold=share, gold=objects, pred=objects),),
    "classification": (
        record({"ordinal": flag}, labels=label_list, gold=labels, pred=labels),
        equally_long,
        labels_once,
        labels_known,
    ),
    "error_spans": (
        record(
            {"text": text},
            weights=map_of(number),
            gold=list_of(span_of(category=text, severity=text)),
            pred=list_of(span_of(category=text, severity=text)),
        ),
        within_text,
        severities_weighed,
    ),
    "icc": (record(ratings=list_of(list_of(number), at_least=2)), raters_equally_long),
    "keypoints": (
        record(
            sigmas=list_of(anything),
            gold=record(keypoints=list_of(anything), area=anything, bbox=anything),
            pred=record(keypoints=list_of(anything)),
        ),
    ),
    "masks": (record(size=anything, gold=mask, pred=mask), mask_given),
    "multilabel": (
        record(labels=label_list, gold=list_of(labels), pred=list_of(labels)),
        equally_long,
        labels_once,
        label_lists_known,
    ),
    "offsets": (record(text=text, start=whole, end=whole), offsets_in_text),
    "orders": (record(gold=labels, pred=labels),),
    "polygons": (
        record({"gold_holes": list_of(anything), "pred_holes": list_of(anything)}, gold=anything, pred=anything),
    ),
    "preferences": (record(gold=choices, pred=choices), equally_long),
    "qa": (record(gold=list_of(text), pred=text),),
    "ranking": (record(gold=list_of(number), pred=list_of(number)), equally_long),
    "ratings": (
        record(scale=list_of(whole, at_least=2, at_most=2), gold=list_of(whole), pred=list_of(whole)),
        equally_long,
        on_scale,
    ),
    "relations": (record(gold=relation_side, pred=relation_side), ends_exist),
    "review": (
        record(items=list_of(record({"fix": nullable(label)}, gold=label, shown=label, verdict=one_of("ok", "wrong")))),
    ),
    "spans": (
        record({"text": text}, gold=list_of(span_of(label=text)), pred=list_of(span_of(label=text))),
        within_text,
    ),
    "tracks": (
        record(
            iou_threshold=share,
            frames=list_of(
                record(
                    gold=list_of(record(id=label, box=anything)),
                    pred=list_of(record(id=label, box=anything)),
                )
            ),
        ),
    ),
    "transcription": (
        record(normalize=one_of("none", "lower_punct"), gold=text_or_texts, pred=text_or_texts),
        equally_long,
    ),
}
