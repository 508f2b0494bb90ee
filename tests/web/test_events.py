"""The record of who did what is only ever added to, and holds no content."""

import re

import pytest

from config import ROOT
from portal.accounts import services
from portal.accounts.models import User
from portal.db import transaction
from portal.practice.models import Attempt, GradeRow
from portal.web import events
from portal.web.events import Event


def test_no_code_changes_or_removes_what_is_recorded():
    """Outside its own module an event may be read; the database alone forgets a name when a person goes."""
    for path in (ROOT / "portal").rglob("*.py"):
        text = path.read_text()
        assert not re.search(r"\b(delete|update)\(Event\b", text), path
        assert path.name == "events.py" or not re.search(r"\bEvent\(", text), path


def test_what_a_person_did_stays_without_their_name(member, make_attempt, rows, app, now):
    make_attempt(member.user_id)
    before = [(row.id, row.what, row.on, row.at) for row in rows(Event)]
    with app.app_context(), transaction() as session:
        services.delete_account(session, session.get_one(User, member.user_id), app, now=now)
    after = rows(Event)
    assert [(row.id, row.what, row.on, row.at) for row in after][: len(before)] == before
    assert {row.user_id for row in after} == {None}


def test_an_event_carries_the_id_of_its_request(member, rows):
    answer = member.submit("/practice/ex-010/start", {"mode": "test"})
    [row] = [one for one in rows(Event) if one.what == "attempt_started"]
    assert row.request_id == answer.headers["X-Request-Id"]
    assert row.on == "ex-010:test"


def test_a_handler_for_an_event_nobody_tells_is_a_mistake(app):
    with pytest.raises(ValueError, match="unknown event"):
        events.on(app, "atempt_closed", print)


def test_a_handler_that_fails_undoes_the_whole(member, make_attempt, app, rows, monkeypatch):
    attempt = make_attempt(member.user_id, close=False)

    def fail(*_args, **_kwargs):
        raise ZeroDivisionError

    handlers = app.extensions["handlers"]
    monkeypatch.setitem(handlers, "attempt_closed", [*handlers["attempt_closed"], fail])
    monkeypatch.setitem(app.config, "TESTING", False)
    assert member.call("POST", f"/api/v1/attempts/{attempt}/submit").status_code == 500
    assert rows(GradeRow) == []
    assert rows(Attempt)[0].state == "open"
