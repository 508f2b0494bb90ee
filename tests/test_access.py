"""Who may ask for what: every address and method, as its owner, another learner, a guest, a stranger, an operator.

An address without an entry fails; so does an entry without an address. "in" is a redirect to the sign-in page.
Somebody else's thing does not exist for anybody but its owner, operators included.
"""

import itertools
import re

import pytest

from config import ROOT
from portal.accounts.models import ApiToken, Mail, MailLink, Role
from portal.accounts.session import hash_token
from portal.career.models import PayEntry
from portal.db import Base, transaction
from portal.formats.raters import Wanted
from portal.tools.services import ask_for_report

WHO = ("owner", "other", "guest", "stranger", "operator")
OPEN = "200 200 200 200 200"
MEMBERS = "200 200 in in 200"
OWN_PAGE = "200 404 404 in 404"

# What each of WHO gets.
TABLE = {
    "GET /": OPEN,
    "GET /healthz": OPEN,
    "GET /readyz": OPEN,
    "GET /how-it-works": OPEN,
    "GET /privacy": OPEN,
    "GET /learn": OPEN,
    "GET /learn/<lesson_id>": OPEN,
    "POST /learn/<lesson_id>/check": OPEN,
    "GET /market": OPEN,
    "GET /media/<name>": OPEN,
    "GET /p/<handle>": OPEN,
    "GET /practice": OPEN,
    "GET /practice/<exercise_id>": OPEN,
    "GET /api/v1/session": OPEN,
    "GET /api/v1/exercises": OPEN,
    "GET /api/v1/exercises/<exercise_id>": OPEN,
    "GET /api/v1/openapi.json": OPEN,
    # A member has no business at the doors; a guest's first answers are made as one.
    "GET /try/<exercise_id>": "302 302 200 200 302",
    "POST /try/<exercise_id>": "302 302 302 302 302",
    "GET /signup": "302 302 200 200 302",
    "POST /signup": "302 302 422 422 302",
    "GET /signin": "302 302 200 200 302",
    "POST /signin": "302 302 422 422 302",
    "POST /signout": "302 302 302 302 302",
    "GET /forgot": OPEN,
    "POST /forgot": "422 422 422 422 422",
    # Whoever holds a link that was mailed.
    "GET /reset/<token>": OPEN,
    "POST /reset/<token>": "422 422 422 422 422",
    "GET /settings/email/<token>": OPEN,
    "POST /settings/email/<token>": "302 302 302 302 302",
    # A learner's own sets.
    "POST /practice/<exercise_id>/start": "302 302 302 in 302",
    "GET /practice/attempts/<int:attempt_id>": OWN_PAGE,
    "POST /practice/attempts/<int:attempt_id>/answers/<slot_id>": "302 404 404 in 404",
    "POST /practice/attempts/<int:attempt_id>/submit": "302 404 404 in 404",
    "POST /practice/attempts/<int:attempt_id>/abandon": "302 404 in in 404",
    "POST /practice/attempts/<int:attempt_id>/more": "409 404 in in 404",
    "POST /practice/attempts/<int:attempt_id>/challenge/<slot_id>": "302 404 in in 404",
    "POST /api/v1/attempts": "201 201 201 401 201",
    "GET /api/v1/attempts/<int:attempt_id>": "200 404 404 401 404",
    "PUT /api/v1/attempts/<int:attempt_id>/answers/<slot_id>": "204 404 404 401 404",
    "POST /api/v1/attempts/<int:attempt_id>/answers/<slot_id>/check": "200 404 404 401 404",
    "POST /api/v1/attempts/<int:attempt_id>/submit": "200 404 404 401 404",
    "GET /api/v1/me/export": "200 200 200 401 200",
    "GET /practice/history": MEMBERS,
    "GET /skills": MEMBERS,
    "GET /skills/<skill_id>": MEMBERS,
    "GET /welcome": MEMBERS,
    "POST /welcome": "302 302 in in 302",
    # Pay.
    "GET /pay": MEMBERS,
    "GET /pay.csv": MEMBERS,
    "GET /pay/removed": MEMBERS,
    "GET /pay/new": MEMBERS,
    "POST /pay/new": "422 422 in in 422",
    "GET /pay/<int:entry_id>": "200 404 in in 404",
    "POST /pay/<int:entry_id>": "422 404 in in 404",
    "POST /pay/<int:entry_id>/remove": "302 404 in in 404",
    "POST /pay/<int:entry_id>/restore": "302 404 in in 404",
    "POST /pay/<int:entry_id>/stop": "302 404 in in 404",
    "POST /pay/timer/start": "422 422 in in 422",
    # Agreement of label files.
    "GET /tools/agreement": MEMBERS,
    "POST /tools/agreement": "422 422 in in 422",
    "GET /tools/agreement/removed": MEMBERS,
    "GET /tools/agreement/<int:report_id>": "200 404 in in 404",
    "GET /tools/agreement/<int:report_id>/status": "200 404 in in 404",
    "GET /tools/agreement/<int:report_id>/report.json": "200 404 in in 404",
    "GET /tools/agreement/<int:report_id>/report.csv": "200 404 in in 404",
    "POST /tools/agreement/<int:report_id>/keep": "422 404 in in 404",
    "POST /tools/agreement/<int:report_id>/remove": "303 404 in in 404",
    "POST /tools/agreement/<int:report_id>/restore": "303 404 in in 404",
    # The public page and its editor.
    "GET /portfolio": MEMBERS,
    "POST /portfolio": "422 422 in in 422",
    "GET /portfolio/preview": "200 404 in in 404",
    "GET /portfolio/publish": "200 404 in in 404",
    "POST /portfolio/publish": "302 404 in in 404",
    "POST /portfolio/unpublish": "302 404 in in 404",
    "POST /portfolio/remove": "302 404 in in 404",
    "POST /portfolio/restore": "302 302 in in 302",
    "POST /portfolio/forget": "302 302 in in 302",
    "GET /portfolio/sample": "200 302 in in 302",
    # This owner has no sample yet, and names no set to take one from.
    "POST /portfolio/sample": "404 404 in in 404",
    "POST /portfolio/sample/remove": "404 404 in in 404",
    "POST /portfolio/sample/restore": "302 404 in in 404",
    # Settings.
    "GET /settings": MEMBERS,
    "POST /settings": "422 422 in in 422",
    "GET /settings/password": MEMBERS,
    "POST /settings/password": "422 422 in in 422",
    "GET /settings/email": MEMBERS,
    "POST /settings/email": "422 422 in in 422",
    "GET /settings/tokens": MEMBERS,
    "POST /settings/tokens": "422 422 in in 422",
    "POST /settings/tokens/<int:token_id>/revoke": "302 404 in in 404",
    "POST /settings/signout-everywhere": "302 302 in in 302",
    "GET /settings/delete": MEMBERS,
    "POST /settings/delete": "422 422 in in 422",
    "GET /settings/export": "200 200 200 in 200",
    "POST /settings/forget-me": "302 302 302 in 302",
    # Whoever runs the site.
    "GET /operator/mail": "404 404 404 404 200",
    "POST /operator/mail/<int:mail_id>/done": "404 404 404 404 302",
}
# What the owner needs beside the address: a set in another state, a body.
SENT = {
    "POST /practice/attempts/<int:attempt_id>/answers/<slot_id>": {"label": "other"},
    "POST /practice/attempts/<int:attempt_id>/challenge/<slot_id>": {"rule": "", "reason": "So it is."},
    "POST /api/v1/attempts": {"exercise": "ex-010", "mode": "practice"},
    "PUT /api/v1/attempts/<int:attempt_id>/answers/<slot_id>": {"answer": {"label": "other"}},
    "POST /portfolio": {"handle": "?"},
    "POST /portfolio/publish": {"stamp": "1.0"},
}


