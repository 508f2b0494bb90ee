"""What rooms tell each other against the arrow of imports, and the append-only record of who did what.

A room that must hear of something registers a handler in its `init_app`:
`events.on("attempt_closed", handler)`. Handlers run inside the caller's transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, g, has_request_context
from sqlalchemy import ForeignKey, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import Base

NAMES = ("attempt_closed", "attempt_regraded", "account_closing", "lesson_done", "guest_joined")


class Event(Base):
    """Who did what on what, when. Never changed, holds no content."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    # Set to null when the person goes: the record of what happened stays, the person does not.
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    what: Mapped[str]
    on: Mapped[str] = mapped_column(default="")
    request_id: Mapped[str] = mapped_column(default="")


# A line is never looked at again by whoever wrote it, so it goes past the session's book-keeping.
ADD = insert(Event.__table__)


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What a room keeps about a person: `export(session, user)` -> JSON-ready dict, `erase(session, user)`."""

    name: str
    export: Callable[[Session, object], object]
    erase: Callable[[Session, object], None]


def on(app: object, name: str, handler: Callable) -> None:
    """Calls `handler(session, *facts, now=...)` whenever `name` is told."""
    if name not in NAMES:
        raise ValueError(f"unknown event {name!r}")
    app.extensions.setdefault("handlers", {}).setdefault(name, []).append(handler)


def tell(session: Session, name: str, *facts: object, now: datetime) -> None:
    """Runs every handler of the event inside the caller's transaction."""
    for handler in current_app.extensions.get("handlers", {}).get(name, ()):
        handler(session, *facts, now=now)


def record(session: Session, user_id: int | None, what: str, on: str = "", *, now: datetime) -> None:
    """Adds a line to the record of events."""
    request_id = g.get("request_id", "") if has_request_context() else ""
    session.execute(ADD, {"at": now, "user_id": user_id, "what": what, "on": on, "request_id": request_id})


def keeps_personal_data(app: object, data: PersonalData) -> None:
    """Registers what a room must hand out and delete when a person asks for it."""
    app.extensions.setdefault("personal_data", []).append(data)
