"""HTML and script in every field that a person can type into: wherever it is shown, it is text.

The fields are found by reading the pages, so a new one is tried without being named here.
"""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

import pytest

from portal.accounts.models import Role
from portal.db import transaction
from tests.test_access import TABLE

# Ends an attribute, an element, a script; each must come back as the words it is.
BAD = "\"'></title></textarea><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}"
TYPED = {"text", "search", "email", "url", "tel", "hidden", "number", "date", "textarea", ""}
QUERY = ("q", "next", "before", "item", "shown", "country", "now", "hours", "platform", "month", "set", "asked")
KEPT = {"csrf_token", "version", "client_id", "withdraw", "mode", "then", "stamp", "word"}
# What a valid form needs, so that what is typed into the others is stored and shown.
GOOD = {
    "handle": "demo-learner",
    "worked_on": "2026-01-05",
    "received": "12.50",
    "currency": "USD",
    "minutes": "1:30",
    "hours": "",
    "hours_a_week": "",
    "expenses": "",
    "rate": "",
    "rate_max": "",
    "rate_per_items": "",
    "pieces": "",
}


@dataclass
class Form:
    """A form that is posted: where to, and its fields with what they hold."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.forms, self._form, self._select = path, [], None, None

    def handle_starttag(self, tag, attrs) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method", "").lower() == "post":
            self._form = Form(said.get("action", "").partition("#")[0] or self.path)
            self.forms.append(self._form)
        name = said.get("name")
        if self._form is None:
            return
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in said or self._select not in self._form.fields):
            self._form.fields[self._select] = said.get("value", "")
        elif tag in ("input", "textarea") and name:
            kind = said.get("type", "") if tag == "input" else "textarea"
            if kind in TYPED and name not in KEPT:
                self._form.typed.add(name)
            if kind not in ("radio", "checkbox") or "checked" in said:
                self._form.fields[name] = said.get("value", "")

    def handle_endtag(self, tag) -> None:
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = None


def forms_of(client, path: str) -> list[Form]:
    reader = Forms(path.partition("?")[0])
    reader.feed(client.get(path).text)
    return [form for form in reader.forms if form.typed]


def assert_harmless(answer, path: str) -> None:
    if answer.mimetype != "text/html":
        # No browser makes a page of it: the type is said and not guessed.
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        return
    for part in ("<script>alert(1)", "<img src=x", "49}}"):
        assert part not in answer.text, path
    assert "\"'></title>" not in answer.text, path


@pytest.fixture
def world(member, app, make_attempt, items_of, public_page):
    """Every page that the member can open, as addresses."""
    with app.app_context(), transaction() as session:
        session.add(Role(user_id=member.user_id, name="operator"))
    closed = make_attempt(member.user_id, "ex-100", "practice", answers=None)
    going = make_attempt(member.user_id, "ex-010", "practice", answers=None, close=False)
    handle = public_page(member).removeprefix("/p/")
    parts = {"exercise_id": "ex-010", "lesson_id": "o1-1", "skill_id": "text-annotation", "handle": handle}
    addresses = [f"/practice/attempts/{closed}", f"/practice/attempts/{going}", f"/portfolio/sample?set={closed}"]
    for call in TABLE:
        method, rule = call.split()
        names = set(re.findall(r"<(?:\w+:)?(\w+)>", rule))
        if method == "GET" and names <= set(parts):
            addresses.append(re.sub(r"<(?:\w+:)?(\w+)>", lambda part: parts[part[1]], rule))
    return addresses


def test_what_is_typed_anywhere_is_text_everywhere(member, stranger, world):
    tried, signed_out = set(), ("/signin", "/signup", "/forgot", "/market")
    for path in world:
        client = stranger if path in signed_out else member
        for form in forms_of(client, path):
            # Once with all that is valid stored, once with every field bad.
            for bad in (form.typed - set(GOOD), form.typed):
                sent = {name: BAD if name in bad else GOOD.get(name, value) for name, value in form.fields.items()}
                answer = client.post(form.action, data={**sent, "csrf_token": client.token()})
                assert answer.status_code < 500, (path, form.action)
                assert_harmless(answer, form.action)
            tried |= form.typed
    assert tried >= {"email", "reason", "platform", "note", "source", "name", "line", "background", "handle"}
    for path in world:
        for client in (member, stranger) if path.startswith("/p/") or path in signed_out else (member,):
            assert_harmless(client.get(path), path)


def test_what_was_typed_is_shown_as_it_was_typed(member, world):
    """Escaped, not thrown away: the words come back."""
    member.submit("/settings/tokens", {"name": BAD[:80]})
    assert BAD[:80] in unescape(member.get("/settings/tokens").text)


@pytest.mark.parametrize(
    "path",
    ["/practice", "/learn", "/market", "/pay", "/practice/history", "/try/ex-010", "/signin", "/signup", "/forgot"],
)
def test_what_stands_in_an_address_is_text(member, stranger, path):
    for client in (member, stranger):
        answer = client.get(path, query_string=dict.fromkeys(QUERY, BAD))
        assert answer.status_code < 500
        assert_harmless(answer, path)


def test_script_data_cannot_end_its_element(member, make_attempt, items_of):
    """An answer with "</script>" in it stands inside a script element of the workbench page."""
    attempt = make_attempt(member.user_id, "ex-020", close=False, answers=None)
    slot = next(iter(items_of(attempt)))
    box = {"id": "</script><script>alert(1)", "box": [10, 10, 40, 40], "label": "car", "flags": []}
    put = f"/api/v1/attempts/{attempt}/answers/{slot}"
    assert member.call("PUT", put, {"answer": {"boxes": [box]}}, If_Match="0").status_code == 204
    page = member.get(f"/practice/attempts/{attempt}").text
    assert "<script>alert(1)" not in page
    assert "\\u003c/script>" in page
    member.call("POST", f"/api/v1/attempts/{attempt}/submit")
    page = member.get(f"/practice/attempts/{attempt}").text
    assert "<script>alert(1)" not in page
