"""Spans: found, placed, named; edges that do not matter; slips by name."""

from random import Random

import pytest

from portal.grading.engine import grade, matches
from portal.grading.types import AnswerError, Feedback
from portal.tasks import get
from portal.tasks.text import trim
from tests.grading.make import grade_one, make_entry, make_task, spans

TASK = make_task("spans")
TEXT = "Dr. Nadia Fenn left the Port of Ellery for Orla, then Kesmar."
NADIA, PORT, ELLERY, ORLA = (4, 14), (24, 38), (32, 38), (43, 47)


def one(gold, answer, **more):
    return grade_one("spans", TASK, gold, answer, **more)


def tags(grade):
    return [o.tag for o in grade.objects]


def patterns(gold, answer):
    return [hit.pattern for hit in one(gold, answer).patterns]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("  Orla, ", "Orla"),
        ("“Orla”", "Orla"),
        ("(Orla)", "Orla"),
        ("Orla.", "Orla"),
        ("50%", "50%"),
        ("#1204!", "#1204"),
        ("@orla:", "@orla"),
        ("Müller’s 😀", "Müller’s 😀"),
        ("...", "..."),
        ("«東京»", "東京"),
    ],
)
def test_white_space_and_edge_punctuation_are_trimmed_but_not_signs_with_a_meaning(text, inner):
    start, end = trim(text, 0, len(text))
    assert text[start:end] == inner


def test_each_slip_counts_once():
    gold = spans((*NADIA, "a"))
    assert one(gold, spans((*NADIA, "a"))).earned == 1.0
    assert one(gold, spans((0, 14, "a"))).earned == 0.5
    assert one(gold, spans((*NADIA, "b"))).earned == 0.5
    assert one(gold, spans((0, 14, "b"))).earned == 0.5
    assert one(gold, spans()).earned == 0.0


def test_an_exact_match_is_never_lost_to_a_partial_one():
    gold = spans((*PORT, "a"), (*ELLERY, "b"))
    grade = one(gold, spans((*ELLERY, "b")))
    assert tags(grade) == ["missed", "right"]
    assert one(gold, gold).verdict == "right"


def test_one_span_of_mine_means_one_of_theirs():
    grade = one(spans((*NADIA, "a"), (*PORT, "a")), spans((4, 38, "a")))
    assert sorted(tags(grade)) == ["loose", "missed"]
    assert grade.possible == 2


def test_the_right_label_decides_between_equals():
    gold = spans((*PORT, "a"), (*PORT, "b"))
    grade = one(gold, spans((*PORT, "b")))
    assert tags(grade) == ["missed", "right"]


def test_empty_gold_is_worth_one_for_an_empty_answer_and_none_for_no_answer():
    nothing = one(spans(), spans())
    assert (nothing.verdict, nothing.earned, nothing.possible) == ("right", 1.0, 1.0)
    silent = one(spans(), None)
    assert (silent.verdict, silent.earned, silent.possible) == ("unanswered", 0.0, 1.0)
    extra = one(spans(), spans((*NADIA, "a")))
    assert (extra.verdict, extra.earned, extra.possible) == ("wrong", 0.0, 1.0)
    two = one(spans(), spans((*NADIA, "a"), (*ORLA, "b")))
    assert two.possible == 2.0


def test_optional_spans_count_neither_way():
    gold = {
        "spans": [
            {"start": 4, "end": 14, "label": "a"},
            {"start": 43, "end": 47, "label": "b", "optional": True},
        ]
    }
    without = one(gold, spans((*NADIA, "a")))
    with_it = one(gold, spans((*NADIA, "a"), (*ORLA, "b")))
    wrong_label = one(gold, spans((*NADIA, "a"), (*ORLA, "c")))
    for result in (without, with_it, wrong_label):
        assert (result.verdict, result.earned, result.possible) == ("right", 1.0, 1.0)
    assert tags(with_it) == ["right", "ignored"]


