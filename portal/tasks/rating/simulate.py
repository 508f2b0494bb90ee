"""Labellers that are not people: perfect, right with a probability, and those with one habit."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import PictureInput, TextInput
from portal.tasks.rating.schema import RatingGold, RatingTask, dump_answer
from portal.tasks.shapes import check_label

PERSONA_KEYS = frozenset({"id", "name", "concepts", "shift", "dimensions", "middle", "halo"})


def perfect(task: RatingTask, gold: RatingGold) -> dict:
    """The gold as an answer."""
    return dump_answer(gold.scores)


def slacken(task: RatingTask, item: TextInput | PictureInput, gold: RatingGold, rng: Random) -> dict:
    """The gold with any of the numbers it accepts."""
    return dump_answer({name: rng.choice((score, *gold.any.get(name, ()))) for name, score in gold.scores.items()})


def simulate(task: RatingTask, item: TextInput | PictureInput, gold: RatingGold, rng: Random, level: float) -> dict:
    """Numbers whose expected credit is `level`: one off as often as credit is lost, farther half as often."""
    return dump_answer({name: _slip(task, gold, name, rng, 1 - level) for name in gold.scores})


def _slip(task: RatingTask, gold: RatingGold, name: str, rng: Random, loss: float) -> int:
    right = (gold.scores[name], *gold.any.get(name, ()))
    by_distance: dict[int, list[int]] = {}
    for score in task.scale:
        by_distance.setdefault(min(2, *(abs(score - one) for one in right)), []).append(score)
    near, far = by_distance.get(1, []), by_distance.get(2, [])
    # near loses a half and far all of it, so near + 2 * far = 2 * loss.
    far_chance = 0.0 if not far else loss / 2 if near and loss <= 2 / 3 else loss
    near_chance = min(1 - far_chance, 2 * (loss - far_chance)) if near else 0.0
    at = rng.random()
    if at < far_chance:
        return rng.choice(far)
    return rng.choice(near) if at < far_chance + near_chance else right[0]


def persona(task: RatingTask, item: TextInput | PictureInput, gold: RatingGold, spec: Mapping, rng: Random) -> dict:
    """The gold spoiled in one way.

    shift: steps added to every number. middle: true for somebody who never uses the ends of the scale. halo: true
    for somebody whose first number stands for all. `dimensions` keeps shift and middle to those.
    """
    check_persona(task, spec)
    scores = dict(gold.scores)
    if spec.get("halo"):
        scores = dict.fromkeys(scores, scores[task.labels[0].id])
    for name in spec.get("dimensions", task.names):
        score = scores[name] + spec.get("shift", 0)
        if spec.get("middle"):
            score = min(max(score, task.low + 1), task.high - 1)
        scores[name] = min(max(score, task.low), task.high)
    return dump_answer(scores)


def check_persona(task: RatingTask, spec: Mapping) -> None:
    """Raises AnswerError for a spec this kind cannot play."""
    for key in spec:
        if key not in PERSONA_KEYS:
            raise AnswerError(key, N_("is not a field we know"))
    for name in spec.get("dimensions", ()):
        check_label(name, task.names, "dimensions")
    if type(spec.get("shift", 0)) is not int:
        raise AnswerError("shift", N_("must be a whole number"))
