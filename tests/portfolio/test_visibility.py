"""One decision: what is switched off reaches no stranger, in whatever mix of switches."""

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.db import get_session, now_utc, transaction
from portal.portfolio.models import Portfolio
from portal.portfolio.pages import ShownSample
from portal.portfolio.queries import Result, results_of
from portal.portfolio.visibility import SECTIONS, visible
from portal.practice import attempts, grades
from portal.practice.models import Attempt
from portal.skills.models import Evidence
from tests.conftest import NOW

tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)
IDS = [f"id-{number}" for number in range(5)]


def result(public_id):
    return Result(
        public_id=public_id,
        attempt_id=0,
        headline={"text": "You got {right} of {n} right.", "facts": {"right": 28, "n": 30}},
        title=f"Title of {public_id}",
        n=30,
        made_by="written",
        value=0.93,
        low=0.8,
        high=0.98,
        mode="test",
        closed_at=NOW,
        time_zone="UTC",
        attempt_no=1,
        seen_before=0,
        tier="own",
        operator="Test School",
        site="Goldpath",
        notes=(),
    )


def page(hidden, chosen):
    return Portfolio(
        user_id=1,
        handle="demo-learner",
        name="NAME",
        line="LINE",
        place="FACTS-place",
        time_zone="",
        hours_a_week=None,
        starts="",
        languages=[["FACTS-language", "C2"]],
        tools="FACTS-tools",
        nda="",
        more="FACTS-more",
        background="BACKGROUND",
        experience="EXPERIENCE",
        hidden=list(hidden),
        results=list(chosen),
        indexed=False,
        published_at=NOW,
    )


SAMPLE = ShownSample("SAMPLE", "choice", {}, "", None, (), 0, (), NOW.date(), "SAMPLE-words", ())
MARKERS = {"facts": "FACTS", "sample": "SAMPLE", "background": "BACKGROUND", "experience": "EXPERIENCE"}


@tried
@given(st.sets(st.sampled_from(SECTIONS)), st.sets(st.sampled_from(IDS)), st.permutations(IDS))
def test_what_is_switched_off_is_nowhere_in_what_strangers_get(hidden, chosen, order):
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        seen = repr(visible(page(hidden, chosen), [result(one) for one in order], SAMPLE, now=NOW))
    assert "NAME" in seen
    for section, marker in MARKERS.items():
        assert (marker in seen) == (section not in hidden)
    for one in IDS:
        assert (f"Title of {one}" in seen) == (one in chosen and "measured" not in hidden)
    assert ("Test School" in seen) == bool(chosen and "measured" not in hidden)


@pytest.mark.parametrize("section", SECTIONS)
def test_the_text_of_a_hidden_section_is_nowhere_in_any_answer(
    saved, stranger, publish, page_form, make_attempt, show_results, choose_sample, section
):
    make_attempt(saved.user_id, "ex-100", "test")
    results = show_results(saved.user_id)
    choose_sample(saved.user_id)
    publish(saved.user_id)
    parts = {
        "facts": ["Porto", "25 hours", "Two screens"],
        "measured": ["Names, exactly", "What was measured"],
        "sample": ["zoom in first", "The tight box", "/media/"],
        "background": ["Shop work"],
        "experience": ["None yet"],
    }
    before = stranger.get("/p/demo-learner").text
    for texts in parts.values():
        assert all(text in before for text in texts)
    show = [one for one in SECTIONS if one != section]
    saved.submit("/portfolio", page_form(version="1", show=show, results=results))
    for client, path in ((stranger, "/p/demo-learner"), (saved, "/portfolio/preview"), (saved, "/portfolio/publish")):
        answer = client.get(path)
        for text in parts[section]:
            assert text not in answer.text
            assert all(text not in value for value in answer.headers.values())
        for other in show:
            assert parts[other][0] in answer.text or path == "/portfolio/publish"


def test_a_result_switched_off_is_nowhere_and_the_attempt_number_of_the_next_tells(
    saved, stranger, publish, page_form, make_attempt, show_results, later
):
    make_attempt(saved.user_id, "ex-010", "test", answers=lambda item: {"label": "other"})
    make_attempt(saved.user_id, "ex-010", "test", at=later(days=1), seed=8)
    newest, _first = show_results(saved.user_id)
    publish(saved.user_id)
    assert "first attempt" in stranger.get("/p/demo-learner").text
    saved.submit("/portfolio", page_form(version="1", results=[newest]))
    text = stranger.get("/p/demo-learner").text
    assert "first attempt" not in text
    assert "second attempt" in text


def test_a_new_result_waits_until_its_owner_switches_it_on(saved, stranger, publish, page_form, make_attempt, rows):

    publish(saved.user_id)
    make_attempt(saved.user_id, "ex-010", "test", at=now_utc())
    assert "What was measured" not in stranger.get("/p/demo-learner").text
    editor = saved.get("/portfolio").text
    assert "1 new result is not on the page" in editor
    (row, *_more) = rows(Evidence)
    assert f'name="results" value="{row.public_id}">' in editor
    saved.submit("/portfolio", page_form(version="1", results=[row.public_id]))
    assert "What was measured" in stranger.get("/p/demo-learner").text


def test_before_the_first_save_every_result_is_offered_as_on(member, make_attempt, rows):

    make_attempt(member.user_id, "ex-010", "test")
    assert f'value="{rows(Evidence)[0].public_id}" checked' in member.get("/portfolio").text


def test_practice_and_seen_items_never_stand_as_results(saved, page_form, make_attempt, rows, app):

    make_attempt(saved.user_id, "ex-010", "practice")
    ids = [row.public_id for row in rows(Evidence)]
    assert ids
    assert ids[0] not in saved.get("/portfolio").text
    saved.submit("/portfolio", page_form(version="1", results=ids))
    assert "100 %" not in saved.get("/portfolio/preview").text
    with app.app_context():
        assert results_of(get_session(), saved.user_id) == []


def test_somebody_elses_result_cannot_be_put_on_a_page(saved, page_form, make_attempt, make_user, rows):

    make_attempt(make_user(), "ex-010", "test")
    saved.submit("/portfolio", page_form(version="1", results=[row.public_id for row in rows(Evidence)]))
    assert "What was measured" not in saved.get("/portfolio/preview").text


def test_a_result_keeps_its_switch_when_more_items_decide_it(saved, make_attempt, rows, app, now):
    attempt_id = make_attempt(saved.user_id, "ex-010", "test")
    before = {row.skill_id: row.public_id for row in rows(Evidence)}
    library = app.extensions["library"]
    with app.app_context(), transaction() as session:
        attempt = session.get_one(Attempt, attempt_id)
        assert attempts.more_items(session, attempt, library.exercises["ex-010"], now=now)
        grades.submit_attempt(session, library, attempt, now=now)
    after = rows(Evidence)
    assert {row.skill_id: row.public_id for row in after} == before
    assert after[0].n > 30
