"""Reads: evidence by skill."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.skills.models import Evidence


def evidence_of(session: Session, user_id: int, skill_id: str | None = None) -> list[Evidence]:
    """The learner's evidence, newest first; of one skill when told."""
    statement = select(Evidence).where(Evidence.user_id == user_id)
    if skill_id is not None:
        statement = statement.where(Evidence.skill_id == skill_id)
    return list(session.scalars(statement.order_by(Evidence.closed_at.desc(), Evidence.id.desc())))


def by_skill(rows: list[Evidence]) -> dict[str, list[Evidence]]:
    """The rows grouped by skill."""
    grouped: dict[str, list[Evidence]] = {}
    for row in rows:
        grouped.setdefault(row.skill_id, []).append(row)
    return grouped
