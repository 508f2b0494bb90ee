"""A record's labels as the answer of a task kind: the same shapes that learners send."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from portal.formats.model import Record
from portal.formats.report import FormatError, Report
from portal.formats.units import number
from portal.grading.types import N_


def answer_of(record: Record, kind: str, report: Report) -> dict | None:
    """The answer; None, and the report told, when the record holds none of that kind.

    Label names stand in it as the file has them. Raises FormatError for labels that the kind has no room for.
    """
    return KINDS[kind](record, report)


def _choice(record: Record, report: Report) -> dict | None:
    labels = _labels(record, report)
    if labels is not None and len(labels) > 1:
        raise FormatError(record.item, N_("has {count} labels; the kind multichoice takes several"), count=len(labels))
    return {"label": labels[0]} if labels else _nothing(record, report)


def _multichoice(record: Record, report: Report) -> dict | None:
    labels = _labels(record, report)
    return None if labels is None else {"labels": labels}


def _labels(record: Record, report: Report) -> list[str]:
    questions = sorted({given.question for given in record.classes})
    if len(questions) > 1:
        message = N_("answers several questions ({questions}); choose one with --question")
        raise FormatError(record.item, message, questions=", ".join(questions))
    return list(dict.fromkeys(given.label for given in record.classes))


def _nothing(record: Record, report: Report) -> None:
    report.drop(N_("items"), N_("without a label of this kind"), at=record.item)


def _rating(record: Record, report: Report) -> dict | None:
    scores = {}
    for dimension, score in record.scores.items():
        if score != int(score):
            raise FormatError(record.item, N_("the score {score} is no whole number"), score=score)
        scores[dimension or "rating"] = int(score)
    return {"scores": scores} if scores else _nothing(record, report)


def _transcript(record: Record, report: Report) -> dict | None:
    return _nothing(record, report) if record.transcript is None else {"text": record.transcript}


def _spans(record: Record, report: Report) -> dict:
    """The spans without white space at their edges, each once: as references must be."""
    found: dict[tuple[int, int, str], None] = {}
    text = record.text or ""
    for span in record.spans:
        words = text[span.start : span.end]
        start, end = span.start + len(words) - len(words.lstrip()), span.end - len(words) + len(words.rstrip())
        place = start, end, span.label
        report.drop(N_("attributes of spans"), N_("answers have none"), len(span.attributes), at=record.item)
        if start >= end:
            report.drop(N_("spans"), N_("they hold white space alone"), at=record.item)
        elif place in found:
            report.drop(N_("spans"), N_("they are there twice"), at=record.item)
        else:
            if (start, end) != (span.start, span.end):
                report.change(N_("spans"), N_("white space at their edges is left out"), at=record.item)
            found[place] = None
    return {"spans": [{"start": start, "end": end, "label": label} for start, end, label in found]}


def _boxes(record: Record, report: Report) -> dict:
    """The boxes cut back to the picture, numbered g1 and on."""
    boxes = []
    for box in record.boxes:
        report.drop(N_("attributes of boxes"), N_("answers have none"), len(box.attributes), at=record.item)
        if box.rotation:
            report.drop(N_("boxes"), N_("turned, and answers are upright"), at=record.item)
            continue
        left, top = max(box.x, 0), max(box.y, 0)
        right = min(box.x + box.width, record.media.width)
        bottom = min(box.y + box.height, record.media.height)
        if right - left < 0.01 or bottom - top < 0.01:
            report.drop(N_("boxes"), N_("outside the picture, or without a width or a height"), at=record.item)
            continue
        if (left, top, right, bottom) != (box.x, box.y, box.x + box.width, box.y + box.height):
            report.change(N_("boxes"), N_("cut back to the picture"), at=record.item)
        place = [number(round(n, 2)) for n in (left, top, right - left, bottom - top)]
        raw = {"id": f"g{len(boxes) + 1}", "box": place, "label": box.label}
        boxes.append({**raw, "flags": sorted(box.flags)} if box.flags else raw)
    return {"boxes": boxes}


KINDS: Mapping[str, Callable[[Record, Report], dict | None]] = MappingProxyType(
    {
        "boxes": _boxes,
        "choice": _choice,
        "multichoice": _multichoice,
        "rating": _rating,
        "spans": _spans,
        "transcript": _transcript,
    }
)
