"""Writes: a report is asked for, made, kept, renamed, removed, brought back. All flush, none commits."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import jobs
from portal.formats.raters import Wanted
from portal.tools import queries, work
from portal.tools.models import AgreementReport

# How long a report stays that nobody asked to keep, and one that was removed.
UNKEPT = timedelta(days=7)
KEPT_REMOVED = timedelta(days=30)
MOST_UNKEPT, MOST_KEPT, MOST_WAITING = 20, 100, 2


class StaleError(RuntimeError):
    """Title or note were changed elsewhere since this form was opened."""


class FullError(RuntimeError):
    """As many reports are kept, or wait, as may be."""


def ask_for_report(
    session: Session,
    user_id: int,
    client_id: str,
    files: Sequence[work.File],
    wanted: Wanted,
    iou: float,
    *,
    now: datetime,
) -> AgreementReport:
    """The report on these files: made, or waiting for the worker when they are large.

    Sent a second time the same form gives back its first report. Raises FormatError for files that cannot be
    compared, FullError when others of theirs are still waiting.
    """
    if (known := queries.by_client_id(session, user_id, client_id)) is not None:
        return known
    asked = work.stored(wanted, iou)
    large = work.is_large(files)
    if large and queries.count_waiting(session, user_id) >= MOST_WAITING:
        raise FullError
    # Before anything is written: on SQLite nobody else can write while somebody does.
    found = None if large else work.make_report(files, asked)
    report = AgreementReport(user_id=user_id, client_id=client_id, wanted=asked, created_at=now)
    if found is not None:
        work.fill_in(report, found)
    try:
        with session.begin_nested():
            session.add(report)
            session.flush()
    except IntegrityError:
        known = queries.by_client_id(session, user_id, client_id)
        if known is None:
            raise
        return known
    if large:
        work.keep_files(session, report, files)
        jobs.enqueue(session, work.JOB, f"agreement:{report.id}", {"report_id": report.id}, now=now)
    _make_room(session, user_id)
    return report


def _make_room(session: Session, user_id: int) -> None:
    """Forgets the oldest reports that were not kept, beyond MOST_UNKEPT."""
    unkept = select(AgreementReport.id).where(
        AgreementReport.user_id == user_id, AgreementReport.kept_at.is_(None), AgreementReport.removed_at.is_(None)
    )
    old = unkept.order_by(AgreementReport.id.desc()).offset(MOST_UNKEPT)
    session.execute(delete(AgreementReport).where(AgreementReport.id.in_(old)))


def keep_report(
    session: Session, report: AgreementReport, *, version: int, title: str, note: str, now: datetime
) -> None:
    """Keeps the report, with this title and note. Raises StaleError, and FullError beyond MOST_KEPT."""
    if report.kept_at is None and queries.count_kept(session, report.user_id) >= MOST_KEPT:
        raise FullError
    done = session.execute(
        update(AgreementReport)
        .where(AgreementReport.id == report.id, AgreementReport.version == version)
        .values(title=title, note=note, version=version + 1, kept_at=report.kept_at or now)
    )
    session.refresh(report)
    if done.rowcount == 0:
        raise StaleError


def remove_report(session: Session, report: AgreementReport, *, now: datetime) -> None:
    """Takes the report out of the list for 30 days, then for good; one not yet made goes at once, with its files."""
    if report.state == "waiting":
        session.delete(report)
    else:
        report.removed_at = now
    session.flush()


def restore_report(session: Session, user_id: int, report_id: int, *, now: datetime) -> bool:
    """Whether the removed report is back, and kept; False when there is none or its 30 days are over."""
    done = session.execute(
        update(AgreementReport)
        .where(
            AgreementReport.id == report_id,
            AgreementReport.user_id == user_id,
            AgreementReport.removed_at > now - KEPT_REMOVED,
        )
        .values(removed_at=None, kept_at=func.coalesce(AgreementReport.kept_at, now))
    )
    return done.rowcount > 0


def forget_old(session: Session, now: datetime) -> None:
    """Deletes what was removed more than 30 days ago, and what nobody kept within a week."""
    old = or_(
        AgreementReport.removed_at <= now - KEPT_REMOVED,
        AgreementReport.kept_at.is_(None)
        & AgreementReport.removed_at.is_(None)
        & (AgreementReport.created_at <= now - UNKEPT),
    )
    some = select(AgreementReport.id).where(old).limit(1000)
    session.execute(delete(AgreementReport).where(AgreementReport.id.in_(some)))
