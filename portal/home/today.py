"""What a signed-in learner sees first: what is open, this week's three things, the last result."""

from dataclasses import dataclass

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.curriculum import queries as lessons
from portal.library import Exercise, Lesson, Library
from portal.library.reference import Thing
from portal.practice.models import Attempt

THINGS = 3
RECENT = (
    select(
        Attempt.id,
        Attempt.exercise_id,
        Attempt.mode,
        Attempt.state,
        Attempt.item_count,
        Attempt.score,
        Attempt.closed_at,
    )
    .where(Attempt.user_id == bindparam("user_id"))
    .order_by(Attempt.id.desc())
    .limit(100)
)


@dataclass(frozen=True, slots=True)
class ThingLine:
    """One thing for this week and where it starts."""

    thing: Thing
    href: str


@dataclass(frozen=True, slots=True)
class TodayPage:
    """/ for a member."""

    things: tuple[ThingLine, ...]
    # Rows of RECENT, with what they are sets of.
    open_sets: tuple[tuple[Row, Exercise], ...]
    last: tuple[Row, Exercise] | None
    lesson: Lesson | None
    lessons_done: int
    lessons_all: int
    answered_questions: bool


def today_page(session: Session, library: Library, user: User) -> TodayPage:
    """Two queries, whatever the learner has done."""
    rows = session.execute(RECENT, {"user_id": user.id}).all()
    progress = lessons.progress_of(session, user.id)
    known = [(row, library.exercises[row.exercise_id]) for row in rows if row.exercise_id in library.exercises]
    closed = [pair for pair in known if pair[0].state == "closed"]
    done = {thing.id for thing in library.plan if _is_done(thing, [pair[0] for pair in closed], progress.done)}
    return TodayPage(
        things=tuple(ThingLine(thing, href(thing)) for thing in choose(library.plan, user, done)),
        open_sets=tuple(pair for pair in known if pair[0].state == "open"),
        last=closed[0] if closed else None,
        lesson=library.lessons.get(progress.left_off) if progress.left_off else None,
        lessons_done=len(progress.done & set(library.lessons)),
        lessons_all=len(library.lessons),
        answered_questions=bool(user.background or user.hours_a_week is not None),
    )


def choose(plan: tuple[Thing, ...], user: User, done: set[str]) -> list[Thing]:
    """The first three things that fit the learner's background and hours and are not done yet."""
    hours = user.hours_a_week if user.hours_a_week is not None else 3
    fitting = [
        thing
        for thing in plan
        if thing.id not in done
        and thing.needs_hours <= max(hours, 1)
        and ("any" in thing.for_backgrounds or user.background in thing.for_backgrounds)
    ]
    return fitting[:THINGS]


def href(thing: Thing) -> str:
    """Where the thing is done."""
    return {"exercise": "/practice/", "lesson": "/learn/"}.get(thing.kind, "") + thing.target


def _is_done(thing: Thing, closed: list[Row], lessons_done: frozenset[str]) -> bool:
    if thing.kind == "lesson":
        return thing.target in lessons_done
    if thing.kind == "exercise":
        # A taste of five is not the set: only a full sitting drops the thing from the list.
        return any(
            one.exercise_id == thing.target and one.item_count > 5 and thing.mode in (None, one.mode) for one in closed
        )
    return False
