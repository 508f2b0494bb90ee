"""One line measured for real: floor, site and load client as processes of their own."""

import pytest

from bench.__main__ import main
from bench.copies import copy_people, mark_of


def test_a_quick_line_is_measured(capsys):
    main(["lesson", "--quick"])
    out = capsys.readouterr().out
    row = next(line for line in out.splitlines() if line.startswith("| lesson"))
    one, eight = (float(cell) for cell in row.split("|")[2:4])
    assert one > 0.5
    assert eight > 0.5
    assert "noise, floor page against itself" in out


def test_an_unknown_line_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["lessons"])
    assert "no such line: lessons" in capsys.readouterr().err


def test_marks_of_sets_differ_and_have_six_characters():
    marks = {mark_of(number) for number in range(1, 5000)}
    assert len(marks) == 4999
    assert {len(mark) for mark in marks} == {6}


def test_copied_people_have_consistent_sets_of_their_own(app, make_user):
    """What the crowded site is filled with must be what the site itself would have written."""
    import json
    import random

    from sqlalchemy import func, select

    from bench.world import answered_set
    from portal.accounts.models import User
    from portal.db import get_session, now_utc, transaction
    from portal.practice import grades
    from portal.practice.models import Attempt, GradeRow, Slot
    from portal.skills.models import Evidence

    if app.extensions["engine"].dialect.name != "sqlite":
        pytest.skip("the bench fills SQLite alone")
    user_id = make_user()
    library = app.extensions["library"]
    with app.app_context(), transaction() as session:
        user = session.get_one(User, user_id)
        attempt = answered_set(session, user, library.exercises["ex-008"], "test", random.Random(1), now_utc())
        grades.submit_attempt(session, library, attempt, now=now_utc())
    with app.extensions["engine"].begin() as connection:
        copy_people(connection, [user_id], 3)
    with app.app_context():
        session = get_session()
        assert session.scalar(select(func.count()).select_from(User)) == 4
        copied = session.scalars(select(Attempt).where(Attempt.user_id != user_id)).all()
        assert len({one.user_id for one in copied}) == len(copied) == 3
        for one in copied:
            row = session.scalars(select(GradeRow).where(GradeRow.attempt_id == one.id)).one()
            slots = session.scalars(select(Slot.slot_id).where(Slot.attempt_id == one.id).order_by(Slot.position)).all()
            assert [item["slot"] for item in json.loads(row.items)] == slots
            assert {name for fired in row.summary["fired"] for name in fired["slots"]} <= set(slots)
            evidence = session.scalars(select(Evidence).where(Evidence.attempt_id == one.id)).all()
            assert {found.user_id for found in evidence} == {one.user_id}
