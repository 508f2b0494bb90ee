"""The agreement report: plain frozen data, written as JSON and kept that way."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from portal.grading.types import Metric, Say


class PairFigure(NamedTuple):
    """Two raters: items both labelled, the share of those labelled alike, and the chance-corrected value.

    `value` is named by the report's `matrix`; None with its reason in `why`. `cells` are {(label of the first, label
    of the second): count}; "" stands for nothing there.
    """

    first: int
    second: int
    shared: int
    alike: float | None
    value: float | None
    why: str | None
    cells: Mapping[tuple[Hashable, Hashable], int]


class Rater(NamedTuple):
    """One rater: how many items, how many of them shared with somebody, how often each label, who never matched."""

    name: str
    items: int
    shared: int
    labels: Mapping[Hashable, int]
    alone: tuple[str, ...]


class Block(NamedTuple):
    """Mean agreement in a stretch of the shared items, `first` and `last` counted from 1."""

    first: int
    last: int
    agreement: Metric


class Drift(NamedTuple):
    """Agreement over the order of the items: by block, of the first and the second half, and how that changed."""

    blocks: tuple[Block, ...]
    before: float
    after: float
    change: Metric


class Dispute(NamedTuple):
    """An item to decide: its agreement from 0 to 1 and what each rater gave, None where nothing."""

    item: str
    agreement: float
    ratings: tuple[Hashable | None, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All of it. `figures[main]` is the number to lead with; `matrix` names the value of each pair.

    `by_label` holds {label: (times given, its own agreement)}, most frequent first. `disputes` come worst first and
    may be cut off: `disputed` counts them all. `resamples` made the intervals. `notes` say how the table was made.
    """

    kind: str
    level: str
    raters: tuple[Rater, ...]
    labels: tuple[Hashable, ...]
    items: int
    shared: int
    figures: Mapping[str, Metric]
    main: str
    matrix: str
    pairs: tuple[PairFigure, ...]
    by_label: Mapping[Hashable, tuple[int, Metric]]
    drift: Drift | None
    disputes: tuple[Dispute, ...]
    disputed: int
    resamples: int
    reading: tuple[Say, ...] = ()
    caveats: tuple[Say, ...] = ()
    notes: tuple[Say, ...] = ()

    def as_json(self) -> dict:
        """Everything, for files, pages and the database. Ids of unmatched items and cells are cut at CUT each."""
        names = [rater.name for rater in self.raters]
        return {
            "kind": self.kind,
            "level": self.level,
            "labels": [_plain(label) for label in self.labels[:CUT]],
            "items": self.items,
            "shared": self.shared,
            "raters": [_rater_json(rater) for rater in self.raters],
            "main": self.main,
            "figures": [{"name": name} | metric.as_json() for name, metric in self.figures.items()],
            "matrix": self.matrix,
            "pairs": [_pair_json(pair, names) for pair in self.pairs],
            "by_label": [
                {"label": _plain(label), "given": given} | metric.as_json()
                for label, (given, metric) in self.by_label.items()
            ],
            "drift": _drift_json(self.drift) if self.drift else None,
            "disputed": self.disputed,
            "disputes": [
                {
                    "item": one.item,
                    "agreement": one.agreement,
                    "ratings": {name: _plain(r) for name, r in zip(names, one.ratings, strict=True) if r is not None},
                }
                for one in self.disputes
            ],
            "resamples": self.resamples,
            "reading": [say.as_json() for say in self.reading],
            "caveats": [say.as_json() for say in self.caveats],
            "notes": [say.as_json() for say in self.notes],
        }


# As many ids, labels or cells as a list of the JSON holds at most; counts beside them tell how many there are.
CUT = 500


def _rater_json(rater: Rater) -> dict:
    most = sorted(rater.labels.items(), key=lambda pair: -pair[1])[:CUT]
    return {
        "name": rater.name,
        "items": rater.items,
        "shared": rater.shared,
        "labels": [[_plain(label), count] for label, count in most],
        "alone": len(rater.alone),
        "alone_ids": list(rater.alone[:CUT]),
    }


def _pair_json(pair: PairFigure, names: list[str]) -> dict:
    cells = sorted(pair.cells.items(), key=lambda cell: -cell[1])[:CUT]
    return {
        "first": names[pair.first],
        "second": names[pair.second],
        "shared": pair.shared,
        "alike": pair.alike,
        "value": pair.value,
        "why": pair.why,
        "cells": [[_plain(a), _plain(b), count] for (a, b), count in cells],
    }


def _drift_json(drift: Drift) -> dict:
    blocks = [{"first": b.first, "last": b.last} | b.agreement.as_json() for b in drift.blocks]
    return {"blocks": blocks, "before": drift.before, "after": drift.after, "change": drift.change.as_json()}


def _plain(value: Hashable) -> object:
    """A label or rating as JSON: sets and marks become lists."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        # A polygon with its thousand points has no place in a report; its box has.
        return [{name: part for name, part in one._asdict().items() if name != "shape"} for one in value]
    return value
