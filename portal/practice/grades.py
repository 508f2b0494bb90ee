"""Closing attempts and grading them. Grades are rows that are added, never rewritten."""

import json
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.grading.engine import grade, mark_results, too_close, with_intervals
from portal.grading.types import AnswerError, Entry, Grade, GradedItem, ItemGrade, Metric
from portal.library import Item, Library, TaskRules
from portal.practice.attempts import Closed, expose
from portal.practice.models import Attempt, GradeRow, Slot
from portal.practice.versions import item_of, rules_of
from portal.web import events

# Raised whenever the same answers could be graded otherwise; stored with every grade.
GRADER_VERSION = "1"


def slots_of(session: Session, attempt: Attempt) -> list[Slot]:
    """The attempt's items in the learner's order."""
    return list(session.scalars(select(Slot).where(Slot.attempt_id == attempt.id).order_by(Slot.position)))


def submit_attempt(session: Session, library: Library, attempt: Attempt, *, now: datetime) -> GradeRow:
    """The attempt's grade: made now, or the one it already has. Commits nothing.

    Raises Closed for an attempt that was set aside.
    """
    if attempt.state == "closed":
        return newest_grade(session, attempt)
    if attempt.state != "open":
        raise Closed
    # Whoever of two simultaneous submits changes the row first grades; the other reads that grade.
    won = session.execute(
        update(Attempt)
        .where(Attempt.id == attempt.id, Attempt.state == "open")
        .values(state="closed", closed_at=now, touched_at=now),
        execution_options={"synchronize_session": False},
    )
    if won.rowcount == 0:
        session.refresh(attempt)
        return newest_grade(session, attempt)
    attempt.state, attempt.closed_at, attempt.touched_at = "closed", now, now
    slots = slots_of(session, attempt)
    row = _grade(
        session, library, attempt, slots, cause="submit" if attempt.extended_at is None else "more items", now=now
    )
    expose(session, attempt, slots, now=now)
    events.record(session, attempt.user_id, "attempt_closed", str(attempt.id), now=now)
    events.tell(session, "attempt_closed", attempt, row, now=now)
    session.flush()
    return row


def regrade_attempt(
    session: Session, library: Library, attempt: Attempt, *, now: datetime, cause: str
) -> GradeRow | None:
    """A further grade of a closed attempt against today's reference answers; None when nothing differs.

    Items that have left the content are graded against the version the learner saw.
    """
    slots = slots_of(session, attempt)
    before = newest_grade(session, attempt)
    exercise = library.exercises.get(attempt.exercise_id)
    current = exercise.items if exercise is not None else {}
    rules = exercise if exercise is not None else rules_of(session, library, attempt.exercise_id, attempt.task_hash)
    items = [current.get(slot.item_id) or _item(session, library, attempt, slot) for slot in slots]
    row = _grade(session, library, attempt, slots, cause=cause, now=now, items=items, rules=rules, keep_if_same=before)
    if row is None:
        return None
    events.record(session, attempt.user_id, "attempt_regraded", str(attempt.id), now=now)
    events.tell(session, "attempt_regraded", attempt, row, now=now)
    return row


def newest_grade(session: Session, attempt: Attempt) -> GradeRow | None:
    """The grade that counts now."""
    return session.scalar(
        select(GradeRow).where(GradeRow.attempt_id == attempt.id).order_by(GradeRow.revision.desc()).limit(1)
    )


def grade_one(session: Session, library: Library, attempt: Attempt, slot: Slot) -> tuple[Item, GradedItem]:
    """One locked item graded on its own, for "check" in practice."""
    from portal.grading.engine import grade_items

    item = _item(session, library, attempt, slot)
    [graded] = grade_items(item.of.task_type, item.of.task, [_entry(item, slot)])
    return item, graded


def ensure_intervals(session: Session, library: Library, attempt: Attempt, row: GradeRow, *, now: datetime) -> bool:
    """Makes the bootstrap intervals of a grade at first read and stores them. Returns whether it did."""
    if row.intervals_at is not None:
        return False
    rules = rules_of(session, library, attempt.exercise_id, attempt.task_hash)
    graded = graded_items(row)
    metrics = {name: Metric(**value) for name, value in row.summary["metrics"].items()}
    metrics = with_intervals(rules.task_type, rules.task, graded, metrics, seed=attempt.seed)
    marks = mark_results(rules.marks, metrics)
    row.summary = {
        **row.summary,
        "metrics": {name: metric.as_json() for name, metric in metrics.items()},
        "marks": [_mark(mark) for mark in marks],
    }
    row.too_close = attempt.mode != "practice" and too_close(marks)
    row.intervals_at = now
    session.flush()
    return True


