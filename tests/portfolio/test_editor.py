"""The editor: what it takes, what it refuses and where it says so, what it never overwrites."""

import pytest

from portal.portfolio.models import Handle, Portfolio

OWN = ["/portfolio", "/portfolio/preview", "/portfolio/publish", "/portfolio/sample"]
ACTIONS = [
    "/portfolio/publish",
    "/portfolio/unpublish",
    "/portfolio/remove",
    "/portfolio/sample",
    "/portfolio/sample/remove",
    "/portfolio/sample/restore",
]


@pytest.mark.parametrize("path", OWN)
def test_strangers_and_guests_are_asked_to_sign_in(stranger, client_of, make_user, path):
    for client in (stranger, client_of(make_user(guest=True))):
        assert client.get(path).location.startswith("/signin")


@pytest.mark.parametrize("path", ACTIONS)
def test_a_page_that_does_not_exist_cannot_be_acted_on(member, stranger, path):
    assert member.submit(path).status_code == 404
    assert "/signin" in stranger.submit(path).location


@pytest.mark.parametrize("path", ["/portfolio", *ACTIONS])
def test_a_request_without_its_token_changes_nothing(saved, page_form, rows, path):
    before = rows(Portfolio)[0].version
    assert saved.post(path, data=page_form(version="1", name="Changed")).status_code in (400, 404)
    (page,) = rows(Portfolio)
    assert (page.version, page.name, page.published_at, page.removed_at) == (before, "Demo Learner", None, None)


def test_what_is_typed_is_stored_exactly(saved, rows):
    (page,) = rows(Portfolio)
    assert (page.handle, page.name, page.place, page.time_zone) == (
        "demo-learner",
        "Demo Learner",
        "Porto",
        "Europe/Lisbon",
    )
    assert (page.hours_a_week, page.starts, page.languages, page.nda) == (25, "now", [["English", "C2"]], "yes")
    assert page.background == "Shop work\nand a help desk"
    assert (page.hidden, page.results, page.published_at) == ([], [], None)


def test_the_form_shows_what_is_stored(saved):
    text = saved.get("/portfolio").text
    for typed in ('value="demo-learner"', 'value="Porto"', 'value="25"', 'value="English"', "Shop work", "Two screens"):
        assert typed in text
    assert '<option selected value="C2">' in text
    assert '<option selected value="Europe/Lisbon">' in text


def test_a_new_page_says_nothing_of_where_its_owner_lives(member):
    member.submit("/settings", {"time_zone": "Asia/Tokyo"})
    assert '<option selected value="Asia/Tokyo">' not in member.get("/portfolio").text


