"""Places in a text, counted in code points, UTF-16, UTF-8 and clusters."""

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grading.metrics.graphemes import boundaries
from portal.grading.metrics.offsets import UNITS, edges, guess_unit, snap, to_codepoints

tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)
FAMILY = "👩‍👩‍👧"
texts = st.text(
    st.sampled_from([*"ab \r\n", "é", "e\u0301"[1], "👩", "\u200d", "🏽", "🇩", "🇪", "क", "\u094d", "한", "ᄒ", "ᅡ"])
)


@pytest.mark.parametrize(
    "line",
    [
        # Cases of UAX #29, Unicode 18.0: × joins, ÷ parts.
        "000D × 000A ÷ 0061 ÷ 000A ÷ 0308",
        "0061 × 0308",
        "0020 × 200D ÷ 0646",
        "1100 × 1100",
        "AC00 × 11A8 ÷ 1100",
        "AC01 × 11A8 ÷ 1100",
        "1F1E6 × 1F1E7 ÷ 1F1E8 ÷ 0062",
        "0061 ÷ 1F1E6 × 1F1E7 × 200D ÷ 1F1E8 ÷ 0062",
        "0061 ÷ 1F1E6 × 200D ÷ 1F1E7 × 1F1E8 ÷ 0062",
        "0061 ÷ 1F1E6 × 1F1E7 ÷ 1F1E8 × 1F1E9 ÷ 0062",
        "0061 × 0903 ÷ 0062",
        "0061 ÷ 0600 × 0062",
        "1F476 × 1F3FF ÷ 1F476",
        "0061 × 1F3FF ÷ 1F476 × 200D × 1F6D1",
        "1F476 × 1F3FF × 0308 × 200D × 1F476 × 1F3FF",
        "0061 × 200D ÷ 1F6D1",
        "2702 × 200D × 2702",
        "1F476 × 200D × 200D ÷ 1F476",
        "0915 ÷ 0924",
        "0915 × 094D × 0924 × 094D × 092F",
        "0915 × 094D × 200D × 0924",
        "0915 × 094D × 200C ÷ 0924",
        "0915 × 093C × 094D × 0924",
        "0915 × 094D ÷ 0061",
        "0061 × 094D × 0924",
        "1000 × 1039 × 1000",
        "0378 × 0308 ÷ 0378",
    ],
)
def test_clusters_are_those_of_the_standard(line):
    marks = line.split()
    text = "".join(chr(int(code, 16)) for code in marks[::2])
    parted = [i for i, mark in enumerate(marks[1::2], 1) if mark == "÷"]
    assert boundaries(text) == [0, *parted, len(text)]


def test_every_combining_mark_that_python_knows_joins_what_is_before_it():
    marks = [c for c in map(chr, range(sys.maxunicode)) if unicodedata.category(c) in ("Mn", "Me")]
    assert [c for c in marks if boundaries("a" + c) != [0, 2]] == []


def test_a_family_is_one_cluster_five_code_points_and_eight_units():
    assert [edges(FAMILY, unit)[-1] for unit in UNITS] == [5, 8, 18, 1]


def test_inside_a_cluster_there_is_no_place():
    assert edges("e\u0301a", "grapheme") == [0, None, 1, 2]
    assert to_codepoints("e\u0301a", [0, 1, 2, 3, -1], "grapheme") == [0, 2, 3, None, None]


@pytest.mark.parametrize("unit", UNITS)
@given(text=texts)
@tried
def test_every_place_comes_back_from_every_unit(unit, text):
    places = list(edges(text, unit))
    known = [(at, place) for at, place in enumerate(places) if place is not None]
    assert to_codepoints(text, [place for _, place in known], unit) == [at for at, _ in known]


@given(text=texts)
@tried
def test_units_and_bytes_are_those_of_the_encodings(text):
    assert list(edges(text, "utf16")) == [len(text[:i].encode("utf-16-le")) // 2 for i in range(len(text) + 1)]
    assert list(edges(text, "utf8")) == [len(text[:i].encode()) for i in range(len(text) + 1)]


def test_an_offset_inside_a_character_or_outside_the_text_is_none():
    assert to_codepoints("a😀b", [0, 1, 2, 3, 4, 5, -1], "utf16") == [0, 1, None, 2, 3, None, None]
    assert to_codepoints("é", [0, 1, 2], "utf8") == [0, None, 1]


def test_a_selection_grows_to_whole_clusters():
    text = f"a{FAMILY}b"
    assert snap(text, 2, 3) == (1, 6)
    assert snap(text, 0, 1) == (0, 1)
    assert snap(text, 0, len(text)) == (0, len(text))


def test_the_unit_of_foreign_offsets_shows_in_what_they_cover():
    text = "💩This is an annotation."
    assert guess_unit(text, [(12, 22, "annotation")]) == "codepoint"
    assert guess_unit(text, [(13, 23, "annotation"), (2, 6, "This")]) == "utf16"
    assert guess_unit(text, [(15, 25, "annotation")]) == "utf8"
    assert guess_unit("cafe\u0301s", [(4, 5, "s")]) == "grapheme"
    assert guess_unit(text, [(13, 23, "annotation"), (1, 5, "This")]) is None
    assert guess_unit("plain", [(0, 5, "plain")]) == "codepoint"


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match="unknown unit 'inch'"):
        edges("a", "inch")
