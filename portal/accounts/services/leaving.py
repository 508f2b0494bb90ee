"""Taking everything along, and leaving for good."""

from datetime import datetime

from flask import Flask, current_app
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.accounts import queries
from portal.accounts.models import User
from portal.web import events

GUESTS_AT_ONCE = 200


def export_all(session: Session, user: User, app: Flask) -> dict:
    """Everything every room keeps about the person, by room, ready for JSON."""
    settings = app.config["SETTINGS"]
    rooms = {data.name: data.export(session, user) for data in app.extensions["personal_data"]}
    return {"format": "goldpath-export", "version": 1, "site": settings.site_name, **rooms}


def delete_account(session: Session, user: User, app: Flask, *, now: datetime) -> None:
    """Really deletes the person: each room's rows, then keys, links and waiting mails, then the row itself.

    Rooms hear of it first, so that a public page can answer 410. What remains are events without a name.
    """
    user_id = user.id
    events.tell(session, "account_closing", user, now=now)
    # The last room first: later rooms point at rows of earlier ones.
    for data in reversed(app.extensions["personal_data"]):
        data.erase(session, user)
    session.flush()
    session.expunge(user)
    session.execute(delete(User).where(User.id == user_id))
    events.record(session, None, "account_deleted", now=now)
    session.flush()


def delete_old_guests(session: Session, now: datetime) -> None:
    """The chore: guests of more than seven days, with all they did."""
    app = current_app._get_current_object()
    for guest in queries.old_guests(session, now, GUESTS_AT_ONCE):
        delete_account(session, guest, app, now=now)
