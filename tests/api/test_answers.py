"""Saving answers: versions, what is refused and where, and that a refusal changes nothing."""

import json

import pytest

from portal.db import transaction
from portal.practice.models import Attempt, GradeRow, Slot
from tests.api.conftest import code
from tests.clients import Client

BOX = {"id": "a", "box": [10, 10, 40, 40], "label": "car", "flags": []}


def box(**changes) -> dict:
    return {"boxes": [{**BOX, **changes}]}


def span(start, end, label="person") -> dict:
    return {"spans": [{"start": start, "end": end, "label": label}]}


GOOD = {
    "ex-008": {"abstain": True, "confidence": 80},
    "ex-010": {"label": "other", "second": "refund"},
    "ex-020": box(),
    "ex-021": box(flags=["occluded"]),
    "ex-100": span(0, 3),
    "ex-101": {"spans": [{"start": 0, "end": 9, "label": "org"}, {"start": 2, "end": 5, "label": "place"}]},
}
HUGE = 10**400
BAD = [
    ("ex-010", {"label": "nonsense"}, "label"),
    ("ex-010", {"label": ""}, "label"),
    ("ex-010", {"label": 3}, "label"),
    ("ex-010", {}, "label"),
    ("ex-010", {"label": "other", "second": "other"}, "second"),
    ("ex-010", {"label": "other", "second": "\ud800"}, ""),
    ("ex-010", {"label": "other", "confidence": 70}, "confidence"),
    ("ex-010", {"label": "other", "abstain": True}, "abstain"),
    ("ex-010", {"label": "other", "gold": "other"}, "gold"),
    ("ex-010", ["other"], ""),
    ("ex-010", "other", ""),
    ("ex-010", 7, ""),
    ("ex-008", {"abstain": True, "confidence": 49}, "confidence"),
    ("ex-008", {"abstain": True, "confidence": 101}, "confidence"),
    ("ex-008", {"abstain": True, "confidence": 70.5}, "confidence"),
    ("ex-008", {"abstain": True, "confidence": True}, "confidence"),
    ("ex-100", span(0, 0), "spans[0]"),
    ("ex-100", span(5, 2), "spans[0]"),
    ("ex-100", span(-1, 2), "spans[0]"),
    ("ex-100", span(0, 100_000), "spans[0]"),
    ("ex-100", span(0, HUGE), "spans[0]"),
    ("ex-100", span(0, 2.5), "spans[0].end"),
    ("ex-100", span("0", 2), "spans[0].start"),
    ("ex-100", span(0, 2, "nonsense"), "spans[0].label"),
    ("ex-100", {"spans": [span(0, 1)["spans"][0]] * 501}, "spans"),
    ("ex-100", {"spans": {}}, "spans"),
    ("ex-020", box(box=[790, 10, 40, 40]), "boxes[0].box"),
    ("ex-020", box(box=[-5, 10, 40, 40]), "boxes[0].box"),
    ("ex-020", box(box=[10, 10, 0, 40]), "boxes[0].box"),
    ("ex-020", box(box=[10, 10, -4, 40]), "boxes[0].box"),
    ("ex-020", box(box=[10, 10, 40]), "boxes[0].box"),
    ("ex-020", box(box=[10, 10, 40, 40, 1]), "boxes[0].box"),
    ("ex-020", box(box=[float("nan"), 10, 40, 40]), "boxes[0].box[0]"),
    ("ex-020", box(box=[10, float("inf"), 40, 40]), "boxes[0].box[1]"),
    ("ex-020", box(box=[HUGE, 10, 40, 40]), "boxes[0].box[0]"),
    ("ex-020", box(box=[1e308, 10, 1e308, 40]), "boxes[0].box"),
    ("ex-020", box(box=[True, 10, 40, 40]), "boxes[0].box[0]"),
    ("ex-020", box(box=["10", 10, 40, 40]), "boxes[0].box[0]"),
    ("ex-020", box(label="nonsense"), "boxes[0].label"),
    ("ex-020", box(id="x" * 41), "boxes[0].id"),
    ("ex-020", box(id="half \ud83d"), ""),
    ("ex-020", {"boxes": [BOX, BOX]}, "boxes[1].id"),
    ("ex-020", {"boxes": [{**BOX, "id": str(n)} for n in range(501)]}, "boxes"),
    ("ex-021", box(flags=["nonsense"]), "boxes[0].flags[0]"),
    ("ex-021", box(flags=["occluded", "occluded"]), "boxes[0].flags"),
]


