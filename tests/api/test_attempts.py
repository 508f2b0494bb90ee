"""Starting, checking and handing in through the API: who may, when, and that asking again changes nothing."""

import pytest

from portal.practice.models import Attempt, Exposure, GradeRow
from portal.skills.models import Evidence
from portal.web import limits
from portal.web.events import Event
from tests.api.conftest import code
from tests.clients import Client
from tests.sets import gold_of

SHOWN = {"id", "input", "answer", "version", "locked"}
GRADED = {"id", "verdict", "credit", "objects", "yours", "gold", "why", "rules"}


def start(client, exercise="ex-010", mode="test"):
    return client.call("POST", "/api/v1/attempts", {"exercise": exercise, "mode": mode})


def test_a_start_is_201_and_a_second_one_200_with_the_same_set(member):
    first, second = start(member), start(member)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json
    assert {key for item in first.json["items"] for key in item} == SHOWN
    assert set(first.json) == {"id", "exercise", "mode", "state", "task", "items", "deadline", "guideline"}


def test_another_mode_is_409_and_names_the_open_set(member):
    first = start(member, mode="practice")
    answer = start(member, mode="test")
    assert (answer.status_code, code(answer)) == (409, "mode")
    assert answer.json["attempt"] == first.json["id"]


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ({"exercise": "ex-999", "mode": "test"}, "exercise"),
        ({"exercise": None, "mode": "test"}, "exercise"),
        ({"exercise": ["ex-010"], "mode": "test"}, "exercise"),
        ({"mode": "test"}, "exercise"),
        ({"exercise": "ex-010"}, "mode"),
        ({"exercise": "ex-010", "mode": "exam"}, "mode"),
        ({"exercise": "ex-010", "mode": {}}, "mode"),
        ({"exercise": "ex-010", "mode": "test", "seed": 1}, "seed"),
    ],
    ids=str,
)
def test_an_unknown_exercise_or_mode_is_422(member, rows, sent, where):
    answer = member.call("POST", "/api/v1/attempts", sent)
    assert (answer.status_code, answer.json["error"]["where"]) == (422, where)
    assert rows(Attempt) == []


def test_guests_and_strangers(stranger, client_of, make_user, rows):
    assert (start(stranger).status_code, code(start(stranger))) == (401, "signed_out")
    guest = client_of(make_user(guest=True))
    assert (start(guest).status_code, code(start(guest))) == (403, "not_allowed")
    assert start(guest, "ex-100", "practice").status_code == 403
    assert start(guest, mode="practice").status_code == 201
    assert len(rows(Attempt)) == 1


def test_thirty_starts_a_minute_are_enough(member, monkeypatch, now):
    monkeypatch.setattr(limits, "now_utc", lambda: now)
    for _ in range(30):
        assert start(member).status_code in (200, 201)
    answer = start(member)
    assert (answer.status_code, code(answer)) == (429, "too_many_requests")
    assert 0 < int(answer.headers["Retry-After"]) <= 61


def test_a_set_belongs_to_its_owner(sit, other, stranger):
    one = sit()
    for call in (one.read, one.submit, one.check):
        assert call(client=other).status_code == 404
        assert call(client=stranger).status_code == 401
    assert one.read().json["state"] == "open"


def test_check_shows_the_reasons_of_that_item_and_locks_it(sit, items_of, rows):
    one = sit(mode="practice")
    slot, item = next(iter(items_of(one.id).items()))
    one.save({"label": "other"}, slot=slot)
    answer = one.check(slot)
    assert answer.status_code == 200
    assert set(answer.json) == GRADED - {"id"} | {"lesson"}
    assert (answer.json["why"], answer.json["gold"]) == (item.why, item.raw_gold)
    assert [rule["id"] for rule in answer.json["rules"]] == list(item.rules)
    assert one.item(slot)["locked"] is True
    assert [row.item_id for row in rows(Exposure)] == [item.id]


def test_check_again_gives_the_same_and_writes_nothing_new(sit, rows):
    one = sit(mode="practice")
    one.save({"label": "other"})
    first, second = one.check(), one.check()
    assert first.json == second.json
    assert len(rows(Exposure)) == 1


