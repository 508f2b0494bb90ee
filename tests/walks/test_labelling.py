"""One set of each kind on the real workbench, from its page to the result, by mouse, by touch and by keys alone."""

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import act, spot, tab_to, word_spot
from tests.walks.looks import LAPTOP, PHONE, overflow

pytestmark = pytest.mark.browser


def close(box, wanted, slack=1.5) -> bool:
    return all(abs(one - other) <= slack for one, other in zip(box, wanted, strict=True))


def largest(bench, place: int) -> dict:
    """The largest reference box of a picture: one that a hand can hit."""
    return max(bench.gold(place)["boxes"], key=lambda one: one["box"][2] * one["box"][3])


def dispute(page, hand: str) -> None:
    """Says that the reference of the item in view is wrong, sees both scores, and takes it back."""
    shown = page.locator(".result-item:visible")
    act(shown.locator("summary", has_text="This reference is wrong"), hand)
    if hand == "keys":
        tab_to(page, shown.get_by_label("Why?"))
    else:
        act(shown.get_by_label("Why?"), hand)
    page.keyboard.type("Rule R1 decides this one otherwise: ← w g.")
    act(shown.get_by_role("button", name="Send"), hand)
    page.get_by_text("Kept with the item.").wait_for()
    page.locator("[data-result].is-ready").wait_for()
    expect(page.get_by_text("Without the items whose reference you think is wrong")).to_be_visible()
    shown = page.locator(".result-item:visible")
    expect(shown).to_contain_text("Rule R1 decides this one otherwise: ← w g.")
    act(shown.get_by_role("button", name="Take it back"), hand)
    expect(page.get_by_text("Without the items whose reference you think is wrong")).to_have_count(0)


def test_messages_by_mouse(browse, make_user, bench):
    page = browse(make_user(), **LAPTOP)
    sitting = bench(page, "ex-008")
    wrong = next(one for one in ("shop", "courier") if one != sitting.gold(0).get("label"))
    page.locator(f".choice-row:has([value={wrong}])").click()
    page.get_by_label("How sure are you?").fill("90")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="Not right")).to_be_visible()
    expect(page.locator(".account")).to_contain_text(sitting.items[0].why)
    page.get_by_role("button", name="Next").click()
    page.locator(".choice-abstain").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[name=label]:checked")).to_have_count(0)
    page.get_by_role("button", name="Redo").click()
    assert sitting.saved()[:3] == [{"label": wrong, "confidence": 90}, {"abstain": True}, None]
    sitting.finish()
    page.get_by_role("link", name="See your").click()
    expect(page.locator(".result-item:visible")).to_have_count(1)
    page.get_by_role("button", name="Next item").click()
    expect(page.get_by_role("status").first).to_contain_text("of 20")
    dispute(page, "click")


def test_messages_by_touch(browse, make_user, bench):
    page = browse(make_user(), **PHONE)
    sitting = bench(page, "ex-008", hand="tap")
    page.locator(".choice-row:has([value=customer])").tap()
    page.get_by_role("button", name="Check").tap()
    expect(page.locator(".account")).to_contain_text(sitting.items[0].why)
    assert overflow(page) == 0
    page.get_by_role("button", name="Next").tap()
    page.get_by_role("button", name="Skip").tap()
    page.locator(".choice-row:has([value=shop])").tap()
    assert sitting.saved()[:3] == [{"label": "customer"}, None, {"label": "shop"}]
    sitting.finish("tap")
    assert overflow(page) == 0
    before = page.locator(".result-item:visible h2").inner_text()
    page.get_by_role("button", name="Previous item").tap()
    expect(page.locator(".result-item:visible h2")).not_to_have_text(before)
    dispute(page, "tap")