@pytest.mark.parametrize("exercise", GOOD)
def test_a_saved_answer_is_the_one_that_is_read_back(sit, exercise):
    one = sit(exercise)
    answer = one.save(GOOD[exercise])
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (204, b"", '"1"')
    stored = one.item()
    assert (stored["answer"], stored["version"], stored["locked"]) == (GOOD[exercise], 1, False)


@pytest.mark.parametrize(("exercise", "raw", "where"), BAD, ids=lambda value: str(value)[:60])
def test_a_bad_answer_is_refused_where_it_is_wrong_and_the_stored_one_stays(sit, exercise, raw, where):
    one = sit(exercise)
    one.save(GOOD[exercise])
    answer = one.save(raw, version=1)
    assert (answer.status_code, code(answer)) == (422, "answer")
    assert (answer.json["error"]["where"] or "") == where
    assert (one.item()["answer"], one.item()["version"]) == (GOOD[exercise], 1)


def test_a_refusal_says_nothing_of_the_reference(sit, items_of):
    one = sit("ex-020")
    for exercise, raw, _where in BAD:
        if exercise == "ex-020":
            text = one.save(raw).text
            for item in items_of(one.id).values():
                assert item.why not in text


def test_each_save_raises_the_version_and_an_empty_answer_clears(sit):
    one = sit()
    assert one.save({"label": "other"}).headers["ETag"] == '"1"'
    assert one.save({"label": "refund"}, version=1).headers["ETag"] == '"2"'
    assert one.save(None, version=2).headers["ETag"] == '"3"'
    assert one.item()["answer"] is None


def test_nothing_is_overwritten_unseen(sit):
    one = sit()
    one.save({"label": "refund"})
    answer = one.save({"label": "other"}, version=0)
    assert (answer.status_code, code(answer)) == (412, "changed")
    assert (answer.json["answer"], answer.json["version"]) == ({"label": "refund"}, 1)
    assert answer.headers["ETag"] == '"1"'
    assert one.item()["answer"] == {"label": "refund"}


def test_a_version_that_never_was_is_a_conflict(sit):
    one = sit()
    assert one.save({"label": "other"}, version=5).status_code == 412
    assert one.item()["version"] == 0


@pytest.mark.parametrize("version", ["", "x", "-1", "1.5", "²", "9" * 400, "*", '"0", "1"'])
def test_the_version_last_seen_must_be_said(sit, version):
    one = sit()
    answer = one.client.call("PUT", one.address(), {"answer": {"label": "other"}}, If_Match=version)
    assert (answer.status_code, answer.json["error"]["where"]) == (422, "If-Match")
    assert one.item()["version"] == 0


def test_a_weak_tag_and_a_bare_number_are_versions_too(sit):
    one = sit()
    for number, tag in enumerate(('W/"0"', "1")):
        sent = {"answer": {"label": "other"}}
        assert one.client.call("PUT", one.address(), sent, If_Match=tag).headers["ETag"] == f'"{number + 1}"'


def test_without_the_header_nothing_is_saved(sit):
    one = sit()
    assert one.client.call("PUT", one.address(), {"answer": {"label": "other"}}).status_code == 422


def test_of_two_tabs_that_save_at_once_one_hears_of_the_other(sit, at_once, app):
    one = sit()
    tabs = [Client(app), Client(app)]
    for tab in tabs:
        tab.sign_in(one.client.user_id)
    labels = ("refund", "other")
    for version in range(5):
        got = at_once(
            *[
                lambda tab=tab, label=label, version=version: one.save({"label": label}, version=version, client=tab)
                for tab, label in zip(tabs, labels, strict=True)
            ]
        )
        won = [answer.status_code for answer in got].index(204)
        assert sorted(answer.status_code for answer in got) == [204, 412]
        assert got[1 - won].json["answer"] == {"label": labels[won]}
        assert (one.item()["answer"], one.item()["version"]) == ({"label": labels[won]}, version + 1)


@pytest.mark.parametrize("seconds", [-1, "3", True, None, float("nan"), 1e400, 1e6, HUGE, []])
def test_seconds_are_a_number_of_seconds(sit, seconds):
    one = sit()
    answer = one.save({"label": "other"}, seconds=seconds)
    assert (answer.status_code, answer.json["error"]["where"] or "seconds") == (422, "seconds")
    assert one.item()["version"] == 0


def test_seconds_add_up(sit, rows):
    one = sit()
    one.save({"label": "other"}, seconds=2.5)
    one.save({"label": "refund"}, version=1, seconds=4)
    assert rows(Slot)[0].seconds == 6.5


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"text"', b"3", b"\xff\xfe", b"[" * 200_000, b'{"a":' * 50_000, b"{} {}", b"NaN"],
    ids=lambda body: repr(body[:12]),
)
def test_what_is_no_json_object_is_refused(sit, body):
    one = sit()
    headers = {"X-CSRFToken": one.client.token(), "If-Match": "0"}
    answer = one.client.put(one.address(), data=body, content_type="application/json", headers=headers)
    assert (answer.status_code, code(answer)) == (422, "answer")


