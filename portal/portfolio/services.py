"""Writes: editing, publishing, taking down, bringing back. All flush, none commits."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.db import insert_new
from portal.portfolio.models import Handle, Portfolio, Sample
from portal.portfolio.queries import KEPT_REMOVED, find_page, find_sample, is_restorable
from portal.web import events

# Handles are never given again, so nobody may use them up.
MOST_HANDLES = 10


class StaleError(RuntimeError):
    """The page was changed elsewhere since the form was opened; `page` is how it stands now, None if it is gone."""

    def __init__(self, page: Portfolio | None) -> None:
        super().__init__("changed meanwhile")
        self.page = page


class HandleTakenError(RuntimeError):
    """Somebody else has or had this handle."""


class TooManyHandlesError(RuntimeError):
    """This learner has used MOST_HANDLES handles; `own` are those they can take again."""

    def __init__(self, own: list[str]) -> None:
        super().__init__("too many handles")
        self.own = own


@dataclass(frozen=True, slots=True)
class Said:
    """Everything the editor's form says but the handle."""

    name: str
    line: str
    place: str
    time_zone: str
    hours_a_week: int | None
    starts: str
    languages: list[list[str]]
    tools: str
    nda: str
    more: str
    background: str
    experience: str
    hidden: list[str]
    results: list[str]
    indexed: bool


def save(session: Session, user_id: int, version: int, handle: str, said: Said, *, now: datetime) -> Portfolio:
    """The page as the form says; version 0 is a page that did not exist. Nothing is changed by an error.

    Raises StaleError, HandleTakenError, TooManyHandlesError.
    """
    page = find_page(session, user_id)
    if version != (page.version if page else 0) or (page and page.removed_at):
        raise StaleError(page)
    _take_handle(session, user_id, handle)
    values = {**asdict(said), "handle": handle, "changed_at": now, "version": version + 1}
    if page is None:
        page = _first(session, user_id, values)
    else:
        changed = session.execute(
            update(Portfolio).where(Portfolio.id == page.id, Portfolio.version == version).values(**values),
            execution_options={"synchronize_session": False},
        )
        session.refresh(page)
        if changed.rowcount == 0:
            raise StaleError(page)
    events.record(session, user_id, "portfolio_saved", now=now)
    return page


def _first(session: Session, user_id: int, values: dict) -> Portfolio:
    page = Portfolio(user_id=user_id, **values)
    try:
        with session.begin_nested():
            session.add(page)
            session.flush()
    except IntegrityError:
        # A second tab was faster.
        raise StaleError(find_page(session, user_id)) from None
    return page


def _take_handle(session: Session, user_id: int, handle: str) -> None:
    row = session.get(Handle, handle)
    if row is not None and row.user_id == user_id:
        return
    if row is not None:
        raise HandleTakenError
    if session.scalar(select(func.count()).where(Handle.user_id == user_id)) >= MOST_HANDLES:
        own = session.scalars(select(Handle.handle).where(Handle.user_id == user_id).order_by(Handle.handle))
        raise TooManyHandlesError(list(own))
    insert_new(session, Handle, [{"handle": handle, "user_id": user_id}])
    # Somebody may have been faster; it may have been this learner, in another tab.
    if session.scalar(select(Handle.user_id).where(Handle.handle == handle)) != user_id:
        raise HandleTakenError


def stamp_of(session: Session, page: Portfolio) -> str:
    """What a confirmation was about: changes with the page and with its sample."""
    sample = find_sample(session, page.id)
    return f"{page.version}.{sample.version if sample else 0}"


def publish(session: Session, page: Portfolio, stamp: str, *, now: datetime) -> None:
    """Opens the page to strangers as it stood under that stamp. Raises StaleError when it has changed since."""
    if stamp != stamp_of(session, page):
        raise StaleError(page)
    done = session.execute(
        update(Portfolio)
        .where(Portfolio.id == page.id, Portfolio.version == page.version, Portfolio.removed_at.is_(None))
        .values(published_at=page.published_at or now),
        execution_options={"synchronize_session": False},
    )
    session.refresh(page)
    if done.rowcount == 0:
        raise StaleError(page)
    events.record(session, page.user_id, "portfolio_published", now=now)


def unpublish(session: Session, page: Portfolio, *, now: datetime) -> None:
    """Closes the page to strangers."""
    page.published_at = None
    session.flush()
    events.record(session, page.user_id, "portfolio_unpublished", now=now)


def remove(session: Session, page: Portfolio, *, now: datetime) -> None:
    """Takes the page down. Its addresses answer "gone" at once; for 30 days its owner can bring it back."""
    page.removed_at, page.published_at, page.version = now, None, page.version + 1
    session.flush()
    events.record(session, page.user_id, "portfolio_removed", now=now)


def restore(session: Session, page: Portfolio, *, now: datetime) -> bool:
    """Whether the removed page is back, private; False once its 30 days are over."""
    if not is_restorable(page, now):
        return False
    page.removed_at = None
    session.flush()
    events.record(session, page.user_id, "portfolio_restored", now=now)
    return True


def erase(session: Session, user_id: int) -> None:
    """Deletes the page for good. Its handles stay "gone" and belong to nobody."""
    session.execute(update(Handle).where(Handle.user_id == user_id).values(user_id=None))
    # The sample goes with it: the database follows the page's rows.
    session.execute(delete(Portfolio).where(Portfolio.user_id == user_id))
    session.flush()


def forget_removed(session: Session, now: datetime) -> None:
    """Deletes pages and samples that were removed more than 30 days ago, some at a time."""
    session.execute(delete(Sample).where(Sample.removed_at <= now - KEPT_REMOVED))
    old = select(Portfolio.user_id).where(Portfolio.removed_at <= now - KEPT_REMOVED).limit(200)
    for user_id in session.scalars(old).all():
        erase(session, user_id)


def account_closing(session: Session, user: User, *, now: datetime) -> None:
    """The page goes with its owner."""
    erase(session, user.id)
