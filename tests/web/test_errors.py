"""Error pages: one shape, in words, with a number to quote; forged hosts; headers on every answer."""

import re
from dataclasses import replace

import pytest
from flask import abort
from sqlalchemy import text
from werkzeug.test import create_environ, run_wsgi_app

from portal import create_app
from portal.practice.models import Attempt
from tests.clients import Client
from tests.test_access import TABLE

POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types fragment",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)


@pytest.fixture
def broken(app, monkeypatch):
    """broken(error): /how-it-works and an API call raise it; unexpected errors are answered as for learners."""
    monkeypatch.setitem(app.config, "TESTING", False)

    def make(error) -> None:
        def fail(*_args, **_kwargs):
            if isinstance(error, int):
                abort(error)
            raise error

        for endpoint in ("home.how_it_works", "api.exercises"):
            monkeypatch.setitem(app.view_functions, endpoint, fail)

    return make


def checked(answer, status: int) -> str:
    """The page, which has the shape of every error page."""
    assert answer.status_code == status
    text = answer.text
    assert text.startswith("<!doctype html>")
    assert f'<p class="over">{status}</p>' in text
    assert text.count("<h1>") == 1
    assert 'href="/practice"' in text
    for secret in ("Traceback", "werkzeug", "sqlalchemy", 'File "', "Error("):
        assert secret not in text
    assert answer.headers["X-Request-Id"]
    return text


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 501, 503])
def test_each_error_is_a_page_in_words(stranger, member, broken, status):
    broken(status)
    for client in (stranger, member):
        checked(client.get("/how-it-works"), status)
    answer = member.get("/api/v1/exercises")
    assert (answer.status_code, set(answer.json["error"])) == (status, {"code", "message", "where"})
    assert answer.headers["X-Request-Id"]


@pytest.mark.parametrize("error", [ZeroDivisionError("secret words"), KeyError("secret words"), RecursionError()])
def test_what_nobody_foresaw_is_500_with_a_number_and_no_more(stranger, member, broken, logged, error):
    broken(error)
    for client in (stranger, member):
        answer = client.get("/how-it-works")
        text = checked(answer, 500)
        assert answer.headers["X-Request-Id"] in text
        assert "secret words" not in text
        lines = [line for line in logged() if line["id"] == answer.headers["X-Request-Id"]]
        assert [line["what"] for line in lines] == ["unexpected error", "request"]
        assert "Traceback" in lines[0]["error"]
    answer = member.get("/api/v1/exercises")
    assert (answer.status_code, answer.json["error"]["code"]) == (500, "internal")
    assert "secret words" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nonsense", 404),
        ("GET", "/practice/", 404),
        ("GET", "/static/nonsense.js", 404),
        ("GET", "/static/../config.py", 404),
        ("GET", "/media/nonsense", 404),
        ("GET", "/media/..%2f..%2fconfig.py", 404),
        ("GET", "/practice/attempts/" + "9" * 30, 404),
        ("GET", "/%00", 404),
        ("GET", "/%ff%fe", 404),
        ("GET", "/" + "x" * 8000, 404),
        ("PUT", "/learn", 405),
        ("DELETE", "/practice", 405),
        ("GET", "/signout", 405),
    ],
    ids=lambda value: str(value)[:40],
)
def test_an_address_that_is_none_is_answered(member, method, path, status):
    answer = member.open(path, method=method, headers={"X-CSRFToken": member.token()})
    checked(answer, status)
    assert status != 405 or answer.headers["Allow"]


def test_two_slashes_lead_to_no_other_site(app):
    for path in ("//practice", "//evil.example/practice", "/practice//ex-010"):
        _body, status, headers = run_wsgi_app(app, {**create_environ("/", "http://localhost"), "PATH_INFO": path})
        assert status[:3] in ("200", "308", "404")
        assert headers.get("Location", "/").startswith(("/", "http://localhost/"))
        assert not headers.get("Location", "/").startswith("//")


def test_a_form_too_large_is_413(member):
    checked(member.submit("/welcome", {"background": "x" * 2 * 1024 * 1024}), 413)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "evil.example:8000", "127.0.0.1.evil.example", "[::2]", "a b", "[::1"],
)
@pytest.mark.parametrize("path", ["/", "/signin", "/api/v1/session", "/practice/ex-010", "/media/x", "/nonsense"])
def test_a_forged_host_is_refused(member, host, path):
    answer = member.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert "evil.example" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8130", "[::1]:8000"])
