"""How often sign-in may be tried: by address, by account, and by browsers an account knows.

Every try counts before the password is looked at, so that tries sent at once cannot slip through; a good one
is taken back, so that a class behind one address is not held up. Counts are rows that all workers share.

Strangers' tries at an account slow each other down for at most a quarter of an hour. A browser that has
signed in to the account before carries a signed cookie and has a count of its own, so nobody can lock the
owner out.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from portal.accounts.addresses import account_key
from portal.web.limits import caller, count_try, give_back, tries, window_start

COOKIE = "goldpath_known"
COOKIE_AGE = timedelta(days=365)

MINUTE, QUARTER = 60, 900
A_MINUTE = 10
A_QUARTER = 30
# "There is an account with this e-mail": how often one address may hear it in a quarter of an hour.
TAKEN = 5
# Mails of one kind to one mailbox in an hour.
MAILS = 3


class TooManyTries(Exception):
    """Come back after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is trying: the address, and the mark of a browser that this account knows, if it is one."""

    address: str
    known: str | None = None


def asker(email: str) -> Asker:
    """The caller of this request, trying to reach the account of that address."""
    return Asker(caller(), _known_mark(email))


def count_sign_in(session: Session, email: str, who: Asker, *, now: datetime) -> list[tuple[str, int]]:
    """Counts one try; returns the counts to take back when it was good. Raises TooManyTries."""
    counted: list[tuple[str, int]] = []
    _count(session, counted, f"signin:address:{who.address}", MINUTE, A_MINUTE, now)
    if who.known is not None:
        _count(session, counted, f"signin:known:{who.known}", MINUTE, A_MINUTE, now)
    else:
        key = f"signin:account:{account_key(email)}"
        _count(session, counted, f"{key}:minute", MINUTE, A_MINUTE, now)
        _count(session, counted, f"{key}:quarter", QUARTER, A_QUARTER, now)
    return counted


def count_own_password(session: Session, email: str, *, now: datetime) -> list[tuple[str, int]]:
    """Counts one try at the password by somebody who is signed in. Raises TooManyTries.

    An unattended browser must not be a place to guess at leisure; what strangers try does not count here.
    """
    counted: list[tuple[str, int]] = []
    _count(session, counted, f"password:{account_key(email)}", MINUTE, A_MINUTE, now)
    return counted


def take_back(session: Session, counted: list[tuple[str, int]], *, now: datetime) -> None:
    """The try was a good one: it does not count."""
    for key, seconds in counted:
        give_back(session, key, now=now, seconds=seconds)


def check_taken(session: Session, who: Asker, *, now: datetime) -> None:
    """Raises TooManyTries when this address has heard too often which e-mails have accounts."""
    start = window_start(now, QUARTER)
    if tries(session, f"taken:{who.address}", since=start) >= TAKEN:
        raise TooManyTries(_left(now, QUARTER))


def count_taken(session: Session, who: Asker, *, now: datetime) -> None:
    """Notes that this address heard that an e-mail has an account."""
    count_try(session, f"taken:{who.address}", now=now, seconds=QUARTER)


def may_mail(session: Session, what: str, email: str, *, now: datetime) -> bool:
    """Whether one more mail of that kind may go to the mailbox this hour. Counts it."""
    return count_try(session, f"mail:{what}:{account_key(email)}", now=now, seconds=3600) <= MAILS


def count_address(session: Session, what: str, *, now: datetime, most: int = A_MINUTE) -> None:
    """Counts one request of this address a minute. Raises TooManyTries, so that a form can keep its words."""
    _count(session, [], f"{what}:{caller()}", MINUTE, most, now)


def know_browser(response: Response, email: str) -> None:
    """Lets this browser be recognised when its owner's account is under siege."""
    value = _signer().dumps([account_key(email), _known_mark(email) or secrets.token_urlsafe(12)])
    response.set_cookie(
        COOKIE,
        value,
        max_age=COOKIE_AGE,
        secure=current_app.config["SETTINGS"].secure,
        httponly=True,
        samesite="Lax",
        path="/signin",
    )


def _count(session: Session, counted: list, key: str, seconds: int, most: int, now: datetime) -> None:
    if count_try(session, key, now=now, seconds=seconds) > most:
        raise TooManyTries(_left(now, seconds))
    counted.append((key, seconds))


def _left(now: datetime, seconds: int) -> int:
    """Seconds until the window ends, at least one."""
    end = window_start(now, seconds) + timedelta(seconds=seconds)
    return max(1, round((end - now).total_seconds()))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key, salt="known-browser")


def _known_mark(email: str) -> str | None:
    try:
        key, mark = _signer().loads(request.cookies.get(COOKIE, ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return mark if key == account_key(email) and isinstance(mark, str) else None
