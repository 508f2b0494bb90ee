"""What was said against what was written: word and character error rates, and the differences word by word.

Edits are the fewest substitutions, deletions and insertions (Levenshtein 1966). Their number has one answer;
how it splits into the three has several, and ours is the one that rapidfuzz finds.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from portal.grading.metrics.counts import ratio
from portal.grading.words import N_

NO_WORDS = N_("the reference holds no word, so there is nothing to divide the errors by")

_PUNCTUATION = str.maketrans("", "", string.punctuation)
# Scripts that write without spaces: Thai, Lao, Tibetan; Burmese; Khmer; kana; Chinese characters.
_UNSPACED = ((0xE00, 0xFFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF))


class Words(NamedTuple):
    """Words of two texts, or of many pairs added up: rates come from pooled counts, never from mean rates.

    `hits` are the words that both have in their places.
    """

    gold: int
    yours: int
    errors: int
    hits: int

    @property
    def wer(self) -> float | None:
        """Word error rate: errors / words of gold. Above 1 where much is added; never cut off.

        Two silences are no error: 0.0. Words where gold has none cannot be divided by anything: None.
        """
        return error_rate(self.errors, self.gold)

    @property
    def mer(self) -> float:
        """Match error rate: errors / (errors + hits), 0 to 1 (Morris, Maier & Green 2004). 0 for two silences."""
        return ratio(self.errors, self.errors + self.hits) or 0.0

    @property
    def wil(self) -> float:
        """Word information lost: 1 - hits / gold * hits / yours (Morris, Maier & Green 2004).

        0 for two silences, 1 where one side is silent.
        """
        if not self.gold and not self.yours:
            return 0.0
        return 1 - (self.hits * self.hits / (self.gold * self.yours) if self.hits else 0)


class Characters(NamedTuple):
    """Code points of two texts, or of many pairs added up."""

    gold: int
    errors: int

    @property
    def cer(self) -> float | None:
        """Character error rate, spaces counted: as `wer`. For scripts without spaces it is the one to look at."""
        return error_rate(self.errors, self.gold)


def error_rate(errors: float, whole: float) -> float | None:
    """errors / whole, of any counts: 0.0 for two silences, None for errors against silence."""
    return errors / whole if whole else None if errors else 0.0


def lower_punct(text: str) -> str:
    """Lower case without ASCII punctuation, white space as single spaces, none at the ends."""
    return " ".join(text.lower().translate(_PUNCTUATION).split())


def spoken(text: str) -> str:
    """What is left when only the spelling counts: composed letters (NFC), then as `lower_punct`.

    Two ways to encode one é are one letter, and any white space separates words: a tab, a no-break space.
    """
    return lower_punct(text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text))


def written(text: str) -> str:
    """What is left when case and punctuation count: NFC, white space as single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def count_words(gold: Iterable[str], yours: Iterable[str]) -> Words:
    """The errors of texts against texts, one by one, added up. Words are what stands between spaces (U+0020)."""
    from rapidfuzz.distance.Levenshtein import editops

    n_gold = n_yours = n_errors = replaced = 0
    for ours, theirs in zip(gold, yours, strict=True):
        a, b = _split(ours), _split(theirs)
        n_gold += len(a)
        n_yours += len(b)
        if ours != theirs:
            edits = editops(a, b).as_list()
            n_errors += len(edits)
            replaced += [edit[0] for edit in edits].count("replace")
    # Errors are S + D + I, and both sides together are 2 H + 2 S + D + I.
    return Words(n_gold, n_yours, n_errors, (n_gold + n_yours - n_errors - replaced) // 2)


def _split(text: str) -> list[bytes]:
    """The words of a text, as bytes: those are split in three quarters of the time, and as equal or different."""
    words = text.encode("utf-8", "surrogatepass").split(b" ")
    return words if all(words) else [word for word in words if word]


def count_characters(gold: Iterable[str], yours: Iterable[str]) -> Characters:
    """The errors of texts against texts, one by one, added up, in code points."""
    from rapidfuzz.distance.Levenshtein import distance

    length = errors = 0
    for ours, theirs in zip(gold, yours, strict=True):
        length += len(ours)
        errors += distance(ours, theirs)
    return Characters(length, errors)


class Piece(NamedTuple):
    """A stretch of the alignment as each side wrote it. kind: same, changed, left out (by you), added."""

    kind: str
    gold: tuple[str, ...]
    yours: tuple[str, ...]


_KINDS = {"equal": "same", "replace": "changed", "delete": "left out", "insert": "added"}


def aligned(gold: str, yours: str, normalise: Callable[[str], str] = spoken) -> list[Piece]:
    """Both texts side by side, word by word; character by character where gold is `unspaced`.

    Words are compared after `normalise` and shown as written. One of which nothing is left, such as a dash
    between words, is left out.
    """
    from rapidfuzz.distance.Levenshtein import opcodes

    sides = []
    for text in (gold, yours):
        text = unicodedata.normalize("NFC", text)
        shown = [char for char in text if not char.isspace()] if unspaced(gold) else text.split()
        sides.append([(key, word) for word in shown if (key := normalise(word))])
    ours, theirs = ([key for key, _ in side] for side in sides)
    return [
        Piece(_KINDS[op.tag], *(tuple(word for _, word in side[a:b]) for side, a, b in _stretches(sides, op)))
        for op in opcodes(ours, theirs)
    ]


def _stretches(sides: Sequence, op) -> Iterable[tuple]:
    yield sides[0], op.src_start, op.src_end
    yield sides[1], op.dest_start, op.dest_end


def unspaced(text: str) -> bool:
    """True when most letters are of scripts that write without spaces: a "word" there is a whole sentence."""
    letters = [char for char in text if char.isalpha()]
    return 2 * sum(map(_is_unspaced, letters)) > len(letters)


@cache
def _is_unspaced(char: str) -> bool:
    code = ord(char)
    return code >= 0x20000 or any(first <= code <= last for first, last in _UNSPACED)


def _as_it_is(text: str) -> str:
    return text.strip()


NORMALISATIONS: Mapping[str, Callable[[str], str]] = {"none": _as_it_is, "lower_punct": lower_punct}


def score_case(case: Mapping) -> dict:
    """One known-answers line: `normalize`, and `gold` and `pred` as a text or as lists of texts (one corpus).

    These compare as jiwer does: nothing is composed, and with "none" only U+0020 parts words.
    """
    normalise = NORMALISATIONS[case["normalize"]]
    gold, yours = (
        [normalise(text) for text in ([side] if isinstance(side, str) else side)]
        for side in (case["gold"], case["pred"])
    )
    words, characters = count_words(gold, yours), count_characters(gold, yours)
    return {
        "wer": words.wer,
        "cer": characters.cer,
        "word_errors": words.errors,
        "gold_words": words.gold,
        "char_errors": characters.errors,
        "gold_chars": characters.gold,
        "mer": words.mer,
        "wil": words.wil,
    }
