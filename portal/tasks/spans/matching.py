"""Which of the learner's spans means which of gold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from portal.grading.metrics import spans as metric
from portal.tasks.inputs import TextInput
from portal.tasks.spans.schema import GoldSpan, Span
from portal.tasks.text import trim


class Matched(NamedTuple):
    """A text's gold and answer with trimmed edges, and which goes with which."""

    gold: Sequence[GoldSpan]
    yours: Sequence[Span]
    gold_marks: list[metric.Mark]
    your_marks: list[metric.Mark]
    pairs: dict[int, int]  # gold index -> your index
    extra: list[int]  # your indices without gold


def match(item: TextInput, gold: Sequence[GoldSpan], yours: Sequence[Span]) -> Matched:
    """The best one-to-one match of trimmed spans; see grading.metrics.spans.match for what best means."""
    text = item.text
    gold_marks = [(*trim(text, g.start, g.end), frozenset((g.label, *g.any))) for g in gold]
    your_marks = [(*trim(text, y.start, y.end), frozenset((y.label,))) for y in yours]
    pairs = dict(metric.match(gold_marks, your_marks, [not g.optional for g in gold]))
    taken = set(pairs.values())
    # A span marked twice with other edges that do not count is one span, not an extra.
    held = {your_marks[j] for j in taken}
    extra = [j for j in range(len(yours)) if j not in taken and your_marks[j] not in held]
    return Matched(gold, yours, gold_marks, your_marks, pairs, extra)
