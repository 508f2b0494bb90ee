"""`./goldpath user ...`"""

import pytest

from portal.accounts.models import User
from tests.accounts.conftest import GOOD


@pytest.fixture
def run(app):
    """run("user", ...) -> (exit status, what was printed)."""

    def call(*arguments, given=None):
        result = app.test_cli_runner().invoke(args=list(arguments), input=given)
        return result.exit_code, result.output

    return call


def test_an_account_is_made_with_a_password_from_standard_input(run, rows, stranger):
    status, said = run("user", "add", "Ada@Example.org", "--password-stdin", given=GOOD + "\n")
    assert (status, said.strip()) == (0, "Made an account for ada@example.org.")
    assert stranger.submit("/signin", {"email": "ada@example.org", "password": GOOD}).status_code == 302


def test_an_account_is_made_with_a_password_asked_for_twice(run):
    assert run("user", "add", "ada@example.org", given=f"{GOOD}\n{GOOD}\n")[0] == 0


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("nonsense", GOOD, "nonsense is not an e-mail address."),
        ("ada@example.org", "short", "at least 12 characters"),
        ("ada@example.org", "password1234", "stolen passwords"),
        ("taken@example.org", GOOD, "There is an account"),
    ],
)
def test_a_bad_account_is_refused_with_a_reason(run, make_user, rows, email, password, words):
    make_user("taken@example.org")
    status, said = run("user", "add", email, "--password-stdin", given=password + "\n")
    assert status == 1
    assert words in said
    assert len(rows(User)) == 1


def test_roles_come_and_go(run, make_user):
    make_user("ada@example.org")
    assert run("user", "role", "grant", "ada@example.org", "operator") == (
        0,
        "ada@example.org is now operator.\n",
    )
    assert "already" in run("user", "role", "grant", "ada@example.org", "operator")[1]
    assert "operator" in run("user", "list")[1]
    assert "no longer" in run("user", "role", "revoke", "ada@example.org", "operator")[1]
    assert run("user", "role", "revoke", "ada@example.org", "operator")[0] == 0
    assert run("user", "role", "grant", "ada@example.org", "emperor")[0] == 2
    assert run("user", "role", "grant", "nobody@example.org", "operator")[0] == 1


def test_the_list_leaves_guests_out(run, make_user):
    make_user("ada@example.org")
    make_user(guest=True)
    assert len(run("user", "list")[1].splitlines()) == 1


def test_waiting_mail_is_printed(run, make_user, stranger):
    assert "No mail is waiting." in run("user", "mail")[1]
    make_user("ada@example.org")
    stranger.submit("/forgot", {"email": "ada@example.org"})
    said = run("user", "mail")[1]
    assert "To: ada@example.org" in said
    assert "http://127.0.0.1:8000/reset/" in said


def test_the_operator_can_print_a_fresh_link(run, make_user, stranger):
    make_user("ada@example.org")
    status, said = run("user", "link", "ada@example.org")
    assert status == 0
    assert stranger.get(said.strip().removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_the_launcher_prints_a_refusal_in_one_line(monkeypatch, capsys, settings, app):
    import portal
    from config import Settings
    from portal.web.commands import site_command

    monkeypatch.setattr(Settings, "from_env", classmethod(lambda cls: settings))
    monkeypatch.setattr(portal, "create_app", lambda _settings: app)
    assert site_command(["user", "list"]) == 0
    assert site_command(["user", "role", "grant", "nobody@example.org", "operator"]) == 1
    assert "There is no account" in capsys.readouterr().err
    assert site_command(["user", "nonsense"]) == 2