def test_fields_without_a_value_may_stay_empty(member, page_form, rows):
    bare = dict.fromkeys(page_form(), "") | {"version": "0", "handle": "just-a-name", "name": "N"}
    assert member.submit("/portfolio", bare).status_code == 302
    (page,) = rows(Portfolio)
    assert (page.hours_a_week, page.languages, page.hidden) == (
        None,
        [],
        ["facts", "measured", "sample", "background", "experience"],
    )


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("handle", "", "3 to 30"),
        ("handle", "ab", "3 to 30"),
        ("handle", "a b c", "3 to 30"),
        ("handle", "-demo", "3 to 30"),
        ("handle", "how", "3 to 30"),
        ("handle", "x" * 31, "3 to 30"),
        ("handle", "<b>x</b>", "3 to 30"),
        ("name", " ", "pseudonym"),
        ("name", "x" * 81, "At most 80"),
        ("line", "x" * 201, "At most 200"),
        ("place", "x" * 61, "At most 60"),
        ("hours", "0", "from 1 to 80"),
        ("hours", "81", "from 1 to 80"),
        ("hours", "ten", "from 1 to 80"),
        ("hours", "٣", "from 1 to 80"),
        ("language_2", "", "Which language"),
        ("language_1", "x" * 41, "At most 40"),
        ("tools", "x" * 161, "At most 160"),
        ("more", "x" * 301, "At most 300"),
        ("background", "x" * 3001, "At most 3000"),
        ("experience", "x" * 3001, "At most 3000"),
        ("time_zone", "Mars/Base", "Not a valid choice"),
        ("starts", "1999", "Not a valid choice"),
        ("level_1", "Z9", "Not a valid choice"),
        ("nda", "never", "Not a valid choice"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_field(member, page_form, rows, field, typed, words):
    more = {"level_2": "B1"} if field == "language_2" else {}
    answer = member.submit("/portfolio", page_form(**{field: typed}, **more))
    assert answer.status_code == 422
    assert words in answer.text
    assert f'id="{field}-error"' in answer.text
    # Everything else that was typed is still there.
    assert "and a help desk" in answer.text or field == "background"
    assert rows(Portfolio) == []
    assert rows(Handle) == []


def test_an_address_may_be_typed_with_capitals(member, page_form, rows):
    member.submit("/portfolio", page_form(handle=" Demo-Learner "))
    assert rows(Portfolio)[0].handle == "demo-learner"


def test_html_and_script_in_every_field_are_text(member, publish, stranger, page_form):
    evil = "<script>alert(1)</script>"
    fields = ("name", "line", "place", "tools", "more", "background", "experience", "language_1")
    assert member.submit("/portfolio", page_form(**dict.fromkeys(fields, evil))).status_code == 302
    publish(member.user_id)
    for answer in (member.get("/portfolio"), member.get("/portfolio/publish"), stranger.get("/p/demo-learner")):
        assert "<script>alert" not in answer.text
        assert "&lt;script&gt;alert(1)" in answer.text


def test_a_stale_version_changes_nothing_and_shows_both_texts(saved, page_form, rows):
    saved.submit("/portfolio", page_form(version="1", name="Name from the other tab", hours="30"))
    answer = saved.submit("/portfolio", page_form(version="1", name="Name from this tab"))
    assert answer.status_code == 409
    assert "Name from the other tab" in answer.text
    assert "Name from this tab" in answer.text
    assert "<td" in answer.text
    assert rows(Portfolio)[0].name == "Name from the other tab"
    # The form now builds on what is stored: saved once more it stands.
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert saved.submit("/portfolio", page_form(version="2", name="Name from this tab")).status_code == 302


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 20])
def test_a_version_that_is_none_is_stale(saved, page_form, version):
    assert saved.submit("/portfolio", page_form(version=version, name="Other")).status_code == 409


def test_two_tabs_that_make_the_page_at_once_make_one(member, page_form, at_once, client_of, rows):
    other_tab = client_of(member.user_id)
    answers = at_once(
        lambda: member.submit("/portfolio", page_form(name="One")).status_code,
        lambda: other_tab.submit("/portfolio", page_form(name="Two")).status_code,
    )
    assert sorted(answers) == [302, 409]
    assert len(rows(Portfolio)) == 1


def test_a_handle_in_use_is_refused_and_what_was_typed_is_kept(saved, other, page_form):
    answer = other.submit("/portfolio", page_form())
    assert answer.status_code == 422
    assert "Somebody has or had this address" in answer.text
    assert 'id="handle-error"' in answer.text
    assert "Shop work" in answer.text


def test_nobody_can_use_up_the_addresses(saved, page_form, rows):
    for number in range(2, 11):
        form = page_form(version=str(number - 1), handle=f"demo-{number}")
        assert saved.submit("/portfolio", form).status_code == 302
    answer = saved.submit("/portfolio", page_form(version="10", handle="one-too-many"))
    assert answer.status_code == 422
    assert "demo-10, demo-2, demo-3" in answer.text
    assert len(rows(Handle)) == 10
    assert saved.submit("/portfolio", page_form(version="10", handle="demo-learner")).status_code == 302


def test_a_form_that_went_stale_keeps_what_was_typed(saved, page_form):
    answer = saved.post("/portfolio", data=page_form(version="1", name="Typed for an hour", csrf_token="old"))
    assert answer.status_code == 400
    assert "Typed for an hour" in answer.text


@pytest.mark.parametrize(
    ("then", "path"),
    [
        ("sample", "/portfolio/sample"),
        ("preview", "/portfolio/preview"),
        ("publish", "/portfolio/publish"),
        ("x", "/portfolio"),
    ],
)
def test_a_button_that_saves_leads_on(member, page_form, then, path):
    assert member.submit("/portfolio", page_form(then=then)).location == path


def test_the_export_holds_the_page_and_its_sample(saved, choose_sample):
    choose_sample(saved.user_id)
    page = saved.get("/settings/export").json["portfolio"]
    assert page["handle"] == "demo-learner"
    assert page["addresses"] == ["demo-learner"]
    assert page["languages"] == [["English", "C2"]]
    assert page["sample"]["lesson_learned"] == "Since then I zoom in first."
    assert page["sample"]["exercise"] == "ex-020"
