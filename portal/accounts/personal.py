"""What accounts keep about a person."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.models import ApiToken, Mail, MailLink, Role, User
from portal.web.events import Event, PersonalData


def _at(value: datetime | None) -> str | None:
    return value.isoformat().replace("+00:00", "Z") if value else None


def export(session: Session, user: User) -> dict:
    """The account, its roles and keys (never their hashes), mails still kept, and what happened when."""
    tokens = session.scalars(select(ApiToken).where(ApiToken.user_id == user.id).order_by(ApiToken.id))
    links = session.scalars(select(MailLink).where(MailLink.user_id == user.id).order_by(MailLink.id))
    mails = session.scalars(select(Mail).where(Mail.user_id == user.id).order_by(Mail.id))
    happened = session.scalars(select(Event).where(Event.user_id == user.id).order_by(Event.id))
    roles = session.scalars(select(Role.name).where(Role.user_id == user.id).order_by(Role.name))
    return {
        "email": user.email,
        "time_zone": user.time_zone,
        "background": user.background,
        "hours_a_week": user.hours_a_week,
        "created_at": _at(user.created_at),
        "last_signed_in_at": _at(user.last_seen_at),
        "roles": list(roles),
        "api_keys": [
            {
                "name": one.name,
                "ends_in": one.hint,
                "created_at": _at(one.created_at),
                "last_used_at": _at(one.last_used_at),
            }
            for one in tokens
        ],
        "mail_links": [
            {
                "purpose": one.purpose,
                "email": one.email,
                "created_at": _at(one.created_at),
                "expires_at": _at(one.expires_at),
                "used_at": _at(one.used_at),
            }
            for one in links
        ],
        "mails": [
            # Without the text: it can hold a link that opens the account, and files get passed on.
            {
                "to": one.to,
                "subject": one.subject,
                "created_at": _at(one.created_at),
                "sent_at": _at(one.sent_at),
            }
            for one in mails
        ],
        "events": [{"at": _at(one.at), "what": one.what, "on": one.on} for one in happened],
    }


def erase(session: Session, user: User) -> None:
    """Removes keys, links, mails and roles. The row goes last, and events lose the name."""
    for table in (ApiToken, MailLink, Mail, Role):
        session.execute(delete(table).where(table.user_id == user.id))


PERSONAL = PersonalData("account", export, erase)