def test_unknown_fields_are_refused_by_name(sit):
    one = sit()
    answer = one.save({"label": "other"}, score=1)
    assert (answer.status_code, answer.json["error"]["where"]) == (422, "score")
    answer = one.client.call("PUT", one.address(), {"seconds": 1}, If_Match="0")
    assert (answer.status_code, answer.json["error"]["where"]) == (422, "answer")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "multipart/form-data"])
def test_another_kind_of_content_is_415(sit, kind):
    one = sit()
    body = json.dumps({"answer": {"label": "other"}})
    headers = {"X-CSRFToken": one.client.token(), "If-Match": "0"}
    answer = one.client.put(one.address(), data=body, content_type=kind, headers=headers)
    assert (answer.status_code, code(answer)) == (415, "unsupported_media_type")


def test_more_than_a_megabyte_is_413(sit):
    one = sit()
    answer = one.save({"label": "x" * 1024 * 1024})
    assert (answer.status_code, code(answer)) == (413, "request_entity_too_large")
    assert one.item()["version"] == 0


def test_another_set_s_item_and_another_person_s_set_do_not_exist(sit, other, member, client_of, make_user):
    mine, theirs = sit(), sit(client=other)
    sent = {"answer": {"label": "other"}}
    for client, attempt, slot in (
        (member, theirs.id, theirs.slots[0]),
        (member, mine.id, theirs.slots[0]),
        (member, theirs.id, mine.slots[0]),
        (other, mine.id, mine.slots[0]),
        (client_of(make_user(guest=True)), mine.id, mine.slots[0]),
    ):
        address = f"/api/v1/attempts/{attempt}/answers/{slot}"
        assert client.call("PUT", address, sent, If_Match="0").status_code == 404
        assert client.call("POST", f"{address}/check").status_code == 404
    assert mine.item()["version"] == theirs.item()["version"] == 0


@pytest.mark.parametrize("attempt", ["0", "999999", "9" * 30, "-1", "x", "1%00"])
@pytest.mark.parametrize("slot", ["nonsense", "%00", "%ff", "x" * 3000])
def test_addresses_that_name_nothing_are_404(member, attempt, slot):
    address = f"/api/v1/attempts/{attempt}/answers/{slot}"
    answer = member.call("PUT", address, {"answer": {"label": "other"}}, If_Match="0")
    assert (answer.status_code, code(answer)) == (404, "not_found")


def test_a_locked_answer_can_no_longer_change(sit):
    one = sit(mode="practice")
    one.save({"label": "other"})
    assert one.check().status_code == 200
    for version in (0, 1):
        answer = one.save({"label": "refund"}, version=version)
        assert (answer.status_code, code(answer)) == (409, "closed")
    assert one.item() == {**one.item(), "answer": {"label": "other"}, "version": 1, "locked": True}


def test_a_closed_set_takes_no_answers(sit, rows):
    one = sit()
    one.save({"label": "other"})
    one.submit()
    assert one.save({"label": "refund"}, version=1).status_code == 409
    assert json.loads(rows(Slot)[0].answer) == {"label": "other"}


def test_an_answer_after_the_deadline_is_late(sit, app, rows, now):
    one = sit()
    one.save({"label": "other"})
    with app.app_context(), transaction() as session:
        session.get_one(Attempt, one.id).deadline = now.replace(year=2020)
    answer = one.save({"label": "refund"}, version=1)
    assert (answer.status_code, code(answer)) == (409, "closed")
    assert json.loads(rows(Slot)[0].answer) == {"label": "other"}


def test_saved_while_handed_in_an_answer_counts_or_is_refused(sit, at_once, app, rows):
    """No answer is acknowledged that the grade does not hold."""
    for _round in range(4):
        one = sit()
        tabs = [Client(app), Client(app)]
        for tab in tabs:
            tab.sign_in(one.client.user_id)
        saved, handed_in = at_once(
            lambda one=one, tab=tabs[0]: one.save({"label": "other"}, client=tab),
            lambda one=one, tab=tabs[1]: one.submit(tab),
        )
        assert handed_in.status_code == 200
        assert saved.status_code in (204, 409)
        graded = next(json.loads(row.items)[0] for row in rows(GradeRow) if row.attempt_id == one.id)
        assert (graded["yours"] == {"label": "other"}) == (saved.status_code == 204)
