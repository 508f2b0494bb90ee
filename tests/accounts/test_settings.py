"""The settings: each change, who may make it, what a bad form says."""

import pytest

from portal.accounts.models import ApiToken, User
from portal.web.events import Event
from tests.accounts.conftest import GOOD, NEW

PAGES = ["/settings", "/settings/password", "/settings/email", "/settings/tokens", "/settings/delete"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_open_for_their_owner_alone(fresh, stranger, make_user, client_of, path):
    assert fresh.get(path).status_code == 200
    assert stranger.get(path).location == f"/signin?next={path}"
    assert client_of(make_user(guest=True)).get(path).location == f"/signin?next={path}"


@pytest.mark.parametrize("path", [*PAGES, "/settings/signout-everywhere", "/settings/forget-me"])
def test_strangers_change_nothing(fresh, stranger, rows, path):
    before = [dict(vars(one), _sa_instance_state=None) for one in rows(User)]
    assert stranger.submit(path, {"current": GOOD, "password": NEW, "word": "DELETE"}).location.startswith("/signin")
    assert [dict(vars(one), _sa_instance_state=None) for one in rows(User)] == before


def test_a_new_password_signs_out_every_other_browser(fresh, client_of, rows):
    elsewhere = client_of(fresh.user_id)
    assert elsewhere.get("/settings").status_code == 200
    answer = fresh.submit("/settings/password", {"current": GOOD, "password": NEW})
    assert answer.location == "/settings"
    assert fresh.get("/settings").status_code == 200
    assert elsewhere.get("/settings").status_code == 302
    assert [one.what for one in rows(Event)] == ["password_changed"]


def test_a_remembered_browser_stays_remembered_after_a_new_password(account, stranger):
    account()
    stranger.submit("/signin", {"email": "ada@example.org", "password": GOOD, "remember": "y"})
    other = stranger.get_cookie("goldpath_remember").value
    stranger.submit("/settings/password", {"current": GOOD, "password": NEW})
    stranger.delete_cookie("goldpath")
    assert stranger.get("/settings").status_code == 200
    stranger.delete_cookie("goldpath")
    stranger.set_cookie("goldpath_remember", other)
    assert stranger.get("/settings").status_code == 302


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"current": "not the password", "password": NEW}, "This is not your password."),
        ({"current": GOOD, "password": "short"}, "Use at least 12 characters."),
        ({"current": GOOD, "password": "ada@example.org"}, "Do not use your e-mail address"),
        ({}, "Type your password."),
    ],
)
def test_a_bad_password_form_changes_nothing(fresh, rows, sent, words):
    before = rows(User)[0].password_hash
    answer = fresh.submit("/settings/password", sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert NEW not in answer.text
    assert rows(User)[0].password_hash == before


def test_signing_out_everywhere_spares_this_browser_and_the_keys(fresh, client_of):
    key = make_key(fresh)
    elsewhere = client_of(fresh.user_id)
    assert fresh.submit("/settings/signout-everywhere").location == "/settings"
    assert elsewhere.get("/settings").status_code == 302
    assert fresh.get("/settings").status_code == 200
    assert called_with(elsewhere, key).status_code == 200


def test_times_are_shown_in_the_chosen_zone(fresh, rows):
    assert fresh.submit("/settings", {"time_zone": "Pacific/Auckland"}).location == "/settings"
    assert rows(User)[0].time_zone == "Pacific/Auckland"
    assert '<option selected value="Pacific/Auckland">Auckland</option>' in fresh.get("/settings").text


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "<script>"])
def test_only_zones_of_the_list_are_taken(fresh, rows, zone):
    answer = fresh.submit("/settings", {"time_zone": zone})
    assert answer.status_code == 422
    assert "Choose a zone from the list." in answer.text
    assert rows(User)[0].time_zone == "UTC"


def make_key(client, name="notebook"):
    page = client.submit("/settings/tokens", {"name": name}).text
    return (
        page.partition('value="gp_')[2].partition('"')[0] and "gp_" + page.partition('value="gp_')[2].partition('"')[0]
    )


def called_with(client, key, path="/api/v1/me/export"):
    client.delete_cookie("goldpath")
    return client.get(path, headers={"Authorization": f"Bearer {key}"})


def test_a_key_is_shown_once_and_kept_as_a_hash(fresh, rows):
    key = make_key(fresh)
    assert len(key) == 35
    assert key not in fresh.get("/settings/tokens").text
    [row] = rows(ApiToken)
    assert key not in str(vars(row))
    assert row.hint == key[-4:]
    assert f"Ends in {row.hint}" in fresh.get("/settings/tokens").text


def test_a_key_opens_the_api_and_nothing_else(fresh, client_of, rows):
    key = make_key(fresh)
    program = client_of(None)
    assert called_with(program, key).json["account"]["email"] == "ada@example.org"
    assert rows(ApiToken)[0].last_used_at is not None
    assert program.get("/settings", headers={"Authorization": f"Bearer {key}"}).status_code == 302
    assert called_with(program, key[:-1] + "?").status_code == 401


def test_a_revoked_key_stops_at_once(fresh, client_of, rows):
    key = make_key(fresh)
    assert fresh.submit(f"/settings/tokens/{rows(ApiToken)[0].id}/revoke").location == "/settings/tokens"
    assert called_with(client_of(None), key).status_code == 401
    assert [one.what for one in rows(Event)] == ["key_made", "key_revoked"]


def test_nobody_revokes_somebody_elses_key(fresh, other, stranger, rows):
    make_key(fresh)
    path = f"/settings/tokens/{rows(ApiToken)[0].id}/revoke"
    assert other.submit(path).status_code == 404
    assert stranger.submit(path).status_code == 302
    assert len(rows(ApiToken)) == 1


def test_the_same_form_sent_twice_makes_one_key(fresh, rows):
    assert make_key(fresh)
    answer = fresh.submit("/settings/tokens", {"name": "notebook"})
    assert answer.status_code == 422
    assert "You have a key of this name." in answer.text
    assert len(rows(ApiToken)) == 1


def test_nobody_collects_keys_without_end(fresh, rows):
    for number in range(20):
        make_key(fresh, f"key {number}")
    assert "which is the most" in fresh.submit("/settings/tokens", {"name": "one more"}).text
    assert len(rows(ApiToken)) == 20


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "\0"])
def test_a_key_needs_a_name_that_fits(fresh, rows, name):
    assert fresh.submit("/settings/tokens", {"name": name}).status_code == 422
    assert rows(ApiToken) == []


def test_html_in_a_name_stays_text(fresh):
    make_key(fresh, "<script>alert(1)</script>")
    assert "<script>alert" not in fresh.get("/settings/tokens").text


def test_what_happened_lately_is_shown(fresh):
    fresh.submit("/settings/signout-everywhere")
    assert "Signed out everywhere" in fresh.get("/settings").text
