"""Every known answer, within 1e-6; see the README beside the cases for how values compare."""

import json
from math import isclose
from pathlib import Path

import pytest

from config import ROOT
from portal.grading.cases import SCORERS, score_case

KNOWN = Path(__file__).parent / "known"
CASES = [
    json.loads(line) for file in sorted(KNOWN.glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()
]

NOT_INPUT = {"id", "task", "expected", "source", "note", "accept", "strict_rejection_ok", "other_repairs_iou", "labels"}
# What a library that differs would give.
NOT_OUTPUT = {"greedy_by_iou"}


def differences(found, expected, accept, path=""):
    if isinstance(expected, dict):
        for name, value in expected.items():
            if name in found or name != "greedy_by_iou":
                yield from differences(found[name], value, accept, f"{path}.{name}".lstrip("."))
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for i, (a, b) in enumerate(zip(found, expected, strict=True)):
            yield from differences(a, b, accept, f"{path}[{i}]")
    else:
        # A precision or recall with nothing to divide by is None; 0 is as good. By class it is 0.
        by_class = path.startswith("per_class.")
        empty = [None, 0] if path.endswith(("precision", "recall")) and not expected and not by_class else []
        right = [expected, *empty, *accept.get(path, [])]
        if not any(same(found, value) for value in right):
            yield f"{path}: {found} is none of {right}"


def same(found, expected):
    if expected is None or isinstance(expected, str | bool):
        return type(found) is type(expected) and found == expected
    if found is None:
        return False
    return isclose(found, expected, rel_tol=1e-6, abs_tol=1e-6)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_known_answer(case):
    assert list(differences(score_case(case), case["expected"], case.get("accept", {}))) == []


def test_every_scorer_has_known_answers():
    assert {case["task"] for case in CASES} == set(SCORERS)


def test_every_task_its_fields_and_its_metrics_are_documented():
    rows = {}
    for line in (ROOT / "docs" / "scoring.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            _, task, fields, metrics, _ = line.split("|")
            rows[task.strip(" `")] = fields, metrics
    assert set(rows) == set(SCORERS)
    for case in CASES:
        fields, metrics = rows[case["task"]]
        assert [name for name in case if f"`{name}" not in fields and name not in NOT_INPUT] == []
        assert [name for name in case["expected"] if f"`{name}`" not in metrics and name not in NOT_OUTPUT] == []
