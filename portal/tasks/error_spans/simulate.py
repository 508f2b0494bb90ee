"""Labellers that are not people: perfect, with slack at the edges, right with a probability, with one habit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from portal.grading.types import N_, AnswerError
from portal.tasks.error_spans.schema import ErrorTask, GoldError, MarkedError, dump_answer
from portal.tasks.inputs import TextInput
from portal.tasks.shapes import check_label
from portal.tasks.slips import draw, rates
from portal.tasks.spans import simulate as spans
from portal.tasks.spans.schema import GoldSpan

PERSONA_KEYS = frozenset({"id", "name", "concepts", "map", "never", "severity", "shift"})


def perfect(task: ErrorTask, gold: Sequence[GoldError]) -> dict:
    """The gold as an answer, without what is optional."""
    return dump_answer([_as_marked(g) for g in gold if not g.optional])


def _as_marked(g: GoldError, start: int | None = None, end: int | None = None) -> MarkedError:
    return MarkedError(g.start if start is None else start, g.end if end is None else end, g.label, g.severity)


def slacken(task: ErrorTask, item: TextInput, gold: Sequence[GoldError], rng: Random) -> dict:
    """The gold with white space and punctuation beside it taken in by chance; optional errors, too."""
    slack = []
    for g in gold:
        [one] = spans.slacken(task, item, [GoldSpan(g.start, g.end, g.label)], rng)["spans"]
        if not g.optional or rng.random() < 0.5:
            slack.append(_as_marked(g, one["start"], one["end"]))
    return dump_answer(slack)


def simulate(task: ErrorTask, item: TextInput, gold: Sequence[GoldError], rng: Random, level: float) -> dict:
    """The gold with believable slips, so often that the expected score is about `level`."""
    chances = rates(level)
    required = [g for g in gold if not g.optional]
    found = []
    for g in required:
        slip = draw(rng, chances)
        if slip == "missed":
            continue
        # A slip of place, category or severity costs the same half.
        found.append(_slipped(task, g, rng) if slip else _as_marked(g))
    extras = sum(rng.random() < chances.extra for _ in required) if required else rng.random() >= level
    wrong = spans.extra_words(task, item.text, (*gold, *found), rng, extras)
    found += [MarkedError(one.start, one.end, one.label, rng.choice(list(task.severities))) for one in wrong]
    return dump_answer(found)


def _slipped(task: ErrorTask, g: GoldError, rng: Random) -> MarkedError:
    categories = [one for one in task.names if one not in (g.label, *g.any)]
    severities = [one for one in task.severities if one not in (g.severity, *g.severity_any)]
    if severities and (not categories or rng.random() < 0.5):
        return MarkedError(g.start, g.end, g.label, rng.choice(severities))
    return MarkedError(g.start, g.end, rng.choice(categories) if categories else g.label, g.severity)


def persona(task: ErrorTask, item: TextInput, gold: Sequence[GoldError], spec: Mapping, rng: Random) -> dict:
    """The gold spoiled in one way.

    map: category -> category given instead. never: categories never marked. severity: the one always given. shift:
    how many steps heavier (or lighter, below 0) every severity is.
    """
    check_persona(task, spec)
    order = list(task.severities)
    found = []
    for g in gold:
        if g.optional or g.label in spec.get("never", ()):
            continue
        at = min(max(order.index(g.severity) + spec.get("shift", 0), 0), len(order) - 1)
        label = spec.get("map", {}).get(g.label, g.label)
        found.append(MarkedError(g.start, g.end, label, spec.get("severity", order[at])))
    return dump_answer(found)


def check_persona(task: ErrorTask, spec: Mapping) -> None:
    """Raises AnswerError for a spec this kind cannot play."""
    for key in spec:
        if key not in PERSONA_KEYS:
            raise AnswerError(key, N_("is not a field we know"))
    for source, target in spec.get("map", {}).items():
        check_label(source, task.names, "map")
        check_label(target, task.names, f"map.{source}")
    for label in spec.get("never", ()):
        check_label(label, task.names, "never")
    if spec.get("severity", next(iter(task.severities))) not in task.severities:
        raise AnswerError("severity", N_("unknown severity {value}"), value=spec["severity"])
    if type(spec.get("shift", 0)) is not int:
        raise AnswerError("shift", N_("must be a whole number"))
