"""Words and characters against what was said, and the differences side by side."""

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grading.metrics.transcription import (
    Piece,
    aligned,
    count_characters,
    count_words,
    lower_punct,
    spoken,
    unspaced,
    written,
)

tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)
texts = st.lists(st.sampled_from(["the", "The", "cat,", "café", "-", "東京", "ok"]), max_size=8).map(" ".join)


def test_differences_stand_side_by_side_as_they_were_written():
    assert aligned("The cat sat, quietly.", "the bat sat down") == [
        Piece("same", ("The",), ("the",)),
        Piece("changed", ("cat",), ("bat",)),
        Piece("same", ("sat,",), ("sat",)),
        Piece("changed", ("quietly.",), ("down",)),
    ]
    assert aligned("a b", "a x b") == [
        Piece("same", ("a",), ("a",)),
        Piece("added", (), ("x",)),
        Piece("same", ("b",), ("b",)),
    ]
    assert aligned("a b", "b") == [Piece("left out", ("a",), ()), Piece("same", ("b",), ("b",))]


def test_case_and_punctuation_count_when_they_should():
    assert {piece.kind for piece in aligned("Oh, yes.", "oh yes", written)} == {"changed"}
    assert {piece.kind for piece in aligned("Oh, yes.", "oh yes", spoken)} == {"same"}


def test_a_script_without_spaces_is_compared_by_characters():
    pieces = aligned("東京に行きました", "東京へ行きます")
    assert [piece.kind for piece in pieces] == ["same", "changed", "same", "changed", "left out"]
    assert pieces[1] == Piece("changed", ("に",), ("へ",))


def test_two_ways_to_encode_a_letter_are_one_letter_to_a_learner():
    assert spoken("cafe\u0301") == spoken("café")
    assert {piece.kind for piece in aligned("cafe\u0301 bar", "café bar")} == {"same"}


def test_any_white_space_parts_words_for_a_learner():
    assert spoken("over\tthe\u00a0top\n") == "over the top"


def test_scripts_without_spaces_are_known():
    assert unspaced("東京に行きました")
    assert unspaced("ฉันรักภาษาไทย")
    assert not unspaced("I love 東京")
    assert not unspaced("서울에 갔어요")
    assert not unspaced("")


def test_counts_are_pooled_before_the_rate_is_made():
    words = count_words(["a b c d e f g h i", "a"], ["a b c d e f g h i", "x"])
    assert words.wer == 0.1
    assert count_characters(["abc", "d"], ["abc", "e"]).cer == 0.25


def test_silence_is_no_error_and_words_in_silence_have_no_rate():
    assert count_words([""], [""]).wer == 0
    assert count_words([""], ["um"]).wer is None
    assert count_words(["yes"], [""]).wer == 1
    assert count_words(["yes"], ["no no no"]).wer == 3


@given(gold=texts, yours=texts)
@tried
def test_the_pieces_hold_every_word_and_as_many_errors_as_are_counted(gold, yours):
    pieces = aligned(gold, yours)
    normal = [lower_punct(gold)], [lower_punct(yours)]
    changed = sum(max(len(piece.gold), len(piece.yours)) for piece in pieces if piece.kind != "same")
    counted = count_characters([t.replace(" ", "") for t in normal[0]], [t.replace(" ", "") for t in normal[1]])
    assert changed == (counted if unspaced(gold) else count_words(*normal)).errors
    if not unspaced(gold):
        assert sum(len(piece.gold) for piece in pieces) == len(normal[0][0].split())
