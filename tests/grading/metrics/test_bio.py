"""Reading, writing and repairing tags."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grading.metrics.bio import Repair, entities, repair, score, split_tag, strict_entities, write
from portal.grading.words import AnswerError

tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)
any_tags = st.lists(st.sampled_from(["O", "B-a", "I-a", "E-a", "S-a", "B-b-c", "I-b-c", "E-b-c", "S-b-c"]), max_size=9)
schemes = pytest.mark.parametrize("scheme", ["iob1", "iob2", "iobes"])


def test_a_type_may_hold_hyphens_or_be_missing():
    assert split_tag("B-my-type") == ("B", "my-type")
    assert entities(["B", "I", "O"]) == [("", 0, 2)]


@pytest.mark.parametrize("tag", ["", "X-PER", "PER", "o", "O-PER", "b-PER"])
def test_what_is_no_tag_is_refused_by_name(tag):
    with pytest.raises(AnswerError, match="is not a tag"):
        entities([tag])


def test_iob1_iob2_and_iobes_are_all_read():
    assert entities(["I-PER", "I-PER", "B-PER", "O", "I-LOC"]) == [("PER", 0, 2), ("PER", 2, 3), ("LOC", 4, 5)]
    assert entities(["B-PER", "I-PER", "B-PER", "O", "B-LOC"]) == [("PER", 0, 2), ("PER", 2, 3), ("LOC", 4, 5)]
    assert entities(["B-PER", "E-PER", "S-PER", "O", "S-LOC"]) == [("PER", 0, 2), ("PER", 2, 3), ("LOC", 4, 5)]


def test_the_strict_reading_ignores_what_stands_where_it_may_not():
    assert strict_entities(["I-PER", "I-PER", "O", "B-LOC", "I-PER", "I-LOC"]) == [("LOC", 3, 4)]
    assert strict_entities(["B-PER", "I-PER", "O", "B-LOC", "E-LOC", "S-PER"], "iobes") == [
        ("LOC", 3, 5),
        ("PER", 5, 6),
    ]


@schemes
def test_each_scheme_writes_the_same_entities_its_way(scheme):
    found = [("PER", 0, 2), ("PER", 2, 3), ("LOC", 4, 7)]
    assert (
        write(found, 8, scheme)
        == {
            "iob1": ["I-PER", "I-PER", "B-PER", "O", "I-LOC", "I-LOC", "I-LOC", "O"],
            "iob2": ["B-PER", "I-PER", "B-PER", "O", "B-LOC", "I-LOC", "I-LOC", "O"],
            "iobes": ["B-PER", "E-PER", "S-PER", "O", "B-LOC", "I-LOC", "E-LOC", "O"],
        }[scheme]
    )


@pytest.mark.parametrize("found", [[("A", 0, 2), ("B", 1, 3)], [("A", 2, 5)], [("A", 1, 1)]])
def test_what_does_not_fit_into_tags_is_refused(found):
    with pytest.raises(ValueError, match="lies outside the sentence or on another"):
        write(found, 4)


def test_a_repair_says_which_tags_it_changed():
    mended, changed = repair(["I-PER", "I-PER", "O", "B-LOC", "I-PER"])
    assert mended == ["B-PER", "I-PER", "O", "B-LOC", "B-PER"]
    assert changed == [Repair(0, "I-PER", "B-PER"), Repair(4, "I-PER", "B-PER")]


@schemes
@given(tags=any_tags)
@tried
def test_a_repair_loses_no_entity_and_is_needed_once(scheme, tags):
    mended, changed = repair(tags, scheme)
    assert entities(mended) == entities(tags)
    assert [old for _, old, _ in changed] == [tags[one.index] for one in changed]
    assert repair(mended, scheme) == (mended, [])
    if scheme != "iob1":
        assert strict_entities(mended, scheme) == entities(tags)


def test_an_entity_counts_once_and_only_in_its_own_sentence():
    gold, yours = [[("A", 0, 1)], []], [[], [("A", 0, 1)]]
    assert score(gold, yours)["tp"] == 0
    assert score(gold, gold) == {"precision": 1, "recall": 1, "f1": 1, "tp": 1, "n_gold": 1, "n_pred": 1}


def test_sentences_of_unequal_length_are_no_comparison():
    with pytest.raises(ValueError, match="longer"):
        score([[]], [[], []])
