"""Records to ratings: {rater: {item: rating}} of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from math import cos, isfinite, radians, sin

from portal.formats.model import Box, Mask, Picture, Polygon, Record
from portal.formats.raters.files import Records
from portal.formats.report import FormatError
from portal.formats.units import in_pixels
from portal.grading import agreement
from portal.grading.metrics import masks
from portal.grading.types import N_, Say

Ratings = dict[str, dict[str, Hashable]]

# Whole numbers from 0 to 10 or 1 to 7 are steps of a scale; years or counts are not, and 0 and 1 are yes and no.
_MOST_STEPS, _FEWEST_STEPS = 20, 3


def labels(raters: Mapping[str, Records], question: str) -> Ratings:
    """The first label of each item."""
    return _each(raters, lambda record: next((g.label for g in record.classes if g.question == question), None))


def sets(raters: Mapping[str, Records], question: str) -> Ratings:
    """All labels of each item; a record without any is an empty set."""
    return _each(raters, lambda record: frozenset(g.label for g in record.classes if g.question == question))


def scores(raters: Mapping[str, Records], question: str) -> Ratings:
    """The ratings of each item, whole numbers as such."""
    return _each(raters, lambda record: _whole(record.scores[question]) if question in record.scores else None)


def _each(raters: Mapping[str, Records], rating: Callable[[Record], Hashable | None]) -> Ratings:
    """What `rating` makes of every record, None for no rating. Equal records are one object and looked at once."""
    known: dict[int, Hashable | None] = {}
    found: Ratings = {}
    for name, records in raters.items():
        found[name] = own = {}
        for item, record in records.items():
            key = id(record)
            if key not in known:
                known[key] = rating(record)
            if (value := known[key]) is not None:
                own[item] = value
    return found


def _whole(value: float) -> float:
    return int(value) if float(value).is_integer() else value


def _number(label: str) -> float | None:
    try:
        value = float(label)
    except ValueError:
        return None
    return _whole(value) if isfinite(value) else None


def are_steps(given: Ratings) -> bool:
    """Whether all labels are whole numbers as on a scale of steps."""
    used = {label for own in given.values() for label in own.values()}
    numbers = {_number(label) for label in used}
    if None in numbers or len(numbers) < _FEWEST_STEPS:
        return False
    return all(isinstance(n, int) for n in numbers) and max(numbers) - min(numbers) <= _MOST_STEPS


def as_numbers(given: Ratings) -> Ratings:
    """Labels that are numbers, as numbers. Raises FormatError for another."""
    found: Ratings = {}
    for name, own in given.items():
        for item, label in own.items():
            value = _number(label)
            if value is None:
                message = N_("{rater} gave {label}, which is no number; a scale of words needs its steps in order")
                raise FormatError(item, message, rater=name, label=repr(label[:40]))
            found.setdefault(name, {})[item] = value
    return found


def on_order(given: Ratings, order: tuple[str, ...], fold_case: bool) -> Ratings:
    """Labels as places in the order of the scale's steps, from 1. Raises FormatError for one that is no step."""

    def key(label: str) -> str:
        return label.casefold() if fold_case else label

    place = {key(label): i for i, label in enumerate(order, 1)}
    found: Ratings = {}
    for name, own in given.items():
        for item, label in own.items():
            if key(label) not in place:
                message = N_("{rater} gave {label}, which is not among the steps: {steps}")
                raise FormatError(item, message, rater=name, label=repr(label[:40]), steps=", ".join(order))
            found.setdefault(name, {})[item] = place[key(label)]
    return found


def level_of(given: Ratings) -> str:
    """Ordinal for whole numbers on a scale of steps, interval for anything finer."""
    numbers = {value for own in given.values() for value in own.values()}
    steps = all(isinstance(n, int) for n in numbers) and max(numbers) - min(numbers) <= _MOST_STEPS
    return "ordinal" if steps else "interval"


