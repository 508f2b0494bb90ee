"""Reads: a page, the results that may stand on it."""

import re
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Row, and_, bindparam, exists, select
from sqlalchemy.orm import Session

from portal.portfolio.models import Handle, Portfolio, Sample
from portal.skills.models import Evidence, EvidenceNote

HANDLE = re.compile(r"[a-z0-9][a-z0-9-]{1,28}[a-z0-9]")
KEPT_REMOVED = timedelta(days=30)


def find_page(session: Session, user_id: int) -> Portfolio | None:
    """The learner's stored page, removed or not; None when there is none."""
    return session.scalar(select(Portfolio).where(Portfolio.user_id == user_id))


class AtHandle(NamedTuple):
    """What stands at an address: whether anybody ever had it, the page there now, and its sample."""

    was_used: bool
    page: Portfolio | None
    sample: Sample | None


# Made once: putting a statement together takes longer than running it.
_AT_HANDLE = (
    select(Handle.handle, Portfolio, Sample)
    .outerjoin(Portfolio, (Portfolio.handle == Handle.handle) & Portfolio.removed_at.is_(None))
    .outerjoin(Sample, (Sample.page_id == Portfolio.id) & Sample.removed_at.is_(None))
    .where(Handle.handle == bindparam("handle"))
)


def page_at(session: Session, handle: str) -> AtHandle:
    """What stands at that address, in one read."""
    if not HANDLE.fullmatch(handle):
        return AtHandle(False, None, None)
    row = session.execute(_AT_HANDLE, {"handle": handle}).first()
    return AtHandle(False, None, None) if row is None else AtHandle(True, row[1], row[2])


def find_sample(session: Session, page_id: int | None, *, removed: bool = False) -> Sample | None:
    """The page's sample, or the one that was taken off it."""
    if page_id is None:
        return None
    gone = Sample.removed_at.is_not(None) if removed else Sample.removed_at.is_(None)
    return session.scalar(select(Sample).where(Sample.page_id == page_id, gone))


class Graded(NamedTuple):
    """A later grade of a result: when, and what it came to."""

    at: datetime
    value: float | None


@dataclass(frozen=True, slots=True)
class Result:
    """One sitting on fresh items alone: what of its evidence a page shows. `low` is None until it is made."""

    public_id: str
    attempt_id: int
    headline: dict
    title: str
    mode: str
    tier: str
    made_by: str
    value: float
    low: float | None
    high: float | None
    n: int
    seen_before: int
    attempt_no: int
    closed_at: datetime
    time_zone: str
    site: str
    operator: str
    notes: tuple[Graded, ...]


# Only what was checked on items new to the learner is offered as a result to strangers.
_IS_RESULT = and_(
    Evidence.user_id == bindparam("user_id"),
    Evidence.mode.in_(("test", "exam")),
    Evidence.seen_before == 0,
    Evidence.value.is_not(None),
)
# Single columns: a whole row of evidence takes three times as long to read.
_RESULTS = (
    select(
        *(getattr(Evidence, field.name) for field in fields(Result) if field.name != "notes"),
        Evidence.id,
        exists().where(EvidenceNote.evidence_id == Evidence.id),
    )
    .where(_IS_RESULT)
    .order_by(Evidence.closed_at.desc(), Evidence.attempt_id.desc(), Evidence.id)
)
_CHOSEN = _RESULTS.where(Evidence.public_id.in_(bindparam("chosen", expanding=True)))
_WITHOUT_INTERVAL = select(Evidence).where(_IS_RESULT, Evidence.low.is_(None))


def results_of(session: Session, user_id: int, chosen: Collection[str] | None = None) -> list[Result]:
    """One row a sitting, newest first; of `chosen` public ids when told."""
    if chosen is None:
        rows = session.execute(_RESULTS, {"user_id": user_id})
    else:
        rows = session.execute(_CHOSEN, {"user_id": user_id, "chosen": list(chosen)})
    # A sitting that shows several skills is one result: the same answers are not counted twice.
    sittings: dict[int, Row] = {}
    for row in rows:
        sittings.setdefault(row.attempt_id, row)
    notes = _notes(session, [row[-2] for row in sittings.values() if row[-1]])
    return [Result(*row[:-2], notes=tuple(notes.get(row[-2], ()))) for row in sittings.values()]


def _notes(session: Session, evidence_ids: list[int]) -> dict[int, list[Graded]]:
    found: dict[int, list[Graded]] = {}
    if evidence_ids:
        columns = (EvidenceNote.evidence_id, EvidenceNote.at, EvidenceNote.value)
        statement = select(*columns).where(EvidenceNote.evidence_id.in_(evidence_ids)).order_by(EvidenceNote.id)
        for evidence_id, at, value in session.execute(statement):
            found.setdefault(evidence_id, []).append(Graded(at, value))
    return found


def without_interval(session: Session, user_id: int) -> list[Evidence]:
    """Results whose interval has not been made yet."""
    return list(session.scalars(_WITHOUT_INTERVAL, {"user_id": user_id}))


def is_restorable(page: Portfolio, now: datetime) -> bool:
    """Whether a removed page can still be brought back."""
    return page.removed_at is not None and page.removed_at > now - KEPT_REMOVED
