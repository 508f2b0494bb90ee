"""Every page a person can see, on a laptop and on a phone, in light and in dark."""

import random
from urllib.parse import urlsplit

import pytest

from tests.walks.looks import LAPTOP, PHONE, problems

pytestmark = pytest.mark.browser
LOST = "/nothing-here"
# The pay log, the market, the tools and the public page are looked at by the tests of their rooms.
OPEN = [
    "/",
    "/try/ex-010",
    "/signup",
    "/signin?next=/learn",
    "/forgot",
    "/reset/nothing",
    "/learn",
    "/learn?q=box",
    "/learn?q=zzzz",
    "/learn/f4-1",
    "/practice",
    "/practice?q=zzzz",
    "/practice/ex-010",
    "/how-it-works",
    "/privacy",
    LOST,
]
FRESH = ["/", "/welcome", "/practice/history", "/skills", "/skills/text-annotation", "/skills/data-privacy"]
OWN = [
    "/",
    "/settings",
    "/settings/password",
    "/settings/email",
    "/settings/email/nothing",
    "/settings/tokens",
    "/settings/delete",
    "/operator/mail",
    "/learn/s5-t1",
    "/practice",
    "/practice/ex-010",
    "/practice/history",
    "/skills",
    "/skills/text-annotation",
]
SCREENS = pytest.mark.parametrize(
    "screen", [LAPTOP, {**PHONE, "color_scheme": "dark"}], ids=["laptop, light", "phone, dark"]
)


def look(page, addresses) -> list[str]:
    """Every problem of these pages with all that folds unfolded, the page named."""
    found = []
    for address in addresses:
        page.goto(address)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        found += [f"{address}: {line}" for line in problems(page)]
    return found


@pytest.fixture
def half_right(app):
    """half_right(item) -> the answer of somebody who slips in about every third object."""
    chance = random.Random(5)

    def answer(item) -> dict:
        return item.of.task_type.simulate(item.of.task, item.input, item.gold, chance, 0.6)

    return answer


@SCREENS
def test_what_strangers_see(browse, screen):
    assert look(browse(**screen), OPEN) == []


@SCREENS
def test_what_a_newcomer_sees(browse, make_user, screen):
    assert look(browse(make_user(), **screen), FRESH) == []


@SCREENS
def test_what_a_learner_sees(app, browse, make_user, make_attempt, half_right, screen):
    from portal.accounts.models import Role
    from portal.db import transaction

    user_id = make_user()
    with app.app_context(), transaction() as session:
        session.add(Role(user_id=user_id, name="operator"))
    make_attempt(user_id, "ex-010", answers=half_right)
    make_attempt(user_id, "ex-008", "practice", answers=None, close=False)
    assert look(browse(user_id, **screen), OWN) == []


@SCREENS
@pytest.mark.parametrize("exercise", ["ex-008", "ex-100", "ex-021"])
def test_result_pages(browse, make_user, make_attempt, half_right, exercise, screen):
    user_id = make_user()
    attempt = make_attempt(user_id, exercise, answers=half_right)
    assert look(browse(user_id, **screen), [f"/practice/attempts/{attempt}"]) == []


@SCREENS
@pytest.mark.parametrize("exercise", ["ex-010", "ex-008", "ex-101", "ex-021"])
def test_workbenches(browse, make_user, make_attempt, half_right, exercise, screen):
    """An item with its answer, and the reasons after check; guideline and list of keys once, they differ in words."""
    user_id = make_user()
    attempt = make_attempt(user_id, exercise, "practice", answers=half_right, close=False)
    page = browse(user_id, **screen)
    page.goto(f"/practice/attempts/{attempt}")
    page.locator("[data-workbench].is-ready").wait_for()
    if screen is not LAPTOP:
        # So tall that the bar at the bottom covers nothing: what lies under it can be scrolled.
        page.set_viewport_size({"width": 390, "height": 2400})
    if page.locator(".object-head").count():
        page.locator(".object-head").first.click()
    found = problems(page)
    if exercise == "ex-021":
        for key in ("g", "?"):
            page.keyboard.press(key)
            found += problems(page)
            page.keyboard.press("Escape")
    page.locator('[data-part="primary"]').click()
    page.locator("[data-verdict]").wait_for()
    found += problems(page)
    assert found == []


def test_no_page_of_these_rooms_is_left_out(app):
    rooms = {"home", "curriculum", "practice", "skills", "accounts"}
    not_pages = {"practice.media", "accounts.export"}
    site = app.url_map.bind("localhost")
    looked_at = {
        site.match(urlsplit(one).path)[0] for one in [*OPEN, *FRESH, *OWN, "/practice/attempts/1"] if one != LOST
    }
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and rule.endpoint.partition(".")[0] in rooms
    }
    assert pages - not_pages - looked_at == set()
