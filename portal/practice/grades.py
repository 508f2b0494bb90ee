"""Closing attempts and grading them. Grades are rows that are added, never rewritten."""

import json
from datetime import datetime

from pydantic_core import to_json
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from portal.grading.engine import grade, mark_results, too_close, with_intervals
from portal.grading.types import AnswerError, Entry, Grade, GradedItem, ItemGrade, Metric
from portal.library import Exercise, Item, Library, TaskRules
from portal.practice.answers import expose
from portal.practice.attempts import Closed
from portal.practice.models import Attempt, GradeRow, Slot
from portal.practice.versions import keep_items, keep_task, kept_item, rules_of, slot_item
from portal.web import events

# Raised whenever the same answers could be graded otherwise; stored with every grade.
GRADER_VERSION = "1"
# Causes of the grade made when a set closes, and closes again after more items.
CLOSING = ("submit", "more items")

_ATTEMPTS = Attempt.__table__
CLOSE = (
    update(_ATTEMPTS)
    .where(_ATTEMPTS.c.id == bindparam("attempt"), _ATTEMPTS.c.state == "open")
    .values(state="closed", closed_at=bindparam("at"), touched_at=bindparam("at"))
)
# How often the answers of a set were saved: another number, other answers.
SAVES = select(func.sum(Slot.version)).where(Slot.attempt_id == bindparam("attempt"))
_SLOTS_OF = select(Slot).where(Slot.attempt_id == bindparam("attempt")).order_by(Slot.position)


def slots_of(session: Session, attempt: Attempt) -> list[Slot]:
    """The attempt's items in the learner's order."""
    return list(session.scalars(_SLOTS_OF, {"attempt": attempt.id}))


def submit_attempt(session: Session, library: Library, attempt: Attempt, *, now: datetime) -> GradeRow:
    """The attempt's grade: made now, or the one it already has. Commits nothing.

    Raises Closed for an attempt that was set aside.
    """
    if attempt.state == "closed":
        return newest_grade(session, attempt)
    if attempt.state != "open":
        raise Closed
    # Only a set that was opened again with more items has a grade already.
    before = newest_grade(session, attempt) if attempt.extended_at is not None else None
    slots = slots_of(session, attempt)
    items = [slot_item(session, library, attempt, slot) for slot in slots]
    cause = CLOSING[before is not None]
    # Graded first: from closing to commit nobody else can write on SQLite, and grading takes longest.
    row = _graded_row(attempt, slots, items, items[0].of, before, cause=cause, now=now)
    # Whoever of two simultaneous submits changes the row first has graded; the other reads that grade.
    won = session.execute(CLOSE, {"attempt": attempt.id, "at": now})
    if won.rowcount == 0:
        session.refresh(attempt)
        if attempt.state != "closed":
            raise Closed
        return newest_grade(session, attempt)
    if session.scalar(SAVES, {"attempt": attempt.id}) != sum(slot.version for slot in slots):
        # An answer was saved meanwhile. Now that the set is closed, none can be.
        for slot in slots:
            session.refresh(slot)
        row = _graded_row(attempt, slots, items, items[0].of, before, cause=cause, now=now)
    attempt.state, attempt.closed_at, attempt.touched_at = "closed", now, now
    _add(session, attempt, row)
    events.record(session, attempt.user_id, "attempt_closed", str(attempt.id), now=now)
    events.tell(session, "attempt_closed", attempt, row, now=now)
    expose(session, attempt, slots, now=now)
    session.flush()
    return row


def regrade_attempt(
    session: Session, library: Library, attempt: Attempt, *, now: datetime, cause: str
) -> GradeRow | None:
    """A further grade of a closed attempt against today's reference answers; None when nothing differs.

    Items that have left the content, or ask something else now, are graded against the version the learner
    saw. Also None when today's labels cannot read what was answered: the grade then stands as it is.
    """
    slots = slots_of(session, attempt)
    before = newest_grade(session, attempt)
    rules = library.exercises.get(attempt.exercise_id) or rules_of(
        session, library, attempt.exercise_id, attempt.task_hash
    )
    try:
        items = [_current(session, library, attempt, slot, rules) for slot in slots]
        row = _graded_row(attempt, slots, items, rules, before, cause=cause, now=now)
    except AnswerError:
        return None
    if before is not None and before.items == row.items and before.passed == row.passed:
        return None
    _add(session, attempt, row)
    # What was graded must be there to show when the content has changed once more.
    keep_task(session, rules)
    keep_items(session, attempt.exercise_id, items)
    events.record(session, attempt.user_id, "attempt_regraded", str(attempt.id), now=now)
    events.tell(session, "attempt_regraded", attempt, row, now=now)
    session.flush()
    return row


