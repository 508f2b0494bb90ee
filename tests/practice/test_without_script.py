"""A choice set worked through with plain forms."""

import json
from html import unescape

import pytest

from portal.practice.models import Attempt, Exposure, Slot
from tests.clients import Client
from tests.sets import gold_of


@pytest.fixture
def begun(member, rows):
    """begun(exercise, mode) -> (address, slots) of a set started by its button."""

    def start(exercise="ex-010", mode="practice"):
        answer = member.submit(f"/practice/{exercise}/start", {"mode": mode})
        attempt = rows(Attempt)[-1]
        assert answer.location == f"/practice/attempts/{attempt.id}"
        return answer.location, [slot for slot in rows(Slot) if slot.attempt_id == attempt.id]

    return start


def test_the_first_open_item_is_on_the_page_with_a_form(begun, member, items_of):
    address, slots = begun()
    item = next(iter(items_of(slots[0].attempt_id).values()))
    page = member.get(address).text
    assert f'action="{address}/answers/{slots[0].slot_id}"' in page
    assert str(item.input.text).split()[0] in page
    assert "Without an answer: 30." in page


def test_practice_is_checked_at_once_and_shows_the_reason(begun, member, items_of, rows):
    address, slots = begun()
    item = items_of(slots[0].attempt_id)[slots[0].slot_id]
    answer = member.submit(f"{address}/answers/{slots[0].slot_id}", gold_of(item))
    assert answer.location == f"{address}?item={slots[0].slot_id}"
    page = member.get(answer.location).text
    assert item.why in unescape(page)
    assert f"?item={slots[1].slot_id}" in page
    assert [row.item_id for row in rows(Exposure)] == [item.id]


def test_a_check_of_oneself_goes_on_to_the_next_item_without_reasons(begun, member, items_of, rows):
    address, slots = begun(mode="test")
    answer = member.submit(f"{address}/answers/{slots[0].slot_id}", {"label": "other"})
    assert answer.location == address
    assert f'action="{address}/answers/{slots[1].slot_id}"' in member.get(address).text
    assert rows(Exposure) == []
    member.submit(f"{address}/answers/{slots[0].slot_id}", {"label": "refund"})
    assert json.loads(rows(Slot)[0].answer) == {"label": "refund"}


@pytest.mark.parametrize("mode", ["practice", "test"])
def test_nothing_chosen_says_so_and_changes_nothing(begun, member, rows, mode):
    address, slots = begun(mode=mode)
    one = f"{address}/answers/{slots[0].slot_id}"
    if mode == "test":
        member.submit(one, {"label": "other"})
    before = [(slot.answer, slot.version, slot.locked_at) for slot in rows(Slot)]
    answer = member.submit(one)
    assert "Choose one of the labels first." in member.get(answer.location).text
    assert [(slot.answer, slot.version, slot.locked_at) for slot in rows(Slot)] == before


@pytest.mark.parametrize(
    "fields",
    [
        {"label": "nonsense"},
        {"label": "<script>"},
        {"label": "other", "second": "other"},
        {"label": "other", "second": "\0"},
        {"label": ""},
        {"label": "other", "confidence": "50"},
        {"second": "refund"},
    ],
    ids=str,
)
def test_a_bad_answer_is_refused_in_words(begun, member, rows, fields):
    address, slots = begun()
    answer = member.submit(f"{address}/answers/{slots[0].slot_id}", fields)
    page = member.get(answer.location)
    assert page.status_code == 200
    assert 'class="flash error"' in page.text
    assert "<script>" not in page.text.replace('<script type="', "").replace("<script src", "")
    assert rows(Slot)[0].answer is None


@pytest.mark.parametrize(("typed", "kept"), [("70", 70), ("", None), ("²", None), ("9" * 5000, None), ("-5", None)])
def test_confidence_is_kept_when_it_is_a_number(begun, member, rows, typed, kept):
    address, slots = begun("ex-008", "test")
    member.submit(f"{address}/answers/{slots[0].slot_id}", {"label": "", "confidence": typed})
    stored = {"abstain": True} if kept is None else {"abstain": True, "confidence": kept}
    assert json.loads(rows(Slot)[0].answer) == stored


