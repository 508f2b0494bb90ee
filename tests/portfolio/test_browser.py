"""From the editor to a stranger's view in a real browser, on a desk and on a phone; axe in light and dark."""

import io
import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
DESK = {"width": 1366, "height": 768}
WORDS = "I took in the shadow. Since then I zoom to the tyres first."


def violations(page) -> list:
    """What axe finds against WCAG 2.2 AA and good practice."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found]


def fits(page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def open_all(page) -> None:
    """Unfolds whatever is folded."""
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


@pytest.fixture
def learner(make_user, make_attempt, loose):
    """A member with one result, and one practice set of mistakes."""
    user_id = make_user()
    make_attempt(user_id, "ex-100", "test")
    make_attempt(user_id, "ex-020", "practice", answers=loose)
    return user_id


@pytest.fixture
def whole(saved, publish, make_attempt, show_results, choose_sample):
    """whole(exercise) -> the id of a learner whose published page holds every section, the sample from there."""

    def make(exercise_id: str = "ex-020") -> int:
        make_attempt(saved.user_id, "ex-100", "test")
        show_results(saved.user_id)
        choose_sample(saved.user_id, exercise_id)
        publish(saved.user_id)
        return saved.user_id

    return make


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_page_is_written_looked_at_published_and_seen_by_a_stranger(browse, learner, size):
    page = browse(learner, **size)
    page.goto("/portfolio")
    page.get_by_label("Name", exact=True).fill("Demo Learner")
    page.get_by_label("Address of the page").fill("demo-learner")
    page.get_by_label("One line about you").fill("Boxes and names")
    page.get_by_label("Hours a week").fill("25")
    page.get_by_label("Start", exact=True).select_option("now")
    page.get_by_label("Language").first.fill("English")
    page.get_by_label("Level").first.select_option("C2")
    expect(page.get_by_role("checkbox", name="Found")).to_be_checked()
    assert fits(page)

    page.get_by_role("button", name="Save, then choose a sample").click()
    page.get_by_role("link", name=re.compile("The tight box")).click()
    page.get_by_text("See it").first.click()
    expect(page.locator(".fig-picture").first).to_be_visible()
    page.get_by_role("radio").first.check()
    page.get_by_label("What changed after it").fill(WORDS)
    assert fits(page)
    page.get_by_role("button", name="Put it on my page").click()

    page.get_by_role("button", name="Save and view as a stranger").click()
    expect(page.get_by_role("heading", name="Demo Learner")).to_be_visible()
    expect(page.get_by_text("25 hours a week, free to start now")).to_be_visible()
    expect(page.get_by_text(WORDS)).to_be_visible()
    assert fits(page)
    stranger = browse(**size)
    assert stranger.goto("/p/demo-learner").status == 404

    page.get_by_role("link", name="Publish").click()
    expect(page.get_by_role("heading", name="Publish your page?")).to_be_visible()
    expect(page.get_by_text("Boxes and names")).to_be_visible()
    page.get_by_role("button", name="Publish this page").click()
    expect(page.get_by_text("Anyone with the address can see it now")).to_be_visible()

    assert stranger.goto("/p/demo-learner").status == 200
    expect(
        stranger.get_by_role("heading", name=re.compile(r"Found \d+ of \d+ names and dates in 18 texts"))
    ).to_be_visible()
    expect(stranger.get_by_text("first attempt")).to_be_visible()
    expect(stranger.get_by_text(WORDS)).to_be_visible()
    picture = stranger.locator(".fig-picture").first
    expect(picture).to_be_visible()
    assert picture.evaluate("node => node.querySelector('image').getBoundingClientRect().width > 200")
    assert fits(stranger)


def test_the_editor_is_used_by_keyboard_alone(browse, learner):
    page = browse(learner)
    page.goto("/portfolio")
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("Demo Learner")
    page.keyboard.press("Tab")
    page.keyboard.type("Boxes")
    page.keyboard.press("Tab")
    page.keyboard.type("demo-learner")
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox", name="Show this line")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Porto")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Saved.")
    expect(page.get_by_label("Place")).to_have_value("Porto")
    expect(page.get_by_role("checkbox", name="Show this line")).not_to_be_checked()


def test_what_has_the_focus_is_never_behind_the_bar_that_saves(browse, learner):
    page = browse(learner, width=1366, height=600)
    page.goto("/portfolio")
    page.get_by_label("Name", exact=True).focus()
    bar = page.locator(".pf-save")
    for _step in range(30):
        page.keyboard.press("Tab")
        inside, hidden = bar.evaluate(
            """bar => {
              const focus = document.activeElement, box = focus.getBoundingClientRect();
              return [bar.contains(focus), box.top >= bar.getBoundingClientRect().top];
            }"""
        )
        if inside:
            return
        assert not hidden, page.evaluate("document.activeElement.outerHTML")
    pytest.fail("the bar was not reached")


def test_everything_works_without_script(browse, learner):
    page = browse(learner, java_script_enabled=False)
    page.goto("/portfolio")
    page.get_by_label("Name", exact=True).fill("Demo Learner")
    page.get_by_label("Address of the page").fill("demo-learner")
    page.get_by_role("button", name="Save and publish…").click()
    page.get_by_role("button", name="Publish this page").click()
    stranger = browse(java_script_enabled=False)
    assert stranger.goto("/p/demo-learner").status == 200
    expect(stranger.get_by_role("heading", name="Demo Learner")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("exercise", ["ex-020", "ex-101", "ex-010"])
def test_the_public_page_is_clean_for_axe(browse, whole, scheme, exercise):
    whole(exercise)
    page = browse(color_scheme=scheme)
    page.goto("/p/demo-learner")
    open_all(page)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_editor_and_its_pages_are_clean_for_axe(browse, whole, make_attempt, loose, scheme):
    user_id = whole()
    page = browse(user_id, color_scheme=scheme)
    page.goto("/portfolio/sample")
    sets = page.locator("main .list a").first.get_attribute("href")
    for address in ("/portfolio", "/portfolio/publish", "/portfolio/sample", sets, "/p/demo-learner"):
        page.goto(address)
        open_all(page)
        assert violations(page) == [], address
    page.goto(sets)
    page.get_by_role("button", name="Put it on my page").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    page.goto("/portfolio")
    page.get_by_label("Name", exact=True).fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    page.goto("/portfolio")
    page.get_by_text("Take the page down").click()
    page.get_by_role("button", name="Take it down").click()
    expect(page.get_by_role("heading", name="You took your page down")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("exercise", ["ex-020", "ex-101", "ex-010"])
@pytest.mark.parametrize("width", [320, 390, 768])
def test_the_public_page_fits_small_screens(browse, whole, exercise, width):
    whole(exercise)
    page = browse(width=width, height=700)
    page.goto("/p/demo-learner")
    open_all(page)
    assert fits(page)


def test_names_from_right_to_left_stay_where_they_belong(browse, member, page_form, publish):
    member.submit("/portfolio", page_form(name="ليلى حدّاد", line="تصنيف النصوص والصور", place="عمّان"))
    publish(member.user_id)
    page = browse(**PHONE)
    page.goto("/p/demo-learner")
    name = page.get_by_role("heading", level=1)
    assert name.evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert page.locator(".pf-facts").evaluate("node => getComputedStyle(node).direction") == "ltr"
    assert page.locator(".pf-facts").text_content().startswith("عمّان")
    assert fits(page)


def test_a_sample_is_drawn_after_its_item_was_removed(browse, whole, edit_content):
    whole("ex-020")
    edit_content(lambda root: shutil.rmtree(root / "exercises" / "ex-020"))
    page = browse()
    page.goto("/p/demo-learner")
    width = """async node => {
      const image = new Image();
      image.src = node.getAttribute("href");
      await image.decode();
      return image.naturalWidth;
    }"""
    assert page.locator(".fig-picture image").first.evaluate(width) == 800
    expect(page.locator(".fig-line.yours:not(.is-right)").first).to_be_visible()


def test_the_whole_picture_shows_the_same_boxes_and_covers_nothing(browse, whole):
    whole()
    page = browse()
    page.goto("/p/demo-learner")
    open_all(page)
    close, far = page.locator(".fig-picture").all()
    for picture in (close, far):
        seen = Image.open(io.BytesIO(picture.screenshot())).convert("RGB")
        colours = [seen.getpixel((x, y)) for x in range(seen.width) for y in range(seen.height)]
        assert colours.count((0, 0, 0)) < len(colours) / 100
        for line in ((11, 92, 173), (255, 201, 60)):
            assert colours.count(line) > 30


def test_a_printed_page_is_two_sheets_without_what_only_a_screen_needs(browse, whole):
    whole()
    page = browse()
    page.goto("/p/demo-learner")
    page.emulate_media(media="print")
    for gone in (".pf-jump", ".fig-more", ".skip"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.get_by_role("heading", name="How this was checked")).to_be_visible()
    sheets = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) in (1, 2)
