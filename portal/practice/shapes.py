"""Attempts and grades as JSON: one spelling for the API, the workbench and the result page."""

import json
from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from portal.grading.types import GradedItem, Say
from portal.library import Item, Library, TaskRules
from portal.practice.models import Attempt, GradeRow, Slot
from portal.practice.versions import rules_of, slot_item
from portal.web.i18n import gettext, translator


def instant_json(value: object) -> str | None:
    """An instant as RFC 3339 in UTC."""
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if value else None


def task_json(rules: TaskRules) -> dict:
    """The task as a browser may see it: kind, labels, answer options. Never scoring."""
    return {"kind": rules.kind, **rules.task_type.public_task(rules.task)}


def open_json(session: Session, library: Library, attempt: Attempt, slots: list[Slot]) -> dict:
    """An open attempt: its task, its items under their slot ids, and the answers so far."""
    rules = rules_of(session, library, attempt.exercise_id, attempt.task_hash)
    items = [_item_json(slot_item(session, library, attempt, slot), slot) for slot in slots]
    return {
        "id": attempt.id,
        "exercise": attempt.exercise_id,
        "mode": attempt.mode,
        "state": attempt.state,
        "task": task_json(rules),
        "items": items,
        "deadline": instant_json(attempt.deadline),
        "guideline": f"/practice/{attempt.exercise_id}#guideline",
    }


def _item_json(item: Item, slot: Slot) -> dict:
    return {
        "id": slot.slot_id,
        "input": item.public_input(),
        "answer": json.loads(slot.answer) if slot.answer else None,
        "version": slot.version,
        "locked": slot.locked_at is not None,
    }


def check_json(library: Library, item: Item, graded: GradedItem) -> dict:
    """What "check" shows of one item: verdict, objects, reference, reason, rules and the lesson behind them."""
    grade = graded.grade
    return {
        "verdict": grade.verdict,
        "credit": grade.credit,
        "objects": [{k: v for k, v in one.as_json(gettext).items() if k != "credit"} for one in grade.objects],
        "yours": graded.answer,
        "gold": grade.gold,
        "why": item.why,
        "rules": [rule_json(item.of.rules, rule) for rule in item.rules],
        "lesson": lesson_json(library, item.of.rules, item.rules),
    }


def rule_json(rules: Mapping, rule_id: str) -> dict:
    """A guideline rule: id, name, text."""
    rule = rules.get(rule_id)
    return {"id": rule_id, "name": rule.name if rule else "", "html": rule.html if rule else ""}


def lesson_json(library: Library, rules: Mapping, rule_ids: list[str] | tuple[str, ...]) -> dict | None:
    """The lesson that explains the first of these rules that has one."""
    for rule_id in rule_ids:
        rule = rules.get(rule_id)
        lesson = library.lessons.get(rule.lesson) if rule is not None and rule.lesson else None
        if lesson is not None:
            return {"id": lesson.id, "title": lesson.title, "href": f"/learn/{lesson.id}"}
    return None


def grade_json(attempt: Attempt, row: GradeRow) -> dict:
    """A grade as the API sends it."""
    say = translator()
    return {
        "score": row.score,
        "passed": row.passed,
        "too_close": row.too_close,
        "metrics": row.summary["metrics"],
        "items": [graded_json(item, say) for item in row.graded],
        "feedback_at": instant_json(attempt.closed_at),
    }


def graded_json(item: dict, say: Callable[[str], str]) -> dict:
    """One stored graded item in the shape of the API, its sentences translated by `say`."""
    return {
        "id": item["slot"],
        "verdict": item["verdict"],
        "credit": item["earned"] / item["possible"] if item["possible"] else None,
        "objects": [
            {**one, "say": Say.from_json(one["say"]).render(say), "why": one["why"]} for one in item["objects"]
        ],
        "yours": item["yours"],
        "gold": item["gold"],
        "why": item["why"],
        "rules": item["rules"],
    }


def closed_json(attempt: Attempt, row: GradeRow) -> dict:
    """A closed attempt: what it was, and its grade."""
    return {
        "id": attempt.id,
        "exercise": attempt.exercise_id,
        "mode": attempt.mode,
        "state": attempt.state,
        "closed_at": instant_json(attempt.closed_at),
        "grade": grade_json(attempt, row),
    }
