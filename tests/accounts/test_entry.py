"""Signing up, in and out; what a guest keeps; where `next` may lead; what bad input does."""

import pytest

from portal.accounts.models import User
from portal.web.events import Event
from tests.accounts.conftest import GOOD

SIGN_UP = {"email": "ada@example.org", "password": GOOD}


def who(client):
    return client.get("/api/v1/session").json["user"]


def test_signing_up_asks_for_e_mail_and_password_alone(stranger):
    page = stranger.get("/signup").text
    assert "Nobody can see you are here; a pseudonym is fine until you publish." in page
    assert page.count('type="password"') == 1
    for name in ('name="name"', "phone", "birth"):
        assert name not in page


def test_who_signs_up_is_signed_in_and_goes_to_two_questions(stranger, rows):
    answer = stranger.submit("/signup", {**SIGN_UP, "time_zone": "Europe/Berlin"})
    assert (answer.status_code, answer.location) == (302, "/welcome")
    me = who(stranger)
    assert (me["email"], me["guest"], me["time_zone"]) == ("ada@example.org", False, "Europe/Berlin")
    assert [one.what for one in rows(Event)] == ["signed_up"]
    assert GOOD not in rows(User)[0].password_hash


def test_an_unknown_time_zone_becomes_utc(stranger, rows):
    stranger.submit("/signup", {**SIGN_UP, "time_zone": "Mars/Olympus"})
    assert rows(User)[0].time_zone == "UTC"


def test_the_same_form_sent_twice_makes_one_account(stranger, client_of, rows):
    twin = client_of(None)
    assert stranger.submit("/signup", SIGN_UP).location == "/welcome"
    assert twin.submit("/signup", SIGN_UP).location == "/welcome"
    assert len(rows(User)) == 1
    assert who(twin)["email"] == "ada@example.org"


def test_a_taken_address_is_said_at_the_field(stranger, account):
    account()
    answer = stranger.submit("/signup", {"email": "ADA@example.org", "password": "some other words"})
    assert answer.status_code == 422
    assert "There is an account with this e-mail" in answer.text
    assert 'href="/forgot"' in answer.text
    assert who(stranger) is None


def test_after_five_taken_addresses_one_hears_nothing_more(stranger, account):
    account()
    for _ in range(5):
        stranger.submit("/signup", {"email": "ada@example.org", "password": "some other words"})
    for email in ("ada@example.org", "nobody@example.org"):
        answer = stranger.submit("/signup", {"email": email, "password": "some other words"})
        assert answer.status_code == 429
        assert f'value="{email}"' in answer.text
        assert int(answer.headers["Retry-After"]) > 0


def test_a_guest_becomes_a_member_and_keeps_the_row(make_user, client_of, rows, app):
    from portal.web import events

    told = []
    events.on(app, "guest_joined", lambda session, user, now: told.append((user.id, user.email)))
    try:
        guest = client_of(make_user(guest=True))
        before = rows(User)[0]
        assert "Keep what you have done" in guest.get("/signup").text
        assert guest.submit("/signup?next=/practice", SIGN_UP).location == "/practice"
        after = rows(User)
        assert [one.id for one in after] == [before.id]
        assert after[0].session_key != before.session_key
        assert told == [(before.id, "ada@example.org")]
        assert who(guest)["guest"] is False
    finally:
        app.extensions["handlers"]["guest_joined"].pop()


def test_a_guest_who_picks_a_taken_address_stays_a_guest(make_user, client_of, account, rows):
    account()
    guest = client_of(make_user(guest=True))
    assert guest.submit("/signup", {"email": "ada@example.org", "password": "some other words"}).status_code == 422
    assert who(guest)["guest"] is True
    assert len(rows(User)) == 2


