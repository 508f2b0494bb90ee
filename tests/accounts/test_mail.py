"""Mail: sent by the worker where SMTP is set, shown to the operator where it is not."""

import dataclasses
import smtplib
from datetime import timedelta

import pytest

from portal import jobs
from portal.accounts import mail, services
from portal.accounts.models import Mail, MailLink, User
from portal.db import now_utc, transaction
from portal.web.limits import RateCount
from tests.conftest import NOW


class FakeServer:
    """Stands for an SMTP server: remembers what it was told."""

    log: list = []
    fails = False

    def __init__(self, host, port, **_options):
        self.log.append((type(self).__name__, host, port))

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return False

    def ehlo(self):
        self.log.append("ehlo")

    def has_extn(self, name):
        return name == "starttls"

    def starttls(self, context):
        self.log.append("starttls")

    def login(self, user, password):
        self.log.append(("login", user, password))

    def send_message(self, message):
        if FakeServer.fails:
            raise smtplib.SMTPServerDisconnected("gone away")
        self.log.append(message)


class FakeTls(FakeServer):
    """The same behind TLS from the start."""


@pytest.fixture
def server(app, monkeypatch):
    """server(url) sets SMTP_URL; what was sent is in server.log."""

    def use(url):
        settings = dataclasses.replace(app.config["SETTINGS"], smtp_url=url, mail_from="School <school@example.org>")
        monkeypatch.setitem(app.config, "SETTINGS", settings)
        monkeypatch.setattr(smtplib, "SMTP", FakeServer)
        monkeypatch.setattr(smtplib, "SMTP_SSL", FakeTls)
        monkeypatch.setattr(FakeServer, "log", [])
        monkeypatch.setattr(FakeServer, "fails", False)
        return FakeServer

    return use


def write(app, to="ada@example.org", subject="Hello"):
    with app.app_context(), transaction() as session:
        return mail.write(session, None, to, subject, "Line one\nhttp://127.0.0.1:8000/reset/x", now=NOW).id


def test_a_mail_is_sent_once_and_its_text_forgotten(app, server, rows):
    log = server("smtp://me%40x:p%3Aw@mail.example.org:587").log
    write(app)
    assert jobs.run_due(app) == 1
    assert jobs.run_due(app) == 0
    assert log[:4] == [("FakeServer", "mail.example.org", 587), "ehlo", "starttls", ("login", "me@x", "p:w")]
    message = log[4]
    assert (message["To"], message["From"]) == ("ada@example.org", "School <school@example.org>")
    assert "/reset/x" in message.get_content()
    [row] = rows(Mail)
    assert row.sent_at is not None
    assert row.body == ""


def test_smtps_is_tls_from_the_start(app, server):
    log = server("smtps://mail.example.org").log
    write(app)
    jobs.run_due(app)
    assert log[0] == ("FakeTls", "mail.example.org", 465)
    assert "starttls" not in log


def test_an_international_domain_travels_in_ascii(app, server):
    log = server("smtp://mail.example.org").log
    write(app, to="ada@münchen.de")
    jobs.run_due(app)
    assert log[-1]["To"] == "ada@xn--mnchen-3ya.de"


def test_a_mail_that_cannot_be_sent_waits_with_its_reason(app, server, member, client_of, make_user):
    server("smtp://mail.example.org").fails = True
    write(app)
    app.logger.disabled = True
    jobs.run_due(app)
    app.logger.disabled = False
    page = operator(app, client_of, make_user).get("/operator/mail").text
    assert "gone away" in page


def test_a_mail_whose_transaction_fails_is_never_sent(app, server):
    log = server("smtp://mail.example.org").log

    def fail():
        with app.app_context(), transaction() as session:
            mail.write(session, None, "ada@example.org", "Hello", "…", now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert jobs.run_due(app) == 0
    assert log == []


def operator(app, client_of, make_user):
    user_id = make_user("boss@example.org")
    with app.app_context(), transaction() as session:
        services.grant_role(session, session.get_one(User, user_id), "operator", now=NOW)
    return client_of(user_id)


def test_without_smtp_the_operator_sees_the_mail_and_passes_it_on(app, client_of, make_user, rows):
    mail_id = write(app)
    client = operator(app, client_of, make_user)
    assert 'href="/operator/mail"' in client.get("/settings").text
    assert "http://127.0.0.1:8000/reset/x" in client.get("/operator/mail").text
    assert client.submit(f"/operator/mail/{mail_id}/done").location == "/operator/mail"
    assert "/reset/x" not in client.get("/operator/mail").text
    assert rows(Mail)[0].body == ""


def test_waiting_mail_exists_for_operators_alone(app, stranger, member, make_user, client_of):
    mail_id = write(app)
    for client in (stranger, member, client_of(make_user(guest=True))):
        assert client.get("/operator/mail").status_code == 404
        assert client.submit(f"/operator/mail/{mail_id}/done").status_code == 404
    assert operator(app, client_of, make_user).submit("/operator/mail/999/done").status_code == 404


def test_html_in_a_mail_stays_text(app, client_of, make_user):
    write(app, subject="<script>alert(1)</script>")
    assert "<script>alert" not in operator(app, client_of, make_user).get("/operator/mail").text


def test_old_mails_links_and_counts_are_removed_by_the_worker(app, stranger, member, rows, later):
    email = rows(User)[0].email
    stranger.submit("/forgot", {"email": email})
    assert len(rows(Mail)) == len(rows(MailLink)) == 1
    jobs.run_chores(app, now=now_utc(), all_of_them=True)
    assert len(rows(Mail)) == len(rows(MailLink)) == 1
    jobs.run_chores(app, now=now_utc() + timedelta(days=7, minutes=1), all_of_them=True)
    assert rows(Mail) == rows(MailLink) == rows(RateCount) == []
