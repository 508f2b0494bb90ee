"""Coming in: guests, signing up, signing in."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts import limits, passwords, queries
from portal.accounts.models import User, new_key
from portal.accounts.zones import known_zone
from portal.web import events


class Taken(ValueError):
    """There is an account with this e-mail already."""


def make_guest(session: Session, now: datetime) -> User:
    """A new guest: a row without e-mail, so that a visitor's answers have an owner. Kept for a week."""
    guest = User(created_at=now, last_seen_at=now, session_key=new_key())
    session.add(guest)
    session.flush()
    return guest


def make_member(session: Session, email: str, password: str, *, now: datetime, time_zone: str = "UTC") -> User:
    """A new account. Raises Taken."""
    return _fill_in(session, User(created_at=now), email, password, now=now, time_zone=time_zone)


def sign_up(
    session: Session, guest: User | None, email: str, password: str, *, now: datetime, time_zone: str = "UTC"
) -> User:
    """The account; a guest's row becomes it and keeps its attempts. Raises Taken."""
    user = _fill_in(session, guest or User(created_at=now), email, password, now=now, time_zone=time_zone)
    events.record(session, user.id, "signed_up", now=now)
    if guest is not None:
        events.tell(session, "guest_joined", user, now=now)
    return user


def join(
    session: Session,
    guest: User | None,
    email: str,
    password: str,
    who: limits.Asker,
    *,
    now: datetime,
    time_zone: str = "UTC",
) -> User:
    """The account of the sign-up form. Raises Taken, and TooManyTries.

    The form sent twice finds its own account: with the right password that is a sign-in, not an error.
    """
    limits.check_taken(session, who, now=now)
    if queries.find_by_email(session, email) is None:
        return sign_up(session, guest, email, password, now=now, time_zone=time_zone)
    user = check_sign_in(session, email, password, who, now=now)
    if user is None:
        limits.count_taken(session, who, now=now)
        raise Taken(email)
    return user


def check_sign_in(session: Session, email: str, password: str, who: limits.Asker, *, now: datetime) -> User | None:
    """The member of that address when the password is right. Raises TooManyTries.

    Takes as long for an address nobody has. A hash made with old settings is made anew.
    """
    counted = limits.count_sign_in(session, email, who, now=now)
    user = queries.find_by_email(session, email)
    if not passwords.verify_password(user.password_hash if user else None, password):
        return None
    if passwords.needs_rehash(user.password_hash):
        user.password_hash = passwords.hash_password(password)
    limits.take_back(session, counted, now=now)
    user.last_seen_at = now
    events.record(session, user.id, "signed_in", now=now)
    session.flush()
    return user


def _fill_in(session: Session, user: User, email: str, password: str, *, now: datetime, time_zone: str) -> User:
    # Hashing takes a while: it comes before the first write, which locks a SQLite database.
    password_hash = passwords.hash_password(password)
    user.email, user.password_hash = email, password_hash
    # A key known before the account had a password must not open it.
    user.session_key = new_key()
    user.time_zone = known_zone(time_zone)
    user.last_seen_at = now
    session.add(user)
    try:
        session.flush()
    except IntegrityError as error:
        raise Taken(email) from error
    return user