def marks(raters: Mapping[str, Records], kind: str, notes: list[Say]) -> Ratings:
    """Marks of that kind on each item; a record without any is an empty rating. Says what was changed."""
    if kind == "spans":
        return _each(raters, lambda record: tuple(agreement.Span(s.start, s.end, s.label) for s in record.spans))
    if kind == "segments":
        # A stretch of time is a box of height 1, so that both are matched alike.
        return _each(
            raters,
            lambda record: tuple(agreement.Box((s.start, 0.0, s.end, 1.0), s.label or "?") for s in record.segments),
        )
    if kind == "masks":
        return _each(raters, lambda record: tuple(map(_mask, record.masks)))
    drawn = [record for records in raters.values() for record in records.values() if getattr(record, kind)]
    if kind == "boxes" and (turned := sum(box.rotation != 0 for record in drawn for box in record.boxes)):
        words = N_("{count} turned boxes are compared by the upright box around them.")
        notes.append(Say(words, {"count": turned}))
    # Overlap does not depend on the unit as long as everybody uses the same.
    mixed = len({record.media.unit if isinstance(record.media, Picture) else "px" for record in drawn}) > 1
    sizes = _sizes(raters) if mixed else {}

    def areas(record: Record) -> tuple:
        record = in_pixels(record, sizes.get(record.item)) if mixed and getattr(record, kind) else record
        if kind == "polygons":
            return tuple(map(_polygon, record.polygons))
        return tuple(agreement.Box(_upright(box), box.label) for box in record.boxes)

    return _each(raters, areas)


def _polygon(polygon: Polygon) -> agreement.Area:
    x, y = zip(*polygon.rings[0], strict=True)
    return agreement.Area((min(x), min(y), max(x), max(y)), polygon.label, polygon.rings)


def _mask(mask: Mask) -> agreement.Area:
    """The mask with the box around it, a box without size for an empty mask."""
    x, y, width, height = masks.bbox(mask.counts, (mask.height, mask.width)) or (0, 0, 0, 0)
    return agreement.Area((x, y, x + width, y + height), mask.label, mask.counts)


def _sizes(raters: Mapping[str, Records]) -> dict[str, tuple[int, int]]:
    """{item: width and height of its picture} where any rater's file tells."""
    return {
        item: (record.media.width, record.media.height)
        for records in raters.values()
        for item, record in records.items()
        if isinstance(record.media, Picture) and record.media.width and record.media.height
    }


def _upright(box: Box) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the upright box around a box that may be turned."""
    width, height = box.width, box.height
    if box.rotation:
        c, s = abs(cos(radians(box.rotation))), abs(sin(radians(box.rotation)))
        width, height = width * c + height * s, width * s + height * c
    x, y = box.x + (box.width - width) / 2, box.y + (box.height - height) / 2
    return x, y, x + width, y + height


def length_of(raters: Mapping[str, Records], item: str) -> int | None:
    """How many characters the item's text has; None where no file tells."""
    texts = (records[item].text for records in raters.values() if item in records)
    return next((len(text) for text in texts if text is not None), None)


def folded(given: Ratings) -> Ratings:
    """The ratings with labels that differ in case alone made one: the spelling used most, then first."""
    counts = sum(words_used(given).values(), Counter())
    spelling: dict[str, str] = {}
    for label, _count in counts.most_common():
        spelling.setdefault(label.casefold(), label)

    def fold(rating: Hashable) -> Hashable:
        if isinstance(rating, str):
            return spelling[rating.casefold()]
        if isinstance(rating, frozenset):
            return frozenset(spelling[label.casefold()] for label in rating)
        if isinstance(rating, tuple):
            return tuple(mark._replace(label=spelling[mark.label.casefold()]) for mark in rating)
        return rating

    return {name: {item: fold(rating) for item, rating in own.items()} for name, own in given.items()}


def _labels(rating: Hashable) -> list[str]:
    """The labels of a rating that are words."""
    return [label for label in agreement.labels_in(rating) if isinstance(label, str)]


def words_used(given: Ratings) -> dict[str, Counter]:
    """{rater: how often each label that is a word}."""
    return {name: _counted(own) for name, own in given.items()}


def _counted(own: Mapping[str, Hashable]) -> Counter:
    found: Counter = Counter()
    for rating, count in Counter(own.values()).items():
        for label in _labels(rating):
            found[label] += count
    return found
