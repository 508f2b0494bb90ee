"""The pay timer on a phone, and both pages under axe, in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}


def violations(page) -> list:
    """What axe finds against WCAG 2.2 AA and good practice."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found]


def fits(page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_work_is_timed_and_paid_on_a_phone_by_touch(browse, make_user):
    user_id = make_user()
    page = browse(user_id, **PHONE)
    page.goto("/pay")
    page.get_by_label("Platform or client").fill("Acme Labels")
    page.get_by_role("button", name="Start", exact=True).tap()
    elapsed = page.locator("[data-elapsed]")
    expect(elapsed).to_have_text(re.compile(r"0:00:\d\d"))
    first = elapsed.text_content()
    expect(elapsed).not_to_have_text(first)
    page.reload()
    expect(elapsed).to_have_text(re.compile(r"0:00:\d\d"))
    other_device = browse(user_id)
    other_device.goto("/pay")
    expect(other_device.get_by_role("heading", name="The timer is running")).to_be_visible()
    assert fits(page)

    page.get_by_role("button", name="Stop").tap()
    money = page.get_by_label("Money received")
    expect(money).to_be_focused()
    assert fits(page)
    page.keyboard.type("12,50")
    page.get_by_role("button", name="Save").first.tap()
    expect(page.get_by_role("heading", name="750.00 USD an hour")).to_be_visible()
    expect(page.get_by_label("Platform or client")).to_have_value("Acme Labels")
    assert fits(page)


def test_the_timer_works_without_script(browse, make_user):
    page = browse(make_user(), java_script_enabled=False)
    page.goto("/pay")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator("[data-elapsed]")).to_have_text("0:00")
    page.get_by_role("button", name="Stop").click()
    page.get_by_label("Money received").fill("3")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("180.00 USD an hour").first).to_be_visible()


def test_the_question_of_worth_is_answered_by_keyboard(browse):
    page = browse()
    page.goto("/market")
    page.get_by_label("What you earn now").fill("150000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="On pay alone, this is not worth it for you.")).to_be_visible()
    expect(page.get_by_label("What you earn now")).to_have_value("150000")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_market_and_pay_are_clean_for_axe(browse, make_user, log, scheme):
    user_id = make_user()
    entry_id = log(user_id, rate_minor=1500, rate_period="hour", expenses_minor=5)
    log(user_id, received_minor=None)
    log(user_id, currency="JPY", minutes=0)
    page = browse(user_id, color_scheme=scheme)
    addresses = [
        "/market?unpaid=20&pay=40000&background=nursing&country=DE",
        "/market?unpaid=200&pay=NaN",
        "/pay?month=2026-11",
        f"/pay/{entry_id}?stopped=1",
        "/pay/new",
        "/pay/removed",
    ]
    for address in addresses:
        page.goto(address)
        for closed in page.locator("details:not([open]) > summary").all():
            closed.click()
        assert violations(page) == [], address
    page.goto("/pay")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("heading", name="The timer is running")).to_be_visible()
    assert violations(page) == []


def test_the_market_fits_a_phone(browse):
    page = browse(**PHONE)
    page.goto("/market?unpaid=20&pay=40000&background=law")
    page.locator("details.twin > summary").tap()
    assert fits(page)
    assert violations(page) == []
