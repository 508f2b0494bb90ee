"""Labellers that are not people: perfect, right with a probability, and those with one habit."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import OptionsInput
from portal.tasks.ranking.schema import RankingGold, RankingTask, dump_answer

PERSONA_KEYS = frozenset({"id", "name", "concepts", "turned", "longer", "as_shown"})


def perfect(task: RankingTask, gold: RankingGold) -> dict:
    """The gold as an answer."""
    return dump_answer([one for group in gold.groups for one in group])


def slacken(task: RankingTask, item: OptionsInput, gold: RankingGold, rng: Random) -> dict:
    """The gold with each group in any order."""
    return dump_answer([one for group in gold.groups for one in rng.sample(group, len(group))])


def simulate(task: RankingTask, item: OptionsInput, gold: RankingGold, rng: Random, level: float) -> dict:
    """The right order with probability 2 * level - 1, else a random one, which gets half of the pairs right.

    Below one half it is the reversed order that comes in for the random one.
    """
    order = [one for group in gold.groups for one in group]
    if level < 0.5:
        return dump_answer(order[::-1] if rng.random() < 1 - 2 * level else rng.sample(order, len(order)))
    return dump_answer(order if rng.random() < 2 * level - 1 else rng.sample(order, len(order)))


def persona(task: RankingTask, item: OptionsInput, gold: RankingGold, spec: Mapping, rng: Random) -> dict:
    """The gold spoiled in one way.

    turned: worst first. longer: by length, longest first. as_shown: the order in which the options stood.
    """
    check_persona(spec)
    order = [one for group in gold.groups for one in group]
    if spec.get("turned"):
        order.reverse()
    elif spec.get("longer"):
        order = [one.id for one in sorted(item.options, key=lambda one: -len(one.text))]
    elif spec.get("as_shown"):
        order = [one.id for one in item.options]
    return dump_answer(order)


def check_persona(spec: Mapping) -> None:
    """Raises AnswerError for a spec this kind cannot play."""
    for key in spec:
        if key not in PERSONA_KEYS:
            raise AnswerError(key, N_("is not a field we know"))