def test_check_needs_an_answer_and_shows_nothing_without(sit, rows, items_of):
    one = sit(mode="practice")
    answer = one.check()
    assert (answer.status_code, answer.json["error"]["where"]) == (422, "answer")
    assert items_of(one.id)[one.slots[0]].why not in answer.text
    assert rows(Exposure) == []
    assert one.item()["locked"] is False


def test_nothing_can_be_checked_in_a_check_of_oneself(sit, rows):
    one = sit(mode="test")
    one.save({"label": "other"})
    answer = one.check()
    assert (answer.status_code, code(answer)) == (409, "no_check")
    assert rows(Exposure) == []
    assert one.save({"label": "refund"}, version=1).status_code == 204


def test_checked_while_saved_the_reasons_are_of_the_answer_that_counts(sit, at_once, app):
    for _round in range(4):
        one = sit(mode="practice")
        one.save({"label": "other"})
        tabs = [Client(app), Client(app)]
        for tab in tabs:
            tab.sign_in(one.client.user_id)
        saved, checked = at_once(
            lambda one=one, tab=tabs[0]: one.save({"label": "refund"}, version=1, client=tab),
            lambda one=one, tab=tabs[1]: one.check(client=tab),
        )
        assert saved.status_code in (204, 409)
        assert checked.json["yours"] == one.item()["answer"]
        assert (one.item()["answer"] == {"label": "refund"}) == (saved.status_code == 204)
        one.submit()


@pytest.mark.parametrize("exercise", ["ex-008", "ex-010", "ex-020", "ex-021", "ex-100", "ex-101"])
@pytest.mark.parametrize("mode", ["practice", "test"])
def test_a_perfect_set_scores_1_and_says_so_item_by_item(sit, items_of, exercise, mode):
    one = sit(exercise, mode)
    for slot, item in items_of(one.id).items():
        assert one.save(gold_of(item), slot=slot).status_code == 204
    grade = one.submit().json
    assert (grade["score"], grade["passed"]) == (1.0, True)
    assert set(grade) == {"score", "passed", "too_close", "metrics", "items", "feedback_at"}
    assert [item["id"] for item in grade["items"]] == one.slots
    assert {key for item in grade["items"] for key in item} == GRADED
    assert {item["verdict"] for item in grade["items"]} <= {"right", "ambiguous"}
    assert all(set(metric) == {"value", "low", "high", "n", "why"} for metric in grade["metrics"].values())


def test_handing_in_again_gives_the_same_grade(sit, rows):
    one = sit()
    one.save({"label": "other"})
    first, second = one.submit(), one.submit()
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json == second.json == one.read().json["grade"]
    assert len(rows(GradeRow)) == 1


def test_handed_in_from_two_tabs_at_once_there_is_one_grade(sit, at_once, app, rows):
    for exercise in ("ex-010", "ex-100", "ex-020"):
        one = sit(exercise)
        tabs = [Client(app) for _ in range(3)]
        for tab in tabs:
            tab.sign_in(one.client.user_id)
        got = at_once(*[lambda tab=tab, one=one: one.submit(client=tab) for tab in tabs])
        assert [answer.status_code for answer in got] == [200, 200, 200]
        assert got[0].json == got[1].json == got[2].json
    ids = [row.attempt_id for row in rows(GradeRow)]
    assert len(ids) == len(set(ids)) == 3
    pieces = [(row.attempt_id, row.skill_id) for row in rows(Evidence)]
    assert len(pieces) == len(set(pieces))
    assert [row.what for row in rows(Event)].count("attempt_closed") == 3


def test_a_set_put_aside_has_no_grade(sit, member):
    one = sit()
    member.submit(f"/practice/attempts/{one.id}/abandon")
    answer = one.submit()
    assert (answer.status_code, code(answer)) == (409, "set_aside")
    assert one.read().json["state"] == "abandoned"
    assert "grade" not in one.read().json
    assert one.save({"label": "other"}).status_code == 409
    assert one.check().status_code == 409


def test_every_item_is_exposed_by_handing_in(sit, rows):
    one = sit()
    one.submit()
    assert len(rows(Exposure)) == len(one.slots)
