"""Nothing acknowledged is lost, nothing overwritten unseen: no network, no session, two tabs, two devices."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def state(page):
    return page.locator('[data-part="state"]')


def wait_for(page, name):
    page.locator(f'[data-part="state"][data-state="{name}"]').wait_for()


def test_the_state_line_says_when_it_saved(visit, choice):
    page = visit(choice())
    expect(state(page)).to_have_text("Saves as you work")
    page.keyboard.press("1")
    expect(state(page)).to_have_text(re.compile(r"Saved( \d s ago)?"))
    expect(state(page)).to_have_text("Saved 2 s ago")


def test_offline_work_is_kept_and_sent_when_the_network_is_back(visit, choice, harness, saved):
    attempt = choice()
    page = visit(attempt)
    page.context.set_offline(True)
    for key in ("1", "Enter", "2", "Enter", "3"):
        page.keyboard.press(key)
    expect(state(page)).to_have_text("Offline: kept on this device")
    assert harness.answers(attempt) == [None, None, None]
    page.context.set_offline(False)
    assert saved(page, attempt) == [{"label": "refund"}, {"label": "status"}, {"label": "change"}]


def test_a_closed_page_is_sent_from_the_device_on_the_next_visit(visit, choice, harness, saved):
    attempt = choice()
    page = visit(attempt)
    harness.refuse = 503
    page.keyboard.press("1")
    expect(state(page)).to_have_text("The server does not answer: kept on this device")
    page.close()
    harness.refuse = None
    page = visit(attempt, context=page.context)
    assert saved(page, attempt)[0] == {"label": "refund"}
    expect(page.locator("[name=label][value=refund]")).to_be_checked()


def test_leaving_the_page_sends_what_is_unsent(visit, choice, harness):
    attempt = choice()
    page = visit(attempt)
    page.keyboard.press("1")
    page.goto("about:blank")
    assert harness.sent.wait(5)
    assert harness.answers(attempt)[0] == {"label": "refund"}


def test_signed_out_work_is_kept_until_the_same_person_is_back(visit, choice, harness, saved):
    attempt = choice()
    page = visit(attempt)
    harness.user = None
    page.keyboard.press("1")
    expect(state(page)).to_have_text("Signed out: sign in again in another tab, your work is kept")
    expect(page.get_by_role("alert").get_by_role("link", name="Sign in")).to_have_attribute("target", "_blank")
    harness.user, harness.csrf = "8", "token-2"
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(state(page)).to_have_text(re.compile("Somebody else"))
    assert harness.answers(attempt)[0] is None
    harness.user = "7"
    page.evaluate("dispatchEvent(new Event('focus'))")
    assert saved(page, attempt)[0] == {"label": "refund"}


def test_a_stale_token_is_renewed_without_a_word(visit, choice, harness, saved):
    attempt = choice()
    page = visit(attempt)
    harness.csrf = "token-2"
    page.keyboard.press("1")
    assert saved(page, attempt)[0] == {"label": "refund"}


def test_a_restarting_server_is_asked_again(visit, choice, harness, saved):
    attempt = choice()
    page = visit(attempt)
    harness.refuse = 500
    page.keyboard.press("1")
    wait_for(page, "retrying")
    harness.refuse = None
    assert saved(page, attempt)[0] == {"label": "refund"}


def test_two_devices_that_differ_are_put_side_by_side(visit, choice, harness, saved):
    attempt = choice()
    page = visit(attempt)
    item = next(iter(harness.attempts[attempt]["items"].values()))
    item.update(answer={"label": "praise"}, version=3)
    page.keyboard.press("1")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Refund or return")
    expect(dialog).to_contain_text("Praise")
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Keep the one on this page").click()
    assert saved(page, attempt)[0] == {"label": "refund"}
    assert item["version"] == 4


def test_the_other_answer_can_be_taken_and_undone(visit, choice, harness, saved):
    attempt = choice()
    page = visit(attempt)
    item = next(iter(harness.attempts[attempt]["items"].values()))
    item.update(answer={"label": "praise"}, version=3)
    page.keyboard.press("1")
    page.get_by_role("button", name="Keep the saved one").click()
    expect(page.locator("[name=label][value=praise]")).to_be_checked()
    page.keyboard.press("Control+z")
    expect(page.locator("[name=label][value=refund]")).to_be_checked()
    assert saved(page, attempt)[0] == {"label": "refund"}


def test_a_lost_receipt_is_no_conflict(visit, choice, harness, saved):
    attempt = choice()
    page = visit(attempt)
    lose = {"left": 1}

    def handle(route):
        if route.request.method == "PUT" and lose["left"]:
            lose["left"] = 0
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/answers/**", handle)
    page.keyboard.press("1")
    wait_for(page, "offline")
    page.keyboard.press("2")
    page.evaluate("dispatchEvent(new Event('online'))")
    assert saved(page, attempt)[0] == {"label": "status"}
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_two_tabs_follow_each_other(visit, choice, saved):
    attempt = choice()
    one = visit(attempt)
    two = visit(attempt, context=one.context)
    one.keyboard.press("1")
    expect(two.locator("[name=label][value=refund]")).to_be_checked()
    wait_for(one, "saved")
    two.keyboard.press("Shift+2")
    expect(one.locator("[name=second][value=status]")).to_be_checked()
    assert saved(two, attempt)[0] == {"label": "refund", "second": "status"}
    expect(two.get_by_role("dialog")).to_have_count(0)


def test_undo_and_redo_survive_a_reload(visit, boxes, saved):
    attempt = boxes()
    page = visit(attempt)
    page.keyboard.press("x")
    page.keyboard.press("x")
    page.get_by_role("button", name="Add by numbers").click()
    page.locator('[data-part="stage"]').focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert saved(page, attempt)[0]["boxes"][0]["box"] == [325, 200, 160, 100]
    page.reload()
    page.locator(".wb.is-ready").wait_for()
    page.keyboard.press("Control+z")  # five nudges in a row are one step
    assert saved(page, attempt)[0]["boxes"][0]["box"] == [320, 200, 160, 100]
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert saved(page, attempt) == [{"boxes": []}]
    for _ in range(3):
        page.keyboard.press("Control+Shift+z")
    assert saved(page, attempt)[0]["boxes"][0]["box"] == [325, 200, 160, 100]


def test_a_set_closed_elsewhere_says_so(visit, choice, harness):
    attempt = choice()
    page = visit(attempt)
    harness.attempts[attempt]["state"] = "closed"
    page.keyboard.press("1")
    expect(state(page)).to_have_text(re.compile("This set is closed"))
    expect(page.get_by_role("link", name="See the result")).to_be_visible()


def test_an_answer_the_server_refuses_is_explained_at_its_place(visit, choice, harness, saved):
    attempt = choice()
    page = visit(attempt)
    harness.refuse = 422
    page.keyboard.press("1")
    expect(page.locator('[data-part="note"]')).to_have_text("The server says refused.")
    harness.refuse = None
    page.keyboard.press("2")
    assert saved(page, attempt)[0] == {"label": "status"}
    expect(page.locator('[data-part="note"]')).to_be_hidden()


def test_handing_in_offline_keeps_everything(visit, choice, harness):
    attempt = choice()
    page = visit(attempt)
    page.context.set_offline(True)
    page.keyboard.press("1")
    page.get_by_role("button", name="Finish…").first.click()
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator('[data-part="note"]')).to_contain_text("cannot be handed in")
    assert harness.attempts[attempt]["state"] == "open"
    page.context.set_offline(False)
    wait_for(page, "saved")
    page.get_by_role("button", name="Finish…").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Hand in").click()
    kept = page.evaluate("Object.keys(localStorage).filter(key => /^goldpath:7:.*:(?!order)/.test(key))")
    assert kept == []
    assert harness.answers(attempt)[0] == {"label": "refund"}


def test_idle_time_beyond_thirty_seconds_is_not_counted(visit, choice):
    page = visit(choice())
    seconds = page.evaluate(
        """async () => { const { ActiveClock } = await import('/static/js/workbench/steps.js');
             const clock = new ActiveClock(0);
             for (const now of [10_000, 310_000, 315_000]) clock.touch(now);
             return [clock.take(316_000), clock.take(317_000)]; }"""
    )
    assert seconds == [46, 1]


def test_seconds_go_out_with_the_answer(visit, choice, harness, saved):
    attempt = choice()
    page = visit(attempt)
    page.keyboard.press("1")
    saved(page, attempt)
    assert 0 <= harness.puts[-1][2] < 30


def test_each_second_is_sent_once_however_often_an_answer_changes(visit, choice, harness):
    attempt = choice()
    page = visit(attempt)
    slot = list(harness.attempts[attempt]["items"])[-1]
    page.evaluate(
        """async ([attempt, id]) => {
             const { Saver } = await import('/static/js/workbench/saving.js');
             const local = { read: () => null, write: () => true, clear: () => {} };
             const csrf = document.querySelector('meta[name="csrf-token"]').content;
             const items = [{ id, answer: null, version: 0 }];
             const saver = new Saver({ api: '/api/v1', attempt, user: '7', csrf, items, local });
             for (const [label, seconds] of [['refund', 5], ['status', 3], ['other', 2]]) {
               saver.spend(id, seconds, false);
               saver.change(id, { label }, saver.get(id).history);
               await saver.settle(id);
             } }""",
        [attempt, slot],
    )
    assert [seconds for place, _answer, seconds in harness.puts if place == slot] == [5, 3, 2]
