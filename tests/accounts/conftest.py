"""Accounts to act with: a password that works, mails to read, another node on the same database."""

import re

import pytest

GOOD = "four quiet words here"
NEW = "another set of words"


@pytest.fixture
def account(make_user, client_of):
    """account(email=...) -> a member with the password GOOD; a client signed in as them."""

    def make(email="ada@example.org", **columns):
        return client_of(make_user(email, password=GOOD, **columns))

    return make


@pytest.fixture
def fresh(account):
    """A client signed in as ada@example.org, whose password is GOOD."""
    return account()


@pytest.fixture
def mailed(rows):
    """mailed(to) -> paths of the links in the newest mail to that address; [] when there is no mail."""
    from portal.accounts.models import Mail

    def links(to):
        mails = [one for one in rows(Mail) if one.to == to]
        return re.findall(r"https?://[^/\s]+(/\S+)", mails[-1].body) if mails else []

    return links


@pytest.fixture
def second_app(app, settings):
    """The app made once more, as another worker on another machine would: it shares the database alone."""
    from portal import create_app

    other = create_app(settings)
    yield other
    other.extensions["engine"].dispose()
