"""`./goldpath demo`: the site with a Demo Learner who has done a few sets, in a data folder of its own."""

import json
import random
from datetime import timedelta

from flask import Flask

EMAIL, PASSWORD = "demo@example.org", "goldpath demo learner"
# Two sittings a set, a day apart, the second a little better: enough to see a level appear.
SITTINGS = ((3, "test", 0.82), (1, "test", 0.93))


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
        answer = exercise.task_type.simulate(exercise.task, item.input, item.gold, rng, skill)
        slot.answer, slot.answered_at, slot.seconds, slot.version = json.dumps(answer), now, rng.uniform(8, 40), 1
    session.flush()
    return attempt
