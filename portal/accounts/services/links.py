"""Links sent by mail: a forgotten password, a new address. Hashed, good for one hour and one use."""

import secrets
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts import limits, mail, passwords, queries
from portal.accounts.models import MailLink, User, new_key
from portal.accounts.services.entry import Taken
from portal.accounts.session import hash_token
from portal.web import events
from portal.web.i18n import gettext as _

LASTS = timedelta(hours=1)


def ask_for_reset(session: Session, email: str, *, now: datetime) -> None:
    """Mails a reset link when the address has an account; else does nothing that can be seen."""
    wanted = limits.may_mail(session, "reset", email, now=now)
    user = queries.find_by_email(session, email)
    if user is None or not wanted:
        return
    link = make_reset_link(session, user, now=now)
    body = _(
        "Somebody, most likely you, asked for a new password at %(site)s.\n\n"
        "Choose it here within one hour:\n%(link)s\n\n"
        "If it was not you, do nothing: your password stays as it is.",
        site=_site(),
        link=link,
    )
    mail.write(session, user.id, email, _("%(site)s: choose a new password", site=_site()), body, now=now)
    events.record(session, user.id, "reset_asked", now=now)


def make_reset_link(session: Session, user: User, *, now: datetime) -> str:
    """A fresh address at which the person can choose a new password. Earlier ones stop working."""
    return _link(session, user, "reset", user.email, "/reset/", now=now)


def reset_password(session: Session, token: str, password: str, *, now: datetime) -> User | None:
    """The person, with a new password and every browser signed out; None when the link no longer works."""
    password_hash = passwords.hash_password(password)
    user = _use(session, "reset", token, now=now)
    if user is None:
        return None
    user.password_hash = password_hash
    user.session_key = new_key()
    user.last_seen_at = now
    _drop_links(session, user, "reset")
    events.record(session, user.id, "password_reset", now=now)
    session.flush()
    return user


def ask_for_email(session: Session, user: User, email: str, who: limits.Asker, *, now: datetime) -> None:
    """Mails a link to the new address and a notice to the old one. Raises Taken, and TooManyTries.

    The address changes only when the link is opened, so a slip of the finger locks nobody out.
    """
    limits.check_taken(session, who, now=now)
    if queries.find_by_email(session, email) is not None:
        limits.count_taken(session, who, now=now)
        raise Taken(email)
    if not limits.may_mail(session, "email", email, now=now):
        raise limits.TooManyTries(3600)
    link = _link(session, user, "email", email, "/settings/email/", now=now)
    subject = _("%(site)s: confirm your new e-mail address", site=_site())
    body = _(
        "Confirm within one hour that this address shall be yours at %(site)s:\n%(link)s\n\n"
        "If you did not ask for it, do nothing: no account will use this address.",
        site=_site(),
        link=link,
    )
    mail.write(session, user.id, email, subject, body, now=now)
    notice = _(
        "Somebody signed in to your account at %(site)s asked to change its e-mail address to %(email)s.\n\n"
        "If it was you, open the link sent there. If it was not, sign in and change your password now:\n"
        "%(link)s",
        site=_site(),
        email=email,
        link=mail.absolute("/settings/password"),
    )
    mail.write(
        session,
        user.id,
        user.email,
        _("%(site)s: your e-mail address may change", site=_site()),
        notice,
        now=now,
    )
    events.record(session, user.id, "email_change_asked", now=now)


def change_email(session: Session, token: str, *, now: datetime) -> User | None:
    """The person, with the address the link was sent to; None when it no longer works. Raises Taken."""
    found = queries.find_link(session, "email", token, now)
    user = _use(session, "email", token, now=now) if found else None
    if found is None or user is None:
        return None
    email = found[0].email
    old, user.email = user.email, email
    try:
        session.flush()
    except IntegrityError as error:
        raise Taken(email) from error
    # A reset link that waits in the old mailbox must not open the account any more.
    _drop_links(session, user, "reset", "email")
    notice = _(
        "The e-mail address of your account at %(site)s is now %(email)s. This address is no longer used.",
        site=_site(),
        email=user.email,
    )
    mail.write(session, user.id, old, _("%(site)s: your e-mail address has changed", site=_site()), notice, now=now)
    events.record(session, user.id, "email_changed", now=now)
    session.flush()
    return user


def forget_links(session: Session, now: datetime) -> None:
    """The chore: removes links a day after they stopped working."""
    session.execute(delete(MailLink).where(MailLink.expires_at < now - timedelta(days=1)))


def _link(session: Session, user: User, purpose: str, email: str, path: str, *, now: datetime) -> str:
    _drop_links(session, user, purpose)
    token = secrets.token_urlsafe(24)
    session.add(
        MailLink(
            user_id=user.id,
            purpose=purpose,
            token_hash=hash_token(token),
            email=email,
            created_at=now,
            expires_at=now + LASTS,
        )
    )
    session.flush()
    return mail.absolute(path + token)


def _use(session: Session, purpose: str, token: str, *, now: datetime) -> User | None:
    """Marks the link as used and returns its owner; of two uses at once only one gets through."""
    used = session.execute(
        update(MailLink)
        .where(
            MailLink.token_hash == hash_token(token),
            MailLink.purpose == purpose,
            MailLink.used_at.is_(None),
            MailLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(MailLink.user_id)
    ).scalar_one_or_none()
    return session.get(User, used) if used is not None else None


def _drop_links(session: Session, user: User, *purposes: str) -> None:
    session.execute(delete(MailLink).where(MailLink.user_id == user.id, MailLink.purpose.in_(purposes)))


def _site() -> str:
    return current_app.config["SETTINGS"].site_name