def test_members_have_no_business_at_the_doors(member):
    assert member.get("/signup").location == "/"
    assert member.get("/signin?next=/practice").location == "/practice"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "", "Write your e-mail address."),
        ("email", "ada.example.org", "This is not an e-mail address."),
        ("email", "<script>alert(1)</script>@example.org", "This is not an e-mail address."),
        ("email", "x" * 300 + "@example.org", "at most 254 characters"),
        ("password", "", "Choose a password."),
        ("password", "short", "Use at least 12 characters."),
        ("password", "x" * 10_000, "Use at most 1,000 characters."),
        ("password", "password1234", "lists of stolen passwords"),
        ("password", "ada@example.org", "Do not use your e-mail address"),
    ],
)
def test_what_is_refused_is_said_at_its_field_and_the_rest_is_kept(stranger, rows, field, value, words):
    answer = stranger.submit("/signup", {**SIGN_UP, field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert "<script>alert" not in answer.text
    assert GOOD not in answer.text
    if field != "email":
        assert 'value="ada@example.org"' in answer.text
    assert rows(User) == []


def test_nul_bytes_are_dropped_from_an_address_but_not_from_a_password(stranger, client_of, rows):
    stranger.submit("/signup", {"email": "ada\0@example.org", "password": "four quiet\0words"})
    assert rows(User)[0].email == "ada@example.org"
    again = client_of(None)
    assert again.submit("/signin", {"email": "ada@example.org", "password": "four quietwords"}).status_code == 422
    assert again.submit("/signin", {"email": "ada@example.org", "password": "four quiet\0words"}).status_code == 302


def test_an_international_address_signs_in_in_either_spelling(stranger, client_of):
    stranger.submit("/signup", {"email": "Ada@MÜNCHEN.de", "password": GOOD})
    other = client_of(None)
    assert other.submit("/signin", {"email": "ada@xn--mnchen-3ya.de", "password": GOOD}).status_code == 302


def test_signing_in_and_out(account, stranger, rows):
    account()
    answer = stranger.submit("/signin", {"email": " Ada@Example.org ", "password": GOOD})
    assert (answer.status_code, answer.location) == (302, "/")
    assert who(stranger)["email"] == "ada@example.org"
    assert stranger.get("/signout").status_code == 405
    assert stranger.submit("/signout").location == "/signin"
    assert who(stranger) is None
    assert stranger.submit("/signout").location == "/signin"
    assert [one.what for one in rows(Event)] == ["signed_in"]


@pytest.mark.parametrize(
    "sent",
    [
        {"email": "ada@example.org", "password": "not the password"},
        {"email": "nobody@example.org", "password": GOOD},
        {"email": "no address", "password": GOOD},
        {"email": "ada@example.org\0", "password": "x" * 10_000},
    ],
)
def test_signing_in_says_one_thing_whatever_is_wrong(account, stranger, sent):
    account()
    answer = stranger.submit("/signin", sent)
    assert answer.status_code == 422
    assert "E-mail and password do not belong together." in answer.text
    assert sent["password"] not in answer.text


def test_an_unknown_address_takes_as_long_as_a_known_one(stranger, account, monkeypatch):
    from argon2 import PasswordHasher

    account()
    compared = []
    real = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda self, *args: compared.append(args) or real(self, *args))
    stranger.submit("/signin", {"email": "nobody@example.org", "password": "some other words"})
    stranger.submit("/signin", {"email": "ada@example.org", "password": "some other words"})
    assert len(compared) == 2


def test_an_old_hash_is_made_anew_at_sign_in(make_user, stranger, rows):
    from argon2 import PasswordHasher

    old = PasswordHasher(memory_cost=8192, time_cost=1, parallelism=1).hash(GOOD)
    make_user("ada@example.org", password_hash=old)
    assert stranger.submit("/signin", {"email": "ada@example.org", "password": GOOD}).status_code == 302
    assert rows(User)[0].password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize("door", ["/signup", "/signin"])
@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
     "javascript:alert(1)", "http:evil.example", "evil.example", "/%0d%0aSet-Cookie:x=1\r\n", ""],
)  # fmt: skip
def test_next_never_leads_to_another_host(account, stranger, door, target):
    account()
    page = stranger.get(door, query_string={"next": target})
    assert "evil.example" not in page.text
    assert "javascript:" not in page.text
    answer = stranger.submit(door, {**SIGN_UP, "next": target})
    assert answer.location in ("/", "/welcome")


def test_next_leads_to_a_page_of_this_site(account, stranger):
    account()
    page = stranger.get("/signin?next=/practice/ex-010?a=1%26b=2").text
    assert 'name="next" value="/practice/ex-010?a=1&amp;b=2"' in page
    answer = stranger.submit("/signin", {**SIGN_UP, "next": "/practice/ex-010?a=1&b=2"})
    assert answer.location == "/practice/ex-010?a=1&b=2"


@pytest.mark.parametrize("door", ["/signup", "/signin", "/forgot"])
def test_a_stale_form_comes_back_with_what_was_typed(stranger, rows, door):
    stranger.get(door)
    answer = stranger.post(door, data={**SIGN_UP, "csrf_token": "stale"})
    assert answer.status_code == 400
    assert "This page had been open for too long" in answer.text
    assert 'value="ada@example.org"' in answer.text
    assert GOOD not in answer.text
    assert 'name="csrf_token"' in answer.text
    assert rows(User) == []


def test_a_button_with_a_stale_token_does_nothing(fresh):
    assert fresh.post("/signout", data={"csrf_token": "stale"}).status_code == 400
    assert who(fresh) is not None


def test_remember_me_outlives_the_session_and_ends_with_the_key(account, stranger, app):
    account()
    stranger.submit("/signin", {**SIGN_UP, "remember": "y"})
    stranger.delete_cookie("goldpath")
    assert who(stranger)["email"] == "ada@example.org"
    stranger.submit("/signout")
    assert stranger.get_cookie("goldpath_remember") is None
    assert who(stranger) is None


def test_the_cookie_holds_a_random_key_and_no_number(account, stranger, rows):
    account()
    stranger.submit("/signin", SIGN_UP)
    with stranger.session_transaction() as state:
        assert state["_user_id"] == rows(User)[0].session_key
