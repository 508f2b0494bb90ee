"""Starting and setting aside: one open set a person and exercise, fresh items first, guests, fourteen days."""

import json

import pytest

from portal.accounts.models import User
from portal.db import transaction
from portal.grading.canonical import digest
from portal.library import draw_items
from portal.practice import answers, attempts, grades
from portal.practice.models import Attempt, Exposure, GradeRow, ItemVersion, Slot, TaskVersion
from tests.clients import Client
from tests.library.folders import change_line
from tests.sets import gold_of


@pytest.fixture
def start(app, now):
    """start(user_id, exercise_id, mode, **more) -> (attempt, whether it was made now)."""

    def begin(user_id, exercise_id="ex-010", mode="test", **more):
        with app.app_context(), transaction() as session:
            exercise = app.extensions["library"].exercises[exercise_id]
            user = session.get_one(User, user_id)
            return attempts.start_attempt(session, user, exercise, mode, **{"now": now, **more})

    return begin


def items_in(rows, attempt_id):
    return [slot.item_id for slot in rows(Slot) if slot.attempt_id == attempt_id]


def test_a_set_holds_as_many_items_as_the_exercise_draws(start, make_user, rows, app):
    for exercise in app.extensions["library"].exercises.values():
        for mode in exercise.modes:
            attempt, made = start(make_user(), exercise.id, mode)
            drawn = items_in(rows, attempt.id)
            assert made
            assert len(drawn) == len(set(drawn)) == attempt.item_count == exercise.draw
            assert {exercise.items[item].pool for item in drawn} == {mode}


def test_starting_again_gives_the_open_set(start, make_user, rows):
    user = make_user()
    first, _ = start(user)
    second, made = start(user)
    assert (second.id, made) == (first.id, False)
    assert len(rows(Slot)) == first.item_count


def test_another_mode_is_refused_while_a_set_is_open(start, make_user):
    user = make_user()
    first, _ = start(user, mode="practice")
    with pytest.raises(attempts.OtherOpen) as caught:
        start(user, mode="test")
    assert caught.value.attempt_id == first.id


def test_sets_of_two_exercises_and_of_two_people_are_open_beside_each_other(start, make_user, rows):
    user, other = make_user(), make_user()
    for person, exercise in ((user, "ex-010"), (user, "ex-100"), (other, "ex-010")):
        assert start(person, exercise)[1]
    assert len({row.id for row in rows(Attempt)}) == 3


def test_two_tabs_at_once_get_the_same_whole_set(start, make_user, at_once, rows, app):
    draw = app.extensions["library"].exercises["ex-010"].draw
    for _round in range(3):
        user = make_user()
        results = at_once(*[lambda user=user: start(user)] * 4)
        assert len({attempt.id for attempt, _made in results}) == 1
        assert sorted(made for _attempt, made in results) == [False, False, False, True]
        assert len(items_in(rows, results[0][0].id)) == draw


def test_the_second_of_two_tabs_sees_the_items_of_the_first(member, at_once, app):
    """The answer of a start is whole, whichever tab was faster."""
    twins = [Client(app), Client(app)]
    for twin in twins:
        twin.sign_in(member.user_id)
    sent = {"exercise": "ex-020", "mode": "test"}
    got = at_once(*[lambda twin=twin: twin.call("POST", "/api/v1/attempts", sent) for twin in twins])
    assert sorted(answer.status_code for answer in got) == [200, 201]
    assert got[0].json["items"] == got[1].json["items"]
    assert len(got[0].json["items"]) == 8


def test_attempts_are_numbered_by_exercise_and_mode(start, make_attempt, make_user, rows):
    user = make_user()
    for mode in ("test", "practice", "test"):
        make_attempt(user, mode=mode)
    make_attempt(user, "ex-100")
    numbers = [(one.exercise_id, one.mode, one.attempt_no) for one in rows(Attempt)]
    assert numbers == [("ex-010", "test", 1), ("ex-010", "practice", 1), ("ex-010", "test", 2), ("ex-100", "test", 1)]


def test_an_abandoned_set_keeps_its_number(start, make_user, app, now, rows):
    user = make_user()
    first, _ = start(user)
    with app.app_context(), transaction() as session:
        attempts.abandon(session, session.get_one(Attempt, first.id), now=now)
    second, made = start(user)
    assert made
    assert [one.attempt_no for one in rows(Attempt)] == [1, 2]


