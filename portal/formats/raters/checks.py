"""Whether what raters said can be compared at all: shared items, the same texts, labels and scales that match."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from itertools import combinations, islice

from portal.formats.raters.files import Records
from portal.formats.raters.ratings import Ratings, words_used
from portal.formats.report import FormatError
from portal.grading.types import N_, Say

# Examples of ids or labels in a message.
_FEW = 3


def require_shared(raters: Mapping[str, Mapping[str, object]]) -> None:
    """Raises FormatError when no item was rated by two raters, with the ids of the first two as examples."""
    seen: set[str] = set()
    for records in raters.values():
        if not seen.isdisjoint(records):
            return
        seen.update(records)
    (a, first), (b, second) = islice(raters.items(), 2)
    message = N_(
        "no item was labelled by two annotators: {a} has {first}, {b} has {second}. Files are joined on the item’s id"
    )
    raise FormatError("", message, a=a, b=b, first=_examples(first), second=_examples(second))


def _examples(values: Mapping | list) -> str:
    shown = ", ".join(f"“{str(value)[:40]}”" for value in islice(values, _FEW))
    return f"{shown} …" if len(values) > _FEW else shown


def different_texts(raters: Mapping[str, Records], *, refuse: bool = False) -> Iterator[Say]:
    """A sentence when one id stands for different texts; with `refuse` a FormatError: places then mean nothing."""
    texts: dict[str, tuple[str, str]] = {}
    count, where = 0, None
    for name, records in raters.items():
        for item, record in records.items():
            if record.text is None:
                continue
            other, text = texts.setdefault(item, (name, record.text))
            same = text == record.text if refuse else text.split() == record.text.split()
            if not same:
                count += 1
                where = where or (item, other, name)
    if where is None:
        return
    item, other, name = where
    if refuse:
        message = N_("has another text with {a} than with {b}: the files are not about the same texts")
        raise FormatError(item, message, a=other, b=name)
    words = N_("{count} items have different texts in different files, first {item}. Check that the ids mean the same.")
    yield Say(words, {"count": count, "item": item})


def comparable(given: Ratings, kind: str) -> list[Say]:
    """Sentences about labels and scales that hardly fit together. Raises FormatError where nothing fits."""
    if kind == "scale":
        return list(_scales(given))
    used = words_used(given)
    _require_common_label(used)
    return list(_cases(used))


def _require_common_label(used: Mapping[str, Mapping[str, int]]) -> None:
    """Raises FormatError when two raters, each with two labels or more, have none in common."""
    for (a, first), (b, second) in combinations(used.items(), 2):
        if min(len(first), len(second)) < 2 or not set(first).isdisjoint(second):
            continue
        if {label.casefold() for label in first} & {label.casefold() for label in second}:
            message = N_(
                "{a} and {b} spell their labels differently: {first} and {second}; ignore upper and lower case"
            )
        else:
            message = N_("{a} and {b} have no label in common: {first} and {second}")
        facts = {"first": _examples(list(first)), "second": _examples(list(second))}
        raise FormatError("", message, a=a, b=b, **facts)


def _cases(used: Mapping[str, Mapping[str, int]]) -> Iterator[Say]:
    """Labels that differ in upper and lower case alone."""
    spellings: dict[str, set[str]] = {}
    for own in used.values():
        for label in own:
            spellings.setdefault(label.casefold(), set()).add(label)
    twice = [sorted(several) for several in spellings.values() if len(several) > 1]
    if twice:
        words = N_(
            "Labels that differ in upper and lower case count as different: {labels}. You can ask to ignore that."
        )
        yield Say(words, {"labels": _examples([" / ".join(several) for several in twice])})


def _scales(given: Mapping[str, Mapping[str, Hashable]]) -> Iterator[Say]:
    """Scales that may not be the same. Raises FormatError for two that have no number in common and lie far apart."""
    ends = {name: (min(own.values()), max(own.values())) for name, own in given.items()}
    for (a, (a_low, a_high)), (b, (b_low, b_high)) in combinations(ends.items(), 2):
        facts = {"a": a, "b": b, "a_low": a_low, "a_high": a_high, "b_low": b_low, "b_high": b_high}
        if _far_apart((a_low, a_high), (b_low, b_high)):
            message = N_("the scales do not match: {a} rates from {a_low} to {a_high}, {b} from {b_low} to {b_high}")
            raise FormatError("", message, **facts)
        if max(a_high, b_high) >= 1.5 * min(a_high, b_high) > 0:
            words = N_(
                "{a} rates from {a_low} to {a_high}, {b} from {b_low} to {b_high}: if these are two scales, "
                "the numbers below mean nothing."
            )
            yield Say(words, facts)


def _far_apart(a: tuple[float, float], b: tuple[float, float]) -> bool:
    """Whether the one begins at twice the end of the other."""
    low, high = sorted([a, b])
    return high[0] >= 2 * low[1] > 0
