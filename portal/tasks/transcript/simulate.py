"""Labellers that are not people: perfect, right with a probability, and those with one habit."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from portal.grading.metrics.transcription import unspaced
from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import AudioInput
from portal.tasks.transcript.schema import TranscriptTask, dump_answer

PERSONA_KEYS = frozenset({"id", "name", "concepts", "drops", "map", "adds"})
_MISHEARD = "ba"


def perfect(task: TranscriptTask, gold: str) -> dict:
    """The gold as an answer."""
    return dump_answer(gold)


def slacken(task: TranscriptTask, item: AudioInput, gold: str, rng: Random) -> dict:
    """The gold with more white space and, where they do not count, other case and a full stop at the end."""
    text = "  ".join(gold.split(" "))
    return dump_answer(text if task.exact or not gold else text.upper() + ".")


def simulate(task: TranscriptTask, item: AudioInput, gold: str, rng: Random, level: float) -> dict:
    """Each word right with probability `level`; of the slips half are words left out, half other words."""
    words, gap = (list(gold), "") if unspaced(gold) else (gold.split(), " ")
    if not words:
        return dump_answer("" if rng.random() < level else _MISHEARD)
    said = []
    for word in words:
        at = rng.random()
        if at < level:
            said.append(word)
        elif at < level + (1 - level) / 2:
            said.append(word + _MISHEARD)
    return dump_answer(gap.join(said))


def persona(task: TranscriptTask, item: AudioInput, gold: str, spec: Mapping, rng: Random) -> dict:
    """The gold spoiled in one way.

    drops: words never written (fillers, say). map: word -> word written instead. adds: a word put at each end.
    """
    check_persona(spec)
    drops = {word.casefold() for word in spec.get("drops", ())}
    instead = {word.casefold(): other for word, other in spec.get("map", {}).items()}
    words = []
    for word in gold.split():
        bare = word.strip(".,;:!?\"'").casefold()
        if bare not in drops:
            words.append(instead.get(bare, word))
    if "adds" in spec:
        words.append(spec["adds"])
    return dump_answer(" ".join(words))


def check_persona(spec: Mapping) -> None:
    """Raises AnswerError for a spec this kind cannot play."""
    for key in spec:
        if key not in PERSONA_KEYS:
            raise AnswerError(key, N_("is not a field we know"))
