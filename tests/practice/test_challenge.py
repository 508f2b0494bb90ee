"""This reference is wrong: kept with the item's version, shown with and without, taken back."""

import pytest

from portal.practice.models import Attempt, Challenge, GradeRow, Slot
from portal.web.events import Event
from tests.clients import Client
from tests.sets import gold_of, wrong_for


@pytest.fixture
def graded(member, make_attempt, items_of):
    """(address of the result, slot of a wrong item, the items by slot): two of thirty are wrong."""
    seen = []

    def answers(item):
        seen.append(item)
        return wrong_for(item) if len(seen) in (3, 4) else gold_of(item)

    attempt = make_attempt(member.user_id, answers=answers)
    items = items_of(attempt)
    return f"/practice/attempts/{attempt}", list(items)[2], items


def object_to(client, graded, slot=None, **fields):
    sent = {"rule": "", "reason": "The message asks for a refund first.", **fields}
    return client.submit(f"{graded[0]}/challenge/{slot or graded[1]}", sent)


def test_a_reason_and_a_rule_are_kept_with_the_items_version(graded, member, rows):
    rule = graded[2][graded[1]].rules[0]
    answer = object_to(member, graded, rule=rule)
    assert answer.location == f"{graded[0]}#item-{graded[1]}"
    [row] = rows(Challenge)
    slot = next(slot for slot in rows(Slot) if slot.slot_id == graded[1])
    assert (row.item_id, row.item_hash, row.user_id) == (slot.item_id, slot.item_hash, member.user_id)
    assert (row.rule, row.reason) == (rule, "The message asks for a refund first.")


def test_the_score_is_shown_with_and_without_and_the_grade_stays(graded, member, rows):
    before = rows(GradeRow)[0]
    object_to(member, graded)
    page = member.get(graded[0]).text
    assert "93 %" in page
    assert "Without the items whose reference you think is wrong: 97 %" in page
    assert "You said this reference is wrong: “The message asks for a refund first.”" in page
    after = rows(GradeRow)
    assert [(one.score, one.items) for one in after] == [(before.score, before.items)]


def test_all_items_challenged_leave_nothing_to_score(graded, member):
    for slot in graded[2]:
        object_to(member, graded, slot)
    page = member.get(graded[0])
    assert page.status_code == 200
    assert "Without the items" not in page.text


def test_it_is_taken_back(graded, member, rows):
    object_to(member, graded)
    assert member.submit(f"{graded[0]}/challenge/{graded[1]}", {"withdraw": "1"}).status_code == 302
    assert rows(Challenge) == []
    assert "Without the items" not in member.get(graded[0]).text


def test_said_twice_it_is_reworded_also_at_once(graded, member, rows, at_once, app):
    tabs = [Client(app), Client(app)]
    for tab in tabs:
        tab.sign_in(member.user_id)
    got = at_once(*[lambda tab=tab: object_to(tab, graded, reason="Words").status_code for tab in tabs])
    assert got == [302, 302]
    object_to(member, graded, reason="Other words")
    assert [row.reason for row in rows(Challenge)] == ["Other words"]


@pytest.mark.parametrize(
    "fields", [{"reason": ""}, {"reason": "   "}, {"reason": "x" * 2001}, {"rule": "R99"}], ids=str
)
def test_a_bad_form_comes_back_at_its_item_with_what_was_typed(graded, member, rows, fields):
    answer = object_to(member, graded, **fields)
    assert answer.status_code == 422
    assert f'id="error-{graded[1]}"' in answer.text
    assert fields.get("reason", "The message asks").strip()[:2000] in answer.text
    assert rows(Challenge) == []


def test_html_in_a_reason_stays_text(graded, member):
    object_to(member, graded, reason="<script>alert(1)</script>")
    page = member.get(graded[0]).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_record_of_events_holds_no_words(graded, member, rows):
    object_to(member, graded)
    assert not any("refund" in row.on for row in rows(Event))


def test_an_open_set_cannot_be_objected_to(member, make_attempt, items_of, rows):
    attempt = make_attempt(member.user_id, close=False)
    slot = next(iter(items_of(attempt)))
    answer = member.submit(f"/practice/attempts/{attempt}/challenge/{slot}", {"rule": "", "reason": "Wrong"})
    assert answer.status_code == 409
    assert rows(Challenge) == []


def test_nobody_objects_in_somebody_elses_name(graded, other, stranger, client_of, make_user, rows):
    assert object_to(other, graded).status_code == 404
    assert "/signin" in object_to(stranger, graded).location
    assert "/signin" in object_to(client_of(make_user(guest=True)), graded).location
    assert rows(Challenge) == []


def test_an_item_of_another_set_is_not_in_this_one(graded, member, make_attempt, items_of, rows):
    second = make_attempt(member.user_id, seed=8)
    assert object_to(member, graded, next(iter(items_of(second)))).status_code == 404
    assert object_to(member, graded, "nonsense").status_code == 404
    assert rows(Challenge) == []
    assert {row.state for row in rows(Attempt)} == {"closed"}