def test_a_span_marked_twice_with_other_edges_is_one_span():
    grade = one(spans((*ORLA, "a")), spans((43, 47, "a"), (43, 48, "a")))
    assert (grade.verdict, grade.possible) == ("right", 1.0)


def test_the_best_alternative_is_the_gold():
    gold, other = spans((*PORT, "a")), spans((*ELLERY, "b"))
    grade = one(gold, spans((*ELLERY, "b")), others=[(other, 1.0)])
    assert (grade.verdict, grade.gold) == ("right", other)
    weighed = one(gold, spans((*ELLERY, "b")), others=[(other, 0.8)])
    assert (weighed.verdict, weighed.earned) == ("partial", 0.8)
    assert one(gold, spans((*PORT, "a")), others=[(other, 1.0)]).gold == gold


def test_metrics_pool_counts_over_the_set():
    gold = spans((*NADIA, "a"), (*PORT, "b"), (*ORLA, "c"))
    answer = spans((0, 14, "a"), (*PORT, "c"), (54, 60, "c"))
    entries = [make_entry("spans", TASK, gold, answer), make_entry("spans", TASK, gold, gold, item_id="i2")]
    found = grade(get("spans"), TASK, entries, marks=(), feedback=()).metrics
    assert found["score"].value == pytest.approx((0.5 + 0.5 + 3) / (4 + 3))
    assert found["found"].value == pytest.approx(5 / 6)
    assert found["placed"].value == pytest.approx((0.5 + 1 + 3) / 5)
    assert found["named"].value == pytest.approx(4 / 5)
    assert found["strict_f1"].value == pytest.approx(2 * 3 / (6 + 6))
    assert found["partial_f1"].value == pytest.approx(2 * 4.5 / (6 + 6))
    assert found["type_f1"].value == pytest.approx(2 * 4 / (6 + 6))


def test_sentences_say_what_is_too_much_and_what_is_left_out():
    [grade] = one(spans((*NADIA, "a")), spans((0, 9, "b"))).objects
    assert grade.say.plain() == ("Found, with a slip: “Dr” is too much, “Fenn” is left out, this is Apple, not Bear.")


def test_slips_have_their_own_names():
    gold = spans((*NADIA, "a"), (*PORT, "b"))
    assert patterns(gold, spans((0, 14, "a"), (*PORT, "b"))) == ["wide"]
    assert patterns(gold, spans((10, 14, "a"), (*PORT, "b"))) == ["narrow"]
    assert patterns(gold, spans((10, 19, "a"), (*PORT, "b"))) == ["wide", "narrow"]
    assert patterns(gold, spans((4, 38, "b"))) == ["missed", "merged"]
    assert set(patterns(gold, spans((4, 9, "a"), (10, 14, "a"), (*PORT, "b")))) == {"split", "extra"}
    assert patterns(gold, spans((*NADIA, "a"), (*PORT, "c"))) == ["misnamed"]
    assert patterns(gold, spans((*NADIA, "a"), (*PORT, "b"), (*ORLA, "c"))) == ["extra"]
    assert patterns(gold, gold) == []
    assert patterns(gold, None) == []


def test_nested_slips_say_which_layer_is_missing():
    gold = spans((*PORT, "a"), (*ELLERY, "b"))
    assert patterns(gold, spans((*PORT, "a"))) == ["missed", "inner_missed"]
    assert patterns(gold, spans((*ELLERY, "b"))) == ["missed", "outer_missed"]


def test_what_was_taken_in_can_be_filtered():
    [hit] = one(spans((*PORT, "b")), spans((19, 38, "b"))).patterns

    def fires(**filters):
        return matches(Feedback("x", "wide", filters, 1, ""), hit)

    assert hit.facts["excess"] == "the"
    assert hit.facts["example"] == "the Port of Ellery"
    assert fires(prefix=["The"], label=["b"])
    assert not fires(prefix=["a"])
    assert not fires(suffix=["the"])
    assert fires(prefix=["the"], suffix=["port"])
    assert not fires(prefix=["the"], label=["a"])


