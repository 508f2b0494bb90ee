"""Reads: a page, the results that may stand on it."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.portfolio.models import Handle, Portfolio, Sample
from portal.skills.models import Evidence

# Only what was checked on items new to the learner is offered as a result to strangers.
MODES = ("test", "exam")
HANDLE = re.compile(r"[a-z0-9][a-z0-9-]{1,28}[a-z0-9]")
KEPT_REMOVED = timedelta(days=30)


def find_page(session: Session, user_id: int) -> Portfolio | None:
    """The learner's stored page, removed or not; None when there is none."""
    return session.scalar(select(Portfolio).where(Portfolio.user_id == user_id))


def page_at(session: Session, handle: str) -> tuple[bool, Portfolio | None]:
    """Whether anybody ever had the handle, and the page that stands there now."""
    if not HANDLE.fullmatch(handle):
        return False, None
    row = session.execute(
        select(Handle.handle, Portfolio)
        .outerjoin(Portfolio, (Portfolio.handle == Handle.handle) & Portfolio.removed_at.is_(None))
        .where(Handle.handle == handle)
    ).first()
    return (False, None) if row is None else (True, row[1])


def find_sample(session: Session, page_id: int | None, *, removed: bool = False) -> Sample | None:
    """The page's sample, or the one that was taken off it."""
    if page_id is None:
        return None
    gone = Sample.removed_at.is_not(None) if removed else Sample.removed_at.is_(None)
    return session.scalar(select(Sample).where(Sample.page_id == page_id, gone))


def results_of(session: Session, user_id: int, chosen: Collection[str] | None = None) -> list[Evidence]:
    """One row a sitting on fresh items alone, newest first; of `chosen` public ids when told."""
    statement = select(Evidence).where(
        Evidence.user_id == user_id, Evidence.mode.in_(MODES), Evidence.seen_before == 0, Evidence.value.is_not(None)
    )
    if chosen is not None:
        statement = statement.where(Evidence.public_id.in_(chosen))
    rows = session.scalars(statement.order_by(Evidence.closed_at.desc(), Evidence.attempt_id.desc(), Evidence.id))
    # A sitting that shows several skills is one result: the same answers are not counted twice.
    sittings: dict[int, Evidence] = {}
    for row in rows:
        sittings.setdefault(row.attempt_id, row)
    return list(sittings.values())


def is_restorable(page: Portfolio, now: datetime) -> bool:
    """Whether a removed page can still be brought back."""
    return page.removed_at is not None and page.removed_at > now - KEPT_REMOVED
