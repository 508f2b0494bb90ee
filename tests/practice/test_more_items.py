"""Too close to call: up to 12 more fresh items, once, decided on all of them together."""

import itertools
import json

import pytest

from portal.practice.models import Attempt, GradeRow, Slot
from portal.skills.models import Evidence
from tests.clients import Client
from tests.sets import gold_of, wrong_for


def mostly(wrong_every: int):
    """Answers of somebody who errs every so many items."""
    count = itertools.count(1)
    return lambda item: wrong_for(item) if next(count) % wrong_every == 0 else gold_of(item)


@pytest.fixture
def close_one(member, make_attempt):
    """A check of oneself at 87 %, whose interval holds the mark; its result has been looked at."""
    attempt = make_attempt(member.user_id, answers=mostly(8))
    page = member.get(f"/practice/attempts/{attempt}").text
    assert "too close to call" in page
    return attempt


def row(rows, attempt_id) -> Attempt:
    return next(one for one in rows(Attempt) if one.id == attempt_id)


def more(client, attempt_id):
    return client.submit(f"/practice/attempts/{attempt_id}/more")


def finish(client, attempt_id, items_of) -> dict:
    """Every item without an answer is answered rightly; the set is handed in."""
    for slot, item in items_of(attempt_id).items():
        address = f"/api/v1/attempts/{attempt_id}/answers/{slot}"
        client.call("PUT", address, {"answer": gold_of(item)}, If_Match="0")
    return client.call("POST", f"/api/v1/attempts/{attempt_id}/submit").json


def test_twelve_fresh_items_are_added_and_the_answers_before_stand(close_one, member, rows, items_of):
    before = {slot.slot_id: slot.answer for slot in rows(Slot)}
    assert more(member, close_one).status_code == 302
    one = row(rows, close_one)
    assert (one.state, one.item_count) == ("open", len(before) + 12)
    slots = rows(Slot)
    assert len({slot.item_id for slot in slots}) == len(slots) == one.item_count
    assert [slot.seen_before for slot in slots] == [False] * len(slots)
    changed = next(iter(before))
    address = f"/api/v1/attempts/{close_one}/answers/{changed}"
    assert member.call("PUT", address, {"answer": None}, If_Match="1").status_code == 409
    assert {slot.slot_id: slot.answer for slot in rows(Slot) if slot.slot_id in before} == before


def test_the_second_grade_is_on_all_items_and_replaces_the_undecided_evidence(close_one, member, rows, items_of):
    first = rows(GradeRow)[0]
    count = row(rows, close_one).item_count
    more(member, close_one)
    grade = finish(member, close_one, items_of)
    assert len(grade["items"]) == count + 12
    assert grade["score"] > first.score
    assert [(one.revision, one.cause) for one in rows(GradeRow)] == [(1, "submit"), (2, "more items")]
    assert rows(GradeRow)[0].score == first.score
    assert [(one.attempt_id, one.n) for one in rows(Evidence)] == [(close_one, count + 12)] * len(rows(Evidence))
    assert "Decided on all" in member.get(f"/practice/attempts/{close_one}").text


def test_it_happens_once(close_one, member, rows, items_of):
    more(member, close_one)
    finish(member, close_one, items_of)
    member.get(f"/practice/attempts/{close_one}")
    assert more(member, close_one).status_code == 409
    assert row(rows, close_one).state == "closed"


def test_two_tabs_at_once_add_twelve_items_once(close_one, member, at_once, app, rows):
    tabs = [Client(app), Client(app)]
    for tab in tabs:
        tab.sign_in(member.user_id)
    count = row(rows, close_one).item_count
    got = at_once(*[lambda tab=tab: more(tab, close_one).status_code for tab in tabs])
    assert sorted(got) in ([302, 302], [302, 409])
    assert row(rows, close_one).item_count == len(rows(Slot)) == count + 12


def test_with_another_set_open_it_says_so_and_changes_nothing(close_one, member, rows):
    started = member.submit("/practice/ex-010/start", {"mode": "test"})
    answer = more(member, close_one)
    assert answer.status_code == 302
    assert answer.location == started.location
    assert "Another set of this exercise is open" in member.get(answer.location).text
    assert row(rows, close_one).state == "closed"


def test_set_aside_the_first_result_stands(close_one, member, rows, items_of):
    before, slots = row(rows, close_one), {slot.slot_id for slot in rows(Slot)}
    evidence = [(one.attempt_id, one.n, one.value) for one in rows(Evidence)]
    more(member, close_one)
    new = next(slot for slot in items_of(close_one) if slot not in slots)
    address = f"/api/v1/attempts/{close_one}/answers/{new}"
    assert member.call("PUT", address, {"answer": {"label": "other"}}, If_Match="0").status_code == 204
    answer = member.submit(f"/practice/attempts/{close_one}/abandon")
    assert answer.location == f"/practice/attempts/{close_one}"
    after = row(rows, close_one)
    assert (after.state, after.item_count, after.closed_at) == ("closed", before.item_count, before.closed_at)
    assert {slot.slot_id for slot in rows(Slot)} == slots
    assert [(one.attempt_id, one.n, one.value) for one in rows(Evidence)] == evidence
    page = member.get(f"/practice/attempts/{close_one}").text
    assert "Decided on all" not in page
    assert more(member, close_one).status_code == 409


def test_there_is_nothing_to_decide_far_from_the_mark_or_in_practice(member, make_attempt):
    for number, (mode, answers) in enumerate((("test", gold_of), ("test", wrong_for), ("practice", mostly(8)))):
        attempt = make_attempt(member.user_id, mode=mode, answers=answers, seed=number)
        assert "too close to call" not in member.get(f"/practice/attempts/{attempt}").text
        assert more(member, attempt).status_code == 409


def test_without_fresh_items_the_result_stands(member, make_attempt, rows):
    for seed in range(3):
        attempt = make_attempt(member.user_id, answers=mostly(8), seed=seed)
    assert "too close to call" in member.get(f"/practice/attempts/{attempt}").text
    answer = more(member, attempt)
    assert "no fresh items left" in member.get(answer.location).text
    assert row(rows, attempt).state == "closed"


def test_other_people_and_guests_ask_in_vain(close_one, other, stranger, client_of, make_user, rows):
    assert more(other, close_one).status_code == 404
    assert "/signin" in more(stranger, close_one).location
    assert "/signin" in more(client_of(make_user(guest=True)), close_one).location
    assert row(rows, close_one).state == "closed"


def test_a_result_that_straddles_has_an_interval_around_the_mark(close_one, rows):
    marks = rows(GradeRow)[0].summary["marks"]
    assert any(mark["low"] < mark["at_least"] <= mark["high"] for mark in marks)
    assert json.loads(rows(GradeRow)[0].items)


def test_a_reopened_set_is_the_one_to_go_on_with_even_after_a_later_one(close_one, member, make_attempt):
    make_attempt(member.user_id, mode="practice")
    more(member, close_one)
    assert f'href="/practice/attempts/{close_one}">Go on' in member.get("/practice").text
