"""Reads: evidence by skill."""

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import Session

from portal.skills.models import Evidence, EvidenceNote

_NEWEST = (
    select(EvidenceNote.evidence_id, func.max(EvidenceNote.id).label("id"))
    .join(Evidence, Evidence.id == EvidenceNote.evidence_id)
    .where(Evidence.user_id == bindparam("user_id"))
    .group_by(EvidenceNote.evidence_id)
    .subquery()
)
PIECES = (
    select(
        Evidence.skill_id,
        Evidence.level,
        Evidence.needed,
        Evidence.mode,
        Evidence.n,
        Evidence.closed_at,
        func.coalesce(EvidenceNote.earned, Evidence.earned).label("counts_earned"),
        func.coalesce(EvidenceNote.possible, Evidence.possible).label("counts_possible"),
    )
    .outerjoin(_NEWEST, _NEWEST.c.evidence_id == Evidence.id)
    .outerjoin(EvidenceNote, EvidenceNote.id == _NEWEST.c.id)
    .where(Evidence.user_id == bindparam("user_id"))
)


def evidence_of(session: Session, user_id: int, skill_id: str | None = None) -> list[Evidence]:
    """The learner's evidence, newest first; of one skill when told."""
    statement = select(Evidence).where(Evidence.user_id == user_id)
    if skill_id is not None:
        statement = statement.where(Evidence.skill_id == skill_id)
    return list(session.scalars(statement.order_by(Evidence.closed_at.desc(), Evidence.id.desc())))


def pieces_by_skill(session: Session, user_id: int) -> dict[str, list[Row]]:
    """What levels are judged by, of all the learner's evidence: the credit of the newest grade."""
    grouped: dict[str, list[Row]] = {}
    for row in session.execute(PIECES, {"user_id": user_id}):
        grouped.setdefault(row.skill_id, []).append(row)
    return grouped