def test_the_same_seed_draws_the_same_items_in_the_same_order(start, make_user, rows):
    drawn = [items_in(rows, start(make_user(), seed=seed)[0].id) for seed in (5, 5, 6)]
    assert drawn[0] == drawn[1] != drawn[2]


def test_the_seed_is_stored_and_differs(start, make_user, rows):
    for _ in range(4):
        start(make_user())
    assert len({one.seed for one in rows(Attempt)}) > 1


def test_three_checks_in_a_row_are_all_of_fresh_items(make_attempt, make_user, rows, app):
    user, exercise = make_user(), app.extensions["library"].exercises["ex-010"]
    sets = [items_in(rows, make_attempt(user, seed=seed)) for seed in (1, 2, 3)]
    assert len(set().union(*sets)) == 3 * exercise.draw
    assert [one.seen_before for one in rows(Attempt)] == [0, 0, 0]


def test_a_fourth_check_says_how_many_items_were_seen_before(make_attempt, make_user, rows, app):
    user = make_user()
    for seed in range(4):
        make_attempt(user, seed=seed)
    last = rows(Attempt)[-1]
    assert last.seen_before == last.item_count - sum(
        not slot.seen_before for slot in rows(Slot) if slot.attempt_id == last.id
    )
    assert last.seen_before == 30


def test_items_of_an_abandoned_check_stay_fresh_and_checked_practice_does_not(start, make_user, app, now, rows):
    user = make_user()
    check, _ = start(user, mode="test")
    with app.app_context(), transaction() as session:
        attempts.abandon(session, session.get_one(Attempt, check.id), now=now)
    assert rows(Exposure) == []
    practice, _ = start(user, mode="practice")
    with app.app_context(), transaction() as session:
        attempt = session.get_one(Attempt, practice.id)
        slot = grades.slots_of(session, attempt)[0]
        slot.answer = '{"label":"other"}'
        session.flush()
        answers.lock_answer(session, attempt, slot, now=now)
        attempts.abandon(session, attempt, now=now)
    assert [(one.user_id, one.item_id) for one in rows(Exposure)] == [(user, slot.item_id)]


def test_items_travel_under_random_names(start, make_user, rows):
    start(make_user(), seed=1)
    start(make_user(), seed=1)
    names = [slot.slot_id for slot in rows(Slot)]
    assert len(set(names)) == len(names)
    assert {len(name) for name in names} == {12}


def test_what_was_drawn_is_kept_once(start, make_user, rows, app):
    start(make_user(), "ex-020", seed=1)
    before = {row.hash for row in rows(ItemVersion)}
    start(make_user(), "ex-020", seed=1)
    assert {row.hash for row in rows(ItemVersion)} == before
    assert len(rows(TaskVersion)) == 1
    assert all(row.hash == digest(json.loads(row.body)) for row in [*rows(ItemVersion), *rows(TaskVersion)])


def test_pictures_of_drawn_items_are_kept_by_the_site(start, make_user, rows, app, settings):
    attempt, _ = start(make_user(), "ex-020")
    items = app.extensions["library"].exercises["ex-020"].items
    for item_id in items_in(rows, attempt.id):
        for media in items[item_id].media:
            assert (settings.data_dir / "media" / media.public_name).read_bytes() == media.path.read_bytes()


def test_hidden_repeats_are_shown_after_their_original_and_count_for_consistency_alone(
    edit_content, make_user, make_attempt, rows
):
    def repeats(row):
        row["repeat_of"] = "i001"

    library = edit_content(change_line("exercises/ex-010/items.jsonl", 2, repeats))
    exercise = library.exercises["ex-010"]
    assert exercise.items["i002"].repeat_of == "i001"
    pool = exercise.pool("test")
    seed = next(n for n in range(99) if "i001" in {item.id for item in draw_items(pool, exercise.draw, n)})
    drawn = items_in(rows, make_attempt(make_user(), seed=seed))
    assert drawn.index("i002") > drawn.index("i001")
    assert len(drawn) == exercise.draw + 1
    grade = rows(GradeRow)[-1]
    assert grade.score == 1
    assert grade.summary["metrics"]["score"]["n"] == exercise.draw
    assert grade.summary["metrics"]["repeats"]["n"] == 1


