"""The worked examples of every kind hold; a new kind brings its own."""

import json
from pathlib import Path

import pytest

import portal.tasks
from portal.grading.types import Alternative, AnswerError
from portal.tasks import discover
from tests.tasks.worlds import world_of

FOLDER = Path(portal.tasks.__file__).parent


def pages():
    return {kind: json.loads((FOLDER / kind / "examples.json").read_text("utf-8")) for kind in discover()}


def cases():
    return [
        pytest.param(kind, page, example, id=f"{kind}: {example['name']}")
        for kind, page in pages().items()
        for example in page["examples"]
    ]


@pytest.mark.parametrize(("kind", "page", "example"), cases())
def test_example(kind, page, example):
    task_type = portal.tasks.get(kind)
    task = task_type.parse_task(page["task"])
    item = task_type.parse_item(page["item"], task)
    gold = task_type.parse_gold(page["gold"], task, item)
    others = [Alternative(task_type.parse_gold(a["gold"], task, item), a["weight"]) for a in page["alternatives"]]
    if "error" in example:
        with pytest.raises(AnswerError) as caught:
            task_type.parse_answer(example["answer"], task, item)
        assert str(caught.value) == example["error"]
        return
    answer = example["answer"]
    if answer is not None:
        answer = task_type.parse_answer(answer, task, item)
        # What is stored reads back as the same answer.
        assert task_type.parse_answer(task_type.dump_answer(answer), task, item) == answer
    grade = task_type.grade_item(task, item, gold, others, answer)
    assert grade.earned / grade.possible == pytest.approx(example["score"])
    assert grade.verdict == example["verdict"]
    json.dumps([o.as_json() for o in grade.objects], allow_nan=False)
    json.dumps(grade.gold, allow_nan=False)


@pytest.mark.parametrize("kind", discover())
def test_every_kind_shows_a_perfect_a_partial_an_empty_and_a_malformed_answer(kind):
    examples = pages()[kind]["examples"]
    assert any(e.get("score") == 1 for e in examples)
    assert any(0 < e.get("score", 0) < 1 for e in examples)
    assert any(e["name"] == "empty" for e in examples)
    assert any(e["name"] == "no answer" for e in examples)
    assert any("error" in e for e in examples)


@pytest.mark.parametrize("kind", discover())
def test_every_kind_has_a_guide_that_names_its_metrics_and_patterns(kind):
    guide = (FOLDER / kind / "guide.md").read_text("utf-8")
    for name in (*discover()[kind].metrics, *discover()[kind].patterns):
        assert f"`{name}`" in guide, name


@pytest.mark.parametrize("kind", discover())
def test_a_browser_sees_nothing_of_gold_or_scoring(kind):
    task_type = discover()[kind]
    page = pages()[kind]
    task = task_type.parse_task(page["task"])
    shown = task_type.public_task(task)
    assert set(shown) == {"kind", "labels", "answer"}
    assert set(shown["answer"]) <= world_of(kind).SHOWN_ANSWER
    assert all(set(label) == {"id", "name", "hint", "key"} for label in shown["labels"])
    item = task_type.public_item(task_type.parse_item(page["item"], task))
    assert set(item) <= world_of(kind).SHOWN_ITEM


@pytest.mark.parametrize("kind", discover())
def test_the_empty_answer_and_the_schema_fit_the_parser(kind):
    task_type = discover()[kind]
    page = pages()[kind]
    task = task_type.parse_task(page["task"])
    item = task_type.parse_item(page["item"], task)
    schema = task_type.answer_schema(task)
    assert schema["additionalProperties"] is False
    empty = task_type.empty_answer(task)
    if empty is not None:
        assert set(empty) == set(schema["required"])
        task_type.parse_answer(empty, task, item)
