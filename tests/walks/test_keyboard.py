"""What every page owes to those who use keys, print, have motion switched off, or read from right to left."""

import pytest
from playwright.sync_api import expect

from tests.walks.looks import LAPTOP, PHONE, overflow

pytestmark = pytest.mark.browser
# Everything Tab should come to, and for the element in focus: which it is, and whether one can see that.
EXPECTED = """() => {
  const can = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const groups = new Set();
  window.wanted = [...document.querySelectorAll(can)].filter(node => {
    if (node.disabled || node.tabIndex < 0 || !node.checkVisibility({ visibilityProperty: true })) return false;
    if (node.type !== 'radio') return true;
    const first = !groups.has(node.name);
    groups.add(node.name);
    return first;
  });
  return window.wanted.length;
}"""
FOCUSED = """() => {
  const node = document.activeElement;
  const at = window.wanted.findIndex(one =>
    one === node || (one.type === 'radio' && one.name === node.name && one.form === node.form));
  const shown = [node, node.closest('label')].filter(Boolean).map(one => getComputedStyle(one)).some(
    style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
  return [at, shown, node.outerHTML.slice(0, 100)];
}"""


def unreachable(page) -> list[str]:
    """What Tab does not come to, where focus cannot be seen, and a trap if there is one."""
    count = page.evaluate(EXPECTED)
    page.evaluate("document.activeElement.blur()")
    seen, faults = set(), []
    for _ in range(count + 3):
        page.keyboard.press("Tab")
        at, shown, html = page.evaluate(FOCUSED)
        if at < 0:
            continue
        if at in seen and len(seen) < count:
            faults.append(f"comes back too early to {html}")
            break
        seen.add(at)
        if not shown:
            faults.append(f"focus cannot be seen on {html}")
    missed = page.evaluate(
        "seen => window.wanted.filter((_, at) => !seen.includes(at)).map(n => n.outerHTML.slice(0, 100))", [*seen]
    )
    return faults + [f"never reached: {html}" for html in missed]


def test_tab_reaches_everything_and_shows_where_it_is(browse, make_user, make_attempt):
    user_id = make_user()
    closed = make_attempt(user_id, "ex-020", answers=lambda item: {"boxes": []})
    opened = [
        make_attempt(user_id, one, "practice", answers=None, close=False) for one in ("ex-010", "ex-100", "ex-021")
    ]
    mine, stranger = browse(user_id, **LAPTOP), browse(**LAPTOP)
    addresses = [
        (stranger, "/"),
        (stranger, "/signup"),
        (stranger, "/practice/ex-010"),
        (mine, "/"),
        (mine, "/settings"),
        (mine, "/learn/f4-1"),
        (mine, "/practice"),
        (mine, f"/practice/attempts/{closed}"),
        *((mine, f"/practice/attempts/{one}") for one in opened),
    ]
    faults = {}
    for page, address in addresses:
        page.goto(address)
        if page.locator("[data-workbench], [data-result]").count():
            page.locator(".is-ready").first.wait_for()
        if found := unreachable(page):
            faults[address] = found
    assert faults == {}


def test_the_first_tab_offers_to_skip_to_the_content(browse):
    page = browse(**LAPTOP)
    for address in ("/", "/learn", "/signin", "/nothing-here"):
        page.goto(address)
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to the content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()


def test_nothing_moves_for_those_who_asked_for_less(browse):
    page = browse(**LAPTOP)
    for address in ("/", "/learn/f4-1", "/market"):
        page.goto(address)
        moving = page.evaluate(
            """() => [...document.querySelectorAll('*')].map(node => getComputedStyle(node)).filter(
                 one => parseFloat(one.transitionDuration) > 0 || one.animationName !== 'none'
                        || one.scrollBehavior === 'smooth').length"""
        )
        assert moving == 0, address


def test_pages_turn_round_for_right_to_left(browse, make_user, make_attempt):
    user_id = make_user()
    closed = make_attempt(user_id, "ex-100", answers=None)
    page = browse(user_id, **PHONE)
    for address in ("/", "/learn/f4-1", "/practice/ex-010", "/settings", f"/practice/attempts/{closed}"):
        page.goto(address)
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert overflow(page) == 0, address
        brand = page.locator(".brand").bounding_box()
        assert brand["x"] + brand["width"] > 300, address


def test_a_result_prints_with_every_item_and_without_the_site(browse, make_user, make_attempt):
    user_id = make_user()
    closed = make_attempt(user_id, "ex-008", answers=None)
    page = browse(user_id, **LAPTOP)
    page.goto(f"/practice/attempts/{closed}")
    page.locator("[data-result].is-ready").wait_for()
    expect(page.locator(".result-item:visible")).to_have_count(1)
    page.emulate_media(media="print")
    expect(page.locator(".result-item:visible")).to_have_count(20)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for hidden in (".top", ".bottom", ".result-bar", ".no-print"):
        expect(page.locator(hidden).locator("visible=true")).to_have_count(0)
