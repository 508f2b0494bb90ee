"""Reads: a learner's own reports."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from portal.tools.models import AgreementReport


def reports_of(session: Session, user_id: int) -> list[AgreementReport]:
    """All that are not removed, newest first, without their numbers."""
    query = select(AgreementReport).where(AgreementReport.user_id == user_id, AgreementReport.removed_at.is_(None))
    return list(session.scalars(query.order_by(AgreementReport.id.desc())))


def removed_reports(session: Session, user_id: int, since: datetime) -> list[AgreementReport]:
    """Those removed after an instant, last removed first."""
    query = select(AgreementReport).where(AgreementReport.user_id == user_id, AgreementReport.removed_at > since)
    return list(session.scalars(query.order_by(AgreementReport.removed_at.desc())))


def find_report(session: Session, user_id: int, report_id: int) -> AgreementReport | None:
    """The learner's own report with its numbers; None for anybody else's and for a removed one."""
    query = select(AgreementReport).where(
        AgreementReport.id == report_id, AgreementReport.user_id == user_id, AgreementReport.removed_at.is_(None)
    )
    return session.scalar(query.options(undefer(AgreementReport.report)))


def by_client_id(session: Session, user_id: int, client_id: str) -> AgreementReport | None:
    """The report the same form made before."""
    query = select(AgreementReport).where(AgreementReport.user_id == user_id, AgreementReport.client_id == client_id)
    return session.scalar(query)


def count_waiting(session: Session, user_id: int) -> int:
    """How many reports of theirs wait for the worker."""
    query = select(func.count()).where(
        AgreementReport.user_id == user_id,
        AgreementReport.headline.is_(None),
        AgreementReport.problem.is_(None),
        AgreementReport.removed_at.is_(None),
    )
    return session.scalar(query)


def count_kept(session: Session, user_id: int) -> int:
    """How many reports they have kept."""
    query = select(func.count()).where(
        AgreementReport.user_id == user_id, AgreementReport.kept_at.is_not(None), AgreementReport.removed_at.is_(None)
    )
    return session.scalar(query)
