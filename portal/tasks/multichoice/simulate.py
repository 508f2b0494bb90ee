"""Labellers that are not people: perfect, right with a probability, and those with one habit."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import PictureInput, TextInput
from portal.tasks.multichoice.schema import MultichoiceGold, MultichoiceTask, dump_answer
from portal.tasks.shapes import check_label

PERSONA_KEYS = frozenset({"id", "name", "concepts", "map", "never", "always", "only_first"})
# Extras per label that a labeller of no skill adds.
_EXTRAS = 0.25


def perfect(task: MultichoiceTask, gold: MultichoiceGold) -> dict:
    """The gold as an answer, without what is optional."""
    return dump_answer(gold.labels)


def slacken(task: MultichoiceTask, item: TextInput | PictureInput, gold: MultichoiceGold, rng: Random) -> dict:
    """The gold with optional labels taken in by chance."""
    return dump_answer(gold.labels | {label for label in sorted(gold.optional) if rng.random() < 0.5})


def simulate(
    task: MultichoiceTask, item: TextInput | PictureInput, gold: MultichoiceGold, rng: Random, level: float
) -> dict:
    """The gold with slips, so often that the expected score is about `level`.

    With e extras a label the score is hits / (1 + e), so a label is hit with probability level * (1 + e).
    """
    free = [label for label in task.names if label not in gold.labels and label not in gold.optional]
    rate = _EXTRAS * (1 - level) if free else 0.0
    given = {label for label in sorted(gold.labels) if rng.random() < level * (1 + rate)}
    # Nothing to mark: one decision, wrong as often as the level leaves.
    chances = [rate] * len(gold.labels) or [1 - level]
    extras = sum(rng.random() < chance for chance in chances)
    return dump_answer(frozenset(given) | frozenset(rng.sample(free, min(extras, len(free)))))


def persona(
    task: MultichoiceTask, item: TextInput | PictureInput, gold: MultichoiceGold, spec: Mapping, rng: Random
) -> dict:
    """The gold spoiled in one way.

    map: label -> label given instead. never: labels never given. always: labels given everywhere.
    only_first: true for somebody who stops at the first label of the list that fits.
    """
    check_persona(task, spec)
    given = {spec.get("map", {}).get(label, label) for label in gold.labels}
    given = (given - set(spec.get("never", ()))) | set(spec.get("always", ()))
    if spec.get("only_first"):
        given = set([label for label in task.names if label in given][:1])
    return dump_answer(frozenset(given))


def check_persona(task: MultichoiceTask, spec: Mapping) -> None:
    """Raises AnswerError for a spec this kind cannot play."""
    for key in spec:
        if key not in PERSONA_KEYS:
            raise AnswerError(key, N_("is not a field we know"))
    for source, target in spec.get("map", {}).items():
        check_label(source, task.names, "map")
        check_label(target, task.names, f"map.{source}")
    for key in ("never", "always"):
        for label in spec.get(key, ()):
            check_label(label, task.names, key)