def test_the_machines_own_names_are_answered(stranger, host):
    assert stranger.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "name", ["X-Forwarded-Host", "Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Original-Url"]
)
def test_forwarded_headers_are_not_believed_without_a_proxy(stranger, name):
    answer = stranger.get("/settings", headers={name: "evil.example"})
    assert answer.location.startswith("/signin?")
    assert "evil.example" not in answer.location


def test_a_forged_post_to_another_host_changes_nothing(member, rows):
    answer = member.submit("/practice/ex-010/start", {"mode": "test"}, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert rows(Attempt) == []


def test_every_answer_has_its_headers(app, member, stranger, public_page):
    """Policy, type, referrer, caching: on pages, errors, redirects, files and the API alike."""
    handle = public_page(member).removeprefix("/p/")
    library = app.extensions["library"]
    parts = {"lesson_id": "o1-1", "exercise_id": "ex-010", "skill_id": "text-annotation", "handle": handle}
    parts["name"] = next(iter(library.media))
    for call in [*TABLE, "GET /nonsense", "POST /nonsense", "PUT /learn"]:
        method, rule = call.split()
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(parts.get(part[1], "1")), rule)
        for client in (stranger, member):
            headers = client.open(address, method=method).headers
            assert headers["X-Content-Type-Options"] == "nosniff", call
            assert headers["Referrer-Policy"] == "same-origin", call
            assert headers["X-Request-Id"], call
            policy = headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'"), call
            if headers["Content-Type"].startswith("text/html"):
                assert all(one in policy for one in POLICY), call
                assert "unsafe" not in policy, call
            expected = "public" if rule == "/media/<name>" else "no-store"
            assert expected in headers["Cache-Control"], call


def test_no_page_holds_what_the_policy_would_block(app, member, stranger, make_attempt, public_page):
    open_one, closed = make_attempt(member.user_id, "ex-020", close=False), make_attempt(member.user_id, "ex-100")
    paths = ["/", "/learn/o1-1", "/practice/ex-010", "/market", "/skills", "/pay", "/settings", public_page(member)]
    for path in [*paths, f"/practice/attempts/{open_one}", f"/practice/attempts/{closed}"]:
        for client in (member, stranger):
            text = client.get(path).text
            assert not re.search(r"<[^>]+\son\w+\s*=", text), path
            assert not re.search(r"<[^>]+\sstyle\s*=", text), path
            assert "<style" not in text, path
            assert "javascript:" not in text, path
            for script in re.findall(r"<script[^>]*>", text):
                assert 'src="/static/' in script or 'type="application/json"' in script, path
            for source in re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="([^"]+)"', text):
                assert source.startswith(("/", "#", "data:")), path
                assert not source.startswith("//"), path


def test_over_https_cookies_are_secure_and_browsers_stay(settings, make_user, app):
    secure = create_app(replace(settings, public_url="https://learn.example.org"))
    try:
        client = Client(secure)
        answer = client.get("/api/v1/session", base_url="https://learn.example.org")
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
        cookie = answer.headers["Set-Cookie"]
        assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax"))
        assert client.get("/", base_url="http://localhost").status_code == 400
    finally:
        secure.extensions["engine"].dispose()


def test_the_cookie_is_closed_to_scripts_and_other_sites(stranger):
    cookie = stranger.get("/api/v1/session").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_assets_are_kept_for_ever_under_a_name_of_their_own(app, stranger):
    for name in ("css/base.css", "js/main.js"):
        answer = stranger.get(app.extensions["asset"](name))
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_health_is_for_anybody_and_says_nothing(stranger):
    assert stranger.get("/healthz").json == {"status": "ok"}
    assert stranger.get("/readyz").json == {"status": "ready"}
    # A balancer asks each node by its address.
    assert stranger.get("/readyz", headers={"Host": "192.0.2.7:8000"}).json == {"status": "ready"}


def test_a_database_behind_the_code_is_not_ready(app, stranger):
    with app.extensions["engine"].begin() as connection:
        at = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    try:
        answer = stranger.get("/readyz")
        assert (answer.status_code, answer.json) == (503, {"status": "behind"})
        assert stranger.get("/healthz").status_code == 200
    finally:
        with app.extensions["engine"].begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": at})
