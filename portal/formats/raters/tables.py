"""Raters' records to one table: what of them is compared, and whether it can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from portal.formats.model import FEATURES
from portal.formats.raters import checks, ratings
from portal.formats.raters.aligning import aligned
from portal.formats.raters.files import Records, distinct
from portal.formats.raters.wanted import Wanted
from portal.formats.report import FormatError
from portal.grading.agreement import MARKS, Table, table_of
from portal.grading.types import N_, Say

# Where the ratings of a kind are found in records; a scale may be classes that are numbers.
_SOURCES = {
    "labels": ("classes",),
    "sets": ("classes",),
    "scale": ("scores", "classes"),
    "spans": ("spans",),
    "boxes": ("boxes",),
    "polygons": ("polygons",),
    "masks": ("masks",),
    "segments": ("segments",),
}
# Items with a second label by the same person, as a share of all: from here on several labels an item are meant.
_SEVERAL = 0.05


class Choice(NamedTuple):
    """A part of the records that could be compared; `question` tells several classes or scores of an item apart."""

    source: str
    question: str


def make_table(raters: Mapping[str, Records], wanted: Wanted) -> tuple[Table, list[Say]]:
    """The table of what was wanted, and sentences about how it came about. Raises FormatError; see `join`."""
    notes: list[Say] = []
    raters = aligned(raters, notes)
    checks.require_shared(raters)
    choice, others = _choose(raters, wanted)
    if others:
        notes.append(_others(others))
    items = list(dict.fromkeys(item for records in raters.values() for item in records))
    if choice.source in MARKS:
        kind = choice.source
        notes += checks.different_texts(raters, refuse=kind == "spans")
        given = ratings.marks(raters, kind, notes)
    else:
        notes += checks.different_texts(raters)
        kind, given = _values(raters, choice, wanted, notes)
    if wanted.fold_case:
        given = ratings.folded(given)
    given = {name: own for name, own in given.items() if own}
    if len(given) < 2:
        message = N_("fewer than two annotators have {things}")
        raise FormatError("", message, things=Say(FEATURES[choice.source]))
    checks.require_shared(given)
    notes += checks.comparable(given, kind)
    more: dict[str, object] = {}
    if kind == "scale":
        more["level"] = wanted.level or ratings.level_of(given)
        if wanted.order:
            more["labels"] = tuple(range(1, len(wanted.order) + 1))
    elif kind == "spans":
        more["lengths"] = tuple(ratings.length_of(raters, item) for item in items)
    return table_of(kind, given, items=items, **more), notes


def _values(raters: Mapping[str, Records], choice: Choice, wanted: Wanted, notes: list[Say]) -> tuple[str, dict]:
    """The kind and the ratings where each is one value or a set of labels."""
    if choice.source == "scores":
        return "scale", ratings.scores(raters, choice.question)
    if wanted.kind == "sets":
        return "sets", ratings.sets(raters, choice.question)
    several = _several(raters, choice.question)
    if wanted.kind is None and not wanted.order and several >= _SEVERAL:
        return "sets", ratings.sets(raters, choice.question)
    if several:
        notes.append(Say(N_("Where a person gave an item several labels, the first is compared.")))
    given = ratings.labels(raters, choice.question)
    if wanted.order:
        notes.append(_steps(wanted.order))
        return "scale", ratings.on_order(given, wanted.order, wanted.fold_case)
    if wanted.kind == "scale" or wanted.level is not None:
        return "scale", ratings.as_numbers(given)
    if wanted.kind is None and ratings.are_steps(given):
        notes.append(Say(N_("The labels are numbers and are compared as a scale.")))
        return "scale", ratings.as_numbers(given)
    return "labels", given


def _several(raters: Mapping[str, Records], question: str) -> float:
    """The share of rated items with a second label by the same person."""
    rated = several = 0
    for records in raters.values():
        for record, count in distinct(records):
            labels = sum(given.question == question for given in record.classes)
            rated += count * (labels > 0)
            several += count * (labels > 1)
    return several / rated if rated else 0.0


def _steps(order: tuple[str, ...]) -> Say:
    steps = tuple(Say(N_("{label} is {step}"), {"label": label, "step": i}) for i, label in enumerate(order, 1))
    return Say(N_("The steps of the scale: {steps}."), {"steps": steps})


def _choose(raters: Mapping[str, Records], wanted: Wanted) -> tuple[Choice, list[Choice]]:
    """What to compare, and what else could have been: of what two raters have, what there is most of."""
    found = {choice: by_rater for choice, by_rater in _inventory(raters).items() if len(by_rater) > 1}
    fitting = list(found)
    if wanted.kind is not None:
        sources = _SOURCES[wanted.kind]
        fitting = sorted((one for one in found if one.source in sources), key=lambda one: sources.index(one.source))
    if wanted.question is not None:
        fitting = [one for one in fitting if one.question == wanted.question]
    if not fitting:
        raise _nothing(raters, found, wanted)
    if wanted.kind is None:
        fitting.sort(key=lambda one: -sum(found[one].values()))
    # A picture without objects and a text without marks are ratings too, so such parts have more of them than labels.
    return fitting[0], [one for one in found if one != fitting[0]]


def _inventory(raters: Mapping[str, Records]) -> dict[Choice, Counter]:
    """{what could be compared: {rater: how many labels of it}}."""
    found: dict[Choice, Counter] = {}
    for name, records in raters.items():
        for record, count in distinct(records):
            for given in record.classes:
                found.setdefault(Choice("classes", given.question), Counter())[name] += count
            for question in record.scores:
                found.setdefault(Choice("scores", question), Counter())[name] += count
            for source in MARKS:
                if marks := getattr(record, source):
                    found.setdefault(Choice(source, ""), Counter())[name] += count * len(marks)
    # Whoever holds no labels at all looked at the items and found nothing to mark.
    for name in [name for name, records in raters.items() if not _held(records)]:
        for choice, by_rater in found.items():
            if choice.source in MARKS:
                by_rater[name] = 0
    return found


def _nothing(raters: Mapping[str, Records], found: Mapping[Choice, Counter], wanted: Wanted) -> FormatError:
    """Why there is nothing to compare."""
    if wanted.question is not None and any(one.question for one in found):
        message = N_("no two annotators answered the question {question}; there are: {questions}")
        questions = ", ".join(sorted({one.question for one in found if one.question}))
        return FormatError("", message, question=wanted.question, questions=questions)
    if found:
        message = N_("no two annotators have {things}; choose another kind")
        return FormatError("", message, things=Say(FEATURES[_SOURCES[wanted.kind][0]]) if wanted.kind else "")
    holdings = tuple(
        Say(N_("{rater} has {things}"), {"rater": name, "things": _holding(records)})
        for name, records in raters.items()
    )
    message = N_("the annotators have nothing in common that can be compared: {holdings}")
    return FormatError("", message, holdings=holdings)


def _holding(records: Records) -> tuple[Say, ...]:
    """The names of what these records hold."""
    held = _held(records)
    return tuple(Say(words) for feature, words in FEATURES.items() if feature in held) or (Say(N_("no labels")),)


def _held(records: Records) -> set[str]:
    """The features that any of these records has."""
    return {
        feature
        for record, _count in distinct(records)
        for feature in FEATURES
        if getattr(record, feature) not in (None, (), {})
    }


def _others(others: list[Choice]) -> Say:
    """What else the files hold that could be compared."""
    named = tuple(
        Say(N_("{things} ({question})"), {"things": Say(FEATURES[one.source]), "question": one.question})
        if one.question
        else Say(FEATURES[one.source])
        for one in others[:10]
    )
    return Say(N_("These files also hold other labels that could be compared: {things}."), {"things": named})