def graded_items(row: GradeRow) -> list[GradedItem]:
    """The grade's items with their counts, as far as metrics and intervals need them."""
    return [
        GradedItem(
            item_id=item["item"],
            concept=item["concept"],
            repeat_of=item["repeat_of"],
            grade=ItemGrade(item["verdict"], item["earned"], item["possible"], (), item["gold"], item["counts"]),
            answer=item["yours"],
        )
        for item in json.loads(row.items)
    ]


def _item(session: Session, library: Library, attempt: Attempt, slot: Slot) -> Item:
    return item_of(session, library, attempt.exercise_id, slot.item_id, slot.item_hash, attempt.task_hash)


def _entry(item: Item, slot: Slot) -> Entry:
    if slot.answer is None:
        return item.entry(None)
    try:
        return item.entry(item.of.task_type.parse_answer(json.loads(slot.answer), item.of.task, item.input))
    except AnswerError:
        # The labels have changed since: under today's rules this answer names nothing that exists.
        return item.entry(None)


def _grade(
    session: Session,
    library: Library,
    attempt: Attempt,
    slots: list[Slot],
    *,
    cause: str,
    now: datetime,
    items: list[Item] | None = None,
    rules: TaskRules | None = None,
    keep_if_same: GradeRow | None = None,
) -> GradeRow | None:
    """Grades the slots and adds the row; None when `keep_if_same` already says the same."""
    items = items or [_item(session, library, attempt, slot) for slot in slots]
    rules = rules or items[0].of
    result = grade(
        rules.task_type,
        rules.task,
        [_entry(item, slot) for item, slot in zip(items, slots, strict=True)],
        marks=rules.marks,
        feedback=rules.feedback,
    )
    stored = [_stored(item, slot, graded) for item, slot, graded in zip(items, slots, result.items, strict=True)]
    text = json.dumps(stored, ensure_ascii=False, separators=(",", ":"))
    if keep_if_same is not None and keep_if_same.items == text and keep_if_same.passed == result.passed:
        return None
    last = newest_grade(session, attempt)
    row = GradeRow(
        attempt_id=attempt.id,
        revision=last.revision + 1 if last else 1,
        grader_version=GRADER_VERSION,
        cause=cause,
        score=result.score,
        passed=result.passed,
        too_close=False,
        summary=_summary(rules, result, slots),
        items=text,
        created_at=now,
    )
    session.add(row)
    attempt.score, attempt.passed = result.score, result.passed
    session.flush()
    return row


def _summary(rules: TaskRules, result: Grade, slots: list[Slot]) -> dict:
    """What stands above the items: headline, metrics, marks, and the feedback that fired."""
    slot_of = {slot.item_id: slot.slot_id for slot in slots}
    return {
        "headline": rules.task_type.headline(rules.task, result.items, result.metrics).as_json(),
        "distinction": result.distinction,
        "metrics": {name: metric.as_json() for name, metric in result.metrics.items()},
        "marks": [_mark(mark) for mark in result.marks],
        "fired": [
            {
                "id": fired.id,
                "n": fired.n,
                "say": fired.say.as_json(),
                "rule": fired.rule,
                "lesson": fired.lesson,
                "slots": [slot_of[item] for item in fired.items],
            }
            for fired in result.fired
        ],
    }


def _mark(mark: object) -> dict:
    return {name: getattr(mark, name) for name in mark.__dataclass_fields__}


def _stored(item: Item, slot: Slot, graded: GradedItem) -> dict:
    """One graded item with all that it takes to show it when the content is gone."""
    result = graded.grade
    return {
        "slot": slot.slot_id,
        "item": item.id,
        "hash": item.version().hash,
        "fresh": not slot.seen_before,
        "verdict": result.verdict,
        "earned": result.earned,
        "possible": result.possible,
        "concept": graded.concept,
        "repeat_of": graded.repeat_of,
        "counts": dict(result.counts),
        "objects": [
            {**{k: v for k, v in one.as_json().items() if k != "credit"}, "say": one.say.as_json()}
            for one in result.objects
        ],
        "yours": graded.answer,
        "gold": result.gold,
        "why": item.why,
        "rules": list(item.rules),
    }
