"""The sample with a mistake: which items may be shown, choosing one, and what was graded later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.library import Library
from portal.portfolio.models import Portfolio, Sample
from portal.portfolio.queries import KEPT_REMOVED, find_sample
from portal.practice.grades import newest_grade
from portal.practice.models import Attempt, GradeRow
from portal.practice.results import graded_item
from portal.practice.versions import item_of, rules_of
from portal.web import events

# Only items of this pool are ever shown to strangers, and only its sets are graded for all to see.
POOL = "practice"
MISTAKES = ("wrong", "partial")


class StaleSampleError(RuntimeError):
    """The sample was changed elsewhere since the form was opened; `sample` is what stands now, None for nothing."""

    def __init__(self, sample: Sample | None) -> None:
        super().__init__("changed meanwhile")
        self.sample = sample


@dataclass(frozen=True, slots=True)
class Mistake:
    """One item answered wrongly: how it was stored with the grade, and as a page shows it."""

    stored: Mapping
    item: object


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What of a set can stand on the public page; `labels` are names by id, for the kind's template."""

    attempt: Attempt
    title: str
    kind: str
    task_hash: str
    labels: Mapping[str, str]
    mistakes: tuple[Mistake, ...]
    graded_at: datetime

    def find(self, slot_id: str) -> Mistake | None:
        return next((one for one in self.mistakes if one.stored["slot"] == slot_id), None)


def mistakes_of(session: Session, library: Library, attempt: Attempt) -> Mistakes:
    """The items of a closed practice set with a mistake in them, in the order they were labelled."""
    row = newest_grade(session, attempt)
    task_hash = row.summary["task"]
    rules = rules_of(session, library, attempt.exercise_id, task_hash)
    wrong = [one for one in row.graded if one["verdict"] in MISTAKES and one["repeat_of"] is None]
    return Mistakes(
        attempt=attempt,
        title=rules.title,
        kind=rules.kind,
        task_hash=task_hash,
        labels={label.id: label.name for label in rules.labels},
        mistakes=tuple(
            Mistake(one, graded_item(session, library, rules, task_hash, one, number=number))
            for number, one in enumerate(wrong, 1)
            if is_showable(session, library, attempt.exercise_id, task_hash, one)
        ),
        graded_at=row.created_at,
    )


def is_showable(session: Session, library: Library, exercise_id: str, task_hash: str, stored: Mapping) -> bool:
    """Whether strangers may see this item: of the practice pool then, and of no other pool now."""
    then = item_of(session, library, exercise_id, stored["item"], stored["hash"], task_hash)
    exercise = library.exercises.get(exercise_id)
    now = exercise.items.get(stored["item"]) if exercise is not None else None
    return then.pool == POOL and (now is None or now.pool == POOL)


def choose(
    session: Session,
    page: Portfolio,
    found: Mistakes,
    mistake: Mistake,
    lesson_learned: str,
    version: int,
    *,
    now: datetime,
) -> Sample:
    """Puts the item on the page, frozen as it was graded, in place of whatever stood there.

    `version` is that of the sample it replaces, 0 for none. Raises StaleSampleError when that has changed.
    """
    try:
        with session.begin_nested():
            row = _locked(session, page)
            standing = row if row is not None and row.removed_at is None else None
            if version != (standing.version if standing else 0):
                raise StaleSampleError(standing)
            if row is None:
                row = Sample(page_id=page.id, version=0)
            if (row.attempt_id, row.slot_id) != (found.attempt.id, mistake.stored["slot"]):
                row.attempt_id, row.slot_id = found.attempt.id, mistake.stored["slot"]
                row.exercise_id, row.title = found.attempt.exercise_id, found.title
                row.task_hash, row.item_hash = found.task_hash, mistake.stored["hash"]
                row.graded, row.graded_at, row.notes = dict(mistake.stored), found.graded_at, []
            row.lesson_learned, row.removed_at, row.version = lesson_learned, None, row.version + 1
            session.add(row)
            session.flush()
    except IntegrityError:
        # A second tab was faster with the first sample.
        raise StaleSampleError(find_sample(session, page.id)) from None
    events.record(session, page.user_id, "portfolio_sample_chosen", now=now)
    return row


def _locked(session: Session, page: Portfolio) -> Sample | None:
    """The page's sample as it is now, whatever this request read before; nobody changes it until we have."""
    query = select(Sample).where(Sample.page_id == page.id).with_for_update()
    return session.scalar(query, execution_options={"populate_existing": True})


def remove(session: Session, sample: Sample, *, now: datetime) -> None:
    """Takes the sample off the page; for 30 days it can be put back."""
    sample.removed_at = now
    session.flush()


def restore(session: Session, page: Portfolio, *, now: datetime) -> bool:
    """Whether the sample that was taken off is back."""
    row = find_sample(session, page.id, removed=True)
    if row is None or row.removed_at <= now - KEPT_REMOVED:
        return False
    row.removed_at = None
    session.flush()
    return True


def attempt_regraded(session: Session, attempt: Attempt, grade: GradeRow, *, now: datetime) -> None:
    """A later verdict on an item that stands on a page is noted beside the first, never put in its place."""
    for sample in session.scalars(select(Sample).where(Sample.attempt_id == attempt.id)):
        verdicts = {one["slot"]: one["verdict"] for one in grade.graded}
        last = sample.notes[-1][1] if sample.notes else sample.graded["verdict"]
        verdict = verdicts.get(sample.slot_id, last)
        if verdict != last:
            sample.notes = [*sample.notes, [now.isoformat(), verdict]]
    session.flush()