def _current(session: Session, library: Library, attempt: Attempt, slot: Slot, rules: TaskRules) -> Item:
    """The item as it is today while it asks the same; else the version the learner saw, under today's rules."""
    seen = slot_item(session, library, attempt, slot)
    item = rules.items.get(slot.item_id) if isinstance(rules, Exercise) else None
    if item is not None and _question(item) == _question(seen):
        return item
    return seen if seen.of is rules else kept_item(session, slot.item_hash, rules)


def _question(item: Item) -> dict:
    """What the learner answered to; how a picture is described to those who cannot see it may change."""
    return {**item.public_input(), "alt": None}


def newest_grade(session: Session, attempt: Attempt) -> GradeRow | None:
    """The grade that counts now."""
    return session.scalar(
        select(GradeRow).where(GradeRow.attempt_id == attempt.id).order_by(GradeRow.revision.desc()).limit(1)
    )


def grade_at_close(session: Session, attempt_id: int) -> GradeRow:
    """The grade an attempt closed with: the one its evidence is about, whatever re-grading came later."""
    return session.scalars(
        select(GradeRow)
        .where(GradeRow.attempt_id == attempt_id, GradeRow.cause.in_(CLOSING))
        .order_by(GradeRow.revision.desc())
        .limit(1)
    ).one()


def grade_one(session: Session, library: Library, attempt: Attempt, slot: Slot) -> tuple[Item, GradedItem]:
    """One locked item graded on its own, for "check" in practice."""
    from portal.grading.engine import grade_items

    item = slot_item(session, library, attempt, slot)
    [graded] = grade_items(item.of.task_type, item.of.task, [_entry(item, slot)])
    return item, graded


def ensure_intervals(session: Session, library: Library, attempt: Attempt, row: GradeRow, *, now: datetime) -> bool:
    """Makes the bootstrap intervals of a grade at first read and stores them. Returns whether it did."""
    if row.intervals_at is not None:
        return False
    rules = rules_of(session, library, attempt.exercise_id, row.summary["task"])
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
        for item in row.graded
    ]


def _entry(item: Item, slot: Slot) -> Entry:
    if slot.answer is None:
        return item.entry(None)
    return item.entry(item.of.task_type.parse_answer(json.loads(slot.answer), item.of.task, item.input))


def _graded_row(
    attempt: Attempt,
    slots: list[Slot],
    items: list[Item],
    rules: TaskRules,
    before: GradeRow | None,
    *,
    cause: str,
    now: datetime,
) -> GradeRow:
    """The slots graded, as the row after the one before. It is not in the session yet."""
    result = grade(
        rules.task_type,
        rules.task,
        [_entry(item, slot) for item, slot in zip(items, slots, strict=True)],
        marks=rules.marks,
        feedback=rules.feedback,
    )
    stored = [_stored(item, slot, graded) for item, slot, graded in zip(items, slots, result.items, strict=True)]
    row = GradeRow(
        attempt_id=attempt.id,
        revision=before.revision + 1 if before else 1,
        grader_version=GRADER_VERSION,
        cause=cause,
        score=result.score,
        passed=result.passed,
        too_close=False,
        summary=_summary(rules, result, slots),
        items=to_json(stored).decode(),
        created_at=now,
    )
    row.graded = stored
    return row


def _add(session: Session, attempt: Attempt, row: GradeRow) -> None:
    session.add(row)
    attempt.score, attempt.passed = row.score, row.passed


def _summary(rules: TaskRules, result: Grade, slots: list[Slot]) -> dict:
    """What stands above the items: headline, metrics, marks, feedback that fired, and the task it was graded by."""
    slot_of = {slot.item_id: slot.slot_id for slot in slots}
    return {
        "task": rules.task_version().hash,
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
        "hash": item.hash,
        "fresh": not slot.seen_before,
        "verdict": result.verdict,
        "earned": result.earned,
        "possible": result.possible,
        "concept": graded.concept,
        "repeat_of": graded.repeat_of,
        "counts": dict(result.counts),
        "objects": [
            {
                "tag": one.tag,
                "yours": one.yours,
                "gold": one.gold,
                "value": one.value,
                "say": one.say.as_json(),
                "why": one.why,
                "rule": one.rule,
            }
            for one in result.objects
        ],
        "yours": graded.answer,
        "gold": result.gold,
        "why": item.why,
        "rules": list(item.rules),
    }
