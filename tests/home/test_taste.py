"""Five messages without an account: the first answer makes the guest, signing up keeps the result."""

from html import unescape

import pytest
from sqlalchemy import update

from portal.accounts.models import User
from portal.db import transaction
from portal.practice.models import Attempt, Exposure, GradeRow, Slot
from portal.web import limits
from portal.web.limits import RateCount
from tests.clients import Client
from tests.library.folders import replace
from tests.sets import gold_of, wrong_for

ADDRESS = "/try/ex-010"


@pytest.fixture
def taste(app):
    """The five items, in their order."""
    exercise = app.extensions["library"].exercises["ex-010"]
    return [exercise.items[item_id] for item_id in exercise.taste[:5]]


def choose(client, label, number=None):
    return client.submit(ADDRESS, {"label": label, **({"number": str(number)} if number else {})})


def label(item, *, right=True) -> str:
    return (gold_of(item) if right else wrong_for(item))["label"]


def test_looking_makes_no_guest(stranger, rows, taste):
    for path in ("/", ADDRESS, "/practice/ex-010"):
        assert stranger.get(path).status_code == 200
    assert rows(User) == []
    page = stranger.get("/").text
    assert taste[0].input.text.split("'")[0] in page
    assert taste[0].why not in page


def test_the_reason_comes_after_each_answer_and_the_next_message_after_that(stranger, rows, taste):
    answer = choose(stranger, label(taste[0]))
    assert answer.status_code == 302
    page = unescape(stranger.get(answer.location).text)
    assert "Right:" in page
    assert taste[0].why in page
    assert not any(item.why in page for item in taste[1:])
    page = unescape(stranger.get(ADDRESS).text)
    assert "Message 2 of 5" in page
    assert taste[1].input.text in page
    assert taste[0].why not in page
    assert [(one.is_guest, one.email) for one in rows(User)] == [(True, None)]


def test_a_wrong_answer_names_both(stranger, taste, app):
    names = {one.id: one.name for one in app.extensions["library"].exercises["ex-010"].labels}
    page = stranger.get(choose(stranger, label(taste[0], right=False)).location).text
    assert f"The reference says: {names[label(taste[0])]}" in page
    assert f"You chose: {names[label(taste[0], right=False)]}" in page


def test_after_five_there_is_a_result_to_keep(stranger, rows, taste):
    for number, item in enumerate(taste, 1):
        choose(stranger, label(item, right=number != 3), number)
    page = stranger.get(ADDRESS).text
    assert "You got 4 of 5." in page
    assert "Keep this result" in page
    [attempt] = rows(Attempt)
    assert (attempt.state, attempt.mode, attempt.item_count, attempt.score) == ("closed", "practice", 5, 0.8)
    assert stranger.get(f"/practice/attempts/{attempt.id}").status_code == 200


def test_signing_up_keeps_row_and_result(stranger, rows, taste):
    for item in taste:
        choose(stranger, label(item))
    guest, attempt = rows(User)[0], rows(Attempt)[0]
    answer = stranger.submit("/signup", {"email": "ada@example.org", "password": "four quiet words here"})
    assert answer.location == "/welcome"
    assert [(one.id, one.email) for one in rows(User)] == [(guest.id, "ada@example.org")]
    assert stranger.get(f"/practice/attempts/{attempt.id}").status_code == 200
    assert stranger.get(ADDRESS).location == "/practice/ex-010"
    assert stranger.submit("/practice/ex-010/start", {"mode": "practice"}).status_code == 302
    assert len(rows(Attempt)) == 2


def test_a_button_pressed_twice_answers_once(stranger, rows, taste):
    choose(stranger, label(taste[0]), 1)
    first = rows(Slot)
    answer = choose(stranger, label(taste[0], right=False), 1)
    assert f"shown={first[0].slot_id}" in answer.location
    assert "Right:" in stranger.get(answer.location).text
    assert [(slot.answer, slot.version) for slot in rows(Slot)] == [(slot.answer, slot.version) for slot in first]


def test_pressed_twice_at_once_it_answers_one_message(stranger, rows, taste, at_once, app):
    choose(stranger, label(taste[0]), 1)
    guest = rows(User)[0].id
    tabs = [Client(app), Client(app)]
    for tab in tabs:
        tab.sign_in(guest)
    got = at_once(*[lambda tab=tab: choose(tab, label(taste[1]), 2).status_code for tab in tabs])
    assert got == [302, 302]
    assert [slot.answer is not None for slot in rows(Slot)] == [True, True, False, False, False]
    assert len(rows(Exposure)) == 2


@pytest.mark.parametrize("typed", ["", "nonsense", "<script>alert(1)</script>", "\0", "abstain"])
def test_a_label_that_is_none_is_refused_and_makes_no_guest(stranger, rows, typed):
    answer = choose(stranger, typed, 1)
    page = stranger.get(answer.location)
    assert "Choose one of the labels first." in page.text
    assert "<script>alert" not in page.text
    assert rows(User) == []


