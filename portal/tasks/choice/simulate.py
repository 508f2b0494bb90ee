"""Labellers that are not people: right, nearly right, right with a probability, wrong in one way."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from portal.grading.types import N_, AnswerError
from portal.tasks.choice.schema import ChoiceAnswer, ChoiceTask, dump_answer
from portal.tasks.inputs import PictureInput, TextInput
from portal.tasks.shapes import check_label

PERSONA_KEYS = frozenset({"id", "name", "concepts", "answer", "map", "second", "abstain", "confidence"})
# How often a persona that shies from what is hard leaves a decidable item open.
SHY = 0.5
# What a persona says of its confidence when its spec does not: too little to be called overconfident.
UNSURE = 75


def perfect(task: ChoiceTask, gold: ChoiceAnswer) -> dict:
    """The gold as an answer, fully confident where confidence is asked for."""
    answer = dump_answer(gold)
    if task.confidence:
        answer["confidence"] = 100
    return answer


def slacken(task: ChoiceTask, item: TextInput | PictureInput, gold: ChoiceAnswer, rng: Random) -> dict:
    """A label has no slack: the gold itself."""
    return perfect(task, gold)


def simulate(task: ChoiceTask, item: TextInput | PictureInput, gold: ChoiceAnswer, rng: Random, level: float) -> dict:
    """An answer that is right with probability `level`, its second label likewise.

    A wrong one takes another label or, where the task has it, abstains now and then. The confidence
    given is near what the labeller is worth, higher on right answers.
    """
    right = rng.random() < level
    answer: dict = {}
    if right:
        answer = {"abstain": True} if gold.abstain else {"label": gold.label}
    elif task.abstain and not gold.abstain and rng.random() < 0.25:
        answer = {"abstain": True}
    else:
        answer = {"label": _other(task, rng, gold.label)}
    if task.second and "label" in answer:
        second = gold.second
        if rng.random() >= level:
            # A slip drops the second label that is needed; a few add one that is not.
            adds = gold.second is None and rng.random() < 0.3
            second = _other(task, rng, answer["label"]) if adds else None
        if second and second != answer["label"]:
            answer["second"] = second
    if task.confidence:
        answer["confidence"] = rng.randint(90, 100) if right else rng.randint(50, 80)
    return answer


def persona(task: ChoiceTask, item: TextInput | PictureInput, gold: ChoiceAnswer, spec: Mapping, rng: Random) -> dict:
    """The gold spoiled in one way.

    map: label -> label chosen instead. answer: one label for everything (with `concepts` the caller
    keeps it to those). second: "always" adds one, "never" drops it. abstain: "never" guesses where gold
    abstains, "hard" leaves half of the decidable items open. confidence: what is stated each time.
    """
    check_persona(task, spec)
    label, second, abstain = gold.label, gold.second, gold.abstain
    if "answer" in spec:
        label, abstain = spec["answer"], False
    if abstain and spec.get("abstain") == "never":
        label, abstain = rng.choice(list(task.names)), False
    label = spec.get("map", {}).get(label, label)
    if not abstain and spec.get("abstain") == "hard" and rng.random() < SHY:
        abstain = True
    if abstain:
        label = second = None
    elif spec.get("second") == "never":
        second = None
    elif spec.get("second") == "always" and second is None:
        second = _other(task, rng, label)
    if second == label:
        second = None
    confidence = spec.get("confidence", UNSURE) if task.confidence else None
    return dump_answer(ChoiceAnswer(label, second, abstain, confidence))


def check_persona(task: ChoiceTask, spec: Mapping) -> None:
    """Raises AnswerError for a spec this kind cannot play."""
    for key in spec:
        if key not in PERSONA_KEYS:
            raise AnswerError(key, N_("is not a field we know"))
    for source, target in spec.get("map", {}).items():
        check_label(source, task.names, "map")
        check_label(target, task.names, f"map.{source}")
    if "answer" in spec:
        check_label(spec["answer"], task.names, "answer")
    for key, values in (("second", ("always", "never")), ("abstain", ("never", "hard"))):
        if spec.get(key, values[0]) not in values:
            raise AnswerError(key, N_("must be one of {expected}"), expected=", ".join(values))
        if key in spec and not getattr(task, key):
            raise AnswerError(key, N_("is not asked for in this exercise"))


def _other(task: ChoiceTask, rng: Random, label: str | None) -> str:
    return rng.choice([other for other in task.names if other != label])
