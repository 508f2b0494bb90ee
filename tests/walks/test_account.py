"""An account from sign-up to "sign out everywhere", by keys alone."""

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import tab_to
from tests.walks.looks import LAPTOP, problems

pytestmark = pytest.mark.browser
EMAIL, PASSWORD, NEXT = "keys.only@example.org", "four plain words here", "five other plain words here"


def fill(page, label: str, text: str) -> None:
    """Tabs to a field and types."""
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(text)


def press(page, name: str, role: str = "button") -> None:
    """Tabs to a button or link and presses Enter."""
    tab_to(page, page.get_by_role(role, name=name, exact=True).last)
    page.keyboard.press("Enter")


def sign_in(page, password: str, *, remember: bool = False) -> None:
    page.goto("/signin")
    fill(page, "E-mail", EMAIL)
    fill(page, "Password", password)
    if remember:
        tab_to(page, page.get_by_label("Keep me signed in on this device"))
        page.keyboard.press("Space")
    press(page, "Sign in")


def test_signing_up_says_what_is_wrong_at_the_field_and_shows_the_password(browse):
    page = browse(**LAPTOP)
    page.goto("/")
    press(page, "Sign up", "link")
    fill(page, "E-mail", "keys.only")
    fill(page, "Password", "short")
    tab_to(page, page.get_by_label("Show the password"))
    page.keyboard.press("Space")
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")
    press(page, "Sign up")
    expect(page.get_by_role("alert")).to_contain_text("Please look at this again")
    assert problems(page) == []
    for label in ("E-mail", "Password"):
        expect(page.get_by_label(label, exact=True)).to_have_attribute("aria-invalid", "true")
    page.get_by_role("alert").get_by_role("link", name="E-mail").press("Enter")
    expect(page.get_by_label("E-mail", exact=True)).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type(EMAIL)
    fill(page, "Password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Two questions, then your first week")).to_be_visible()


def test_a_forgotten_session_is_remembered_only_where_it_was_asked_for(browse, make_user):
    make_user(EMAIL, password=PASSWORD)
    for remember in (True, False):
        page = browse(**LAPTOP)
        sign_in(page, PASSWORD, remember=remember)
        expect(page.get_by_role("heading", name="Today")).to_be_visible()
        # What closing the browser does: session cookies go, the others stay.
        page.context.clear_cookies(name="goldpath")
        page.goto("/settings")
        expect(page.get_by_role("heading", name="Settings" if remember else "Sign in")).to_be_visible()


def test_a_wrong_password_is_told_without_saying_more(browse, make_user):
    make_user(EMAIL, password=PASSWORD)
    page = browse(**LAPTOP)
    sign_in(page, "not this one at all")
    expect(page.get_by_role("alert")).to_contain_text("E-mail and password do not belong together")
    expect(page.get_by_label("E-mail", exact=True)).to_have_value(EMAIL)


def test_a_new_password_and_signing_out_everywhere_leave_one_browser_in(browse, make_user):
    make_user(EMAIL, password=PASSWORD)
    here, there = browse(**LAPTOP), browse(**LAPTOP)
    sign_in(here, PASSWORD)
    sign_in(there, PASSWORD, remember=True)
    expect(there.get_by_role("heading", name="Today")).to_be_visible()
    here.goto("/settings")
    press(here, "Change the password", "link")
    fill(here, "Your password now", PASSWORD)
    fill(here, "New password", NEXT)
    press(here, "Change the password")
    expect(here.get_by_role("status")).to_be_visible()
    there.goto("/settings")
    expect(there.get_by_role("heading", name="Sign in")).to_be_visible()

    sign_in(there, NEXT)
    expect(there.get_by_role("heading", name="Today")).to_be_visible()
    here.goto("/settings")
    press(here, "Sign out everywhere else")
    expect(here.get_by_role("heading", name="Settings")).to_be_visible()
    there.reload()
    expect(there.get_by_role("link", name="Sign in")).to_be_visible()
    press(here, "Sign out")
    expect(here.get_by_role("status")).to_have_text("You are signed out.")
