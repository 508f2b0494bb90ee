"""What an attempt showed: written when it closes, over fresh items alone, and frozen."""

import itertools
import json

import pytest

from portal.accounts.models import User
from portal.db import transaction
from portal.practice import answers, attempts, grades
from portal.practice.models import Attempt
from portal.skills.models import Evidence, EvidenceNote
from tests.sets import gold_of, wrong_for


def three_in_four():
    count = itertools.count(1)
    return lambda item: wrong_for(item) if next(count) % 4 == 0 else gold_of(item)


def test_a_closed_set_gives_one_row_a_skill(make_attempt, make_user, rows, now, settings):
    user = make_user(time_zone="Europe/Berlin")
    attempt = make_attempt(user, "ex-101", answers=gold_of)
    found = rows(Evidence)
    assert {(row.skill_id, row.level) for row in found} == {("text-annotation", 4), ("edge-cases", 3)}
    for row in found:
        assert (row.user_id, row.attempt_id, row.exercise_id, row.kind) == (user, attempt, "ex-101", "spans")
        assert (row.mode, row.n, row.value, row.seen_before, row.attempt_no) == ("test", 12, 1.0, 0, 1)
        assert (row.passed, row.needed, row.closed_at, row.time_zone) == (True, 0.75, now, "Europe/Berlin")
        assert (row.title, row.tier, row.made_by) == ("Names inside names", "own", "written")
        assert (row.site, row.operator) == ("Goldpath", settings.operator_name)


def test_an_open_or_abandoned_set_shows_nothing(make_attempt, make_user, rows, app, now):
    attempt = make_attempt(make_user(), close=False)
    assert rows(Evidence) == []
    with app.app_context(), transaction() as session:
        attempts.abandon(session, session.get_one(Attempt, attempt), now=now)
    assert rows(Evidence) == []


def test_a_set_without_fresh_items_shows_nothing(make_attempt, make_user, rows):
    user = make_user()
    for seed in range(4):
        make_attempt(user, seed=seed)
    assert [row.attempt_no for row in rows(Evidence)] == [1, 2, 3]


def test_only_the_fresh_items_of_a_set_count(make_user, rows, app, now, later):
    """Ten of thirty reasons are seen in a practice set that is then put aside: the next one shows twenty."""
    user = make_user()
    library = app.extensions["library"]
    exercise = library.exercises["ex-010"]
    with app.app_context(), transaction() as session:
        person = session.get_one(User, user)
        first, _ = attempts.start_attempt(session, person, exercise, "practice", now=now, seed=1)
        for slot in grades.slots_of(session, first)[:10]:
            slot.answer = '{"label":"other"}'
            session.flush()
            answers.lock_answer(session, first, slot, now=now)
        attempts.abandon(session, first, now=now)
        second, _ = attempts.start_attempt(session, person, exercise, "practice", now=now, seed=2)
        for slot in grades.slots_of(session, second):
            if not slot.seen_before:
                slot.answer = json.dumps(gold_of(exercise.items[slot.item_id]))
        session.flush()
        row = grades.submit_attempt(session, library, second, now=later(hours=1))
        assert row.score == pytest.approx(20 / 30)
    [row] = rows(Evidence)
    assert (row.n, row.value, row.seen_before, row.mode) == (20, 1.0, 10, "practice")
    assert row.headline["facts"]


def test_a_guests_result_is_kept_when_they_sign_up(stranger, rows, app):
    taste = app.extensions["library"].exercises["ex-010"].taste[:5]
    items = app.extensions["library"].exercises["ex-010"].items
    for item_id in taste:
        assert stranger.submit("/try/ex-010", {"label": items[item_id].raw_gold["label"]}).status_code == 302
    guest = rows(Evidence)[0]
    assert guest.n == 5
    answer = stranger.submit("/signup", {"email": "ada@example.org", "password": "four quiet words here"})
    assert answer.location == "/welcome"
    assert [(row.user_id, row.attempt_id, row.n) for row in rows(Evidence)] == [(guest.user_id, guest.attempt_id, 5)]
    assert "5 items" in stranger.get("/skills/text-annotation").text


def test_intervals_are_made_at_first_read_and_kept(member, make_attempt, rows):
    make_attempt(member.user_id, "ex-100", answers=three_in_four())
    assert rows(Evidence)[0].low is None
    member.get("/skills/text-annotation")
    first = rows(Evidence)[0]
    assert first.low < first.value < first.high
    member.get("/skills/text-annotation")
    assert (rows(Evidence)[0].low, rows(Evidence)[0].high) == (first.low, first.high)


def test_rows_are_never_changed_but_for_their_interval(member, make_attempt, rows, app):
    """Looking at every page, another set, another name of the site: the row reads the same."""
    make_attempt(member.user_id, answers=three_in_four())
    member.get("/skills/text-annotation")
    columns = [column.name for column in Evidence.__table__.columns]
    before = [getattr(rows(Evidence)[0], name) for name in columns]
    make_attempt(member.user_id, seed=9)
    with app.app_context(), transaction() as session:
        session.get_one(User, member.user_id).time_zone = "Asia/Tokyo"
    for path in ("/", "/skills", "/skills/text-annotation", "/portfolio", "/practice/history", "/api/v1/me/export"):
        assert member.get(path).status_code == 200
    assert [getattr(rows(Evidence)[0], name) for name in columns] == before
    assert rows(EvidenceNote) == []


def test_public_ids_are_random(make_attempt, make_user, rows):
    for _ in range(3):
        make_attempt(make_user())
    ids = {row.public_id for row in rows(Evidence)}
    assert len(ids) == 3
    assert all(len(one) == 22 for one in ids)
