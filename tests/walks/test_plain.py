"""Practice without JavaScript: sorting works from the list to the result, drawing says what it needs."""

import pytest
from playwright.sync_api import expect

from tests.walks.looks import LAPTOP, PHONE, overflow

pytestmark = pytest.mark.browser


def test_practice_shows_the_reason_after_each_message(browse, make_user, items_of):
    page = browse(make_user(), **PHONE, java_script_enabled=False)
    page.goto("/practice")
    page.get_by_role("link", name="What does the customer want?").tap()
    page.get_by_role("button", name="Start practising").tap()
    page.wait_for_url("**/attempts/*")
    items = list(items_of(int(page.url.rpartition("/")[2])).values())
    names = {label.id: label.name for label in items[0].of.labels}
    plain, told = page.locator(".wb-plain"), page.locator(".wb-plain .account")
    for place, item in enumerate(items[:2]):
        expect(plain.locator("p").first).to_have_text(f"Item {place + 1} of 30. Without an answer: {30 - place}.")
        gold, second = item.raw_gold["label"], item.raw_gold.get("second")
        label = gold if place == 0 else next(one for one in names if one not in (gold, second))
        page.locator(f"input[name=label][value={label}]").check()
        if second:
            page.locator(f"input[name=second][value={second}]").check()
        page.get_by_role("button", name="Check").tap()
        expect(told.locator(".verdict")).to_have_text("Not right" if place else "Right")
        expect(told.locator(".account-why")).to_have_text(item.why)
        rules = [f"Rule {rule}: {item.of.rules[rule].name}" for rule in item.rules]
        expect(told.locator("details.rule summary")).to_have_text(rules)
        expect(plain.locator("blockquote")).to_have_text(item.input.text)
        expect(page.locator("input[type=radio]:visible")).to_have_count(0)
        assert overflow(page) == 0
        page.get_by_role("link", name="Next open item").tap()
    page.get_by_role("button", name="Hand in the set").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("of 30 right")
    # Without script the items stand below each other, each with both labels and its reason.
    expect(page.locator(".result-item:visible")).to_have_count(30)
    expect(page.locator(".result-item").first).to_contain_text(items[0].why)


def test_nothing_chosen_is_asked_for_again(browse, make_user):
    page = browse(make_user(), **PHONE, java_script_enabled=False)
    page.goto("/practice/ex-008")
    page.get_by_role("button", name="Start practising").tap()
    page.get_by_role("button", name="Check").tap()
    expect(page.locator(".flash.error")).to_be_visible()
    expect(page.locator(".wb-plain .verdict")).to_have_count(0)


def test_the_same_label_twice_is_refused_in_a_sentence(browse, make_user):
    page = browse(make_user(), **PHONE, java_script_enabled=False)
    page.goto("/practice/ex-010")
    page.get_by_role("button", name="Start practising").tap()
    for name in ("label", "second"):
        page.locator(f"input[name={name}][value=refund]").check()
    page.get_by_role("button", name="Check").tap()
    refused = "The second request was not accepted: must differ from the first label."
    expect(page.locator(".flash.error")).to_have_text(refused)


def test_a_set_checked_without_script_keeps_its_reasons_for_the_end(browse, make_user, items_of):
    page = browse(make_user(), **LAPTOP, java_script_enabled=False)
    page.goto("/practice/ex-008")
    page.get_by_role("button", name="Check yourself").click()
    page.wait_for_url("**/attempts/*")
    items = list(items_of(int(page.url.rpartition("/")[2])).values())
    page.get_by_label("Cannot decide").check()
    page.locator("select[name=confidence]").select_option("90")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator(".wb-plain p").first).to_have_text("Item 2 of 20. Without an answer: 19.")
    assert items[0].why not in page.content()
    page.get_by_role("button", name="Hand in the set").click()
    expect(page.locator(".result-item").first).to_contain_text(items[0].why)
    expect(page.locator(".result-item").first).to_contain_text("Cannot decide")


@pytest.mark.parametrize(("exercise", "words"), [("ex-020", "Drawing boxes needs"), ("ex-100", "Marking words needs")])
def test_what_cannot_be_done_without_script_says_so(browse, make_user, exercise, words):
    page = browse(make_user(), **LAPTOP, java_script_enabled=False)
    page.goto(f"/practice/{exercise}")
    page.get_by_role("button", name="Start practising").click()
    expect(page.locator("noscript > .band")).to_have_text(f"{words} JavaScript, which is switched off in this browser.")
    expect(page.locator("#guideline")).to_be_visible()
