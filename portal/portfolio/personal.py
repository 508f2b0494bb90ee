"""What this room keeps about a person: the page, its sample, the addresses."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.portfolio import services
from portal.portfolio.models import Handle, Sample
from portal.portfolio.queries import find_page
from portal.web.events import PersonalData

PLAIN = (
    "handle", "name", "line", "place", "time_zone", "hours_a_week", "starts", "languages", "tools", "nda", "more",
    "background", "experience", "hidden", "results", "indexed",
)  # fmt: skip
INSTANTS = ("changed_at", "published_at", "removed_at")


def export(session: Session, user: User) -> dict | None:
    """The page with everything on it, removed or not; None when there never was one."""
    page = find_page(session, user.id)
    if page is None:
        return None
    handles = session.scalars(select(Handle.handle).where(Handle.user_id == user.id).order_by(Handle.handle))
    sample = session.scalar(select(Sample).where(Sample.page_id == page.id))
    return {
        **{name: getattr(page, name) for name in PLAIN},
        **{name: value.isoformat() if (value := getattr(page, name)) else None for name in INSTANTS},
        "addresses": list(handles),
        "sample": _sample(sample) if sample else None,
    }


def _sample(sample: Sample) -> dict:
    return {
        "exercise": sample.exercise_id,
        "title": sample.title,
        "answer": sample.graded["yours"],
        "verdict": sample.graded["verdict"],
        "graded_at": sample.graded_at.isoformat(),
        "lesson_learned": sample.lesson_learned,
        "removed_at": sample.removed_at.isoformat() if sample.removed_at else None,
    }


def erase(session: Session, user: User) -> None:
    """Removes all of it; the addresses stay taken, without a link to anybody."""
    services.erase(session, user.id)


PERSONAL = PersonalData("portfolio", export, erase)
