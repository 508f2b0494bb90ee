"""`./goldpath demo`: the site with a Demo Learner who has done a few sets, in a data folder of its own."""

import json
import random
from datetime import timedelta

from flask import Flask

HANDLE = "demo-learner"
EMAIL, PASSWORD = "demo@example.org", "goldpath demo learner"
# Two sittings a set, a day apart, the second a little better: enough to see a level appear.
SITTINGS = ((3, "test", 0.82), (1, "test", 0.93))
# The practice set with the mistake that stands on the public page: cars boxed with their shadow in one picture.
SAMPLE_EXERCISE, SAMPLE_CONCEPT, SAMPLE_SLIP = "ex-020", "shadow", {"op": "shadow", "labels": ["car"]}
RESULTS = 6
SAMPLE_WORDS = (
    "I boxed the shadow with the car. Since then I zoom to the tyres before I set the lower edge, "
    "and look at the whole picture once more before I go on."
)
PAGE = {
    "name": "Demo Learner",
    "line": "Boxes and text labels. Six years at a help desk: the same rule applied the same way, first call and last.",
    "place": "Porto",
    "time_zone": "Europe/Lisbon",
    "hours_a_week": 25,
    "starts": "now",
    "languages": [["English", "C2"], ["Portuguese", "native"]],
    "tools": "CVAT, Label Studio, spreadsheets",
    "nda": "yes",
    "more": "",
    "background": "Six years of customer service, the last two writing the rules for sorting tickets. "
    "What carries over: reading a rule to its end, and asking when it is silent.",
    "experience": "",
    "hidden": [],
    "indexed": False,
}


def fill(app: Flask) -> None:
    """Makes the Demo Learner and their results, unless they are there; says how to sign in."""
    from sqlalchemy import select

    from portal.accounts.models import User
    from portal.accounts.passwords import hash_password
    from portal.db import now_utc, transaction

    with app.app_context(), transaction() as session:
        user = session.scalar(select(User).where(User.email == EMAIL))
        if user is None:
            now = now_utc()
            user = User(
                email=EMAIL, password_hash=hash_password(PASSWORD), created_at=now, background="customer-service"
            )
            user.hours_a_week = 8
            session.add(user)
            session.flush()
            for days, mode, skill in SITTINGS:
                for exercise in app.extensions["library"].exercises.values():
                    if mode in exercise.modes:
                        _sit(app, session, user, exercise, mode, skill, now - timedelta(days=days))
        _publish(app, session, user, now_utc())
    print(f"Sign in as {EMAIL} with the password: {PASSWORD}", flush=True)  # noqa: T201


def _sit(app: Flask, session: object, user: object, exercise: object, mode: str, skill: float, now: object) -> None:
    """One simulated sitting, graded."""
    from portal.practice import grades

    rng = random.Random(f"{exercise.id}:{skill}")
    attempt = start_answered(session, user, exercise, mode, rng, skill, now=now)
    grades.submit_attempt(session, app.extensions["library"], attempt, now=now)


def start_answered(
    session: object, user: object, exercise: object, mode: str, rng: random.Random, skill: float, *, now: object
) -> object:
    """An open set with an answer to every item: believable ones, about that share of them right."""
    from portal.practice import attempts, grades

    attempt, _made = attempts.start_attempt(session, user, exercise, mode, now=now, seed=rng.randrange(10**6))
    for slot in grades.slots_of(session, attempt):
        item = exercise.items[slot.item_id]
        _answer(slot, exercise.task_type.simulate(exercise.task, item.input, item.gold, rng, skill), rng, now)
    session.flush()
    return attempt


def _answer(slot: object, answer: dict, rng: random.Random, now: object) -> None:
    slot.answer, slot.answered_at, slot.seconds, slot.version = json.dumps(answer), now, rng.uniform(8, 40), 1


def _publish(app: Flask, session: object, user: object, now: object) -> None:
    """Gives the Demo Learner a published page with the newest results and a sample, unless there is one."""
    from portal.portfolio import queries, samples, services

    if queries.find_page(session, user.id) is not None:
        return
    results = [row.public_id for row in queries.results_of(session, user.id)][:RESULTS]
    page = services.save(session, user.id, 0, HANDLE, services.Said(**PAGE, results=results), now=now)
    library = app.extensions["library"]
    attempt = _sit_with_mistake(session, library, user, now - timedelta(days=2))
    if attempt is not None:
        found = samples.mistakes_of(session, library, attempt)
        samples.choose(session, page, found, found.mistakes[0], SAMPLE_WORDS, 0, now=now)
    services.publish(session, page, services.stamp_of(session, page), now=now)


def _sit_with_mistake(session: object, library: object, user: object, now: object) -> object | None:
    """A practice set with one mistake, graded; None where the content has no such picture."""
    from portal.practice import attempts, grades

    exercise = library.exercises.get(SAMPLE_EXERCISE)
    items = exercise.pool("practice") if exercise is not None else ()
    spoiled = next((item for item in items if item.concept == SAMPLE_CONCEPT), None)
    if spoiled is None:
        return None
    rng, kind = random.Random(SAMPLE_EXERCISE), exercise.task_type
    chosen = [spoiled, *(item for item in items if item is not spoiled)][: exercise.draw]
    attempt, _made = attempts.start_attempt(session, user, exercise, "practice", now=now, seed=1, chosen=chosen)
    for slot in grades.slots_of(session, attempt):
        item = exercise.items[slot.item_id]
        if item.id == spoiled.id:
            answer = kind.persona(exercise.task, item.input, item.gold, SAMPLE_SLIP, rng)
        else:
            answer = kind.slacken(exercise.task, item.input, item.gold, rng)
        _answer(slot, answer, rng, now)
    session.flush()
    grades.submit_attempt(session, library, attempt, now=now)
    return attempt