def test_messages_by_keys_alone(browse, make_user, bench):
    page = browse(make_user(), **LAPTOP)
    sitting = bench(page, "ex-008", hand="keys")
    for keys in (["2", "+", "+"], ["0", "-"]):
        for key in keys:
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        page.locator("[data-verdict]").wait_for()
        page.keyboard.press("Enter")
        page.locator("[data-verdict]").wait_for(state="detached")
        # A skipped message moves to the end, so that the place stays.
        page.keyboard.press("s")
    sitting.shows(3)
    for key in ("1", "Control+z", "Control+Shift+z"):
        page.keyboard.press(key)
    assert sitting.saved()[:5] == [
        {"label": "courier", "confidence": 85},
        None,
        {"abstain": True, "confidence": 70},
        None,
        {"label": "shop"},
    ]
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    for words in ("Give a label", "Cannot decide", "Surer", "Undo", "Skip"):
        expect(dialog).to_contain_text(words)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    sitting.finish("keys")
    heading = page.locator(".result-item:visible h2")
    before = heading.inner_text()
    page.keyboard.press("ArrowRight")
    expect(heading).not_to_have_text(before)
    page.keyboard.press("w")
    expect(heading).to_have_text(before)
    dispute(page, "keys")


def test_names_by_mouse(browse, make_user, bench):
    page = browse(make_user(), **LAPTOP)
    sitting = bench(page, "ex-100", "test")
    place = sitting.skip_to(lambda item: item.raw_gold["spans"] and item.input.text.isascii())
    wanted = sitting.gold(place)["spans"][0]
    start, end = word_spot(page, wanted["start"], wanted["end"])
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=4)
    page.mouse.up()
    page.locator(f".label-button[data-label={wanted['label']}]").click()
    found = sitting.saved()[place]["spans"]
    assert [(one["start"], one["end"], one["label"]) for one in found] == [
        (wanted["start"], wanted["end"], wanted["label"])
    ]
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Nothing to mark here").click()
    assert sitting.saved()[place + 1] == {"spans": []}
    sitting.finish()
    expect(page.get_by_role("heading", level=1)).to_contain_text("You found 1 of")
    dispute(page, "click")


def test_names_by_touch(browse, make_user, bench):
    page = browse(make_user(), **PHONE)
    sitting = bench(page, "ex-100", hand="tap")
    place = sitting.skip_to(lambda item: item.raw_gold["spans"] and item.input.text.isascii())
    wanted = sitting.gold(place)["spans"][0]
    for point in word_spot(page, wanted["start"], wanted["end"]):
        page.touchscreen.tap(*point)
    page.locator(f".label-button[data-label={wanted['label']}]").tap()
    expect(page.locator(".object-list q")).to_have_count(1)
    [found] = sitting.saved()[place]["spans"]
    assert found["label"] == wanted["label"]
    assert found["start"] <= wanted["start"]
    assert found["end"] >= wanted["end"]
    page.get_by_role("button", name="Check").tap()
    page.locator("[data-verdict]").wait_for()
    assert overflow(page) == 0
    sitting.finish("tap")
    expect(page.get_by_role("heading", level=1)).to_contain_text("You found 1 of")
    dispute(page, "tap")


def test_names_by_keys_alone(browse, make_user, bench):
    page = browse(make_user(), **LAPTOP)
    sitting = bench(page, "ex-100", hand="keys")
    tab_to(page, page.locator('[data-part="sheet"]'))
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "1"):
        page.keyboard.press(key)
    expect(page.locator(".object-list q")).to_have_count(1)
    first = sitting.saved()[0]["spans"]
    page.keyboard.press("Alt+ArrowLeft")
    assert sitting.saved()[0]["spans"][0]["end"] == first[0]["end"] - 1
    page.keyboard.press("Control+z")
    page.keyboard.press("3")
    assert [(one["end"], one["label"]) for one in sitting.saved()[0]["spans"]] == [(first[0]["end"], "place")]
    page.keyboard.press("Enter")
    page.locator("[data-verdict]").wait_for()
    page.keyboard.press("Enter")
    sitting.shows(2)
    sitting.finish("keys")
    count = page.locator(".result-count")
    expect(count).to_have_text("1 of 18")
    page.keyboard.press("ArrowRight")
    expect(count).to_have_text("2 of 18")


