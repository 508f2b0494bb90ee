"""Stepping, keys, dialogs, guideline and the result page."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from portal.practice.words import WORDS
from tests.widgets.harness import PORTAL

pytestmark = pytest.mark.browser
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
TEXT = "Dr. Amina Khalid joined the Bank of Orla Tower on Monday."


def position(page):
    return page.locator('[data-part="position"]')


def test_a_skipped_item_comes_back_at_the_end(visit, choice):
    page = visit(choice())
    page.keyboard.press("s")
    expect(page.locator(".choice-text")).to_contain_text("Where is my parcel")
    for key in ("2", "Enter", "5", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".choice-text")).to_contain_text("kettle")
    expect(position(page)).to_have_text("3 of 3")
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".choice-text")).to_contain_text("thank you")


def test_finish_lists_what_is_unanswered_and_leads_there(visit, choice):
    page = visit(choice())
    page.keyboard.press("1")
    page.get_by_role("button", name="Finish…").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Not answered yet: 2")
    page.get_by_role("button", name="Message 3").click()
    expect(position(page)).to_have_text("3 of 3")


def test_a_reload_returns_to_the_item_in_hand(visit, choice):
    page = visit(choice())
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(position(page)).to_have_text("2 of 3")
    page.reload()
    expect(position(page)).to_have_text("2 of 3")


def test_the_help_lists_every_key_of_the_kind(visit, boxes):
    page = visit(boxes())
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    for words in ("New box", "Zoom to the object", "Shrink", "Undo", "Hide or show all boxes", "Skip"):
        expect(dialog).to_contain_text(words)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_single_letters_can_be_kept_to_the_item(visit, choice, harness):
    attempt = choice()
    page = visit(attempt)
    page.keyboard.press("?")
    page.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    page.keyboard.press("1")
    expect(position(page)).to_have_text("1 of 3")
    expect(page.locator("[name=label]:checked")).to_have_count(0)


def test_tab_belongs_to_the_browser_everywhere(visit, spans, boxes):
    for attempt, own in ((spans(TEXT), "sheet"), (boxes(), "stage")):
        page = visit(attempt)
        seen = set()
        for _ in range(40):
            page.keyboard.press("Tab")
            seen.add(page.evaluate("(({part, command}) => part || command || '')(document.activeElement.dataset)"))
        assert {"primary", "skip", "finish", "guideline-button", "nothing", own} <= seen


def test_the_guideline_folds_to_a_key_and_gives_the_focus_back(visit, choice):
    page = visit(choice())
    guideline = page.locator("#guideline")
    expect(guideline).to_be_hidden()
    page.keyboard.press("g")
    expect(guideline).to_be_focused()
    page.keyboard.press("Escape")
    expect(guideline).to_be_hidden()
    expect(page.locator('[data-part="heading"]')).to_be_focused()
    button = page.locator('[data-part="guideline-button"]')
    button.press("Enter")
    expect(guideline).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(visit(choice(), width=1600).locator("#guideline")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_is_clean_for_axe(visit, choice, spans, boxes, scheme):
    gold = [
        {
            "objects": [
                {
                    "tag": "loose",
                    "yours": {"start": 0, "end": 16, "label": "person"},
                    "rule": "R1",
                    "why": None,
                    "gold": {"start": 4, "end": 16, "label": "person"},
                    "say": "“Dr.” stays outside.",
                },
                {
                    "tag": "missed",
                    "yours": None,
                    "gold": {"start": 28, "end": 40, "label": "org"},
                    "say": "The bank.",
                    "why": "Marked inside the tower.",
                    "rule": None,
                },
            ]
        }
    ]
    text = spans(TEXT, mode="practice", gold=gold)
    for attempt, key in ((choice(), "1"), (text, "ArrowRight"), (boxes(), "n")):
        page = visit(attempt, color_scheme=scheme)
        page.keyboard.press(key)
        page.keyboard.press("1")
        page.keyboard.press("g")
        problems(page)
    page = visit(text, color_scheme=scheme)
    page.keyboard.press("Enter")
    page.locator("[data-verdict]").wait_for()
    problems(page)
    page.keyboard.press("?")
    problems(page)


def problems(page):
    found = Axe().run(page, options=AXE).response["violations"]
    assert not found, [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]


@pytest.mark.parametrize("kind", ["choice", "spans", "boxes"])
def test_nothing_is_cut_off_at_320_pixels(visit, choice, spans, boxes, kind):
    attempt = {"choice": choice, "spans": lambda: spans(TEXT), "boxes": boxes}[kind]()
    page = visit(attempt, width=320, height=640)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("kind", ["choice", "spans", "boxes"])
def test_targets_are_24_pixels_at_least(visit, choice, spans, boxes, kind):
    attempt = {"choice": choice, "spans": lambda: spans(TEXT), "boxes": boxes}[kind]()
    page = visit(attempt)
    if kind == "spans":
        page.keyboard.press("ArrowRight")
        page.keyboard.press("1")
    if kind == "boxes":
        page.get_by_role("button", name="Add by numbers").click()
    small = page.locator(".wb").evaluate(
        """root => [...root.querySelectorAll('button, select, a, label, input:not([type=radio])')]
             .filter(node => node.checkVisibility() && node.type !== 'checkbox')
             .filter(node => !node.querySelector('input[type=number]'))
             .map(node => [node.getBoundingClientRect(), node.outerHTML.slice(0, 80)])
             .filter(([box]) => box.height < 24 || box.width < 24).map(([, html]) => html)
             .filter(html => !html.startsWith('<label for'))"""
    )
    assert small == []


def test_the_result_is_stepped_through_by_key_worst_first(visit, boxes):
    gold = {
        "objects": [
            {
                "tag": "right",
                "yours": {"box": [120, 280, 140, 100], "label": "car"},
                "say": "Every edge fits.",
                "gold": {"box": [120, 280, 140, 100], "label": "car"},
                "why": None,
                "rule": None,
            },
            {
                "tag": "missed",
                "yours": None,
                "gold": {"box": [420, 270, 80, 60], "label": "car"},
                "say": "Missed.",
                "why": None,
                "rule": None,
            },
        ]
    }
    attempt = boxes(n=3, gold=[gold] * 3)
    page = visit(f"/result/{attempt}")
    expect(page.get_by_role("heading", name="Item 2")).to_be_visible()
    expect(page.locator("article:visible")).to_have_count(1)
    expect(page.locator("article:visible li").first).to_contain_text("Missed.")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="Item 3")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="Item 1")).to_be_visible()
    page.get_by_role("link", name="See your mistake").click()
    expect(page.get_by_role("heading", name="Item 2")).to_be_visible()
    page.get_by_role("button", name="Show object 1 large").click()
    picture = page.locator("article:visible .boxes-picture")
    expect(picture).not_to_have_attribute("viewBox", re.compile("^0 0 "))
    problems(page)


def test_scripts_ask_only_for_words_that_exist_and_hold_none():
    used, literal = set(), []
    for path in [*PORTAL.glob("static/js/**/*.js"), *PORTAL.glob("tasks/*/assets/*.js")]:
        text = path.read_text()
        used |= set(re.findall(r"""say\(\s*"([a-z_]+)\"""", text)) | set(re.findall(r"""words: "([a-z_]+)\"""", text))
        literal += re.findall(r"""(?:textContent = |text: )"([A-Za-z]{3,}[^"]*)\"""", text)
    assert used - set(WORDS) == set()
    assert literal == []
