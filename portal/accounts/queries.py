"""Reading accounts: people, keys, links, mails, what happened."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session, selectinload

from portal.accounts.models import ApiToken, Mail, MailLink, Role, User
from portal.accounts.session import hash_token
from portal.jobs import Job
from portal.web.events import Event

GUEST_AGE = timedelta(days=7)
RECENT = 8


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """A mail that has not been sent, and why the last try failed, if there was one."""

    mail: Mail
    error: str


def find_by_email(session: Session, email: str) -> User | None:
    """The member with that address, in its stored spelling."""
    return session.scalar(select(User).where(User.email == email))


def list_members(session: Session) -> list[User]:
    """Everybody with an account, roles loaded, oldest first."""
    query = select(User).where(User.email.is_not(None)).options(selectinload(User.roles)).order_by(User.id)
    return list(session.scalars(query))


def find_link(session: Session, purpose: str, token: str, now: datetime) -> tuple[MailLink, User] | None:
    """The link and its owner while it works; None when it is unknown, used or expired."""
    row = session.execute(
        select(MailLink, User)
        .join(User, User.id == MailLink.user_id)
        .where(
            MailLink.token_hash == hash_token(token),
            MailLink.purpose == purpose,
            MailLink.used_at.is_(None),
            MailLink.expires_at > now,
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None


def pending_email(session: Session, user_id: int, now: datetime) -> str | None:
    """The new address that waits for its link to be opened."""
    return session.scalar(
        select(MailLink.email)
        .where(
            MailLink.user_id == user_id,
            MailLink.purpose == "email",
            MailLink.used_at.is_(None),
            MailLink.expires_at > now,
        )
        .order_by(MailLink.id.desc())
        .limit(1)
    )


def list_tokens(session: Session, user_id: int) -> list[ApiToken]:
    """The person's API keys, newest first."""
    return list(session.scalars(select(ApiToken).where(ApiToken.user_id == user_id).order_by(ApiToken.id.desc())))


def count_tokens(session: Session, user_id: int) -> int:
    """How many API keys the person has."""
    return session.scalar(select(func.count()).select_from(ApiToken).where(ApiToken.user_id == user_id)) or 0


def find_token(session: Session, user_id: int, token_id: int) -> ApiToken | None:
    """One of the person's own API keys."""
    return session.scalar(select(ApiToken).where(ApiToken.id == token_id, ApiToken.user_id == user_id))


def recent_events(session: Session, user_id: int, names: tuple[str, ...]) -> list[Event]:
    """The newest events of those names about the person."""
    query = select(Event).where(Event.user_id == user_id, Event.what.in_(names)).order_by(Event.id.desc())
    return list(session.scalars(query.limit(RECENT)))


def waiting_mails(session: Session) -> list[WaitingMail]:
    """Mails nobody has sent yet, newest first, at most a hundred."""
    query = (
        select(Mail, Job.error)
        .outerjoin(Job, Job.key == "mail:" + cast(Mail.id, String))
        .where(Mail.sent_at.is_(None))
        .order_by(Mail.id.desc())
        .limit(100)
    )
    return [WaitingMail(mail, error or "") for mail, error in session.execute(query)]


def old_guests(session: Session, now: datetime, most: int) -> list[User]:
    """Guests whose week is over."""
    query = select(User).where(User.email.is_(None), User.created_at < now - GUEST_AGE).order_by(User.created_at)
    return list(session.scalars(query.limit(most)))


def role_holders(session: Session, name: str) -> int:
    """How many people hold the role."""
    return session.scalar(select(func.count()).select_from(Role).where(Role.name == name)) or 0
