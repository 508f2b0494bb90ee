"""Grading of transcripts: each word of the reference is one decision, and so is each word too many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.grading.engine import counted
from portal.grading.metrics import transcription
from portal.grading.metrics.counts import ratio
from portal.grading.types import (
    N_,
    Alternative,
    GradedItem,
    ItemGrade,
    Metric,
    ObjectGrade,
    PatternHit,
    Reading,
    Say,
    reading,
)
from portal.tasks.inputs import AudioInput
from portal.tasks.objects import best_of, verdict_of
from portal.tasks.text import shown
from portal.tasks.transcript.schema import TranscriptTask, dump_answer

_QUOTE = 60
_TAGS = {"same": "right", "changed": "misnamed", "left out": "missed", "added": "extra"}
_SAYS = {
    "same": N_("Right: {gold}."),
    "changed": N_("You wrote {yours}; what is said is {gold}."),
    "left out": N_("Left out: {gold}."),
    "added": N_("Not said: {yours}."),
}


def class_counts(task: TranscriptTask, gold: str) -> dict[str, int]:
    """{}: a transcript has no classes to balance a draw by."""
    return {}


def grade_item(
    task: TranscriptTask, item: AudioInput, gold: str, alternatives: Sequence[Alternative], answer: str | None
) -> ItemGrade:
    """The grade against the alternative that serves this answer best."""
    if answer is None:
        words = sum(len(piece.gold) for piece in transcription.aligned(gold, "", task.normalise))
        missed = ObjectGrade("missed", None, dump_answer(gold), None, 0.0, Say(N_("No answer.")))
        counts = {"earned": 0.0, "possible": float(max(1, words)), "items": 1, **_errors(task, gold, "")}
        return ItemGrade("unanswered", 0.0, counts["possible"], (missed,), dump_answer(gold), counts)
    return best_of(gold, alternatives, lambda candidate: _grade(task, candidate, answer))


def _errors(task: TranscriptTask, gold: str, answer: str) -> dict[str, float]:
    sides = [task.normalise(gold)], [task.normalise(answer)]
    words, chars = transcription.count_words(*sides), transcription.count_characters(*sides)
    return {"words": words.gold, "word_errors": words.errors, "chars": chars.gold, "char_errors": chars.errors}


def _grade(task: TranscriptTask, gold: str, answer: str) -> ItemGrade:
    pieces = transcription.aligned(gold, answer, task.normalise)
    objects = tuple(_object(piece) for piece in pieces)
    sizes = [max(len(piece.gold), len(piece.yours)) for piece in pieces]
    right = sum(size for piece, size in zip(pieces, sizes, strict=True) if piece.kind == "same")
    said = any(piece.gold for piece in pieces)
    # A recording in which nothing is said is one decision, right or wrong.
    possible = float(sum(sizes) if said else max(1, sum(sizes)))
    earned = float(right if said else not pieces)
    counts = {
        "earned": earned,
        "possible": possible,
        "items": 1,
        "exact": earned == possible,
        **_errors(task, gold, answer),
    }
    return ItemGrade(
        verdict_of(objects, earned), earned, possible, objects, dump_answer(gold), counts, _patterns(gold, pieces)
    )


def _object(piece: transcription.Piece) -> ObjectGrade:
    # Words are joined as their script writes them.
    gap = "" if transcription.unspaced("".join(piece.gold)) else " "
    gold, yours = gap.join(piece.gold), gap.join(piece.yours)
    facts = {"gold": shown(gold, _QUOTE), "yours": shown(yours, _QUOTE)}
    return ObjectGrade(
        _TAGS[piece.kind],
        {"text": yours} if piece.yours else None,
        {"text": gold} if piece.gold else None,
        None,
        float(piece.kind == "same"),
        Say(_SAYS[piece.kind], facts),
        facts={"words": max(len(piece.gold), len(piece.yours))},
    )


def _patterns(gold: str, pieces: Sequence[transcription.Piece]) -> tuple[PatternHit, ...]:
    example = shown(gold, _QUOTE)
    hits = []
    for piece in pieces:
        if piece.kind == "left out":
            hits += [_hit("left_out", example, word, "") for word in piece.gold]
        elif piece.kind == "added":
            hits += [_hit("added", example, "", word) for word in piece.yours]
        elif piece.kind == "changed":
            for ours, theirs in zip(piece.gold, piece.yours, strict=True):
                hits.append(_hit(_how_changed(ours, theirs), example, ours, theirs))
    return tuple(hits)


def _how_changed(gold: str, yours: str) -> str:
    if transcription.spoken(gold) == transcription.spoken(yours):
        return "case_or_punctuation"
    if any(char.isdigit() for char in gold) != any(char.isdigit() for char in yours):
        return "number_form"
    return "changed"


def _hit(pattern: str, example: str, gold: str, yours: str) -> PatternHit:
    return PatternHit(
        pattern, {"gold": gold, "yours": yours, "example": example, "names": {"gold": gold, "yours": yours}}
    )


def measure(task: TranscriptTask, totals: Mapping[str, float], basis: Mapping[str, float]) -> dict[str, Reading]:
    """Every metric from pooled counts: errors over all words, never a mean of rates."""
    get = totals.get
    items, repeats = round(get("items", 0)), round(get("repeats", 0))
    possible, nothing = get("possible", 0), N_("nothing to measure yet")
    why = transcription.NO_WORDS if items else nothing

    def rate(errors: str, whole: str) -> Reading:
        n = round(get(whole, 0))
        return reading(transcription.error_rate(get(errors, 0), n) if items else None, n, why)

    return {
        "score": reading(ratio(get("earned", 0), possible), possible, nothing),
        "wer": rate("word_errors", "words"),
        "cer": rate("char_errors", "chars"),
        "exact": reading(ratio(get("exact", 0), items), items, nothing, share=True),
        "repeats": reading(ratio(get("repeats_same", 0), repeats), repeats, N_("no item came twice"), share=True),
    }


def headline(task: TranscriptTask, graded: Sequence[GradedItem], metrics: Mapping[str, Metric]) -> Say:
    items = counted(graded)
    if not items:
        return Say(N_("Nothing in this set counted."))
    right, words = (round(sum(getattr(one.grade, key) for one in items)) for key in ("earned", "possible"))
    return Say(N_("You wrote {right} of {words} words right."), {"right": right, "words": words})
