"""A stranger's first minutes on a phone, and the whole way from signing up to a page an employer can see."""

import pytest
from playwright.sync_api import expect

from tests.walks.looks import LAPTOP, PHONE, overflow

pytestmark = pytest.mark.browser
PASSWORD = "four plain words here"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_five_messages_then_an_account_then_three_things(app, browse, script):
    exercise = app.extensions["library"].exercises["ex-010"]
    names = {label.id: label.name for label in exercise.labels}
    page = browse(**PHONE, java_script_enabled=script)
    page.goto("/")
    for number, item_id in enumerate(exercise.taste[:5], 1):
        item = exercise.items[item_id]
        expect(page.get_by_text(f"Message {number} of 5")).to_be_visible()
        assert overflow(page) == 0
        page.get_by_role("button", name="Refund or return").tap()
        told = page.locator("section.card")
        label = item.raw_gold["label"]
        said = "Right" if label == "refund" else "The reference says"
        expect(told.get_by_role("heading")).to_have_text(f"{said}: {names[label]}")
        expect(told).to_contain_text(item.why)
        rules = [f"Rule {rule}: {exercise.rules[rule].name}" for rule in item.rules]
        expect(told.locator(".rule > summary")).to_have_text(rules)
        expect(told.locator(".rule[open]")).to_have_count(1)
        page.get_by_role("link", name="Next message" if number < 5 else "See how you did").tap()
    right = sum(exercise.items[one].raw_gold["label"] == "refund" for one in exercise.taste[:5])
    expect(page.get_by_role("heading", level=1)).to_have_text(f"You got {right} of 5.")

    page.goto("/")
    page.get_by_role("link", name="See how you did").tap()
    page.get_by_role("link", name="Look at all five again").tap()
    expect(page.locator(".result-item")).to_have_count(5)
    page.get_by_role("link", name="Keep this result").tap()
    expect(page.get_by_text("What you labelled just now comes with you.")).to_be_visible()
    page.get_by_label("E-mail").fill("new.learner@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign up").tap()
    expect(page.get_by_role("heading", name="Two questions, then your first week")).to_be_visible()
    page.get_by_label("What have you done so far?").select_option(index=2)
    page.get_by_label("How many hours a week do you have?").fill("6")
    page.get_by_role("button", name="Show my three things").tap()
    expect(page.get_by_role("heading", name="This week’s three things")).to_be_visible()
    expect(page.locator("ol.cards > li")).to_have_count(3)
    assert overflow(page) == 0
    page.goto("/practice/history")
    expect(page.get_by_role("row", name="What does the customer want?")).to_have_count(1)


def test_a_member_who_comes_back_to_the_taste_is_sent_to_the_whole_set(browse, make_user):
    page = browse(make_user())
    page.goto("/try/ex-010")
    expect(page.get_by_role("button", name="Check yourself")).to_be_visible()


@pytest.mark.walk
def test_from_signing_up_to_a_published_page(browse, bench):
    page = browse(**LAPTOP)
    page.goto("/signup")
    page.get_by_label("E-mail").fill("walker@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    page.get_by_role("link", name="Skip", exact=True).click()

    sitting = bench(page, "ex-010", "test")
    digits = {label.id: str(at) for at, label in enumerate(sitting.items[0].of.labels, 1)}
    for place in range(len(sitting.slots)):
        sitting.shows(place + 1)
        page.keyboard.press(digits[sitting.gold(place)["label"]])
        if second := sitting.gold(place).get("second"):
            page.keyboard.press(f"Shift+{digits[second]}")
        page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Every item is answered: 30.")
    dialog.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("You got 30 of 30 right.")

    page.goto("/portfolio")
    page.get_by_label("Address of the page").fill("demo-learner")
    page.get_by_label("Name", exact=True).fill("Demo Learner")
    expect(page.get_by_role("checkbox", name="30 of 30")).to_be_checked()
    stranger = browse(**LAPTOP)
    assert stranger.goto("/p/demo-learner").status == 404
    page.get_by_role("button", name="Save and publish…").click()
    assert stranger.goto("/p/demo-learner").status == 404
    page.get_by_role("button", name="Publish this page").click()
    expect(page.get_by_role("link", name="/p/demo-learner").first).to_be_visible()
    assert stranger.goto("/p/demo-learner").status == 200
    expect(stranger.get_by_role("heading", name="Demo Learner")).to_be_visible()
    expect(stranger.get_by_text("30 of 30").first).to_be_visible()
