"""Closing a set: graded before it is closed, so that others can write meanwhile, and still on the last answers."""

import json

from sqlalchemy.orm import Session

from portal.db import transaction
from portal.practice import answers, grades
from portal.practice.models import Attempt, Slot
from portal.practice.queries import find_attempt


def test_an_answer_saved_while_the_set_is_graded_counts(app, make_user, now, monkeypatch):
    library, user_id = app.extensions["library"], make_user()
    exercise = library.exercises["ex-010"]
    with app.app_context(), transaction() as session:
        from portal.accounts.models import User
        from portal.practice.attempts import start_attempt

        attempt, _made = start_attempt(session, session.get_one(User, user_id), exercise, "test", now=now)
        attempt_id = attempt.id
    grade = grades.grade
    late = []

    def graded_while_somebody_saves(*args, **kwargs):
        """Another tab saves its first answer during the first grading."""
        if not late:
            with Session(app.extensions["engine"]) as other:
                slot = other.query(Slot).filter_by(attempt_id=attempt_id, position=0).one()
                right = exercise.task_type.dump_answer(exercise.items[slot.item_id].gold)
                late.append(slot.slot_id)
                answers.save_answer(
                    other, library, user_id, attempt_id, slot.slot_id, right, version=0, seconds=1.0, now=now
                )
                other.commit()
        return grade(*args, **kwargs)

    monkeypatch.setattr(grades, "grade", graded_while_somebody_saves)
    with app.app_context(), transaction() as session:
        row = grades.submit_attempt(session, library, find_attempt(session, user_id, attempt_id), now=now)
        verdicts = {item["slot"]: item["verdict"] for item in json.loads(row.items)}
    assert verdicts[late[0]] == "right"
    assert sorted(verdicts.values()) == ["right", *["unanswered"] * (exercise.draw - 1)]
    with app.app_context(), transaction() as session:
        assert session.get_one(Attempt, attempt_id).state == "closed"
