"""Reading: lessons, their questions, pop-outs, progress and search, with script and without."""

import pytest
from playwright.sync_api import expect

from tests.walks.looks import LAPTOP, PHONE

pytestmark = pytest.mark.browser
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


@SCRIPT
def test_a_lesson_is_read_questioned_and_done(app, browse, make_user, script):
    lesson = app.extensions["library"].lessons["f4-1"]
    page = browse(make_user(), **LAPTOP, java_script_enabled=script)
    page.goto("/learn")
    page.get_by_role("link", name=lesson.title, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson.title)
    expect(page.get_by_text(lesson.outcome)).to_be_visible()
    figure = page.locator("figure img").first
    figure.scroll_into_view_if_needed()
    expect(figure).to_have_js_property("complete", True)
    assert figure.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100

    term = page.locator("button.term").first
    card = page.locator(f"#{term.get_attribute('popovertarget')}")
    expect(card).to_be_hidden()
    term.focus()
    page.keyboard.press("Enter")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()

    # Three of the four first: the reasons come, the lesson is not done yet.
    *first, last = lesson.questions
    for number, question in enumerate(first):
        wrong = next(at for at, option in enumerate(question.options) if not option.right)
        page.locator(f"input[name=q{number}][value='{wrong}']").check()
    page.get_by_role("button", name="See the reasons").click()
    expect(page.get_by_role("status")).to_contain_text(f"0 of {len(lesson.questions)} right.")
    expect(page.get_by_role("status")).to_contain_text("Answer the rest to finish the lesson.")
    for question in first:
        expect(page.get_by_text(next(option.why for option in question.options if option.right))).to_be_visible()
    for number, question in enumerate(lesson.questions):
        right = next(at for at, option in enumerate(question.options) if option.right)
        page.locator(f"input[name=q{number}][value='{right}']").check()
    page.get_by_role("button", name="See the reasons").click()
    expect(page.get_by_role("status")).to_have_text(f"{len(lesson.questions)} of {len(lesson.questions)} right.")
    expect(page.locator("article .tag.good", has_text="done")).to_be_visible()
    expect(page.get_by_role("heading", name="Now try it")).to_be_visible()

    page.get_by_role("link", name="Next:").click()
    second = page.get_by_role("heading", level=1).inner_text()
    page.goto("/learn")
    expect(
        page.get_by_role("listitem").filter(has_text=lesson.outcome).locator(".tag", has_text="done")
    ).to_be_visible()
    expect(page.get_by_text("You were reading")).to_contain_text(second)
    page.goto("/")
    expect(page.get_by_text("You were reading")).to_contain_text(second)
    page.get_by_role("link", name=second).click()
    page.get_by_role("link", name="Before:").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson.title)


@SCRIPT
def test_search_finds_lessons_and_sets_from_both_rooms(browse, script):
    page = browse(**PHONE, java_script_enabled=script)
    for room in ("/learn", "/practice"):
        page.goto(room)
        page.get_by_role("searchbox").fill("shadow")
        page.get_by_role("button", name="Search").tap()
        expect(page.get_by_role("link", name="The tight box").first).to_be_visible()
        expect(page.get_by_role("searchbox")).to_have_value("shadow")
    page.get_by_role("searchbox").fill("<b>&nothing</b>")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing matches.")).to_be_visible()


def test_a_code_block_and_a_table_scroll_on_their_own_on_a_phone(browse, app):
    page = browse(**PHONE)
    for lesson in app.extensions["library"].lessons:
        page.goto(f"/learn/{lesson}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, lesson


def test_the_market_page_is_read_and_asked_on_a_phone(browse):
    page = browse(**PHONE)
    page.goto("/")
    page.get_by_role("link", name="All the figures, each with its source").tap()
    expect(page.get_by_text("310 %").first).to_be_visible()
    expect(page.get_by_text("no trace found").first).to_be_visible()
    page.get_by_label("What you earn now").fill("30000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="is this worth it for me", exact=False)).to_be_visible()
    expect(page.get_by_label("What you earn now")).to_have_value("30000")
