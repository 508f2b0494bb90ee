"""Label files to upload, and reports made from them."""

import io
from pathlib import Path

import pytest

from portal.db import get_session, transaction
from portal.formats.raters import Wanted
from portal.tools import services

FIXTURES = Path(__file__).parent / "fixtures"
WIDE = b"item,anna,ben\nm1,spam,spam\nm2,ham,ham\nm3,ham,spam\n"


@pytest.fixture
def upload():
    """upload(client, {name: bytes}, **fields) -> the answer to the form with these files."""

    def send(client, files, **fields):
        sent = [(io.BytesIO(data), name) for name, data in files.items()]
        return client.submit("/tools/agreement", {"files": sent, **fields}, content_type="multipart/form-data")

    return send


@pytest.fixture
def make_report(app, now):
    """make_report(user_id, data=WIDE) -> id of a stored report."""
    count = 0

    def make(user_id, data=WIDE, *, at=now, name="wide.csv"):
        nonlocal count
        count += 1
        with app.app_context(), transaction() as session:
            row = services.ask_for_report(session, user_id, f"form-{count:06}", [(name, data)], Wanted(), 0.5, now=at)
            return row.id

    return make


@pytest.fixture
def large():
    """A table of more than a megabyte."""
    rows = "".join(f"message-number-{i:07},spam,{'spam' if i % 5 else 'ham'}\n" for i in range(40_000))
    return f"item,anna,ben\n{rows}".encode()


@pytest.fixture
def stored(app):
    """stored(Model) -> all rows of it."""
    from sqlalchemy import select

    def read(model):
        with app.app_context():
            return list(get_session().scalars(select(model)))

    return read
