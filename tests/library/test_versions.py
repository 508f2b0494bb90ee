"""Versions outlive the content they came from."""

import json

import pytest

from portal.grading.engine import grade
from portal.library import item_from_version, load_library, rules_from_version
from tests.library.folders import change_line, replace

GOLD = "exercises/ex-1/gold.jsonl"


@pytest.fixture
def exercise(content):
    return load_library([content]).exercises["ex-1"]


def graded(rules, items, label="happy"):
    kind = rules.task_type
    entries = [item.entry(kind.parse_answer({"label": label}, rules.task, item.input)) for item in items]
    return grade(kind, rules.task, entries, marks=rules.marks, feedback=rules.feedback)


def test_a_grade_made_from_stored_versions_is_the_same(exercise):
    items = exercise.pool("practice")
    rules = rules_from_version(exercise.task_version().canonical_json)
    stored = [item_from_version(item.version().canonical_json, rules) for item in items]
    assert graded(rules, stored) == graded(exercise, items)
    assert graded(rules, stored).fired[0].id == "rosy"


def test_what_a_version_gives_back_has_the_same_version(exercise):
    version = exercise.task_version()
    rules = rules_from_version(version.canonical_json)
    item = exercise.items["p01"]
    assert rules.task_version() == version
    assert item_from_version(item.version().canonical_json, rules).version() == item.version()


def test_stored_rules_show_reasons_and_rules_without_the_content(exercise):
    rules = rules_from_version(exercise.task_version().canonical_json.decode())
    item = item_from_version(exercise.items["p01"].version().canonical_json.decode(), rules)
    assert item.why == "The writer says so in p01."
    assert {i: rule.html for i, rule in rules.rules.items()} == {i: r.html for i, r in exercise.rules.items()}
    assert [label.name for label in rules.labels] == ["Happy", "Sad"]
    assert "glossary:" not in rules.guideline_html


def test_a_version_is_canonical_json_without_the_second_pass(exercise):
    said = json.loads(exercise.items["p01"].version().canonical_json)
    assert said["gold"] == {"label": "happy"}
    assert "second_pass" not in said


def test_a_changed_gold_changes_the_item_and_not_the_task(content, exercise):
    change_line(GOLD, 1, lambda row: row.update(alternatives=[{"gold": {"label": "happy"}}]))(content)
    changed = load_library([content]).exercises["ex-1"]
    assert changed.task_version() == exercise.task_version()
    assert changed.items["p00"].version().hash != exercise.items["p00"].version().hash
    assert changed.items["p01"].version().hash == exercise.items["p01"].version().hash


def test_a_changed_guideline_changes_the_task(content, exercise):
    replace("exercises/ex-1/guideline.md", "In doubt", "When in doubt")(content)
    assert load_library([content]).exercises["ex-1"].task_version().hash != exercise.task_version().hash
