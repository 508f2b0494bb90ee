"""Proof that an exercise can be passed as it says: by imagined labellers, over sets it really draws.

Slow by the standards of a start (seconds an exercise), so only `content check` does it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from portal.grading.engine import grade, persona_answer
from portal.grading.types import AnswerError, Grade
from portal.library.check import SETS
from portal.library.draw import draw_items
from portal.library.models import Exercise, Item, Persona

SITTINGS = 400
SETS_DRAWN = 20
# Of the sittings of a labeller as good as distinction asks, this share may fail by bad luck.
MOST_FAILURES = 0.05
# A persona's remark must show in most of the sets, or learners with that habit would not hear of it.
LEAST_FIRED = 0.5
_CARELESS = 0.2

Answering = Callable[[Item, random.Random], dict | None]


def prove_marks(exercise: Exercise) -> list[tuple[str, str]]:
    """Everything that does not hold, as (where, message); [] when the exercise keeps its word."""
    return list(_faults(exercise))


def _faults(exercise: Exercise) -> Iterator[tuple[str, str]]:
    kind, task = exercise.task_type, exercise.task
    sets = _sets(exercise)
    if not sets or any(mark.metric not in kind.metrics for mark in exercise.marks):
        return
    try:
        perfect = [_sit(exercise, items, lambda item, _: kind.perfect_answer(task, item.gold)) for items in sets]
        worst = min(perfect, key=lambda result: result.score or 0.0)
        if worst.score != 1.0 or not worst.passed:
            yield "pass", f"the reference answers themselves score {worst.score} and {_verdict(worst)}"
        slack = [
            _sit(exercise, items, lambda item, rng: kind.slacken(task, item.input, item.gold, rng)) for items in sets
        ]
        failed = [result for result in slack if not result.passed]
        if failed:
            count = f"{len(failed)} of {len(slack)} sets"
            yield "pass", f"answers within the stated slack fail {count}: {_marks(failed[0])}"
        none = _sit(exercise, sets[0], lambda _item, _rng: None)
        if none.score or none.passed:
            yield "pass", f"no answers at all score {none.score} and {_verdict(none)}"
        yield from _careless(exercise, sets)
        yield from _at_distinction(exercise, sets)
        for persona in exercise.personas:
            yield from _persona(exercise, sets, persona)
    except AnswerError as error:
        yield "pass", f"an imagined labeller gave an answer that cannot be read: {error}"


def distinction_level(exercise: Exercise) -> float:
    """How good the labeller is who must pass: the score's distinction, else the highest there is."""
    asked = {mark.metric: mark.distinction or mark.at_least for mark in exercise.marks}
    return asked.get("score", max(asked.values()))


def _sets(exercise: Exercise) -> list[tuple[Item, ...]]:
    """Sets as learners would draw them, the pools that count first."""
    modes = [mode for mode in ("test", "exam") if mode in exercise.modes] or list(exercise.modes)
    sets = []
    for i in range(SETS_DRAWN if modes else 0):
        pool = exercise.pool(modes[i % len(modes)])
        seen: set[str] = set()
        # Later sets too: what is left after two must be as passable as the first.
        for _ in range(i % SETS[modes[i % len(modes)]]):
            seen |= {item.id for item in draw_items(pool, exercise.draw, i, seen)}
        sets.append(draw_items(pool, exercise.draw, i, seen))
    return sets


def _sit(exercise: Exercise, items: tuple[Item, ...], answering: Answering, seed: int = 0) -> Grade:
    rng = random.Random(f"{exercise.id}:{seed}")
    kind, task = exercise.task_type, exercise.task
    entries = []
    for item in items:
        raw = answering(item, rng)
        entries.append(item.entry(None if raw is None else kind.parse_answer(raw, task, item.input)))
    return grade(kind, task, entries, marks=exercise.marks, feedback=exercise.feedback)


def _simulated(exercise: Exercise, level: float) -> Answering:
    kind, task = exercise.task_type, exercise.task
    return lambda item, rng: kind.simulate(task, item.input, item.gold, rng, level)


def _careless(exercise: Exercise, sets: list[tuple[Item, ...]]) -> Iterator[tuple[str, str]]:
    results = [_sit(exercise, items, _simulated(exercise, _CARELESS), i) for i, items in enumerate(sets)]
    passed = [result for result in results if result.passed]
    if passed:
        message = f"a labeller who is right {_CARELESS:.0%} of the time passes {len(passed)} of {len(sets)} sets"
        yield "pass", message


def _at_distinction(exercise: Exercise, sets: list[tuple[Item, ...]]) -> Iterator[tuple[str, str]]:
    level = distinction_level(exercise)
    answering = _simulated(exercise, level)
    failed = []
    # Set by set, so that each item is parsed once and not in every sitting.
    for i, items in enumerate(sets):
        for turn in range(SITTINGS // len(sets)):
            result = _sit(exercise, items, answering, i * SITTINGS + turn)
            if not result.passed:
                failed.append(result)
    if len(failed) > MOST_FAILURES * SITTINGS:
        count = f"{len(failed)} of {SITTINGS} sittings"
        yield "pass", f"a labeller at the distinction level {level:g} fails {count}: {_marks(failed[0])}"


def _persona(exercise: Exercise, sets: list[tuple[Item, ...]], persona: Persona) -> Iterator[tuple[str, str]]:
    kind, task = exercise.task_type, exercise.task
    spec: dict[str, Any] = dict(persona.spec)

    def answering(item: Item, rng: random.Random) -> dict | None:
        return persona_answer(kind, task, item.entry(None), spec, rng)

    fired = 0
    for i, items in enumerate(sets):
        result = _sit(exercise, items, answering, i)
        fired += persona.id in {remark.id for remark in result.fired}
    if fired < LEAST_FIRED * len(sets):
        message = f"its feedback shows in {fired} of {len(sets)} sets; half of them are needed"
        yield f"personas ({persona.id})", message


def _verdict(result: Grade) -> str:
    return "pass" if result.passed else f"fail ({_marks(result)})"


def _marks(result: Grade) -> str:
    """The marks that did not hold, with what was measured."""
    missed = []
    for mark in result.marks:
        if not mark.held:
            value = "undefined" if mark.value is None else f"{mark.value:.3f}"
            missed.append(f"{mark.metric} {value} under {mark.at_least:g}")
    return ", ".join(missed)
