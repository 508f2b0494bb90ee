"""Links sent by mail: they work once, for an hour, for the mailbox they were sent to."""

import pytest

from portal.accounts.models import Mail, MailLink, User
from portal.web.events import Event
from tests.accounts.conftest import GOOD, NEW


def ask(client, email="ada@example.org"):
    return client.submit("/forgot", {"email": email})


def signs_in(client_of, password, email="ada@example.org"):
    return client_of(None).submit("/signin", {"email": email, "password": password}).status_code == 302


def test_a_forgotten_password_is_replaced_and_every_browser_signed_out(fresh, stranger, client_of, mailed, rows):
    assert ask(stranger).location == "/forgot?asked=yes"
    [link] = mailed("ada@example.org")
    assert "ada@example.org" in stranger.get(link).text
    answer = stranger.submit(link, {"password": NEW})
    assert answer.location == "/"
    assert stranger.get("/settings").status_code == 200
    assert fresh.get("/settings").location.startswith("/signin")
    assert signs_in(client_of, NEW)
    assert not signs_in(client_of, GOOD)
    assert [one.what for one in rows(Event)][:2] == ["reset_asked", "password_reset"]


def test_the_answer_is_the_same_for_an_address_without_account(fresh, stranger, client_of, rows):
    known, unknown = ask(stranger), ask(client_of(None), "nobody@example.org")
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert len(rows(Mail)) == 1


def test_without_mail_the_page_says_whom_to_ask(stranger):
    page = stranger.get("/forgot?asked=yes").text
    assert "This site does not send mail by itself" in page
    assert "This site is run by Test School." in page


def test_only_a_hash_of_the_link_is_kept(fresh, stranger, mailed, rows):
    ask(stranger)
    token = mailed("ada@example.org")[0].rpartition("/")[2]
    assert token not in str([vars(one) for one in rows(MailLink)])


def test_a_link_works_once(fresh, stranger, client_of, mailed):
    ask(stranger)
    [link] = mailed("ada@example.org")
    stranger.submit(link, {"password": NEW})
    again = client_of(None)
    assert again.get(link).status_code == 410
    assert again.submit(link, {"password": "a third set of words"}).status_code == 410
    assert signs_in(client_of, NEW)


def test_a_link_works_for_an_hour(fresh, stranger, mailed, monkeypatch):
    from datetime import timedelta

    from portal.accounts.views import links
    from portal.db import now_utc

    ask(stranger)
    [link] = mailed("ada@example.org")
    monkeypatch.setattr(links, "now_utc", lambda: now_utc() + timedelta(minutes=59))
    assert stranger.get(link).status_code == 200
    monkeypatch.setattr(links, "now_utc", lambda: now_utc() + timedelta(minutes=61))
    assert stranger.get(link).status_code == 410
    assert stranger.submit(link, {"password": NEW}).status_code == 410


def test_a_newer_link_replaces_the_older(fresh, stranger, mailed):
    ask(stranger)
    [old] = mailed("ada@example.org")
    ask(stranger)
    [new] = mailed("ada@example.org")
    assert stranger.get(old).status_code == 410
    assert stranger.get(new).status_code == 200


@pytest.mark.parametrize("link", ["/reset/nonsense", "/settings/email/nonsense", "/reset/" + "x" * 3000])
def test_a_made_up_link_says_no_more_than_an_old_one(stranger, fresh, link):
    for client in (stranger, fresh):
        answer = client.get(link)
        assert answer.status_code == 410
        assert "This link no longer works" in answer.text


def test_a_link_for_one_purpose_does_not_serve_another(fresh, stranger, mailed):
    ask(stranger)
    token = mailed("ada@example.org")[0].rpartition("/")[2]
    assert stranger.get(f"/settings/email/{token}").status_code == 410


def test_a_weak_password_is_refused_and_the_link_still_works(fresh, stranger, mailed, client_of):
    ask(stranger)
    [link] = mailed("ada@example.org")
    assert stranger.submit(link, {"password": "short"}).status_code == 422
    assert stranger.submit(link, {"password": "ada@example.org"}).status_code == 422
    assert stranger.submit(link, {"password": NEW}).status_code == 302


def test_links_do_not_trust_the_host_of_a_request(fresh, stranger, rows):
    ask(stranger)
    stranger.post("/forgot", data={"email": "ada@example.org"}, headers={"Host": "evil.example"})
    assert all("http://127.0.0.1:8000/" in one.body for one in rows(Mail))


def change(client, email="new@example.org", password=GOOD):
    return client.submit("/settings/email", {"email": email, "current": password})


def test_an_address_changes_when_the_new_mailbox_answers(fresh, client_of, mailed, rows):
    assert change(fresh).location == "/settings/email"
    assert rows(User)[0].email == "ada@example.org"
    assert "new@example.org waits to be confirmed" in fresh.get("/settings").text
    assert "asked to change its e-mail address to new@example.org" in rows(Mail)[-1].body
    [link] = mailed("new@example.org")
    stranger = client_of(None)
    assert stranger.get(link).status_code == 200
    assert rows(User)[0].email == "ada@example.org"
    assert stranger.submit(link).location == "/signin"
    assert rows(User)[0].email == "new@example.org"
    assert fresh.get("/settings").status_code == 200
    assert [one.to for one in rows(Mail)][-1] == "ada@example.org"
    assert signs_in(client_of, GOOD, "new@example.org")
    assert stranger.submit(link).status_code == 410


def test_a_reset_link_in_the_old_mailbox_dies_with_the_address(fresh, stranger, mailed):
    ask(stranger)
    [old] = mailed("ada@example.org")
    change(fresh)
    fresh.submit(mailed("new@example.org")[0])
    assert stranger.get(old).status_code == 410


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"email": "new@example.org", "current": "not the password"}, "This is not your password."),
        ({"email": "ada@example.org", "current": GOOD}, "This is the address you have already."),
        ({"email": "eve@example.org", "current": GOOD}, "Another account uses this address."),
        ({"email": "<b>new</b>", "current": GOOD}, "This is not an e-mail address."),
        ({"email": "", "current": ""}, "Type your password."),
    ],
)
def test_an_address_is_not_changed_on_a_bad_form(fresh, account, rows, sent, words):
    account("eve@example.org")
    answer = fresh.submit("/settings/email", sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert "<b>new" not in answer.text
    assert rows(Mail) == []


def test_an_address_taken_meanwhile_stays_its_owners(fresh, account, mailed, rows):
    change(fresh)
    account("new@example.org")
    assert fresh.submit(mailed("new@example.org")[0]).status_code == 410
    assert sorted(one.email for one in rows(User)) == ["ada@example.org", "new@example.org"]


def test_strangers_and_guests_are_asked_to_sign_in(stranger, make_user, client_of):
    for client in (stranger, client_of(make_user(guest=True))):
        assert client.get("/settings/email").location == "/signin?next=/settings/email"
        assert change(client).location.startswith("/signin")
