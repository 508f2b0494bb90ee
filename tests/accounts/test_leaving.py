"""Taking everything along, and leaving nothing behind."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import jobs
from portal.accounts import services
from portal.accounts.models import ApiToken, Mail, MailLink, Role, User
from portal.db import Base, transaction
from portal.web.events import Event
from tests.accounts.conftest import GOOD
from tests.conftest import NOW

LEAVE = {"current": GOOD, "word": "DELETE"}


@pytest.fixture
def full(fresh, app, stranger):
    """A member with something in every table of accounts, and a finished set."""
    with app.app_context(), transaction() as session:
        user = session.get_one(User, fresh.user_id)
        services.grant_role(session, user, "reviewer", now=NOW)
        _row, fresh.key = services.make_token(session, user, "notebook", now=NOW)
    stranger.submit("/forgot", {"email": "ada@example.org"})
    made = fresh.call("POST", "/api/v1/attempts", {"exercise": "ex-010", "mode": "practice"})
    assert made.status_code == 201
    slot = made.json["items"][0]["id"]
    fresh.call(
        "PUT",
        f"/api/v1/attempts/{made.json['id']}/answers/{slot}",
        {"answer": {"label": made.json["task"]["labels"][0]["id"]}, "seconds": 3},
        If_Match='"0"',
    )
    fresh.call("POST", f"/api/v1/attempts/{made.json['id']}/submit")
    return fresh


def pointing_at(session, user_id):
    """{table.column: rows} of every column that points at the person."""
    found = {}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == "users" for key in column.foreign_keys):
                count = session.scalar(select(func.count()).select_from(table).where(column == user_id))
                found[f"{table.name}.{column.name}"] = count
    return found


def test_the_export_holds_what_was_stored(full):
    answer = full.get("/settings/export")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="goldpath-my-data-')
    data = json.loads(answer.data)
    account = data["account"]
    assert account["email"] == "ada@example.org"
    assert account["roles"] == ["reviewer"]
    assert [key["name"] for key in account["api_keys"]] == ["notebook"]
    assert [mail["to"] for mail in account["mails"]] == ["ada@example.org"]
    assert {"role_granted", "key_made", "reset_asked"} <= {one["what"] for one in account["events"]}
    [attempt] = data["practice"]["attempts"]
    assert attempt["exercise"] == "ex-010"
    assert sum(one["answer"] is not None for one in attempt["answers"]) == 1


def test_the_export_holds_no_secret(full, rows):
    text = full.get("/settings/export").text
    user = rows(User)[0]
    for secret in (user.password_hash, user.session_key, full.key, rows(ApiToken)[0].token_hash):
        assert secret not in text
    assert rows(MailLink)[0].token_hash not in text
    assert "/reset/" not in text


def test_the_export_has_a_part_for_every_room_that_keeps_something(full, app):
    data = json.loads(full.get("/settings/export").data)
    assert {one.name for one in app.extensions["personal_data"]} <= set(data)


def test_the_api_hands_out_the_same(full, client_of):
    by_page = json.loads(full.get("/settings/export").data)
    program = client_of(None)
    by_api = program.get("/api/v1/me/export", headers={"Authorization": f"Bearer {full.key}"}).json
    assert by_api["practice"] == by_page["practice"]
    assert by_api["account"]["email"] == by_page["account"]["email"]


def test_strangers_get_no_export(stranger):
    assert stranger.get("/settings/export").status_code == 302
    answer = stranger.get("/api/v1/me/export")
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "signed_out")


def test_an_export_holds_nothing_of_anybody_else(full, other):
    assert "ada@example.org" not in other.get("/settings/export").text


def test_deletion_leaves_no_row_of_the_person_in_any_table(full, app):
    with app.app_context(), transaction() as session:
        before = pointing_at(session, full.user_id)
    assert before["attempts.user_id"] == 1
    assert before["mails.user_id"] == 1
    answer = full.submit("/settings/delete", LEAVE)
    assert answer.location == "/"
    assert "storage" in answer.headers["Clear-Site-Data"]
    with app.app_context(), transaction() as session:
        assert {name for name, count in pointing_at(session, full.user_id).items() if count} == set()
        assert session.get(User, full.user_id) is None
        for table in (ApiToken, Mail, MailLink, Role):
            assert session.scalar(select(func.count()).select_from(table)) == 0
        for name in ("attempts", "slots", "grades", "exposures", "evidence"):
            assert session.scalar(select(func.count()).select_from(Base.metadata.tables[name])) == 0, name
        lines = session.scalars(select(Event)).all()
        assert lines
        assert {one.user_id for one in lines} == {None}


def test_the_address_of_the_gone_stands_nowhere_in_the_database(full, app):
    full.submit("/settings/delete", LEAVE)
    with app.extensions["engine"].connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(select(table)):
                assert "ada@example.org" not in str(tuple(row)), table.name


def test_deletion_leaves_the_others_alone(full, other, app):
    other.call("POST", "/api/v1/attempts", {"exercise": "ex-010", "mode": "practice"})
    full.submit("/settings/delete", LEAVE)
    with app.app_context(), transaction() as session:
        assert pointing_at(session, other.user_id)["attempts.user_id"] == 1
    assert other.get("/settings").status_code == 200


def test_sessions_and_keys_end_with_the_account(full, client_of):
    elsewhere = client_of(full.user_id)
    full.submit("/settings/delete", LEAVE)
    assert full.get("/settings").status_code == 302
    assert elsewhere.get("/settings").status_code == 302
    headers = {"Authorization": f"Bearer {full.key}"}
    assert client_of(None).get("/api/v1/me/export", headers=headers).status_code == 401
    again = client_of(None)
    assert again.submit("/signin", {"email": "ada@example.org", "password": GOOD}).status_code == 422


def test_a_waiting_mail_to_the_gone_is_never_sent(app, full):
    with app.app_context(), transaction() as session:
        mail = session.scalars(select(Mail)).one()
        jobs.enqueue(session, "send_mail", f"mail:{mail.id}", {"mail_id": mail.id}, now=NOW)
    full.submit("/settings/delete", LEAVE)
    assert jobs.run_due(app) == 1
    with app.app_context(), transaction() as session:
        assert session.scalars(select(jobs.Job)).one().done_at is not None


def test_rooms_hear_that_an_account_closes(full, app):
    from portal.web import events

    told = []
    events.on(app, "account_closing", lambda session, user, now: told.append(user.email))
    try:
        full.submit("/settings/delete", LEAVE)
    finally:
        app.extensions["handlers"]["account_closing"].pop()
    assert told == ["ada@example.org"]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"current": "not the password", "word": "DELETE"}, "This is not your password."),
        ({"current": GOOD, "word": "yes"}, "Type the word DELETE."),
        ({}, "Type the word DELETE."),
    ],
)
def test_nobody_deletes_an_account_by_accident(full, rows, sent, words):
    answer = full.submit("/settings/delete", sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert len(rows(User)) == 1


def test_guests_are_deleted_after_seven_days_with_all_they_did(app, make_user, client_of, later):
    from portal.practice.models import Attempt

    old, young = make_user(guest=True), make_user(guest=True, created_at=NOW + timedelta(days=1))
    make_user("ada@example.org", created_at=NOW - timedelta(days=400))
    client = client_of(old)
    client.get("/try/ex-010")
    assert client.submit("/try/ex-010", {"label": first_label(app)}).status_code == 302
    with app.app_context(), transaction() as session:
        assert pointing_at(session, old)["attempts.user_id"] == 1
        services.delete_old_guests(session, later(days=7))
        assert session.get(User, old) is not None
    with app.app_context(), transaction() as session:
        services.delete_old_guests(session, later(days=7, seconds=1))
    with app.app_context(), transaction() as session:
        assert session.get(User, old) is None
        assert session.get(User, young) is not None
        assert session.scalar(select(func.count()).select_from(User)) == 2
        assert session.scalar(select(func.count()).select_from(Attempt)) == 0
    assert client.get("/settings/export").status_code == 302


def first_label(app):
    return app.extensions["library"].exercises["ex-010"].labels[0].id


def test_a_guest_can_be_forgotten_at_once(app, make_user, client_of, rows):
    client = client_of(make_user(guest=True))
    assert "Forget me now" in client.get("/privacy").text
    assert client.submit("/settings/forget-me").location == "/"
    assert rows(User) == []


def test_a_member_is_not_deleted_without_a_password(fresh, rows):
    assert fresh.submit("/settings/forget-me").location == "/settings/delete"
    assert len(rows(User)) == 1
