"""Who said what about which item: what an agreement report is made from."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

# What was given to an item: one label, a number on a scale, a set of labels; or a list of marks.
MARKS = ("spans", "boxes", "polygons", "masks", "segments")
KINDS = ("labels", "scale", "sets", *MARKS)
LEVELS = ("nominal", "ordinal", "interval", "ratio")


class Span(NamedTuple):
    """Characters text[start:end] with a label."""

    start: int
    end: int
    label: str


class Box(NamedTuple):
    """A box (left, top, right, bottom) in px, or a stretch of time as (start, 0, end, 1)."""

    rect: tuple[float, float, float, float]
    label: str


class Area(NamedTuple):
    """An area inside the box `rect`: the rings of a polygon, or the run lengths of a mask."""

    rect: tuple[float, float, float, float]
    label: str
    shape: tuple


@dataclass(frozen=True, slots=True)
class Table:
    """`ratings[rater][item]`, None where that rater did not label that item.

    By `kind` a rating is a label, a number, a frozenset of labels, or a tuple of Span, Box or Area; an empty set or
    tuple is a rating ("nothing here"), None is none. `labels` is the full list in order, for a scale its steps; empty,
    it is what was used. `lengths` are those of the texts in characters, where known.
    """

    kind: str
    raters: tuple[str, ...]
    items: tuple[str, ...]
    ratings: tuple[tuple[Hashable | None, ...], ...]
    labels: tuple[Hashable, ...] = ()
    level: str = "nominal"
    lengths: tuple[int | None, ...] = ()

    def __post_init__(self) -> None:
        """Refuses what no report can be made from: that is a mistake of the program."""
        if self.kind not in KINDS or self.level not in LEVELS:
            raise ValueError(f"no such kind or level: {self.kind}, {self.level}")
        if any(len(column) != len(self.items) for column in self.ratings) or len(self.ratings) != len(self.raters):
            raise ValueError("the table is not as wide or as long as it says")

    def by_item(self) -> list[tuple]:
        """The ratings of each item, in the order of the raters."""
        return list(zip(*self.ratings, strict=True)) if self.ratings else []

    def rater_pairs(self) -> list[tuple[int, int]]:
        """Every two raters, as places in `raters`."""
        return list(combinations(range(len(self.raters)), 2))


def table_of(
    kind: str,
    ratings: Mapping[str, Mapping[str, Hashable]],
    *,
    items: Iterable[str] = (),
    **more: object,
) -> Table:
    """A table from {rater: {item: rating}}. `items` come first in their order, the rest as they turn up."""
    order = dict.fromkeys(items)
    for given in ratings.values():
        order.update(dict.fromkeys(given))
    columns = tuple(tuple(given.get(item) for item in order) for given in ratings.values())
    return Table(kind, tuple(ratings), tuple(order), columns, **more)


def labels_in(rating: Hashable) -> Iterator[Hashable]:
    """Every label in one rating: itself, the members of a set, the labels of marks."""
    if isinstance(rating, frozenset):
        yield from rating
    elif isinstance(rating, tuple):
        yield from (mark.label for mark in rating)
    else:
        yield rating


def present(row: Sequence[Hashable | None]) -> list:
    """The ratings that were given."""
    return [value for value in row if value is not None]
