"""Labellers that are not people: perfect, right with a probability, and those with one habit."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import PairInput
from portal.tasks.preference.schema import Preference, PreferenceTask, dump_answer

PERSONA_KEYS = frozenset({"id", "name", "concepts", "always", "longer", "tie", "strength"})
# How often a persona that shies from deciding calls a tie.
SHY = 0.5


def perfect(task: PreferenceTask, gold: Preference) -> dict:
    """The gold as an answer."""
    return dump_answer(gold)


def slacken(task: PreferenceTask, item: PairInput, gold: Preference, rng: Random) -> dict:
    """A choice has no slack: the gold itself."""
    return perfect(task, gold)


def simulate(task: PreferenceTask, item: PairInput, gold: Preference, rng: Random, level: float) -> dict:
    """A choice whose expected credit is `level`; strength and reasons slip as often.

    Where ties can be called, half of the credit lost goes to ties called wrongly (or decided wrongly).
    """
    loss = 1 - level
    choice = gold.choice
    if gold.choice == "tie":
        # Deciding a tie loses a half, so it happens twice as often as credit is lost.
        if rng.random() < 2 * loss:
            choice = rng.choice("AB")
    else:
        ties = min(loss, 1 - loss) if task.tie else 0.0
        at = rng.random()
        if at < ties:
            choice = "tie"
        elif at < ties + loss - ties / 2:
            choice = "B" if gold.choice == "A" else "A"
    strength = None
    if task.strength and choice != "tie":
        right = gold.strength if gold.strength and rng.random() < level else None
        strength = right or rng.randint(1, task.strength)
    reasons = {reason for reason in sorted(gold.reasons) if rng.random() < level}
    return dump_answer(Preference(choice, strength, frozenset(reasons)))


def persona(task: PreferenceTask, item: PairInput, gold: Preference, spec: Mapping, rng: Random) -> dict:
    """The gold spoiled in one way.

    always: "A" or "B" whatever is shown. longer: true for somebody who takes length for quality. tie: "always" calls
    half of the decided pairs a tie, "never" decides every tie. strength: the one always given.
    """
    check_persona(task, spec)
    choice, strength = gold.choice, gold.strength
    if "always" in spec:
        choice = spec["always"]
    elif spec.get("longer"):
        choice = "A" if len(item.a) >= len(item.b) else "B"
    elif spec.get("tie") == "never" and choice == "tie":
        choice = rng.choice("AB")
    elif spec.get("tie") == "always" and rng.random() < SHY:
        choice = "tie"
    if choice == "tie":
        strength = None
    elif task.strength:
        strength = spec.get("strength", strength)
    return dump_answer(Preference(choice, strength, gold.reasons))


def check_persona(task: PreferenceTask, spec: Mapping) -> None:
    """Raises AnswerError for a spec this kind cannot play."""
    for key in spec:
        if key not in PERSONA_KEYS:
            raise AnswerError(key, N_("is not a field we know"))
    if spec.get("always", "A") not in ("A", "B"):
        raise AnswerError("always", N_("must be one of {expected}"), expected="A, B")
    if spec.get("tie", "never") not in ("always", "never"):
        raise AnswerError("tie", N_("must be one of {expected}"), expected="always, never")
    for key in ("tie", "strength"):
        if key in spec and not getattr(task, key):
            raise AnswerError(key, N_("is not asked for in this exercise"))
