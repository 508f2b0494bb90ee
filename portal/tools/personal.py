"""What this room keeps about a person: their reports, removed ones included until they are forgotten."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, undefer

from portal.accounts.models import User
from portal.tools.models import AgreementReport
from portal.web.events import PersonalData


def export(session: Session, user: User) -> list[dict]:
    """Every report, oldest first, with all its numbers."""
    query = select(AgreementReport).where(AgreementReport.user_id == user.id).options(undefer(AgreementReport.report))
    return [_report_json(row) for row in session.scalars(query.order_by(AgreementReport.id))]


def _report_json(row: AgreementReport) -> dict:
    instants = ("created_at", "kept_at", "removed_at")
    return {
        "title": row.title,
        "note": row.note,
        **{name: value.isoformat() if (value := getattr(row, name)) else None for name in instants},
        "asked_for": row.wanted,
        "report": row.report,
    }


def erase(session: Session, user: User) -> None:
    """Removes all of it; files that wait go with their reports."""
    session.execute(delete(AgreementReport).where(AgreementReport.user_id == user.id))


PERSONAL = PersonalData("agreement_reports", export, erase)
