"""The first two questions, and what a member sees first."""

import shutil

import pytest

from portal.accounts.models import User
from portal.home.today import choose, href
from portal.library.reference import Thing


def thing(name, *, hours=1, backgrounds=("any",)) -> Thing:
    return Thing(name, name, "why", 10, "lesson", name, tuple(backgrounds), hours, None)


def names(things) -> list[str]:
    return [one.id for one in things]


def test_the_first_three_that_fit_are_chosen_in_order():
    plan = tuple(thing(name) for name in "abcde")
    assert names(choose(plan, User(background="", hours_a_week=3), set())) == ["a", "b", "c"]
    assert names(choose(plan, User(background="", hours_a_week=3), {"a", "c"})) == ["b", "d", "e"]
    assert names(choose(plan, User(background="", hours_a_week=3), set("abcde"))) == []


def test_hours_and_background_decide_what_fits():
    plan = (thing("long", hours=8), thing("shop", backgrounds=["retail"]), thing("all"))
    assert names(choose(plan, User(background="retail", hours_a_week=10), set())) == ["long", "shop", "all"]
    assert names(choose(plan, User(background="care", hours_a_week=10), set())) == ["long", "all"]
    assert names(choose(plan, User(background="care", hours_a_week=2), set())) == ["all"]
    assert names(choose(plan, User(background="", hours_a_week=0), set())) == ["all"]
    assert names(choose(plan, User(background="", hours_a_week=None), set())) == ["all"]


def test_both_questions_may_stay_open(member, rows):
    assert member.get("/welcome").status_code == 200
    assert member.submit("/welcome", {"background": "", "hours_a_week": ""}).location == "/"
    assert (rows(User)[0].background, rows(User)[0].hours_a_week) == ("", None)


def test_what_was_said_is_kept_and_can_be_changed(member, rows, app):
    background = next(iter(app.extensions["library"].market.backgrounds))
    member.submit("/welcome", {"background": background, "hours_a_week": "8"})
    assert (rows(User)[0].background, rows(User)[0].hours_a_week) == (background, 8)
    page = member.get("/welcome").text
    assert f'<option selected value="{background}">' in page
    assert 'value="8"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("hours_a_week", "81"),
        ("hours_a_week", "-1"),
        ("hours_a_week", "many"),
        ("hours_a_week", "9" * 5000),
        ("hours_a_week", "<script>alert(1)</script>"),
        ("background", "nonsense"),
        ("background", "<script>alert(1)</script>"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(member, rows, field, value):
    answer = member.submit("/welcome", {"background": "", "hours_a_week": "", field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "<script>alert" not in answer.text
    assert (rows(User)[0].background, rows(User)[0].hours_a_week) == ("", None)


def test_strangers_and_guests_have_no_questions_to_answer(stranger, client_of, make_user):
    for client in (stranger, client_of(make_user(guest=True))):
        assert "/signin" in client.get("/welcome").location
        assert "/signin" in client.submit("/welcome", {"hours_a_week": "8"}).location


def test_a_member_sees_what_is_open_and_the_last_result(member, make_attempt):
    closed = make_attempt(member.user_id)
    open_one = make_attempt(member.user_id, "ex-100", close=False)
    page = member.get("/").text
    assert f'href="/practice/attempts/{open_one}"' in page
    assert f'href="/practice/attempts/{closed}"' in page


def test_somebody_elses_sets_are_not_there(member, other, make_attempt):
    attempt = make_attempt(other.user_id, close=False)
    assert f"/practice/attempts/{attempt}" not in member.get("/").text


def test_a_thing_done_gives_way_to_the_next(member, make_attempt, app):
    library = app.extensions["library"]
    first = next(one for one in library.plan if one.kind == "exercise" and "any" in one.for_backgrounds)
    assert f'href="/practice/{first.target}"' in member.get("/").text
    make_attempt(member.user_id, first.target, first.mode or "test")
    things = choose(library.plan, User(background="", hours_a_week=None), {first.id})
    page = member.get("/").text
    assert all(one.title in page.replace("&#39;", "'") for one in things)


def test_every_thing_of_the_plan_leads_somewhere(app, member):
    for one in app.extensions["library"].plan:
        assert member.get(href(one)).status_code == 200, one.id


def test_queries_stay_as_many_as_sets_grow(member, make_attempt, queries_of):
    make_attempt(member.user_id)
    with queries_of() as few:
        member.get("/")
    for seed in range(1, 4):
        make_attempt(member.user_id, seed=seed)
        make_attempt(member.user_id, "ex-008", seed=seed)
    with queries_of() as many:
        member.get("/")
    assert len(many) == len(few)


def test_strangers_and_guests_get_the_landing_page(stranger, client_of, make_user):
    for client in (stranger, client_of(make_user(guest=True))):
        assert "Message 1 of 5" in client.get("/").text


def test_the_landing_page_stands_without_its_exercise(stranger, member, edit_content):
    edit_content(lambda root: shutil.rmtree(root / "exercises/ex-010"))
    assert stranger.get("/").status_code == 200
    assert member.get("/").status_code == 200


def test_how_scores_are_made_names_every_kind(stranger, app):
    page = stranger.get("/how-it-works").text
    for exercise in app.extensions["library"].exercises.values():
        for words in exercise.task_type.metrics.values():
            assert words.field.replace("'", "&#39;") in page
