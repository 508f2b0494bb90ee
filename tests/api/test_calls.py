"""What is open to all, who is believed, and the one shape of errors."""

import pytest

from portal.accounts import services
from portal.accounts.models import ApiToken, User
from portal.db import now_utc, transaction
from portal.practice.models import Attempt
from tests.api.conftest import code
from tests.clients import Client

START = {"exercise": "ex-010", "mode": "test"}


@pytest.fixture
def key(member, app):
    """A personal token of `member`."""
    with app.app_context(), transaction() as session:
        user = session.get_one(User, member.user_id)
        return services.make_token(session, user, "script", now=now_utc())[1]


def bearer(key: str) -> dict:
    return {"Authorization": f"Bearer {key}"}


def test_exercises_come_by_id_a_page_at_a_time(stranger, app):
    ids, after = [], ""
    while after is not None:
        page = stranger.get(f"/api/v1/exercises?limit=2&after={after}").json
        assert len(page["exercises"]) <= 2
        ids += [one["id"] for one in page["exercises"]]
        after = page["next"]
    assert ids == sorted(app.extensions["library"].exercises)


@pytest.mark.parametrize(
    ("query", "count"),
    [("limit=0", 1), ("limit=-5", 1), ("limit=x", 6), ("limit=" + "9" * 30, 6), ("limit=1", 1), ("after=zz", 0)],
)
def test_odd_pages_are_pages(stranger, query, count):
    answer = stranger.get(f"/api/v1/exercises?{query}")
    assert (answer.status_code, len(answer.json["exercises"])) == (200, count)


def test_a_row_and_an_exercise_hold_what_is_described(stranger, app):
    row = stranger.get("/api/v1/exercises").json["exercises"][0]
    assert set(row) == {"id", "kind", "title", "skills", "modes"}
    one = stranger.get("/api/v1/exercises/ex-020").json
    said = ("id", "kind", "title", "revision", "task", "guideline", "answer_schema", "draw", "modes", "pass")
    assert set(one) == set(said)
    assert one["guideline"].startswith("# ")
    assert "scoring" not in one["task"]
    marks = app.extensions["library"].exercises["ex-020"].marks
    assert [mark["metric"] for mark in one["pass"]] == [mark.metric for mark in marks]
    assert [mark["at_least"] for mark in one["pass"]] == [mark.at_least for mark in marks]


def test_an_exercise_that_does_not_exist_is_404(stranger):
    for name in ("ex-999", "%00", "..", "x" * 3000):
        answer = stranger.get(f"/api/v1/exercises/{name}")
        assert (answer.status_code, code(answer)) == (404, "not_found")


def test_the_session_says_who_is_asking(stranger, member, client_of, make_user):
    assert stranger.get("/api/v1/session").json["user"] is None
    mine = member.get("/api/v1/session").json["user"]
    assert mine == {"key": str(member.user_id), "email": mine["email"], "guest": False, "time_zone": "UTC"}
    guest = client_of(make_user(guest=True)).get("/api/v1/session").json["user"]
    assert (guest["guest"], guest["email"]) == (True, None)


def test_the_token_of_the_session_call_is_good_for_what_follows(member):
    csrf = member.get("/api/v1/session").json["csrf"]
    answer = member.post("/api/v1/attempts", json=START, headers={"X-CSRFToken": csrf})
    assert answer.status_code == 201


@pytest.mark.parametrize("sent", [None, "", "nonsense", "IjAi.x.y"])
def test_a_cookie_without_its_token_changes_nothing(member, rows, sent):
    member.token()
    headers = {} if sent is None else {"X-CSRFToken": sent}
    answer = member.post("/api/v1/attempts", json=START, headers=headers)
    assert (answer.status_code, code(answer)) == (403, "csrf")
    assert rows(Attempt) == []


def test_somebody_elses_token_is_none(member, other, rows):
    other.token()
    with other.session_transaction() as state:
        state["csrf_token"] = "e" * 40
    answer = member.post("/api/v1/attempts", json=START, headers={"X-CSRFToken": other.token()})
    assert answer.status_code == 403
    assert rows(Attempt) == []


def test_an_expired_sign_in_is_401_whatever_token_is_sent(client_of, sit, app, member):
    """The workbench waits for a new sign-in at 401; anything else would look like a refused answer."""
    one = sit()
    with app.app_context(), transaction() as session:
        session.get_one(User, member.user_id).session_key = "another"
    for client in (member, Client(app)):
        for headers in ({}, {"X-CSRFToken": "nonsense"}):
            answer = client.put(one.address(), json={"answer": None}, headers={**headers, "If-Match": "0"})
            assert (answer.status_code, code(answer)) == (401, "signed_out")


def test_a_personal_token_needs_no_cookie_and_no_csrf(key, app, member, rows):
    answer = app.test_client().post("/api/v1/attempts", json=START, headers=bearer(key))
    assert answer.status_code == 201
    assert rows(Attempt)[0].user_id == member.user_id
    assert rows(ApiToken)[0].last_used_at is not None


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer ", "Basic YTpi", "bearer x", "Bearer \xff"])
def test_a_token_that_is_none_signs_nobody_in(app, rows, header):
    client = app.test_client()
    answer = client.post("/api/v1/attempts", json=START, headers={"Authorization": header})
    assert (answer.status_code, code(answer)) == (401, "signed_out")
    assert client.get("/api/v1/session", headers={"Authorization": header}).json["user"] is None
    assert rows(Attempt) == []


def test_a_made_up_token_does_not_stand_in_for_the_csrf_token_of_a_cookie(member, key, rows):
    for header in (bearer("nonsense"), bearer(key)):
        answer = member.post("/api/v1/attempts", json=START, headers=header)
        assert (answer.status_code, code(answer)) == (403, "csrf")
    assert rows(Attempt) == []


def test_a_token_opens_no_page(key, app):
    for path in ("/settings", "/pay", "/skills", "/portfolio"):
        assert app.test_client().get(path, headers=bearer(key)).status_code == 302


@pytest.mark.parametrize(
    ("method", "path", "status", "name"),
    [
        ("GET", "/api/v1/nonsense", 404, "not_found"),
        ("GET", "/api/v2/exercises", 404, "not_found"),
        ("GET", "/api/", 404, "not_found"),
        ("DELETE", "/api/v1/exercises", 405, "method_not_allowed"),
        ("GET", "/api/v1/attempts", 405, "method_not_allowed"),
        ("POST", "/api/v1/me/export", 405, "method_not_allowed"),
    ],
)
def test_errors_have_one_shape(member, method, path, status, name):
    answer = member.call(method, path, None if method == "GET" else {})
    assert (answer.status_code, code(answer)) == (status, name)
    assert answer.mimetype == "application/json"
    if status == 405:
        assert answer.headers["Allow"]


def test_the_export_is_the_callers_own(member, other, make_attempt):
    make_attempt(member.user_id)
    make_attempt(other.user_id, "ex-100")
    mine = member.get("/api/v1/me/export").json
    assert [one["exercise"] for one in mine["practice"]["attempts"]] == ["ex-010"]
    assert {one["exercise"] for one in mine["evidence"]} == {"ex-010"}


def test_no_answer_of_the_api_is_kept_by_a_browser(member, stranger):
    for client in (member, stranger):
        for path in ("/api/v1/session", "/api/v1/exercises", "/api/v1/me/export", "/api/v1/openapi.json"):
            answer = client.get(path)
            assert answer.headers["Cache-Control"] == "no-store"
            assert "Access-Control-Allow-Origin" not in answer.headers
