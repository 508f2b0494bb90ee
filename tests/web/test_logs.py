"""The log: one JSON line a request, a request id on each, and nothing anybody typed."""

import json
import logging

import pytest
from sqlalchemy import text

from portal.accounts.models import User
from portal.db import get_session, now_utc
from portal.web.logs import JsonLines

ANSWER = "a-word-nobody-else-uses"
MAIL = "ada.lovelace@example.org"


def lines_of(logged, answer) -> list[dict]:
    return [line for line in logged() if line.get("id") == answer.headers["X-Request-Id"]]


def test_each_request_is_one_line_with_its_id(stranger, logged):
    for path, route in (("/learn/o1-1", "/learn/<lesson_id>"), ("/nonsense", None), ("/healthz", "/healthz")):
        answer = stranger.get(path)
        [line] = lines_of(logged, answer)
        assert (line["what"], line["method"], line["route"]) == ("request", "GET", route)
        assert line["status"] == answer.status_code
        assert line["ms"] >= 0
        assert line["level"] == "info"


def test_ids_differ(stranger):
    ids = {stranger.get("/healthz").headers["X-Request-Id"] for _ in range(5)}
    assert len(ids) == 5


def test_an_id_cannot_be_chosen_by_the_caller(stranger):
    answer = stranger.get("/healthz", headers={"X-Request-Id": "mine"})
    assert "mine" not in answer.headers["X-Request-Id"]


def test_a_line_stays_a_line_whatever_it_says():
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "two\nlines %s", ("\x00 ⌘",), None)
    line = JsonLines().format(record)
    assert "\n" not in line
    assert json.loads(line)["what"] == "two\nlines \x00 ⌘"


def test_nothing_anybody_typed_or_owns_is_logged(member, stranger, sit_through, logged, public_page, make_attempt):
    sit_through(member, stranger)
    lines = json.dumps(logged(), ensure_ascii=False)
    assert len(logged()) >= 15
    for secret in (ANSWER, MAIL, "four quiet words", "12.50", "1250", "demo-", "Acme", "secret-link", "?q="):
        assert secret not in lines, secret


@pytest.fixture
def sit_through(make_attempt, public_page, items_of):
    """Types something into everything."""

    def act(member, stranger) -> None:
        stranger.submit("/signup", {"email": MAIL, "password": "four quiet words here"})
        stranger.submit("/signin", {"email": MAIL, "password": "four quiet words wrong"})
        stranger.submit("/forgot", {"email": MAIL})
        stranger.get("/reset/secret-link")
        stranger.get("/practice", query_string={"q": ANSWER})
        stranger.get(public_page(member))
        member.submit("/pay/timer/start", {"platform": "Acme Labels", "client_id": "x" * 20})
        entry = {"client_id": "form-one-of-a-test", "work": "paid-task", "platform": "Acme Labels", "received": "12.50"}
        member.submit("/pay/new", {**entry, "currency": "USD", "minutes": "1:30", "worked_on": "2026-01-05"})
        attempt = make_attempt(member.user_id, close=False, answers=None)
        slot = next(iter(items_of(attempt)))
        address = f"/api/v1/attempts/{attempt}/answers/{slot}"
        for raw in ({"label": ANSWER}, {"label": "other"}, {ANSWER: 1}, ANSWER):
            member.call("PUT", address, {"answer": raw}, If_Match="0")
        member.call("PUT", address, {"answer": None, ANSWER: 1}, If_Match="0")
        member.submit(f"/practice/attempts/{attempt}/answers/{slot}", {"label": ANSWER})
        closed = make_attempt(member.user_id, "ex-100")
        slot = next(iter(items_of(closed)))
        member.submit(f"/practice/attempts/{closed}/challenge/{slot}", {"reason": ANSWER, "rule": ""})
        member.submit("/settings/tokens", {"name": ANSWER})
        member.submit("/portfolio", {"handle": "demo-learner", "name": MAIL, "version": "7"})
        member.get("/api/v1/me/export")

    return act


def test_an_error_of_the_database_is_logged_without_the_values(app, member, stranger, logged, monkeypatch):
    """The statement fails with the learner's words in it: they stay out of the log, the request's id does not."""

    def fail(**_kwargs):
        get_session().execute(text("INSERT INTO nowhere VALUES (:a)"), {"a": ANSWER})

    monkeypatch.setitem(app.view_functions, "home.how_it_works", fail)
    monkeypatch.setitem(app.config, "TESTING", False)
    answer = member.get("/how-it-works")
    assert answer.status_code in (500, 503)
    [trouble, _request] = lines_of(logged, answer)
    assert trouble["level"] == "error"
    assert "nowhere" in trouble["error"]
    assert ANSWER not in json.dumps(logged())


def test_a_row_the_database_refuses_is_not_quoted(app, member, logged, monkeypatch, make_user):
    make_user(MAIL)

    def fail(**_kwargs):
        session = get_session()
        session.add(User(email=MAIL, created_at=now_utc()))
        session.flush()

    monkeypatch.setitem(app.view_functions, "home.how_it_works", fail)
    monkeypatch.setitem(app.config, "TESTING", False)
    answer = member.get("/how-it-works")
    assert answer.status_code == 500
    assert "IntegrityError" in lines_of(logged, answer)[0]["error"]
    assert MAIL not in json.dumps(logged())
