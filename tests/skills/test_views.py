"""/skills: what is proven by which result, what is missing, in sentences; for its owner alone."""

import itertools
import re

import pytest

from portal.skills import views
from tests.sets import gold_of, wrong_for


@pytest.fixture(autouse=True)
def frozen(monkeypatch, later):
    monkeypatch.setattr(views, "now_utc", lambda: later(hours=1))


def one_in(number: int):
    count = itertools.count(1)
    return lambda item: wrong_for(item) if next(count) % number == 0 else gold_of(item)


def missing(client, skill="text-annotation") -> str:
    text = client.get(f"/skills/{skill}").text
    return text[: text.index("What proves it")]


def test_every_skill_has_a_page(member, app):
    skills = app.extensions["library"].skills
    assert len(skills) == 34
    for skill in skills.values():
        page = member.get(f"/skills/{skill.id}")
        assert page.status_code == 200
        assert all(words in page.text for words in ("The five levels", "no level yet"))


def test_a_skill_nothing_measures_claims_nothing(member, app):
    measured = {use.id for one in app.extensions["library"].exercises.values() for use in one.skills}
    other = next(one for one in app.extensions["library"].skills if one not in measured)
    assert "No set here measures this skill yet" in member.get(f"/skills/{other}").text


def test_without_results_it_says_what_to_do(member):
    assert "Nothing measured yet" in member.get("/skills").text
    text = missing(member)
    assert "2 more result(s)" in text
    assert "nothing measured yet" in text


def test_one_result_asks_for_a_second_in_so_many_hours(member, make_attempt):
    make_attempt(member.user_id)
    text = missing(member)
    assert "1 more result(s)" in text
    assert "come back in 19 hours" in text


def test_two_results_20_hours_apart_reach_the_level(member, make_attempt, later):
    make_attempt(member.user_id, at=later(hours=-20), seed=1)
    make_attempt(member.user_id, seed=2)
    assert "level 2" in re.search(r"<h1>(.*?)</h1>", member.get("/skills/text-annotation").text)[1]
    overview = member.get("/skills").text
    assert '<rect class="have"' in overview
    assert "Nothing measured yet" not in overview


def test_practice_alone_does_not_reach_level_3(member, make_attempt, later):
    make_attempt(member.user_id, "ex-100", "practice", at=later(hours=-30), seed=1)
    make_attempt(member.user_id, "ex-101", "practice", seed=2)
    assert "One of them from “check yourself”" in missing(member)


def test_the_sentence_says_how_many_more_items_would_do(member, make_attempt, later):
    make_attempt(member.user_id, at=later(hours=-30), seed=1, answers=one_in(8))
    make_attempt(member.user_id, seed=2, answers=one_in(8))
    text = missing(member)
    found = re.search(
        r"You stand at (\d+) % over 60 items; the lower end is ([\d.]+) % and must reach (\d+) %. About (\d+)", text
    )
    assert found
    share, low, mark, more = map(float, found.groups())
    assert low < mark < share
    assert more > 0


def test_below_the_mark_it_says_that_items_alone_will_not_do(member, make_attempt):
    make_attempt(member.user_id, answers=one_in(3))
    assert "more items alone will not do it" in missing(member)


def test_a_result_stands_with_its_number_interval_and_tier(member, make_attempt):
    attempt = make_attempt(member.user_id, answers=one_in(8))
    text = member.get("/skills/text-annotation").text
    assert f'href="/practice/attempts/{attempt}"' in text
    assert re.search(r"90 % of credit, 95 % interval \d+ %–\d+ %, 30 items, seen before: 0", text)
    assert "own site, unchecked" in text


def test_the_picture_has_a_table_with_the_same_numbers(member, make_attempt, later):
    for days in (1, 3):
        make_attempt(member.user_id, at=later(days=-days), seed=days)
    text = member.get("/skills").text
    bars = re.findall(r'<rect class="have"[^>]*width="(\d+)"', text)
    assert [int(width) // 74 for width in bars] == [2]
    assert "<table>" in text


def test_skills_are_private(member, other, stranger, client_of, make_user, make_attempt):
    make_attempt(member.user_id)
    for path in ("/skills", "/skills/text-annotation"):
        assert "/signin" in stranger.get(path).location
        assert "/signin" in client_of(make_user(guest=True)).get(path).location
        assert "30 items" not in other.get(path).text


def test_an_unknown_skill_is_not_found(member):
    assert member.get("/skills/nonsense").status_code == 404


@pytest.mark.parametrize("path", ["/skills", "/skills/text-annotation"])
def test_queries_stay_as_many_as_results_grow(member, make_attempt, queries_of, later, path):
    make_attempt(member.user_id, at=later(days=-9))
    member.get(path)
    with queries_of() as few:
        member.get(path)
    for day in range(1, 3):
        make_attempt(member.user_id, at=later(days=-day), seed=day)
        make_attempt(member.user_id, "ex-100", at=later(days=-day), seed=day)
    member.get(path)
    with queries_of() as many:
        member.get(path)
    assert len(many) == len(few)