def test_a_locked_answer_stays(begun, member, rows):
    address, slots = begun()
    one = f"{address}/answers/{slots[0].slot_id}"
    member.submit(one, {"label": "other"})
    answer = member.submit(one, {"label": "refund"})
    assert "can no longer change" in member.get(answer.location).text
    assert json.loads(rows(Slot)[0].answer) == {"label": "other"}


def test_the_set_is_handed_in_by_its_button(begun, member):
    address, _slots = begun(mode="test")
    assert member.submit(f"{address}/submit").location == address
    assert "data-result" in member.get(address).text
    assert member.submit(f"{address}/submit").location == address


def test_put_aside_there_is_nothing_to_hand_in(begun, member):
    address, slots = begun()
    assert member.submit(f"{address}/abandon").location == "/practice/ex-010"
    for url in (f"{address}/submit", f"{address}/abandon"):
        assert member.submit(url).location == "/practice/ex-010"
    assert member.get(address).location == "/practice/ex-010"
    answer = member.submit(f"{address}/answers/{slots[0].slot_id}", {"label": "other"})
    assert member.get(answer.location).status_code == 302


def test_starting_in_another_mode_leads_to_the_open_set(begun, member):
    address, _slots = begun(mode="practice")
    answer = member.submit("/practice/ex-010/start", {"mode": "test"})
    assert answer.location == address
    assert "This set is open already" in member.get(address).text


def test_a_mode_that_does_not_exist_is_400(member):
    assert member.submit("/practice/ex-010/start", {"mode": "exam"}).status_code == 400


def test_a_guest_who_wants_another_set_is_asked_to_sign_up(client_of, make_user):
    guest = client_of(make_user(guest=True))
    answer = guest.submit("/practice/ex-100/start", {"mode": "practice"})
    assert answer.location == "/signup"


def test_an_item_that_is_not_in_the_set_is_404(begun, member):
    address, _slots = begun()
    assert member.submit(f"{address}/answers/nonsense", {"label": "other"}).status_code == 404
    assert member.get(f"{address}?item=nonsense").status_code == 200


def test_a_form_sent_twice_at_once_is_one_answer(begun, member, at_once, app, rows):
    address, slots = begun(mode="practice")
    tabs = [Client(app) for _ in range(3)]
    for tab in tabs:
        tab.sign_in(member.user_id)
    for slot in slots[:4]:
        one = f"{address}/answers/{slot.slot_id}"
        got = at_once(*[lambda tab=tab, one=one: tab.submit(one, {"label": "other"}).status_code for tab in tabs])
        assert got == [302, 302, 302]
    assert sum(slot.locked_at is not None for slot in rows(Slot)) == len(rows(Exposure)) == 4


def test_an_answer_from_another_tab_is_shown_and_not_written_over(begun, member, rows):
    address, slots = begun(mode="test")
    one = f"{address}/answers/{slots[0].slot_id}"
    assert 'name="version" value="0"' in member.get(address).text
    member.submit(one, {"label": "other", "version": "0"})
    answer = member.submit(one, {"label": "refund", "version": "0"})
    page = member.get(answer.location).text
    assert "changed elsewhere" in page
    assert 'value="other" checked' in page
    assert json.loads(rows(Slot)[0].answer) == {"label": "other"}
    member.submit(one, {"label": "refund", "version": "1"})
    assert json.loads(rows(Slot)[0].answer) == {"label": "refund"}


def test_a_button_pressed_twice_is_no_conflict(begun, member):
    address, slots = begun(mode="test")
    one = f"{address}/answers/{slots[0].slot_id}"
    for _press in range(2):
        answer = member.submit(one, {"label": "other", "version": "0"})
        assert answer.location == address
    assert "changed elsewhere" not in member.get(address).text
