"""Tags for words: reading entities out of IOB1, IOB2 and IOBES, writing them, and repairs that say what they did.

A tag is "O", or a prefix, a hyphen and a type; the type may hold hyphens and may be missing. An entity is
(type, first word, last word + 1) within its sentence: entities end where sentences do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from portal.grading.metrics.counts import prf, ratio
from portal.grading.words import N_, AnswerError

Entity = tuple[str, int, int]

SCHEMES = ("iob1", "iob2", "iobes")
NO_ENTITIES = N_("neither side has an entity")
NO_WORDS = N_("there is no word to compare")


class Repair(NamedTuple):
    """A tag that was changed: which word of the sentence, what it was, what it is now."""

    index: int
    old: str
    new: str


@lru_cache(4096)  # a text of a million words has a dozen different tags
def split_tag(tag: str) -> tuple[str, str]:
    """("B", "PER") of "B-PER", ("O", "") of "O". Raises AnswerError for anything that is no tag."""
    prefix, _, kind = tag.partition("-")
    if prefix not in ("O", "B", "I", "E", "S") or (prefix == "O" and kind):
        raise AnswerError("", N_("{tag} is not a tag: O, or B, I, E or S with a hyphen and a type"), tag=repr(tag[:60]))
    return prefix, kind


def entities(tags: Sequence[str]) -> list[Entity]:
    """Read as conlleval does (Tjong Kim Sang & Buchholz 2000): whatever continues nothing opens an entity.

    B and S always open one, E and S close it, a change of type does both. So IOB1, IOB2 and IOBES are all
    read, well formed or not.
    """
    found: list[Entity] = []
    start, open_kind = -1, ""
    for i, tag in enumerate(tags):
        if tag == "O":
            if start >= 0:
                found.append((open_kind, start, i))
                start = -1
            continue
        prefix, kind = split_tag(tag)
        if start < 0 or kind != open_kind or prefix in "BS":
            if start >= 0:
                found.append((open_kind, start, i))
            start, open_kind = i, kind
        if prefix in "ES":
            found.append((open_kind, start, i + 1))
            start = -1
    if start >= 0:
        found.append((open_kind, start, len(tags)))
    return found


def strict_entities(tags: Sequence[str], scheme: str = "iob2") -> list[Entity]:
    """Read to the letter: a tag that stands where it may not is nothing, and ends what was open before it.

    iob2: an entity is B, then I of its type. iobes: it is S, or B, I of its type and E of its type; without
    its E it is none. (In IOB1 every I may open, so `entities` is its reading.)
    """
    if scheme not in ("iob2", "iobes"):
        raise ValueError(f"no strict reading of {scheme!r}")
    needs_end = scheme == "iobes"
    found: list[Entity] = []
    start, open_kind = -1, ""
    for i, tag in enumerate(tags):
        prefix, kind = ("O", "") if tag == "O" else split_tag(tag)
        goes_on = start >= 0 and kind == open_kind
        if prefix == "I" and goes_on:
            continue
        if start >= 0:
            if not needs_end:
                found.append((open_kind, start, i))
            elif prefix == "E" and goes_on:
                found.append((kind, start, i + 1))
            start = -1
        if prefix == "B":
            start, open_kind = i, kind
        elif prefix == "S" and needs_end:
            found.append((kind, i, i + 1))
    if start >= 0 and not needs_end:
        found.append((open_kind, start, len(tags)))
    return found


def write(found: Iterable[Entity], length: int, scheme: str = "iob2") -> list[str]:
    """The tags of a sentence of `length` words with these entities, which must not overlap."""
    if scheme not in SCHEMES:
        raise ValueError(f"unknown scheme {scheme!r}")
    tags = ["O"] * length
    ended: Entity | None = None
    for kind, start, end in sorted(found, key=lambda entity: entity[1]):
        if not 0 <= start < end <= length or (ended and start < ended[2]):
            raise ValueError(f"entity {kind!r} at {start} to {end} lies outside the sentence or on another")
        type_part = f"-{kind}" if kind else ""
        tags[start:end] = [f"I{type_part}"] * (end - start)
        if scheme == "iobes":
            tags[end - 1] = f"E{type_part}"
        if scheme == "iobes" and end - start == 1:
            tags[start] = f"S{type_part}"
        elif scheme != "iob1" or (ended and ended[0] == kind and ended[2] == start):
            tags[start] = f"B{type_part}"
        ended = kind, start, end
    return tags


def repair(tags: Sequence[str], scheme: str = "iob2") -> tuple[list[str], list[Repair]]:
    """The tags as the scheme would write the entities they mean, and every tag that changed.

    What they mean is conlleval's reading, so nothing is lost; a well-formed sentence comes back as it was.
    """
    mended = write(entities(tags), len(tags), scheme)
    changed = [Repair(i, old, new) for i, (old, new) in enumerate(zip(tags, mended, strict=True)) if old != new]
    return mended, changed


def token_accuracy(gold: Iterable[Sequence[str]], yours: Iterable[Sequence[str]]) -> float | None:
    """The share of words with the same tag, O included, over all sentences. None without words.

    Raises ValueError when the sentences are not the same length.
    """
    same = total = 0
    for ours, theirs in zip(gold, yours, strict=True):
        same += sum(a == b for a, b in zip(ours, theirs, strict=True))
        total += len(ours)
    return ratio(same, total)


def score(gold: Iterable[Sequence[Entity]], yours: Iterable[Sequence[Entity]]) -> dict:
    """Precision, recall and F1 of entities over all sentences: right when type, start and end are (CoNLL)."""
    hits = n_gold = n_yours = 0
    for ours, theirs in zip(gold, yours, strict=True):
        n_gold += len(ours)
        n_yours += len(theirs)
        if ours and theirs:
            hits += len(set(ours).intersection(theirs))
    return {**prf(hits, n_gold, n_yours), "tp": hits, "n_gold": n_gold, "n_pred": n_yours}


def score_case(case: Mapping) -> dict:
    """One known-answers line: `gold` and `pred` are lists of sentences, each a list of tags."""
    gold, yours = case["gold"], case["pred"]
    lenient = [entities(tags) for tags in yours]
    strict = [strict_entities(tags) for tags in yours]
    return {
        "token_accuracy": token_accuracy(gold, yours),
        "conlleval": score(map(entities, gold), lenient),
        "strict_iob2": score(map(strict_entities, gold), strict),
        "pred_entities_conlleval": [[list(entity) for entity in sentence] for sentence in lenient],
        "pred_entities_strict_iob2": [[list(entity) for entity in sentence] for sentence in strict],
    }