def calls(app) -> set[str]:
    """Every method and address there is."""
    return {
        f"{method} {rule.rule}" for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def test_every_address_has_its_entry_and_every_entry_its_address(app):
    assert calls(app) == set(TABLE)


def who_may(statuses: str) -> str:
    """A row of the table in the words of docs/pages.md."""
    owner, other, guest, stranger, operator = statuses.split()
    if owner == "404" != operator:
        return "operators"
    if stranger != "in":
        return "guests and strangers" if (owner, guest) == ("302", "200") else "anyone"
    if other == "404":
        return "its owner, guests too" if guest == "404" else "its owner"
    return "members" if guest == "in" else "members and guests"


def test_every_page_is_documented_with_who_may_see_it(app):
    documented = re.findall(r"^\| `(/\S*)` \| ([^|]+) \| [^|]+ \|$", (ROOT / "docs/pages.md").read_text(), re.MULTILINE)
    known = {}
    # Of two methods the page itself says who may see it.
    for call in sorted(TABLE, reverse=True):
        address = re.sub(r"<\w+:", "<", call.split()[1])
        if not address.startswith("/api/"):
            known[address] = who_may(TABLE[call])
    assert dict(documented) == known
    assert len(documented) == len(known)


@pytest.fixture
def people(client_of, make_user, app):
    """A browser for each of WHO."""
    found = {name: client_of(make_user()) for name in ("owner", "other", "operator")}
    with app.app_context(), transaction() as session:
        session.add(Role(user_id=found["operator"].user_id, name="operator"))
    return found | {"guest": client_of(make_user(guest=True)), "stranger": client_of(None)}


@pytest.fixture
def things(app, people, make_attempt, items_of, public_page, now):
    """things(call) -> what the variable parts of its address stand for; all of it the owner's, made anew."""
    owner = people["owner"]
    library = app.extensions["library"]
    made = itertools.count(1)

    def stored(row) -> int:
        with app.app_context(), transaction() as session:
            session.add(row)
            session.flush()
            return row.id

    def attempt(call: str) -> dict:
        graded = call.endswith(("/more", "/challenge/<slot_id>"))
        attempt_id = make_attempt(owner.user_id, mode="practice", answers=None, close=graded)
        slot_id = next(iter(items_of(attempt_id)))
        if call.startswith("POST /api/") and call.endswith("/check"):
            address = f"/api/v1/attempts/{attempt_id}/answers/{slot_id}"
            owner.call("PUT", address, {"answer": {"label": "other"}}, If_Match="0")
        return {"attempt_id": attempt_id, "slot_id": slot_id}

    def entry(_call: str) -> dict:
        row = PayEntry(
            user_id=owner.user_id,
            client_id=f"entry-{next(made):05}",
            worked_on=now.date(),
            minutes=60,
            currency="USD",
            created_at=now,
            changed_at=now,
        )
        return {"entry_id": stored(row)}

    def token(_call: str) -> dict:
        name = f"key {next(made)}"
        row = ApiToken(user_id=owner.user_id, name=name, token_hash=hash_token(name), hint="abcd", created_at=now)
        return {"token_id": stored(row)}

    def mail(_call: str) -> dict:
        row = Mail(user_id=owner.user_id, to="a@example.org", subject="s", body="b", created_at=now)
        return {"mail_id": stored(row)}

    def link(call: str) -> dict:
        text = f"link-{next(made)}"
        row = MailLink(
            user_id=owner.user_id,
            purpose="reset" if "/reset/" in call else "email",
            token_hash=hash_token(text),
            email="new@example.org",
            created_at=now,
            expires_at=now.replace(year=2100),
        )
        stored(row)
        return {"token": text}

    def report(_call: str) -> dict:
        files = [("labels.csv", b"item,anna,ben\nm1,spam,ham\n")]
        with app.app_context(), transaction() as session:
            asked = session, owner.user_id, f"report-{next(made)}", files, Wanted(), 0.5
            return {"report_id": ask_for_report(*asked, now=now).id}

    def page(_call: str) -> dict:
        return {"handle": public_page(owner).removeprefix("/p/")}

    makers = {"attempt_id": attempt, "entry_id": entry, "token_id": token, "mail_id": mail, "<token>": link}
    makers |= {"<handle>": page, "/portfolio/": page, "report_id": report}

    def make(call: str) -> dict:
        parts = {
            "lesson_id": next(iter(library.lessons)),
            "exercise_id": "ex-010",
            "skill_id": "text-annotation",
            "name": next(iter(library.media)),
        }
        for part, maker in makers.items():
            if part in call:
                parts |= maker(call)
        return parts

    return make


@pytest.fixture
def owned(app, people):
    """owned() -> every row that belongs to the owner, to compare before and after."""

    def read() -> dict:
        user_id = people["owner"].user_id
        with app.app_context(), transaction() as session:
            return {
                table.name: session.execute(
                    table.select().where(table.c.user_id == user_id).order_by(*table.primary_key)
                ).all()
                for table in Base.metadata.sorted_tables
                if "user_id" in table.c
            }

    return read


def ask(client, call: str, parts: dict):
    method, rule = call.split()
    address = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(parts[part[1]]), rule)
    sent = SENT.get(call, {})
    if rule.startswith("/api/"):
        return client.call(method, address, sent or None, If_Match="0")
    return client.get(address) if method == "GET" else client.submit(address, sent)


def said(answer) -> str:
    """The status, or "in" for a redirect to the sign-in page."""
    if answer.status_code == 302 and answer.location.startswith("/signin?"):
        return "in"
    return str(answer.status_code)


@pytest.mark.parametrize("call", TABLE)
def test_everybody_gets_what_the_table_says(call, people, things, owned):
    parts = things(call)
    expected = dict(zip(WHO, TABLE[call].split(), strict=True))
    before = owned()
    got = {}
    # A link that was mailed is good for one use, whoever uses it; the operator settles mail of others.
    shared = "<token>" in call or "mail_id" in call
    # The owner comes last: what others do must leave the owner's things as they are.
    for name in (*WHO[1:], "owner"):
        assert shared or owned() == before
        got[name] = said(ask(people[name], call, things(call) if "<token>" in call else parts))
    assert got == expected
