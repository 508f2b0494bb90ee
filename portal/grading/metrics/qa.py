"""Answers found in a text, by the rules of SQuAD 2.0 (Rajpurkar, Jia & Liang 2018).

The rules are English: they drop "a", "an", "the" and ASCII punctuation, and split at white space. For scripts
that write without spaces compare characters (`by_character`), as DRCD does for Chinese.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalise(text: str) -> str:
    """Lower case, no ASCII punctuation (deleted: "well-known" is "wellknown"), no articles, single spaces."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def answers(gold: Iterable[str]) -> Sequence[str]:
    """The right answers, normalised. One of which nothing is left does not count; with none left the
    question has no answer, and the right answer is the empty one."""
    return [kept for answer in gold if (kept := normalise(answer))] or [""]


def exact(gold: Iterable[str], yours: str) -> float:
    """1.0 when yours equals one of the right answers after normalising, else 0.0. `gold` empty: no answer is right."""
    return float(normalise(yours) in answers(gold))


def f1(gold: Iterable[str], yours: str, *, by_character: bool = False) -> float:
    """The best F1 of shared words over the right answers, repeats counted; 1.0 when both sides are empty."""
    written = _tokens(normalise(yours), by_character)
    return max(_overlap(_tokens(answer, by_character), written) for answer in answers(gold))


def _tokens(text: str, by_character: bool) -> list[str]:
    return [char for char in text if char != " "] if by_character else text.split()


def _overlap(gold: list[str], yours: list[str]) -> float:
    if not gold or not yours:
        return float(gold == yours)
    return 2 * (Counter(gold) & Counter(yours)).total() / (len(gold) + len(yours))


def score_case(case: Mapping) -> dict:
    """One known-answers line: `gold`, a list of right answers, and `pred`, a text."""
    return {"exact": exact(case["gold"], case["pred"]), "f1": f1(case["gold"], case["pred"])}
