"""What each template of accounts may use, besides its form."""

from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import ApiToken
from portal.accounts.queries import WaitingMail


@dataclass(frozen=True, slots=True)
class EntryPage:
    """/signup and /signin. `next` is where to go afterwards, already safe, or empty."""

    next: str
    guest: bool
    wait: int = 0
    taken: bool = False


@dataclass(frozen=True, slots=True)
class ForgotPage:
    """/forgot. `sends`: whether the site sends mail; if not, the page says whom to ask."""

    sends: bool
    asked: bool
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of "what happened lately"."""

    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """/settings"""

    email: str
    pending_email: str | None
    hours_a_week: int | None
    keys: int
    operator: bool
    happened: tuple[Happened, ...]
    site_time: datetime


@dataclass(frozen=True, slots=True)
class EmailPage:
    """/settings/email"""

    email: str
    pending: str | None
    sends: bool
    wait: int = 0


@dataclass(frozen=True, slots=True)
class TokensPage:
    """/settings/tokens. `fresh` is the text of a key just made: shown here, and never again."""

    tokens: tuple[ApiToken, ...]
    fresh: str = ""


@dataclass(frozen=True, slots=True)
class MailPage:
    """/operator/mail"""

    mails: tuple[WaitingMail, ...]
    sends: bool