@pytest.mark.parametrize("number", ["0", "6", "-1", "x", "²", "9" * 5000])
def test_a_message_that_is_none_changes_nothing_else(stranger, rows, taste, number):
    choose(stranger, label(taste[0]), 1)
    assert stranger.submit(ADDRESS, {"label": "other", "number": number}).status_code == 302
    answered = [slot.answer is not None for slot in rows(Slot)]
    assert answered in ([True, False, False, False, False], [True, True, False, False, False])


def test_handed_in_from_the_workbench_the_five_are_over(stranger, rows, taste):
    choose(stranger, label(taste[0]), 1)
    attempt = rows(Attempt)[0].id
    assert stranger.get(f"/practice/attempts/{attempt}").status_code == 200
    stranger.submit(f"/practice/attempts/{attempt}/submit")
    assert "You got 1 of 5." in stranger.get(ADDRESS).text
    assert choose(stranger, label(taste[1]), 2).status_code == 302
    assert len(rows(GradeRow)) == 1


def test_a_guest_cannot_set_the_five_aside(stranger, rows, taste):
    choose(stranger, label(taste[0]), 1)
    attempt = rows(Attempt)[0].id
    assert "/signin" in stranger.submit(f"/practice/attempts/{attempt}/abandon").location
    assert rows(Attempt)[0].state == "open"
    assert "Set it aside" not in stranger.get("/practice/ex-010").text


def test_a_guest_with_five_done_is_sent_to_sign_up_by_another_exercise(stranger, rows, taste, app, edit_content):
    edit_content(
        replace(
            "exercises/ex-008/exercise.toml", 'modes = ["practice", "test"]', 'modes = ["practice", "test"]\ntry = true'
        ),
        replace("exercises/ex-008/exercise.toml", "minutes", f"taste = {practice_ids(app)}\nminutes"),
    )
    choose(stranger, label(taste[0]), 1)
    first = app.extensions["library"].exercises["ex-008"].labels[0].id
    answer = stranger.submit("/try/ex-008", {"label": first, "number": "1"})
    assert answer.location == "/signup"
    assert "Sign up to go on" in stranger.get("/signup").text
    assert [one.exercise_id for one in rows(Attempt)] == ["ex-010"]


def practice_ids(app) -> list[str]:
    return [item.id for item in app.extensions["library"].exercises["ex-008"].pool("practice")][:5]


def test_the_messages_of_a_guest_stay_theirs_when_the_content_changes(stranger, taste, edit_content):
    choose(stranger, label(taste[0]), 1)
    ids = [item.id for item in taste]
    edit_content(lambda root: shuffle_taste(root, ids))
    page = unescape(stranger.get(ADDRESS).text)
    assert taste[1].input.text in page
    answer = choose(stranger, label(taste[1]), 2)
    assert taste[1].why in unescape(stranger.get(answer.location).text)


def shuffle_taste(root, ids):
    path = root / "exercises/ex-010/exercise.toml"
    text = path.read_text()
    for one in ids[1:4]:
        text = text.replace(f'"{one}", ', "").replace(f', "{one}"', "")
    path.write_text(text)


def test_members_go_to_the_real_set(member, rows):
    assert member.get(ADDRESS).location == "/practice/ex-010"
    assert choose(member, "other", 1).location == "/practice/ex-010"
    assert rows(Attempt) == []


@pytest.mark.parametrize("exercise", ["ex-100", "ex-999", "%00", "x" * 3000])
def test_only_exercises_to_try_can_be_tried(stranger, exercise):
    assert stranger.get(f"/try/{exercise}").status_code == 404
    assert stranger.submit(f"/try/{exercise}", {"label": "other"}).status_code == 404


def test_an_address_makes_a_hundred_guests_an_hour(app, rows, taste, monkeypatch, now):
    monkeypatch.setattr(limits, "now_utc", lambda: now)
    choose(Client(app), label(taste[0]), 1)
    with app.app_context(), transaction() as session:
        session.execute(update(RateCount).values(count=99))
    assert choose(Client(app), label(taste[0]), 1).status_code == 302
    answer = choose(Client(app), label(taste[0]), 1)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert len(rows(User)) == 2


def test_somebody_elses_five_cannot_be_seen(stranger, client_of, rows, taste):
    choose(stranger, label(taste[0]), 1)
    slot, attempt = rows(Slot)[0], rows(Attempt)[0]
    another = client_of(None)
    assert taste[0].why not in another.get(f"{ADDRESS}?shown={slot.slot_id}").text
    assert "/signin" in another.get(f"/practice/attempts/{attempt.id}").location
    choose(another, label(taste[0]), 1)
    assert another.get(f"/practice/attempts/{attempt.id}").status_code == 404
