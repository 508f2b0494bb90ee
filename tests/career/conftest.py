"""Entries of the pay log to test with."""

import pytest

from portal.career.services import EntryFacts, add_entry
from portal.db import transaction

FORM = {
    "client_id": "form-one-of-a-test",
    "work": "paid-task",
    "platform": "Acme Labels",
    "received": "12.50",
    "currency": "USD",
    "minutes": "1:30",
    "worked_on": "2026-01-05",
    "expenses": "",
    "basis": "gross",
    "rate": "",
    "rate_max": "",
    "rate_period": "",
    "rate_per_items": "",
    "pieces": "",
    "source": "",
    "note": "",
    "version": "",
}


@pytest.fixture
def entry_form():
    """entry_form(**fields) -> what the browser sends for an entry."""
    return lambda **fields: FORM | fields


@pytest.fixture
def facts(now):
    """facts(**fields) -> an hour of paid tasks for 12.00 USD, as told otherwise."""

    def make(**fields) -> EntryFacts:
        plain = {
            "worked_on": now.date(),
            "platform": "Acme Labels",
            "kind": "task",
            "paid": True,
            "minutes": 60,
            "received_minor": 1200,
            "expenses_minor": 0,
            "currency": "USD",
            "basis": "gross",
        }
        return EntryFacts(**(plain | fields))

    return make


@pytest.fixture
def log(app, facts, now):
    """log(user_id, **fields) -> id of a stored entry."""
    count = 0

    def make(user_id: int, **fields) -> int:
        nonlocal count
        count += 1
        with app.app_context(), transaction() as session:
            return add_entry(session, user_id, f"entry-{count:05}", facts(**fields), now=now).id

    return make
