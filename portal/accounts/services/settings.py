"""Changing an account: password, sessions, time zone, API keys, roles."""

import secrets
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts import passwords, queries
from portal.accounts.models import ApiToken, MailLink, Role, User, new_key
from portal.accounts.session import hash_token
from portal.web import events

MOST_KEYS = 20


class KeyExists(ValueError):
    """The person has a key of this name; a form sent twice ends here."""


class TooManyKeys(ValueError):
    """The person has as many keys as one may have."""


def change_password(session: Session, user: User, password: str, *, now: datetime) -> None:
    """A new password. Every browser is signed out; the caller signs its own in again."""
    user.password_hash = passwords.hash_password(password)
    user.session_key = new_key()
    # A reset link asked for by somebody else dies with the old password.
    session.execute(delete(MailLink).where(MailLink.user_id == user.id, MailLink.purpose == "reset"))
    events.record(session, user.id, "password_changed", now=now)
    session.flush()


def end_other_sessions(session: Session, user: User, *, now: datetime) -> None:
    """Signs out every browser, remembered or not; the caller signs its own in again."""
    user.session_key = new_key()
    events.record(session, user.id, "signed_out_everywhere", now=now)
    session.flush()


def set_time_zone(session: Session, user: User, name: str, *, now: datetime) -> None:
    """Times are shown in that zone from now on."""
    user.time_zone = name
    session.flush()


def make_token(session: Session, user: User, name: str, *, now: datetime) -> tuple[ApiToken, str]:
    """A new API key and its text, which is kept nowhere. Raises KeyExists and TooManyKeys."""
    if queries.count_tokens(session, user.id) >= MOST_KEYS:
        raise TooManyKeys(MOST_KEYS)
    text = f"gp_{secrets.token_urlsafe(24)}"
    token = ApiToken(user_id=user.id, name=name, token_hash=hash_token(text), hint=text[-4:], created_at=now)
    session.add(token)
    try:
        session.flush()
    except IntegrityError as error:
        raise KeyExists(name) from error
    events.record(session, user.id, "key_made", now=now)
    return token, text


def revoke_token(session: Session, token: ApiToken, *, now: datetime) -> None:
    """The key stops working at once."""
    events.record(session, token.user_id, "key_revoked", now=now)
    session.delete(token)
    session.flush()


def grant_role(session: Session, user: User, name: str, *, now: datetime) -> bool:
    """Whether the person lacked the role and has it now."""
    if session.get(Role, (user.id, name)) is not None:
        return False
    session.add(Role(user_id=user.id, name=name))
    events.record(session, user.id, "role_granted", name, now=now)
    session.flush()
    return True


def revoke_role(session: Session, user: User, name: str, *, now: datetime) -> bool:
    """Whether the person held the role and no longer does."""
    role = session.scalar(select(Role).where(Role.user_id == user.id, Role.name == name))
    if role is None:
        return False
    session.delete(role)
    events.record(session, user.id, "role_revoked", name, now=now)
    session.flush()
    return True