def test_boxes_by_mouse(browse, make_user, bench):
    page = browse(make_user(), **LAPTOP)
    sitting = bench(page, "ex-020", "test")
    wanted = largest(sitting, 0)
    x, y, width, height = wanted["box"]
    page.locator(f".label-button[data-label={wanted['label']}]").click()
    page.mouse.move(*spot(page, x, y))
    page.mouse.down()
    page.mouse.move(*spot(page, x + width, y + height), steps=5)
    page.mouse.up()
    [one] = sitting.saved()[0]["boxes"]
    assert close(one["box"], wanted["box"])
    assert one["label"] == wanted["label"]
    page.mouse.move(*spot(page, x + width / 2, y + height / 2))
    page.mouse.wheel(0, -400)
    expect(page.locator('[data-part="percent"]')).not_to_have_text("117 %")
    page.get_by_role("button", name="Fit").click()
    page.get_by_label("Left", exact=True).fill(str(x))
    page.get_by_label("Left", exact=True).press("Tab")
    assert sitting.saved()[0]["boxes"][0]["box"][0] == x
    sitting.finish()
    expect(page.get_by_role("heading", level=1)).to_contain_text("You found 1 of")
    shown = page.locator(".result-item:visible")
    # The worst is looked at first; the picture with the box is an arrow away.
    while not shown.locator("rect.yours.line").count():
        page.keyboard.press("ArrowRight")
    expect(shown.locator(".tag.right")).to_have_count(1)
    shown.get_by_role("button", name="Show object").first.click()
    expect(shown.locator(".boxes-picture")).not_to_have_attribute("viewBox", "0 0 800 500")
    dispute(page, "click")


def test_boxes_by_touch(browse, make_user, bench):
    page = browse(make_user(), **PHONE)
    sitting = bench(page, "ex-020", hand="tap")
    wanted = largest(sitting, 0)
    x, y, width, height = wanted["box"]
    page.locator(f".label-button[data-label={wanted['label']}]").tap()
    page.get_by_role("button", name="New box: tap two corners").tap()
    page.touchscreen.tap(*spot(page, x, y))
    page.touchscreen.tap(*spot(page, x + width, y + height))
    expect(page.locator(".object-list > li")).to_have_count(1)
    page.get_by_role("button", name="Left edge one pixel to the left").tap()
    page.get_by_role("button", name="Object").tap()
    expect(page.locator('[data-part="percent"]')).not_to_have_text("44 %")
    [one] = sitting.saved()[0]["boxes"]
    assert close(one["box"], wanted["box"], 4)
    page.get_by_role("button", name="Check").tap()
    page.locator("[data-verdict]").wait_for()
    assert overflow(page) == 0
    sitting.finish("tap")
    assert overflow(page) == 0
    dispute(page, "tap")


def test_boxes_by_keys_alone(browse, make_user, bench):
    page = browse(make_user(), **LAPTOP)
    sitting = bench(page, "ex-021", hand="keys")
    for key in ["n", *["Shift+ArrowLeft"] * 5, "Enter", *["Shift+ArrowRight"] * 8, *["Shift+ArrowDown"] * 4, "Enter"]:
        page.keyboard.press(key)
    for key in ("2", "ArrowLeft", "Shift+ArrowUp", "Control+ArrowLeft"):
        page.keyboard.press(key)
    [one] = sitting.saved()[0]["boxes"]
    assert (one["box"], one["label"]) == ([349, 249, 79, 41], sitting.items[0].of.labels[1].id)
    flag = page.locator(".object-editor").get_by_role("checkbox").first
    tab_to(page, flag, 90)
    page.keyboard.press("Space")
    expect(flag).to_be_checked()
    assert len(sitting.saved()[0]["boxes"][0]["flags"]) == 1
    page.keyboard.press("h")
    expect(page.locator(".boxes-overlay rect.line")).to_have_count(0)
    page.keyboard.press("h")
    page.keyboard.press("Control+Enter")
    page.locator("[data-verdict]").wait_for()
    page.keyboard.press("Enter")
    sitting.shows(2)
    page.keyboard.press("x")
    assert sitting.saved()[1] == {"boxes": []}
    sitting.finish("keys")
    before = page.locator(".result-count").inner_text()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".result-count")).not_to_have_text(before)