def test_a_mode_the_exercise_lacks_is_not_allowed(start, make_user):
    for mode in ("exam", "review", "", "TEST"):
        with pytest.raises(attempts.NotAllowed):
            start(make_user(), mode=mode)


def test_a_guest_has_one_practice_set_of_an_exercise_to_try(start, make_user):
    guest = make_user(guest=True)
    for exercise, mode in (("ex-010", "test"), ("ex-100", "practice")):
        with pytest.raises(attempts.NotAllowed):
            start(guest, exercise, mode)
    first, made = start(guest, mode="practice")
    assert made
    assert start(guest, mode="practice")[0].id == first.id


def test_a_guest_gets_no_second_set_after_the_first(make_attempt, start, make_user):
    guest = make_user(guest=True)
    make_attempt(guest, mode="practice")
    with pytest.raises(attempts.NotAllowed):
        start(guest, mode="practice")


def test_practice_is_set_aside_after_14_untouched_days(app, start, make_user, rows, later):
    start(make_user(), mode="practice")
    with app.app_context(), transaction() as session:
        attempts.abandon_idle(session, later(days=14))
    assert rows(Attempt)[0].state == "open"
    with app.app_context(), transaction() as session:
        attempts.abandon_idle(session, later(days=14, seconds=1))
    one = rows(Attempt)[0]
    assert (one.state, one.closed_at) == ("abandoned", later(days=14, seconds=1))


def test_an_answer_saved_lately_keeps_practice_open(app, start, make_user, rows, later):
    user = make_user()
    attempt, _ = start(user, mode="practice")
    slot = rows(Slot)[0]
    with app.app_context(), transaction() as session:
        library = app.extensions["library"]
        sent = {"version": 0, "seconds": 1, "now": later(days=13)}
        answers.save_answer(session, library, user, attempt.id, slot.slot_id, {"label": "other"}, **sent)
    with app.app_context(), transaction() as session:
        attempts.abandon_idle(session, later(days=20))
    assert rows(Attempt)[0].state == "open"
    with app.app_context(), transaction() as session:
        attempts.abandon_idle(session, later(days=28))
    assert rows(Attempt)[0].state == "abandoned"


def test_a_check_waits_for_ever(app, start, make_user, rows, later):
    start(make_user(), mode="test")
    with app.app_context(), transaction() as session:
        attempts.abandon_idle(session, later(days=400))
    assert rows(Attempt)[0].state == "open"


def test_a_graded_set_cannot_be_set_aside(app, make_attempt, make_user, rows, now):
    attempt_id = make_attempt(make_user())
    with app.app_context(), transaction() as session, pytest.raises(attempts.Closed):
        attempts.abandon(session, session.get_one(Attempt, attempt_id), now=now)
    assert rows(Attempt)[0].state == "closed"


def test_set_aside_and_handed_in_at_once_it_is_one_of_the_two(app, start, make_user, at_once, rows, now):
    for _round in range(3):
        user = make_user()
        attempt, _ = start(user)

        def aside(attempt_id=attempt.id):
            with app.app_context(), transaction() as session:
                try:
                    attempts.abandon(session, session.get_one(Attempt, attempt_id), now=now)
                except attempts.Closed:
                    return "closed"
                return "abandoned"

        def hand_in(attempt_id=attempt.id):
            with app.app_context(), transaction() as session:
                try:
                    grades.submit_attempt(
                        session, app.extensions["library"], session.get_one(Attempt, attempt_id), now=now
                    )
                except attempts.Closed:
                    return "abandoned"
                return "closed"

        first, second = at_once(aside, hand_in)
        state = next(one.state for one in rows(Attempt) if one.id == attempt.id)
        graded = [one for one in rows(GradeRow) if one.attempt_id == attempt.id]
        assert first == second == state
        assert len(graded) == (state == "closed")


def test_every_kind_can_be_answered_perfectly_and_left_blank(make_attempt, make_user, app, rows):
    for exercise_id in app.extensions["library"].exercises:
        make_attempt(make_user(), exercise_id, answers=gold_of)
        make_attempt(make_user(), exercise_id, answers=None)
    scores = [one.score for one in rows(Attempt)]
    assert scores == [1.0, 0.0] * (len(scores) // 2)
