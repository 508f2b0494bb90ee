"""A site with people on it, made through the site's own services: who is measured, and what they ask for."""

import json
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bench.copies import copy_people, mark_of

# As many learners as there are connections, so that each connection is somebody else.
PEOPLE = 8
CLOSED_SETS = 17
TEXT, SPANS, BOXES = "ex-008", "ex-100", "ex-020"
OPEN_SETS = (TEXT, SPANS, BOXES)
HANDLE = "bench-learner-{}"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a browser: the session cookie, and the token that goes with it."""

    user_id: int
    cookie: str
    token: str


@dataclass(frozen=True, slots=True)
class OpenSet:
    """An open set of somebody, as (slot id, answer as JSON) for each item. Nothing of it is saved yet."""

    exercise_id: str
    attempt_id: int
    answers: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class World:
    """The people of a prepared site."""

    data_dir: Path
    people: tuple[Person, ...]
    # One dict a person, by exercise.
    open_sets: tuple[dict[str, OpenSet], ...]
    closed_set: int
    # Answered sets ready to hand in, each of somebody else, by exercise.
    waiting: dict[str, list[tuple[Person, int]]]


def load_app(data_dir: Path) -> object:
    """The site on that data folder, its database made current."""
    from config import Settings
    from portal import create_app
    from portal.web.migrate import prepare

    data_dir.mkdir(parents=True, exist_ok=True)
    app = create_app(Settings.from_env({"DATA_DIR": str(data_dir), "LOG_LEVEL": "ERROR"}))
    prepare(app.extensions["engine"], data_dir)
    return app


def make_world(app: object, *, sets: int, waiting: int) -> World:
    """Eight learners with a history, and so many sets of each kind ready to hand in."""
    from portal.db import now_utc, transaction

    now = now_utc()
    with app.app_context(), transaction() as session:
        learners = [_learner(app, session, number, sets, now) for number in range(PEOPLE)]
        user_ids = [user.id for user, _sets in learners]
        open_sets = tuple(sets for _user, sets in learners)
        closed = _a_closed_set(session, user_ids[0])
        sitters = [_sitter(app, session, number, now) for number in range(PEOPLE)] if waiting else []
    if sitters:
        with app.extensions["engine"].begin() as connection:
            copy_people(connection, sitters, max(0, waiting - PEOPLE))
    people = tuple(_person(app, user_id) for user_id in user_ids)
    ready = _waiting(app) if sitters else {}
    app.extensions["engine"].dispose()
    return World(app.config["SETTINGS"].data_dir, people, open_sets, closed, ready)


def _person(app: object, user_id: int) -> Person:
    from tests.clients import Client

    client = Client(app)
    client.sign_in(user_id)
    token = client.token()
    return Person(user_id, f"goldpath={client.get_cookie('goldpath').value}", token)


def _user(session: object, name: str, now: datetime) -> object:
    from portal.accounts.models import User

    user = User(email=f"{name}@example.org", created_at=now - timedelta(days=90), background="customer-service")
    user.hours_a_week = 8
    session.add(user)
    session.flush()
    return user


def _learner(app: object, session: object, number: int, sets: int, now: datetime) -> tuple[object, dict[str, OpenSet]]:
    """A member with graded sets, lessons read, pay noted, a published page, and one open set of each kind."""
    user = _user(session, f"learner{number}", now)
    rng = random.Random(number)
    exercises = list(app.extensions["library"].exercises.values())
    for place in range(sets):
        exercise = exercises[place % len(exercises)]
        # Checked first: later sets meet items that were seen.
        mode = "test" if place // len(exercises) % 2 == 0 else "practice"
        _sit(app, session, user, exercise, mode, rng, now - timedelta(days=2 * (sets - place) + 1))
    _read(app, session, user, now)
    _earn(session, user, rng, now)
    _publish(app, session, user, HANDLE.format(number), now)
    return user, {name: _open_set(app, session, user, name, rng, now) for name in OPEN_SETS}


def _publish(app: object, session: object, user: object, handle: str, now: datetime) -> None:
    """A public page with every result that may stand on it, and one mistake where there is a practice set."""
    from portal.portfolio import samples
    from portal.portfolio import services as portfolio
    from portal.portfolio.queries import results_of
    from portal.practice.queries import history

    results = [row.public_id for row in results_of(session, user.id)]
    said = portfolio.Said(
        name="Bench Learner",
        line="Careful with edges, quick with text.",
        place="",
        time_zone="Europe/Berlin",
        hours_a_week=20,
        starts="now",
        languages=[["English", "C1"], ["German", "native"]],
        tools="CVAT, Label Studio",
        nda="yes",
        more="",
        background="Eight years of customer service. " * 12,
        experience="Sorting requests, checking orders, teaching new colleagues. " * 8,
        hidden=[],
        results=results,
        indexed=False,
    )
    page = portfolio.save(session, user.id, 0, handle, said, now=now)
    portfolio.publish(session, page, portfolio.stamp_of(session, page), now=now)
    for attempt in history(session, user.id):
        if attempt.mode == "practice" and attempt.state == "closed":
            found = samples.mistakes_of(session, app.extensions["library"], attempt)
            if found.mistakes:
                samples.choose(session, page, found, found.mistakes[0], "I look twice now.", 0, now=now)
                break


def _sit(app: object, session: object, user: object, exercise: object, mode: str, rng: random.Random, at: datetime):
    """A graded set that somebody has looked at, so that its intervals are stored."""
    from portal.practice import grades
    from portal.skills.queries import evidence_of
    from portal.skills.services import complete_intervals

    library = app.extensions["library"]
    attempt = answered_set(session, user, exercise, mode, rng, at)
    row = grades.submit_attempt(session, library, attempt, now=at)
    grades.ensure_intervals(session, library, attempt, row, now=at)
    complete_intervals(session, library, evidence_of(session, user.id))


def answered_set(
    session: object, user: object, exercise: object, mode: str, rng: random.Random, at: datetime
) -> object:
    """An open set, all answered, whose slot ids start with its mark."""
    from portal.practice import grades
    from portal.web.demo import start_answered

    attempt = start_answered(session, user, exercise, mode, rng, rng.uniform(0.7, 0.95), now=at)
    # Copies of this set find their ids by this mark.
    for slot in grades.slots_of(session, attempt):
        slot.slot_id = mark_of(attempt.id) + slot.slot_id[6:]
    session.flush()
    return attempt


def _open_set(app: object, session: object, user: object, name: str, rng: random.Random, now: datetime) -> OpenSet:
    from portal.practice import grades

    exercise = app.extensions["library"].exercises[name]
    attempt = answered_set(session, user, exercise, "test", rng, now)
    answers = []
    for slot in grades.slots_of(session, attempt):
        body = json.dumps({"answer": json.loads(slot.answer), "seconds": 12.5}).encode()
        answers.append((slot.slot_id, body))
        slot.answer, slot.answered_at, slot.version = None, None, 0
    session.flush()
    return OpenSet(name, attempt.id, tuple(answers))


def _sitter(app: object, session: object, number: int, now: datetime) -> int:
    """Somebody with a text set and a picture set, all answered."""
    user = _user(session, f"sitter{number}", now)
    rng = random.Random(100 + number)
    for name in (TEXT, BOXES):
        answered_set(session, user, app.extensions["library"].exercises[name], "test", rng, now)
    return user.id


def _read(app: object, session: object, user: object, now: datetime) -> None:
    from portal.curriculum import services

    for place, lesson in enumerate(app.extensions["library"].lessons):
        at = now - timedelta(days=20 - place)
        if place % 2:
            services.opened(session, user.id, lesson, now=at)
        else:
            services.answered(session, user.id, lesson, right=2, now=at)


def _earn(session: object, user: object, rng: random.Random, now: datetime) -> None:
    from portal.career.models import PayEntry

    for day in range(30):
        at = now - timedelta(days=day)
        session.add(
            PayEntry(
                user_id=user.id,
                client_id=f"bench-{day}",
                worked_on=at.date(),
                minutes=rng.randrange(20, 200),
                received_minor=rng.randrange(500, 4000),
                currency="USD",
                created_at=at,
                changed_at=at,
            )
        )
    session.flush()


def _a_closed_set(session: object, user_id: int) -> int:
    from portal.practice.queries import history

    return next((one.id for one in history(session, user_id) if one.state == "closed"), 0)


def _waiting(app: object) -> dict[str, list[tuple[Person, int]]]:
    """Everybody's open set at the two exercises that are handed in."""
    from sqlalchemy import select

    from portal.accounts.models import User
    from portal.db import get_session
    from portal.practice.models import Attempt

    with app.app_context():
        rows = get_session().execute(
            select(Attempt.user_id, Attempt.exercise_id, Attempt.id)
            .join(User, User.id == Attempt.user_id)
            .where(Attempt.state == "open", Attempt.exercise_id.in_((TEXT, BOXES)), User.email.not_like("learner%"))
            .order_by(Attempt.id)
        )
        found = [tuple(row) for row in rows]
    people = {user_id: _person(app, user_id) for user_id in {row[0] for row in found}}
    ready: dict[str, list[tuple[Person, int]]] = {TEXT: [], BOXES: []}
    for user_id, exercise_id, attempt_id in found:
        ready[exercise_id].append((people[user_id], attempt_id))
    return ready