@pytest.mark.parametrize(
    ("gold", "where"),
    [
        (spans((3, 14, "a")), r"spans\[0\]: a reference span must not start"),
        (spans((4, 14, "a"), (4, 14, "a")), r"spans\[1\]: the same span"),
        ({"spans": [{"start": 4, "end": 14, "label": "a", "any": ["z"]}]}, r"spans\[0\].any\[0\]"),
    ],
)
def test_gold_that_cannot_be_right_is_refused(gold, where):
    with pytest.raises(AnswerError, match=where):
        make_entry("spans", TASK, gold, None)


def test_texts_whose_offsets_would_move_are_refused():
    for text in ("a\r\nb", "a\x00b", "a\ud800b", "   ", ""):
        with pytest.raises(AnswerError, match="text"):
            get("spans").parse_item({"text": text}, TASK)


def play(spec, gold, text=TEXT):
    entry = make_entry("spans", TASK, gold, None, item={"text": text})
    answer = get("spans").persona(TASK, entry.item, entry.gold, {"id": "p", "name": "P", **spec}, Random(1))
    get("spans").parse_answer(answer, TASK, entry.item)
    return [(text[s["start"] : s["end"]], s["label"]) for s in answer["spans"]]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"op": "prepend", "words": ["the", "dr."]}, ["Dr. Nadia Fenn", "the Port of Ellery", "Orla"]),
        (
            {"op": "prepend", "words": ["the", "Dr."], "labels": ["b"]},
            ["Nadia Fenn", "the Port of Ellery", "Orla"],
        ),
        ({"op": "append", "words": ["left"]}, ["Nadia Fenn left", "Port of Ellery", "Orla"]),
        ({"op": "append", "words": ["lef", "th"]}, ["Nadia Fenn", "Port of Ellery", "Orla"]),
        ({"op": "narrow", "words": ["Nadia", "Orla"]}, ["Fenn", "Port of Ellery", "Orla"]),
        ({"op": "narrow", "words": ["Fenn", "Elle"]}, ["Nadia", "Port of Ellery", "Orla"]),
        ({"op": "merge", "words": [" for "]}, ["Nadia Fenn", "Port of Ellery for Orla"]),
        ({"op": "mark", "words": ["kesmar", "port", "nad"], "label": "c"}, None),
        ({"op": "drop", "labels": ["a"]}, ["Port of Ellery", "Orla"]),
        ({"op": "split", "labels": ["a"]}, ["Nadia", "Fenn", "Port of Ellery", "Orla"]),
    ],
)
def test_a_persona_makes_its_mistake(spec, expected):
    gold = spans((*NADIA, "a"), (*PORT, "b"), (*ORLA, "b"))
    expected = expected or ["Nadia Fenn", "Port of Ellery", "Orla", "Kesmar"]
    assert [text for text, _ in play(spec, gold)] == expected


def test_personas_know_titles_possessives_and_layers():
    prof = "Prof. Dr. Fenn’s kettle"
    fenn = spans((10, 14, "a"))
    assert play({"op": "prepend", "words": ["Dr.", "Prof."]}, fenn, prof) == [("Prof. Dr. Fenn", "a")]
    assert play({"op": "append", "words": ["'s", "’s"]}, fenn, prof) == [("Fenn’s", "a")]
    nested = spans((*PORT, "a"), (*ELLERY, "b"))
    assert play({"op": "drop_inner"}, nested) == [("Port of Ellery", "a")]
    assert play({"op": "drop_outer"}, nested) == [("Ellery", "b")]
    assert play({"op": "relabel", "map": {"b": "c"}}, nested) == [("Port of Ellery", "a"), ("Ellery", "c")]


@pytest.mark.parametrize(
    "spec",
    [
        {},
        {"op": "sing"},
        {"op": "prepend"},
        {"op": "drop", "words": ["a"]},
        {"op": "relabel", "map": {"z": "a"}},
    ],
)
def test_a_persona_that_cannot_be_played_says_why(spec):
    with pytest.raises(AnswerError):
        play(spec, spans((*NADIA, "a")))
