"""Which slips of feedback.PATTERNS happened in one text."""

from __future__ import annotations

from portal.grading.metrics.spans import overlap
from portal.grading.types import PatternHit
from portal.tasks.inputs import TextInput
from portal.tasks.spans.matching import Matched
from portal.tasks.spans.schema import SpanTask
from portal.tasks.text import is_punctuation, shown, trim


def patterns(task: SpanTask, item: TextInput, m: Matched) -> tuple[PatternHit, ...]:
    """The hits in the order of the text."""
    if not m.extra and len(m.pairs) == len(m.gold) and _all_right(m):
        return ()
    return tuple(_Finder(task, item, m).hits())


def _all_right(m: Matched) -> bool:
    return all(
        m.gold_marks[i][:2] == m.your_marks[j][:2] and m.gold_marks[i][2] & m.your_marks[j][2]
        for i, j in m.pairs.items()
    )


class _Finder:
    """One text's slips; optional gold is never a slip."""

    def __init__(self, task: SpanTask, item: TextInput, m: Matched):
        self.task, self.text, self.m = task, item.text, m
        self.required = [i for i, g in enumerate(m.gold) if not g.optional]

    def hits(self):
        m = self.m
        merged = self._merged()
        split = self._split()
        for i in self.required:
            label = m.gold[i].label
            j = m.pairs.get(i)
            if j is None:
                yield self._hit("missed", m.gold_marks[i], label)
                yield from self._nesting(i, label)
                continue
            gold, yours = m.gold_marks[i], m.your_marks[j]
            if not gold[2] & yours[2]:
                yield self._hit("misnamed", yours, label, gold=label, yours=m.yours[j].label)
            # One span over several, or several for one, is one slip with its own name.
            if gold[:2] != yours[:2] and j not in merged and i not in split:
                yield from self._edges(gold, yours, label)
        for j in merged:
            yield self._hit("merged", m.your_marks[j], m.yours[j].label)
        for i in split:
            yield self._hit("split", m.gold_marks[i], m.gold[i].label)
        for j in m.extra:
            yield self._hit("extra", m.your_marks[j], m.yours[j].label)

    def _edges(self, gold, yours, label):
        text = self.text
        too_much = text[yours[0] : gold[0]], text[gold[1] : yours[1]]
        too_little = text[gold[0] : yours[0]], text[yours[1] : gold[1]]
        for pattern, word, (prefix, suffix) in (
            ("wide", "excess", too_much),
            ("narrow", "lacking", too_little),
        ):
            if prefix or suffix:
                said = shown(" … ".join(part.strip() for part in (prefix, suffix) if part.strip()), 40)
                facts = {"prefix": _words(prefix), "suffix": _words(suffix), word: said}
                yield self._hit(pattern, yours, label, **facts)

    def _merged(self) -> list[int]:
        """Your spans that run over two or more of gold that do not touch each other, one of them missed."""
        m = self.m
        owner = {j: i for i, j in m.pairs.items()}
        found = []
        for j, yours in enumerate(m.your_marks):
            i = owner.get(j)
            if i is not None and m.gold_marks[i][:2] == yours[:2]:
                continue
            under = [i for i in self.required if overlap(m.gold_marks[i], yours)]
            lost = any(i not in m.pairs for i in under)
            if lost and _apart([m.gold_marks[i] for i in under]):
                found.append(j)
        return found

    def _split(self) -> list[int]:
        """Gold covered by two or more of your spans that do not touch each other, one of them extra."""
        m = self.m
        found = []
        for i in self.required:
            j = m.pairs.get(i)
            if j is None or m.your_marks[j][:2] == m.gold_marks[i][:2]:
                continue
            over = [k for k in (j, *m.extra) if overlap(m.gold_marks[i], m.your_marks[k])]
            if _apart([m.your_marks[k] for k in over]):
                found.append(i)
        return found

    def _nesting(self, i: int, label: str):
        """The gold was missed although the one around it, or one inside it, was found."""
        m, mark = self.m, self.m.gold_marks[i]
        for k in m.pairs:
            other = m.gold_marks[k]
            if k == i or other[:2] == mark[:2]:
                continue
            if other[0] <= mark[0] and mark[1] <= other[1]:
                yield self._hit("inner_missed", mark, label)
                return
            if mark[0] <= other[0] and other[1] <= mark[1]:
                yield self._hit("outer_missed", mark, label)
                return

    def _hit(self, pattern: str, mark, label: str, **facts) -> PatternHit:
        facts = {"label": label, "example": shown(self.text[mark[0] : mark[1]]), **facts}
        names = {key: self.task.names[facts[key]] for key in ("label", "gold", "yours") if key in facts}
        return PatternHit(pattern, {**facts, "names": names})


def _apart(marks) -> bool:
    """True when at least two of the marks share no character."""
    return any(not overlap(a, b) for n, a in enumerate(marks) for b in marks[n + 1 :])


def _words(excess: str) -> tuple[str, ...]:
    """What a prefix or suffix filter may match: the excess with and without punctuation at its ends.

    Where punctuation is all there is, also the word "punctuation".
    """
    said = excess.strip()
    if not said:
        return ()
    if all(is_punctuation(char) for char in said):
        return said, "punctuation"
    start, end = trim(said, 0, len(said))
    return said, said[start:end]
