"""Pages to test with: what the browser sends, results that stand on them, a sample with a mistake."""

import pytest

from portal.db import transaction
from portal.portfolio import queries, samples, services
from portal.portfolio.visibility import SECTIONS
from tests.sets import gold_of, wrong_for

TYPED = {
    "version": "0",
    "handle": "demo-learner",
    "name": "Demo Learner",
    "line": "Boxes and policy labels",
    "place": "Porto",
    "time_zone": "Europe/Lisbon",
    "hours": "25",
    "starts": "now",
    "language_1": "English",
    "level_1": "C2",
    "tools": "CVAT",
    "nda": "yes",
    "more": "Two screens",
    "background": "Shop work\r\nand a help desk",
    "experience": "None yet",
    "show": list(SECTIONS),
}


@pytest.fixture
def page_form():
    """page_form(**fields) -> what the browser sends for the editor."""
    return lambda **fields: TYPED | fields


@pytest.fixture
def saved(member):
    """A member with a saved, private page at /p/demo-learner."""
    assert member.submit("/portfolio", TYPED).location == "/portfolio"
    return member


@pytest.fixture
def publish(app):
    """publish(user_id): the stored page is open to strangers."""

    def make(user_id: int) -> None:
        from tests.conftest import NOW

        with app.app_context(), transaction() as session:
            page = queries.find_page(session, user_id)
            services.publish(session, page, services.stamp_of(session, page), now=NOW)

    return make


@pytest.fixture
def show_results(app):
    """show_results(user_id) -> public ids of every result that may stand on the page, all of them switched on."""

    def make(user_id: int) -> list[str]:
        with app.app_context(), transaction() as session:
            page = queries.find_page(session, user_id)
            page.results = [row.public_id for row in queries.results_of(session, user_id)]
            return page.results

    return make


@pytest.fixture
def loose():
    """An answer with one mistake: the first box too wide, the first label another, the first span left out."""

    def answer(item) -> dict:
        if item.of.kind == "choice":
            return wrong_for(item)
        raw = gold_of(item)
        [objects] = raw.values()
        if item.of.kind == "spans":
            return {"spans": objects[1:]}
        x, y, width, height = objects[0]["box"]
        objects[0]["box"] = [max(0, x - 20), y, width + min(x, 20), height]
        return raw

    return answer


@pytest.fixture
def choose_sample(app, make_attempt, loose):
    """choose_sample(user_id, exercise_id, words) -> the frozen sample, from a practice set of mistakes."""

    def make(user_id: int, exercise_id: str = "ex-020", words: str = "Since then I zoom in first."):
        from tests.conftest import NOW

        attempt_id = make_attempt(user_id, exercise_id, "practice", answers=loose)
        with app.app_context(), transaction() as session:
            from portal.practice.models import Attempt

            page = queries.find_page(session, user_id)
            found = samples.mistakes_of(session, app.extensions["library"], session.get_one(Attempt, attempt_id))
            standing = queries.find_sample(session, page.id)
            version = standing.version if standing else 0
            return samples.choose(session, page, found, found.mistakes[0], words, version, now=NOW)

    return make
