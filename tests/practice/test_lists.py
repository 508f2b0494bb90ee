"""The list of sets, one exercise's page, and the history."""

import itertools

import pytest

from portal.practice import queries
from tests.sets import gold_of, wrong_for


def one_in(number: int):
    count = itertools.count(1)
    return lambda item: wrong_for(item) if next(count) % number == 0 else gold_of(item)


def test_every_exercise_is_listed_and_has_a_page(stranger, member, app):
    for client in (stranger, member):
        page = client.get("/practice").text
        for exercise in app.extensions["library"].exercises.values():
            assert f'href="/practice/{exercise.id}"' in page
            one = client.get(f"/practice/{exercise.id}").text
            assert all(f'href="/learn/{lesson}"' in one for lesson in exercise.lessons)
            assert exercise.revision in one


def test_the_list_says_how_one_stands(member, make_attempt):
    closed = make_attempt(member.user_id, answers=one_in(5))
    going = make_attempt(member.user_id, "ex-100", close=False)
    page = member.get("/practice").text
    assert f'href="/practice/attempts/{closed}">Last result: 80 %' in page
    assert f'href="/practice/attempts/{going}">Go on' in page


def test_an_exercise_says_how_many_items_are_fresh(member, make_attempt):
    assert "90 of 90 items are new to you" in member.get("/practice/ex-010").text
    make_attempt(member.user_id)
    assert "60 of 90 items are new to you" in member.get("/practice/ex-010").text


def test_an_open_set_can_be_gone_on_with_or_set_aside(member, make_attempt):
    attempt = make_attempt(member.user_id, close=False)
    page = member.get("/practice/ex-010").text
    assert "30 of 30 answered" in page
    assert f'action="/practice/attempts/{attempt}/abandon"' in page
    assert 'action="/practice/ex-010/start"' not in page


def test_the_history_says_what_changed_within_exercise_and_mode(member, make_attempt):
    make_attempt(member.user_id, seed=1, answers=one_in(3))
    make_attempt(member.user_id, mode="practice", seed=1, answers=one_in(2))
    make_attempt(member.user_id, "ex-100", seed=1)
    make_attempt(member.user_id, seed=2, answers=one_in(5))
    text = member.get("/practice/history").text
    assert "+13 points" in text
    assert text.count("points") == 1


def test_the_last_row_of_a_page_is_compared_with_the_page_before(member, make_attempt, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    first = make_attempt(member.user_id, seed=1, answers=one_in(3))
    make_attempt(member.user_id, "ex-008", seed=1)
    second = make_attempt(member.user_id, seed=2, answers=one_in(5))
    make_attempt(member.user_id, "ex-100", seed=1)
    text = member.get("/practice/history").text
    assert "+13 points" in text
    assert f'href="?before={second}"' in text
    older = member.get(f"/practice/history?before={second}").text
    assert f'href="/practice/attempts/{first}"' in older
    assert "points" not in older


@pytest.mark.parametrize("before", ["0", "-1", "x", "", "²", "9" * 40, "1.5", "%00"])
def test_an_odd_page_of_the_history_is_a_page(member, make_attempt, before):
    make_attempt(member.user_id)
    assert member.get(f"/practice/history?before={before}").status_code == 200


def test_a_set_put_aside_stands_in_the_history_without_a_link(member, make_attempt):
    attempt = make_attempt(member.user_id, close=False)
    member.submit(f"/practice/attempts/{attempt}/abandon")
    text = member.get("/practice/history").text
    assert "set aside" in text
    assert f"/practice/attempts/{attempt}" not in text


def test_history_is_ones_own(member, other, make_attempt):
    attempt = make_attempt(other.user_id)
    assert f"/practice/attempts/{attempt}" not in member.get("/practice/history").text


@pytest.mark.parametrize("name", ["nonsense", "%00", "..", "x" * 3000, "%3Cscript%3E"])
def test_an_exercise_that_does_not_exist_is_404(member, name):
    for answer in (member.get(f"/practice/{name}"), member.submit(f"/practice/{name}/start")):
        assert answer.status_code == 404
        assert "<script>" not in answer.text
