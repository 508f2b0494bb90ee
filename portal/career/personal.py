"""What this room keeps about a person: the pay log, removed entries included until they are forgotten."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.career.models import PayEntry
from portal.web.events import PersonalData


def export(session: Session, user: User) -> list[dict]:
    """Every entry, oldest first; amounts in minor units as they are stored."""
    rows = session.scalars(select(PayEntry).where(PayEntry.user_id == user.id).order_by(PayEntry.id))
    return [_entry_json(row) for row in rows]


def _entry_json(row: PayEntry) -> dict:
    plain = (
        "platform", "kind", "paid", "minutes", "received_minor", "expenses_minor", "currency", "basis",
        "rate_minor", "rate_max_minor", "rate_period", "rate_per_items", "pieces", "source", "note",
    )  # fmt: skip
    instants = ("started_at", "stopped_at", "created_at", "changed_at", "removed_at")
    return {
        "worked_on": row.worked_on.isoformat(),
        **{name: getattr(row, name) for name in plain},
        **{name: value.isoformat() if (value := getattr(row, name)) else None for name in instants},
    }


def erase(session: Session, user: User) -> None:
    """Removes all of it."""
    session.execute(delete(PayEntry).where(PayEntry.user_id == user.id))


PERSONAL = PersonalData("pay", export, erase)
