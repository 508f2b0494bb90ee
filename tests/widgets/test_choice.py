"""One label, a second one, "cannot decide" and confidence: by mouse, keys, touch, and without scripts."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_whole_set_by_keyboard_alone(visit, choice, harness):
    attempt = choice()
    page = visit(attempt)
    for keys in (["1", "Shift+4", "+", "+"], ["2"], ["0"]):
        for key in keys:
            page.keyboard.press(key)
        page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Every item is answered: 3.")
    with page.expect_navigation():
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    assert harness.attempts[attempt]["state"] == "closed"
    assert harness.answers(attempt) == [
        {"label": "refund", "second": "complaint", "confidence": 85},
        {"label": "status"},
        {"abstain": True},
    ]


def test_mouse_answers_are_saved(visit, choice, saved):
    attempt = choice()
    page = visit(attempt)
    page.get_by_text("Complaint", exact=False).first.click()
    page.locator("[name=second][value=refund]").check()
    assert saved(page, attempt)[0] == {"label": "complaint", "second": "refund"}


def test_touch_answers_have_rows_of_44_pixels(visit, choice, saved):
    attempt = choice()
    page = visit(attempt, width=390, height=844, has_touch=True, is_mobile=True)
    row = page.locator(".choice-row").nth(1)
    assert row.bounding_box()["height"] >= 44
    row.tap()
    page.locator('[data-part="primary"]').tap()
    expect(page.locator('[data-part="position"]')).to_have_text("2 of 3")
    assert saved(page, attempt)[0] == {"label": "status"}
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_second_label_is_never_the_first(visit, choice, saved):
    attempt = choice()
    page = visit(attempt)
    for key in ("1", "Shift+2", "2", "Shift+2"):
        page.keyboard.press(key)
    assert saved(page, attempt)[0] == {"label": "status"}


def test_confidence_is_unsaid_until_it_is_moved(visit, choice, saved):
    attempt = choice()
    page = visit(attempt)
    page.keyboard.press("1")
    assert saved(page, attempt)[0] == {"label": "refund"}
    page.get_by_label("How sure are you?").fill("90")
    expect(page.locator('[data-part="sure"]')).to_have_text("90 %")
    assert saved(page, attempt)[0] == {"label": "refund", "confidence": 90}


def test_check_shows_the_reason_in_place_and_locks(visit, choice, harness):
    attempt = choice(mode="practice")
    slot = next(iter(harness.attempts[attempt]["items"]))
    harness.attempts[attempt]["gold"][slot] = {"verdict": "wrong", "gold": {"label": "refund"}}
    page = visit(attempt)
    page.keyboard.press("Enter")
    expect(page.locator('[data-part="note"]')).to_contain_text("Answer first")
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Not right")).to_be_focused()
    expect(page.locator(".versus-yours")).to_contain_text("Complaint")
    expect(page.locator(".versus-reference")).to_contain_text("Refund or return")
    page.locator("summary", has_text="Rule R1").click()
    expect(page.locator(".rule-text")).to_contain_text("The wanted action decides")
    page.keyboard.press("2")
    page.reload()
    expect(page.locator(".versus-yours")).to_contain_text("Complaint")
    page.keyboard.press("Enter")
    expect(page.locator('[data-part="position"]')).to_have_text("2 of 3")


def test_the_plain_form_stands_without_scripts(visit, choice):
    page = visit(choice(), java_script_enabled=False)
    expect(page.locator(".choice-text")).to_contain_text("The kettle you sent")
    page.get_by_label("Refund or return").first.check()
    expect(page.get_by_role("button", name="Save and go on")).to_be_visible()
    assert page.locator("form.choice").get_attribute("method") == "post"
    expect(page.get_by_role("button", name="Hand in the set")).to_be_visible()
    expect(page.get_by_text("Check", exact=True)).to_be_hidden()
