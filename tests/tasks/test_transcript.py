"""Transcript: each word is one decision."""

from random import Random

import pytest

from portal.grading.engine import grade
from portal.grading.types import AnswerError
from portal.tasks import get
from tests.grading.make import make_entry

ITEM = {"audio": "a.opus", "seconds": 2.5}
TASK = get("transcript").parse_task({"labels": []})
EXACT = get("transcript").parse_task({"labels": [], "scoring": {"exact": True}})


def one(gold, answer, task=TASK):
    entry = make_entry("transcript", task, {"text": gold}, None if answer is None else {"text": answer}, item=ITEM)
    return get("transcript").grade_item(task, entry.item, entry.gold, entry.alternatives, entry.answer)


def metrics(*pairs, task=TASK):
    entries = [
        make_entry("transcript", task, {"text": g}, {"text": a}, item=ITEM, item_id=f"i{n}")
        for n, (g, a) in enumerate(pairs)
    ]
    return grade(get("transcript"), task, entries, marks=(), feedback=()).metrics


def patterns(gold, answer, task=TASK):
    return [hit.pattern for hit in one(gold, answer, task).patterns]


def test_rates_pool_errors_over_words_and_are_no_mean_of_rates():
    found = metrics(("a b c d e f g h", "a b c d e f g h"), ("a b", "x y"))
    assert found["wer"].value == pytest.approx(2 / 10)
    assert found["score"].value == pytest.approx(8 / 10)


def test_a_rate_above_one_is_not_cut_off():
    assert metrics(("a", "x y z"))["wer"].value == 3.0


def test_silence_is_an_answer_and_no_answer_is_not():
    assert (one("", "").verdict, one("", "").credit) == ("right", 1.0)
    assert (one("", None).verdict, one("", None).credit) == ("unanswered", 0.0)
    assert one("", "hello there").credit == 0.0
    assert metrics(("", ""))["wer"].value == 0.0
    assert metrics(("", "hello"))["wer"].value is None


def test_case_and_punctuation_count_where_the_exercise_says_so():
    assert one("Yes, Mr. Fenn.", "yes mr fenn").credit == 1.0
    graded = one("Yes, Fenn.", "yes, Fenn.", EXACT)
    assert graded.credit == 0.5
    assert patterns("Yes, Fenn.", "yes, Fenn.", EXACT) == ["case_or_punctuation"]


def test_composed_and_combined_letters_are_the_same_word():
    assert one("café", "cafe\u0301").credit == 1.0


def test_scripts_without_spaces_go_by_characters():
    assert one("東京に行く", "東京へ行く").credit == pytest.approx(4 / 5)


@pytest.mark.parametrize(
    ("spec", "given", "fires"),
    [
        ({"drops": ["um"]}, "I want twenty", ["left_out"]),
        ({"map": {"twenty": "20"}}, "Um, I want 20", ["number_form"]),
        ({"map": {"want": "went"}}, "Um, I went twenty", ["changed"]),
        ({"adds": "okay"}, "Um, I want twenty okay", ["added"]),
    ],
)
def test_a_persona_has_its_one_habit_and_its_remark_fires(spec, given, fires):
    gold = "Um, I want twenty"
    item = get("transcript").parse_item(ITEM, TASK)
    assert get("transcript").persona(TASK, item, gold, spec, Random(1)) == {"text": given}
    assert patterns(gold, given) == fires


def test_a_persona_nobody_could_play_is_refused():
    with pytest.raises(AnswerError):
        get("transcript").persona(TASK, None, "a", {"sleepy": True}, Random(1))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"audio": "../a.opus", "seconds": 1}, "audio: is not valid here"),
        ({"audio": "a.opus", "seconds": 0}, "seconds: must be more than 0"),
        ({"audio": "a.opus", "seconds": float("nan")}, "seconds: must be a finite number"),
    ],
)
def test_a_recording_that_cannot_be_played_is_refused(raw, message):
    with pytest.raises(AnswerError) as caught:
        get("transcript").parse_item(raw, TASK)
    assert message in str(caught.value)
