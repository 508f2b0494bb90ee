"""Raters whose files name the same items differently: by their text, or because each file is one item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from portal.formats.raters.files import Records
from portal.grading.types import N_, Say


def aligned(raters: Mapping[str, Records], notes: list[Say]) -> Mapping[str, Records]:
    """The raters with items under common ids, where no id is shared but there is no doubt which items are the same.

    Shared ids are always believed. What was taken for the same is told in `notes`.
    """
    counts = Counter(item for records in raters.values() for item in records)
    if len(raters) < 2 or max(counts.values(), default=0) > 1:
        return raters
    return _by_text(raters, notes) or _one_each(raters, notes) or raters


def _by_text(raters: Mapping[str, Records], notes: list[Say]) -> dict[str, Records] | None:
    """Items with the same text, letter by letter, where nobody has a text twice; None when there are none."""
    first: dict[str, str] = {}
    shared = set()
    for records in raters.values():
        texts = [record.text for record in records.values() if record.text]
        if len(texts) > len(set(texts)):
            return None
        for item, record in records.items():
            if record.text and first.setdefault(record.text, item) != item:
                shared.add(record.text)
    if not shared:
        return None
    words = N_("No ids are shared, so {count} items with exactly the same text were taken for the same.")
    notes.append(Say(words, {"count": len(shared)}))
    return {
        name: {first.get(record.text or "", item): record for item, record in records.items()}
        for name, records in raters.items()
    }


def _one_each(raters: Mapping[str, Records], notes: list[Say]) -> dict[str, Records] | None:
    """Files of one item each that are called like their person: anna.vtt, ben.vtt. None for anything else."""
    only = {name: next(iter(records.values())) for name, records in raters.items() if len(records) == 1}
    if len(only) < len(raters) or any(record.item != name for name, record in only.items()):
        return None
    media = [record.media for record in only.values()]
    if all(one is None for one in media):
        return None
    named = {one.name for one in media if one is not None and one.name not in only}
    if len(named) > 1:
        return None
    item = next(iter(only))
    notes.append(Say(N_("Each file holds one item under the file’s own name; they were taken for the same item.")))
    return {name: {item: record} for name, record in only.items()}
