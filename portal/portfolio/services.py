"""Writes: editing, publishing, taking down. All flush, none commits."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.portfolio.models import Handle, Portfolio
from portal.web import events

TEXTS = ("name", "line", "facts", "background", "experience")


class Stale(Exception):
    """The page was changed elsewhere meanwhile."""


class HandleTaken(Exception):
    """Somebody has or had this handle."""


def find_page(session: Session, user_id: int) -> Portfolio | None:
    """The learner's stored page, or None."""
    return session.scalar(select(Portfolio).where(Portfolio.user_id == user_id))


def own_page(session: Session, user_id: int) -> Portfolio:
    """The learner's page, made empty at first use; not stored until saved."""
    found = find_page(session, user_id)
    if found is None:
        texts = dict.fromkeys(TEXTS, "")
        found = Portfolio(user_id=user_id, hidden=[], indexed=False, version=1, **texts)
    return found


def save(
    session: Session,
    page: Portfolio,
    *,
    version: int,
    handle: str,
    texts: dict[str, str],
    hidden: list[str],
    indexed: bool,
    now: datetime,
) -> None:
    """Stores what was typed. Raises Stale, HandleTaken; nothing is changed then."""
    if page.version != version:
        raise Stale
    if handle and handle != page.handle:
        _take_handle(session, page.user_id, handle)
    for name in TEXTS:
        setattr(page, name, texts[name])
    page.handle, page.hidden, page.indexed, page.version = handle or page.handle, hidden, indexed, version + 1
    session.add(page)
    session.flush()
    events.record(session, page.user_id, "portfolio_saved", now=now)


def _take_handle(session: Session, user_id: int, handle: str) -> None:
    row = session.get(Handle, handle)
    if row is not None and row.user_id == user_id:
        return
    if row is not None:
        raise HandleTaken
    try:
        with session.begin_nested():
            session.add(Handle(handle=handle, user_id=user_id))
            session.flush()
    except IntegrityError:
        raise HandleTaken from None


def publish(session: Session, page: Portfolio, *, on: bool, now: datetime) -> None:
    """Opens the page to strangers, or closes it again."""
    page.published_at = now if on else None
    session.flush()
    events.record(session, page.user_id, "portfolio_published" if on else "portfolio_unpublished", now=now)


def remove(session: Session, page: Portfolio, *, now: datetime) -> None:
    """Deletes the page for good. Its handles answer "gone" and are never given to anyone."""
    for row in session.scalars(select(Handle).where(Handle.user_id == page.user_id)):
        row.user_id = None
    session.delete(page)
    session.flush()
    events.record(session, page.user_id, "portfolio_removed", now=now)


def account_closing(session: Session, user: User, *, now: datetime) -> None:
    """The page goes with its owner."""
    _erase(session, user)


def _export(session: Session, user: User) -> dict | None:
    page = find_page(session, user.id)
    if page is None:
        return None
    return {
        **{name: getattr(page, name) for name in TEXTS},
        "handle": page.handle,
        "hidden": page.hidden,
        "indexed": page.indexed,
        "published_at": page.published_at.isoformat() if page.published_at else None,
    }


def _erase(session: Session, user: User) -> None:
    for row in session.scalars(select(Handle).where(Handle.user_id == user.id)):
        row.user_id = None
    session.execute(delete(Portfolio).where(Portfolio.user_id == user.id))
    session.flush()


PERSONAL = events.PersonalData("portfolio", _export, _erase)
