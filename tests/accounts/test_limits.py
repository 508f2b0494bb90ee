"""Guessing passwords: slowed by address and by account, the same on every node, never at the owner's cost."""

import pytest

from portal.accounts.models import User
from portal.web.limits import RateCount
from tests.accounts.conftest import GOOD
from tests.clients import Client

WRONG = {"email": "ada@example.org", "password": "not the password"}
RIGHT = {"email": "ada@example.org", "password": GOOD}


@pytest.fixture(autouse=True)
def frozen(monkeypatch, now):
    """Fixed windows: a minute must not end in the middle of a test."""
    from portal.accounts.views import entry, links, settings

    for module in (entry, links, settings):
        monkeypatch.setattr(module, "now_utc", lambda: now)


def guess(client, sent=WRONG, address="192.0.2.1"):
    return client.submit("/signin", sent, environ_overrides={"REMOTE_ADDR": address})


def test_an_address_gets_ten_wrong_tries_a_minute_over_two_nodes(app, second_app, account):
    account()
    nodes = [Client(app), Client(second_app)]
    for number in range(10):
        sent = {"email": f"learner{number}@example.org", "password": "not the password"}
        assert guess(nodes[number % 2], sent).status_code == 422
    for node in nodes:
        answer = guess(node, RIGHT)
        assert answer.status_code == 429
        assert 'value="ada@example.org"' in answer.text
        assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert guess(nodes[0], RIGHT, address="192.0.2.2").status_code == 302


def test_an_account_gets_ten_wrong_tries_a_minute_from_anywhere(app, second_app, account):
    account()
    for number in range(10):
        assert guess(Client([app, second_app][number % 2]), address=f"192.0.2.{number}").status_code == 422
    assert guess(Client(app), RIGHT, address="198.51.100.1").status_code == 429


def test_nobody_can_lock_out_a_browser_the_account_knows(app, account):
    account()
    owner = Client(app)
    assert guess(owner, RIGHT, address="203.0.113.5").status_code == 302
    owner.submit("/signout")
    for number in range(40):
        guess(Client(app), address=f"192.0.2.{number}")
    assert guess(Client(app), RIGHT, address="198.51.100.1").status_code == 429
    assert guess(owner, RIGHT, address="203.0.113.5").status_code == 302


def test_a_known_browser_may_not_guess_for_ever_either(app, account):
    account()
    owner = Client(app)
    guess(owner, RIGHT)
    owner.submit("/signout")
    answers = [guess(owner, address=f"192.0.2.{number}").status_code for number in range(12)]
    assert answers == [422] * 10 + [429] * 2


def test_the_mark_of_a_known_browser_opens_no_other_account(app, account):
    account()
    account("eve@example.org")
    eve = Client(app)
    guess(eve, {"email": "eve@example.org", "password": GOOD})
    eve.submit("/signout")
    answers = [guess(eve, address=f"192.0.2.{number}").status_code for number in range(10)]
    assert answers == [422] * 10
    assert guess(Client(app), RIGHT, address="198.51.100.1").status_code == 429


def test_the_slow_lock_ends_within_a_quarter_of_an_hour(app, account, monkeypatch, later):
    from portal.accounts.views import entry

    account()
    for minute in range(3):
        monkeypatch.setattr(entry, "now_utc", lambda minute=minute: later(minutes=minute))
        for number in range(10):
            assert guess(Client(app), address=f"192.0.2.{number}").status_code == 422
    monkeypatch.setattr(entry, "now_utc", lambda: later(minutes=3))
    answer = guess(Client(app), RIGHT, address="198.51.100.1")
    assert answer.status_code == 429
    assert "minutes, then try again" in answer.text
    assert int(answer.headers["Retry-After"]) <= 900
    monkeypatch.setattr(entry, "now_utc", lambda: later(minutes=15))
    assert guess(Client(app), RIGHT, address="198.51.100.1").status_code == 302


def test_a_class_behind_one_address_can_sign_in_at_once(app, make_user):
    from portal.accounts.passwords import hash_password

    stored = hash_password(GOOD)
    for number in range(15):
        make_user(f"pupil{number}@example.org", password_hash=stored)
    for number in range(15):
        assert guess(Client(app), {"email": f"pupil{number}@example.org", "password": GOOD}).status_code == 302


def test_one_household_with_ipv6_is_one_address(app):
    for number in range(10):
        guess(Client(app), {"email": f"x{number}@example.org", "password": "wrong"}, f"2001:db8:1:1::{number}")
    assert guess(Client(app), address="2001:db8:1:1:ffff::1").status_code == 429
    assert guess(Client(app), address="2001:db8:1:2::1").status_code == 422


def test_counts_do_not_hold_addresses_of_people(app, account, rows):
    account()
    guess(Client(app))
    assert not [one.key for one in rows(RateCount) if "ada" in one.key]


def test_a_password_typed_in_the_settings_is_counted_too(fresh, rows):
    stored = rows(User)[0].password_hash
    sent = {"current": "not the password", "password": "another set of words"}
    answers = [fresh.submit("/settings/password", sent).status_code for _ in range(12)]
    assert answers == [422] * 10 + [429] * 2
    assert fresh.submit("/settings/delete", {"current": GOOD, "word": "DELETE"}).status_code == 429
    assert rows(User)[0].password_hash == stored


def test_asking_for_links_has_a_limit_and_keeps_the_address(stranger):
    answers = [stranger.submit("/forgot", {"email": f"a{n}@example.org"}).status_code for n in range(11)]
    assert answers == [302] * 10 + [429]
    assert 'value="ada@example.org"' in stranger.submit("/forgot", {"email": "ada@example.org"}).text


def test_a_mailbox_gets_three_links_an_hour(stranger, account, rows):
    from portal.accounts.models import Mail

    account()
    for _ in range(5):
        assert stranger.submit("/forgot", {"email": "ada@example.org"}).location == "/forgot?asked=yes"
    assert len(rows(Mail)) == 3
