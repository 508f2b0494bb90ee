"""Relations: passages first, then the arrows between those that were found; a slip counts once."""

from random import Random

import pytest

from portal.grading.engine import grade
from portal.grading.types import AnswerError
from portal.tasks import get
from tests.grading.make import make_entry

LABELS = [{"id": "person", "name": "Person"}, {"id": "firm", "name": "Firm"}]
NAMES = [
    {"id": "works_for", "name": "Works for"},
    {"id": "owns", "name": "Owns"},
    {"id": "married", "name": "Married to", "symmetric": True},
]
TASK = get("relations").parse_task({"labels": LABELS, "answer": {"relations": NAMES}})
ITEM = {"text": "Orla Fenn, wife of Ben Ward, runs Kesmar Ltd."}
PLACES = {"o": (0, 9, "person"), "b": (19, 27, "person"), "k": (34, 44, "firm"), "w": (11, 15, "person")}


def graph(marks, *arrows):
    """ "obk" and ("o", "k", "owns")."""
    entities = [dict(zip(("start", "end", "label"), PLACES[one], strict=True), id=one) for one in marks]
    return {"entities": entities, "relations": [dict(zip(("head", "tail", "label"), a, strict=True)) for a in arrows]}


def one(gold, answer):
    entry = make_entry("relations", TASK, gold, answer, item=ITEM)
    return get("relations").grade_item(TASK, entry.item, entry.gold, entry.alternatives, entry.answer)


def metrics(*pairs):
    entries = [make_entry("relations", TASK, g, a, item=ITEM, item_id=f"i{n}") for n, (g, a) in enumerate(pairs)]
    return grade(get("relations"), TASK, entries, marks=(), feedback=()).metrics


GOLD = graph("obk", ("o", "k", "works_for"), ("o", "b", "married"))


@pytest.mark.parametrize(
    ("answer", "earned", "possible", "fires"),
    [
        (GOLD, 5, 5, []),
        (graph("obk", ("o", "k", "works_for"), ("b", "o", "married")), 5, 5, []),
        (graph("obk", ("k", "o", "works_for"), ("o", "b", "married")), 4.5, 5, ["reversed"]),
        (graph("obk", ("o", "k", "owns"), ("o", "b", "married")), 4.5, 5, ["relation_misnamed"]),
        (graph("obk", ("k", "o", "owns"), ("o", "b", "married")), 4.5, 5, ["relation_misnamed"]),
        (graph("obk", ("o", "b", "married")), 4, 5, ["relation_missed"]),
        (
            graph("obk", *[(a["head"], a["tail"], a["label"]) for a in GOLD["relations"]], ("b", "k", "owns")),
            5,
            6,
            ["relation_extra"],
        ),
        # The missed passage takes its relation with it; the extra passage brings its own along.
        (graph("ob", ("o", "b", "married")), 3, 4, ["missed"]),
        (graph("obkw", ("o", "k", "works_for"), ("o", "b", "married"), ("w", "k", "owns")), 5, 6, ["extra"]),
    ],
)
def test_each_slip_counts_once(answer, earned, possible, fires):
    graded = one(GOLD, answer)
    assert (graded.earned, graded.possible) == (earned, possible)
    assert [hit.pattern for hit in graded.patterns] == fires


def test_measures_of_the_field_stand_beside_the_score():
    found = metrics((GOLD, graph("ob", ("o", "b", "married"))))
    assert found["relation_f1"].value == 1.0
    assert found["strict_f1"].value == pytest.approx(2 * 1 / (2 + 1))
    assert found["joined"].value == 1.0
    bare = metrics((graph("ob"), graph("ob")))
    assert (bare["relation_f1"].value, bare["strict_f1"].value) == (None, None)
    assert bare["strict_f1"].why == "neither side marks a relation"


def test_ids_are_never_compared():
    renamed = {
        "entities": [{**one, "id": f"x{one['id']}"} for one in reversed(GOLD["entities"])],
        "relations": [{**one, "head": f"x{one['head']}", "tail": f"x{one['tail']}"} for one in GOLD["relations"]],
    }
    assert one(GOLD, renamed).verdict == "right"


def test_an_entity_marked_twice_is_one():
    twice = {
        "entities": [*GOLD["entities"], {**GOLD["entities"][0], "id": "again"}],
        "relations": [GOLD["relations"][0], {**GOLD["relations"][1], "head": "again"}],
    }
    assert one(GOLD, twice).verdict == "right"


@pytest.mark.parametrize(
    ("spec", "fires"),
    [
        ({"map": {"works_for": "owns"}}, ["relation_misnamed"]),
        ({"never": ["married"]}, ["relation_missed"]),
        ({"reverse": ["works_for"]}, ["reversed"]),
        ({"reverse": ["married"]}, []),
        ({"skip": ["firm"]}, ["missed"]),
    ],
)
def test_a_persona_has_its_one_habit_and_its_remark_fires(spec, fires):
    entry = make_entry("relations", TASK, GOLD, None, item=ITEM)
    answer = get("relations").persona(TASK, entry.item, entry.gold, spec, Random(1))
    assert [hit.pattern for hit in one(GOLD, answer).patterns] == fires


@pytest.mark.parametrize("spec", [{"map": {"x": "owns"}}, {"skip": ["x"]}, {"never": ["x"]}, {"sleepy": True}])
def test_a_persona_nobody_could_play_is_refused(spec):
    entry = make_entry("relations", TASK, GOLD, None, item=ITEM)
    with pytest.raises(AnswerError):
        get("relations").persona(TASK, entry.item, entry.gold, spec, Random(1))


def test_the_same_relation_twice_in_gold_is_refused():
    with pytest.raises(AnswerError, match="twice"):
        one(graph("ob", ("o", "b", "married"), ("b", "o", "married")), None)
