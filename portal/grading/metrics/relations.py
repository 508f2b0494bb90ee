"""Relations against relations, as sets: which passage relates how to which.

An entity is (start, end, label); a relation is (head, tail, label), head and tail being entities. Ids and
positions in a list are never compared: each side numbers its entities as it likes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from portal.grading.metrics.counts import prf
from portal.grading.words import N_

Entity = tuple[int, int, str]
Relation = tuple[Entity, Entity, str]

NO_RELATIONS = N_("neither side marks a relation")


def strict(gold: Iterable[Relation], yours: Iterable[Relation], symmetric: Collection[str] = ()) -> dict:
    """Right when both passages, both entity labels, the direction and the relation label are.

    A relation marked twice counts once. In relations named in `symmetric` the direction says nothing.
    """
    return _score(_settled(gold, symmetric), _settled(yours, symmetric))


def boundaries(gold: Iterable[Relation], yours: Iterable[Relation], symmetric: Collection[str] = ()) -> dict:
    """As `strict`, whatever the entities are labelled."""
    return strict(_unnamed(gold), _unnamed(yours), symmetric)


def given_entities(gold: Collection[Relation], yours: Collection[Relation], entities: Collection[Entity]) -> dict:
    """As `strict`, over the relations of both sides whose two ends are among `entities`.

    With the entities that both sides have, this is how well relations are found where the entities are right.
    """
    known = set(entities)
    both = ([r for r in side if r[0] in known and r[1] in known] for side in (gold, yours))
    return strict(*both)


def _unnamed(relations: Iterable[Relation]) -> list[Relation]:
    return [((*head[:2], ""), (*tail[:2], ""), label) for head, tail, label in relations]


def _settled(relations: Iterable[Relation], symmetric: Collection[str]) -> set[Relation]:
    """The relations as a set, the ends of symmetric ones in the order of the text."""
    return {
        (tail, head, label) if label in symmetric and tail < head else (head, tail, label)
        for head, tail, label in relations
    }


def _score(gold: set[Relation], yours: set[Relation]) -> dict:
    hits = len(gold & yours)
    return {"tp": hits, **prf(hits, len(gold), len(yours))}


def score_case(case: Mapping) -> dict:
    """One known-answers line: each side has `entities`, and `relations` whose ends are positions among them."""
    gold, yours = (_read(case[side]) for side in ("gold", "pred"))
    return {"strict": strict(gold, yours), "boundaries": boundaries(gold, yours)}


def _read(side: Mapping) -> list[Relation]:
    entities = [(e["start"], e["end"], e["label"]) for e in side["entities"]]
    return [(entities[r["head"]], entities[r["tail"]], r["label"]) for r in side["relations"]]
