"""Writes: evidence when an attempt closes, notes when it is graded again, intervals at first read."""

from collections.abc import Sequence
from datetime import datetime

from flask import current_app
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.grading.engine import counted, summarise, with_intervals
from portal.grading.intervals import wilson
from portal.library import Exercise, Library
from portal.practice.grades import grade_at_close, graded_items
from portal.practice.models import Attempt, GradeRow, new_public_id
from portal.practice.versions import rules_of
from portal.skills.models import Evidence, EvidenceNote
from portal.web import events

METRIC = "score"


def write_evidence(session: Session, attempt: Attempt, row: GradeRow, *, now: datetime) -> None:
    """One row a skill, over the fresh items alone. A set extended by more items replaces its undecided row."""
    library: Library = current_app.extensions["library"]
    exercise = library.exercises.get(attempt.exercise_id)
    items = row.graded
    fresh = [one for one in items if one["fresh"] and one["repeat_of"] is None and one["possible"]]
    public_ids = {}
    if row.revision > 1:
        # Whoever was given a row's public id keeps it when the row is made again.
        known = select(Evidence.skill_id, Evidence.public_id).where(Evidence.attempt_id == attempt.id)
        public_ids = dict(session.execute(known).all())
        session.execute(delete(Evidence).where(Evidence.attempt_id == attempt.id))
    if exercise is None or not fresh:
        return
    settings = current_app.config["SETTINGS"]
    earned, possible = sum(one["earned"] for one in fresh), sum(one["possible"] for one in fresh)
    headline, metric = _over(exercise, row, fresh, items)
    time_zone = session.get_one(User, attempt.user_id).time_zone
    shown = {
        "user_id": attempt.user_id,
        "attempt_id": attempt.id,
        "needed": needed_credit(exercise),
        "exercise_id": exercise.id,
        "title": exercise.title,
        "headline": headline,
        "kind": exercise.kind,
        "task_hash": attempt.task_hash,
        "mode": attempt.mode,
        # Items that are published with the code can be had by anyone, whoever runs the site.
        "tier": "own",
        "made_by": _made_by(exercise, fresh),
        "metric": METRIC,
        "value": earned / possible,
        "low": metric.get("low"),
        "high": metric.get("high"),
        "n": len(fresh),
        "earned": earned,
        "possible": possible,
        "seen_before": attempt.seen_before,
        "attempt_no": attempt.attempt_no,
        "passed": row.passed,
        "distinction": row.summary["distinction"],
        "closed_at": attempt.closed_at,
        "time_zone": time_zone,
        "site": settings.public_url or settings.site_name,
        "operator": settings.operator_name,
    }
    skills = [
        {
            **shown,
            "skill_id": use.id,
            "level": use.level,
            "public_id": public_ids.get(use.id) or new_public_id(),
        }
        for use in exercise.skills
    ]
    if skills:
        session.execute(insert(Evidence.__table__), skills)


def _over(exercise: Exercise, row: GradeRow, fresh: list[dict], items: list[dict]) -> tuple[dict, dict]:
    """Headline and score over the fresh items; those of the grade itself when all are fresh."""
    if len(fresh) == sum(one["repeat_of"] is None for one in items):
        return row.summary["headline"], row.summary["metrics"].get(METRIC, {})
    slots = {one["item"] for one in fresh}
    graded = [one for one in graded_items(row) if one.item_id in slots]
    metrics = summarise(exercise.task_type, exercise.task, graded)
    return exercise.task_type.headline(exercise.task, graded, metrics).as_json(), metrics[METRIC].as_json()


def needed_credit(exercise: Exercise) -> float:
    """The share of credit a level asks for: the exercise's mark for the score, else its lowest mark."""
    named = {mark.metric: mark.at_least for mark in exercise.marks}
    return named.get(METRIC) or min(named.values(), default=1.0)


def _made_by(exercise: Exercise, fresh: list[dict]) -> str:
    item = exercise.items.get(fresh[0]["item"])
    return item.made_by if item is not None else ""


def add_note(session: Session, attempt: Attempt, row: GradeRow, *, now: datetime) -> None:
    """A later grade beside the first; levels are judged by the newest."""
    fresh = [one for one in row.graded if one["fresh"] and one["repeat_of"] is None and one["possible"]]
    earned, possible = sum(one["earned"] for one in fresh), sum(one["possible"] for one in fresh)
    for evidence in session.scalars(select(Evidence).where(Evidence.attempt_id == attempt.id)):
        evidence.notes.append(
            EvidenceNote(
                at=now,
                cause=row.cause,
                value=earned / possible if possible else None,
                earned=earned,
                possible=possible,
            )
        )
    session.flush()


def complete_intervals(session: Session, library: Library, rows: Sequence[Evidence]) -> bool:
    """Makes the intervals that are not there yet and keeps them. Returns whether there were any to make."""
    missing = [row for row in rows if row.low is None and row.value is not None]
    for row in missing:
        attempt = session.get_one(Attempt, row.attempt_id)
        grade = grade_at_close(session, row.attempt_id)
        rules = rules_of(session, library, row.exercise_id, row.task_hash)
        fresh = {one["item"] for one in grade.graded if one["fresh"]}
        graded = [one for one in counted(graded_items(grade)) if one.item_id in fresh]
        metrics = {METRIC: summarise(rules.task_type, rules.task, graded)[METRIC]}
        made = with_intervals(rules.task_type, rules.task, graded, metrics, seed=attempt.seed)[METRIC]
        # One item has no spread to resample; the share's own interval is then the honest, wide one.
        row.low, row.high = (made.low, made.high) if made.low is not None else wilson(row.value, row.possible)
    if missing:
        session.flush()
    return bool(missing)


def _export(session: Session, user: User) -> list[dict]:
    rows = session.scalars(select(Evidence).where(Evidence.user_id == user.id).order_by(Evidence.id))
    return [
        {
            "skill": row.skill_id,
            "exercise": row.exercise_id,
            "title": row.title,
            "mode": row.mode,
            "value": row.value,
            "low": row.low,
            "high": row.high,
            "n": row.n,
            "seen_before": row.seen_before,
            "attempt_no": row.attempt_no,
            "closed_at": row.closed_at.isoformat(),
            "notes": [{"at": note.at.isoformat(), "cause": note.cause, "value": note.value} for note in row.notes],
        }
        for row in rows
    ]


def _erase(session: Session, user: User) -> None:
    mine = select(Evidence.id).where(Evidence.user_id == user.id)
    session.execute(delete(EvidenceNote).where(EvidenceNote.evidence_id.in_(mine)))
    session.execute(delete(Evidence).where(Evidence.user_id == user.id))


PERSONAL = events.PersonalData("evidence", _export, _erase)
