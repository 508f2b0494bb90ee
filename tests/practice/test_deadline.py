"""A set whose time is up is graded as it stands, by the site itself."""

from datetime import timedelta

from portal.db import transaction
from portal.jobs import run_chores
from portal.practice.models import Attempt, Slot


def test_one_set_that_cannot_be_graded_does_not_keep_the_others_open(app, make_user, make_attempt, rows, now):
    broken, whole = (make_attempt(make_user(), close=False) for _ in range(2))
    with app.app_context(), transaction() as session:
        for attempt in (broken, whole):
            session.get_one(Attempt, attempt).deadline = now
        session.query(Slot).filter_by(attempt_id=broken, position=0).one().answer = "{"
    run_chores(app, now=now + timedelta(minutes=1), all_of_them=True)
    states = {one.id: one.state for one in rows(Attempt)}
    assert states == {broken: "open", whole: "closed"}
