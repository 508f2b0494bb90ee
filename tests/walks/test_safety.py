"""In mid-set the network goes, a second device answers, the sign-in runs out, the server restarts: nothing is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.walks.looks import LAPTOP, PHONE

pytestmark = pytest.mark.browser
PASSWORD = "four plain words here"


def state(page):
    return page.locator('[data-part="state"]')


def test_a_network_cut_loses_nothing_and_says_so(browse, make_user, bench):
    page = browse(make_user(), **PHONE)
    sitting = bench(page, "ex-008", "test", hand="tap")
    page.locator(".choice-row:has([value=shop])").tap()
    sitting.saved()
    page.context.set_offline(True)
    for value in ("courier", "customer"):
        page.get_by_role("button", name="Next").tap()
        page.locator(f".choice-row:has([value={value}])").tap()
    expect(state(page)).to_have_text("Offline: kept on this device")
    page.get_by_role("button", name="Finish…").tap()
    page.get_by_role("button", name="Hand in").tap()
    expect(page.locator('[data-part="note"]')).to_contain_text("Your answers are kept")
    assert sitting.stored()[:3] == [{"label": "shop"}, None, None]
    page.context.set_offline(False)
    assert sitting.saved()[:3] == [{"label": "shop"}, {"label": "courier"}, {"label": "customer"}]
    sitting.finish("tap")
    expect(page.get_by_role("heading", level=1)).to_contain_text("of 20 right")


def test_a_page_opened_offline_again_finds_the_answers_when_the_network_is_back(browse, make_user, bench):
    page = browse(make_user(), **LAPTOP)
    sitting = bench(page, "ex-100", "test")
    page.context.set_offline(True)
    for key in ("ArrowRight", "ArrowRight", "1"):
        page.keyboard.press(key)
    expect(state(page)).to_have_text("Offline: kept on this device")
    page.close()
    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto(f"/practice/attempts/{sitting.attempt}")
    sitting.page = again
    assert len(sitting.saved()[0]["spans"]) == 1
    expect(again.locator(".object-list q")).to_have_count(1)


def test_two_tabs_of_one_browser_follow_each_other(browse, make_user, bench):
    page = browse(make_user(), **LAPTOP)
    sitting = bench(page, "ex-008", "test")
    tab = page.context.new_page()
    tab.goto(page.url)
    tab.locator("[data-workbench].is-ready").wait_for()
    page.keyboard.press("1")
    expect(tab.locator("[value=shop]").first).to_be_checked()
    sitting.state("saved")
    tab.keyboard.press("2")
    expect(page.locator("[value=courier]").first).to_be_checked()
    sitting.page = tab
    assert sitting.saved()[0] == {"label": "courier"}
    for one in (page, tab):
        expect(one.get_by_role("dialog")).to_have_count(0)


def test_two_devices_that_differ_are_shown_side_by_side(browse, make_user, bench):
    user_id = make_user()
    laptop, phone = browse(user_id, **LAPTOP), browse(user_id, **PHONE)
    sitting = bench(laptop, "ex-008", "test")
    phone.goto(laptop.url)
    phone.locator("[data-workbench].is-ready").wait_for()
    laptop.keyboard.press("1")
    assert sitting.saved()[0] == {"label": "shop"}
    phone.locator(".choice-row:has([value=customer])").tap()
    dialog = phone.get_by_role("dialog")
    expect(dialog.locator(".version").first).to_contain_text("The customer")
    expect(dialog.locator(".version").last).to_contain_text("The shop")
    assert sitting.stored()[0] == {"label": "shop"}
    dialog.get_by_role("button", name="Keep the one on this page").tap()
    sitting.page = phone
    assert sitting.saved()[0] == {"label": "customer"}


def test_an_expired_sign_in_keeps_the_work_until_the_same_person_is_back(app, browse, make_user, bench):
    from portal.accounts.models import User, new_key
    from portal.db import transaction

    user_id = make_user("same@example.org", password=PASSWORD)
    page = browse(user_id, **LAPTOP)
    sitting = bench(page, "ex-008", "test")
    page.keyboard.press("1")
    sitting.saved()
    with app.app_context(), transaction() as session:
        session.get_one(User, user_id).session_key = new_key()
    page.keyboard.press("2")
    expect(state(page)).to_have_text(re.compile("^Signed out"))
    assert sitting.stored()[0] == {"label": "shop"}
    with page.expect_popup() as opened:
        page.get_by_role("alert").get_by_role("link", name="Sign in").click()
    door = opened.value
    door.get_by_label("E-mail").fill("same@example.org")
    door.get_by_label("Password", exact=True).fill(PASSWORD)
    door.get_by_role("button", name="Sign in").click()
    door.get_by_role("heading", name="Today").wait_for()
    door.close()
    page.evaluate("dispatchEvent(new Event('focus'))")
    assert sitting.saved()[0] == {"label": "courier"}
    # The token is a new one as well: handing in works without a reload.
    sitting.finish()


def test_a_cookie_that_is_gone_sends_the_reader_to_sign_in_and_back(browse, make_user, bench):
    page = browse(make_user("back@example.org", password=PASSWORD), **LAPTOP)
    sitting = bench(page, "ex-008", "test")
    page.keyboard.press("3")
    sitting.saved()
    page.context.clear_cookies()
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("E-mail").fill("back@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("[value=customer]").first).to_be_checked()


def test_a_server_restart_is_waited_out(browse, make_user, bench, server):
    page = browse(make_user(), **LAPTOP)
    sitting = bench(page, "ex-021")
    for key in ["n", "Enter", *["Shift+ArrowRight"] * 6, *["Shift+ArrowDown"] * 4, "Enter"]:
        page.keyboard.press(key)
    first = sitting.saved()[0]["boxes"][0]["box"]
    server.stop()
    for key in ("ArrowLeft", "ArrowLeft", "2"):
        page.keyboard.press(key)
    expect(state(page)).to_have_text(re.compile("kept on this device"))
    page.get_by_role("button", name="Check").click()
    expect(page.locator('[data-part="note"]')).to_contain_text("Your answer is kept")
    server.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    [one] = sitting.saved()[0]["boxes"]
    assert one["box"] == [first[0] - 2, *first[1:]]
    assert one["label"] == sitting.items[0].of.labels[1].id


def test_undo_and_redo_survive_a_reload(browse, make_user, bench):
    page = browse(make_user(), **LAPTOP)
    sitting = bench(page, "ex-008", "test")
    for key in ("1", "2", "3", "Control+z"):
        page.keyboard.press(key)
    assert sitting.saved()[0] == {"label": "courier"}
    page.reload()
    page.locator("[data-workbench].is-ready").wait_for()
    page.get_by_role("button", name="Redo").click()
    assert sitting.saved()[0] == {"label": "customer"}
    for _ in range(3):
        page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    assert sitting.saved()[0] is None
