"""Transcript: one text for a recording; an empty one says that nothing is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from portal.grading.metrics import transcription
from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import AudioInput, parse_audio
from portal.tasks.shapes import (
    LabelShape,
    Nothing,
    Shape,
    object_schema,
    parse_shape,
)

MAX_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class TranscriptTask:
    """`exact`: case and punctuation count. Otherwise only the words do."""

    exact: bool

    @property
    def normalise(self) -> Callable[[str], str]:
        """What is left of a text for comparing."""
        return transcription.written if self.exact else transcription.spoken


class _Scoring(Shape):
    exact: bool = False


class _Task(Shape):
    labels: list[LabelShape] = []
    answer: Nothing = Nothing()
    scoring: _Scoring = _Scoring()


class _Answer(Shape):
    text: Annotated[str, Field(max_length=MAX_CHARACTERS)]


def parse_task(raw: dict) -> TranscriptTask:
    shape = parse_shape(_Task, raw)
    if shape.labels:
        raise AnswerError("labels", N_("is not asked for in this exercise"))
    return TranscriptTask(shape.scoring.exact)


def parse_item(raw: dict, task: TranscriptTask) -> AudioInput:
    return parse_audio(raw)


def parse_answer(raw: dict, task: TranscriptTask, item: AudioInput) -> str:
    text = parse_shape(_Answer, raw).text
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise AnswerError("text", N_("holds a character that is none"))
    return text.strip()


def parse_gold(raw: dict, task: TranscriptTask, item: AudioInput) -> str:
    return parse_answer(raw, task, item)


def dump_answer(answer: str) -> dict:
    return {"text": answer}


def public_task(task: TranscriptTask) -> dict:
    return {"kind": "transcript", "labels": [], "answer": {"exact": task.exact}}


def answer_schema(task: TranscriptTask) -> dict:
    """JSON Schema of an answer."""
    text = {"type": "string", "maxLength": MAX_CHARACTERS}
    return object_schema({"text": text})
