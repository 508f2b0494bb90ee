"""The fact strip, and the sentences strangers read."""

from datetime import UTC, date, datetime

import pytest

from portal import tasks
from portal.grading.types import Say
from portal.portfolio import facts, sentences
from portal.portfolio.models import Portfolio

WINTER, SUMMER = datetime(2026, 11, 23, 12, tzinfo=UTC), datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def context(site):
    """Sentences are in the reader's language."""
    with site.test_request_context():
        yield


def strip(**fields):
    plain = {"place": "", "time_zone": "", "hours_a_week": None, "starts": "", "tools": "", "nda": "", "more": ""}
    return facts.strip_of(Portfolio(**(plain | {"languages": []} | fields)), WINTER)


def test_facts_stand_in_a_recruiters_order():
    assert strip(
        more="Two screens",
        nda="yes",
        tools="CVAT",
        languages=[["English", "C2"], ["Spanish", "native"], ["Basque", ""]],
        starts="2027-01",
        hours_a_week=25,
        time_zone="Europe/Madrid",
        place="Bilbao",
    ) == (
        "Bilbao, UTC+1",
        "25 hours a week from January 2027",
        "English C2, Spanish native, Basque",
        "CVAT",
        "NDA fine",
        "Two screens",
    )


def test_what_was_not_said_is_not_there():
    assert strip() == ()
    assert strip(time_zone="Europe/Madrid") == ("UTC+1",)
    assert strip(place="Bilbao") == ("Bilbao",)


@pytest.mark.parametrize(
    ("zone", "now", "words"),
    [
        ("UTC", WINTER, "UTC"),
        ("Europe/Madrid", WINTER, "UTC+1"),
        ("Europe/Madrid", SUMMER, "UTC+2"),
        ("Asia/Kolkata", WINTER, "UTC+5:30"),
        ("America/St_Johns", WINTER, "UTC−3:30"),
        ("America/New_York", WINTER, "UTC−5"),
        ("Gone/Away", WINTER, "UTC"),
    ],
)
def test_a_zone_is_its_distance_from_utc_on_the_day(zone, now, words):
    assert facts.offset_words(zone, now) == words


@pytest.mark.parametrize(
    ("hours", "starts", "words"),
    [
        (25, "", "25 hours a week"),
        (25, "now", "25 hours a week, free to start now"),
        (None, "now", "free to start now"),
        (25, "2026-12", "25 hours a week from December 2026"),
        (None, "2026-12", "from December 2026"),
        # A month that has come is now.
        (25, "2026-11", "25 hours a week, free to start now"),
        (25, "2026-01", "25 hours a week, free to start now"),
        (None, "", ""),
    ],
)
def test_hours_and_start_read_as_one(hours, starts, words):
    assert facts.hours_words(hours, starts, date(2026, 11, 23)) == words


def test_twelve_months_are_offered_and_what_was_chosen_before():
    choices = [value for value, _words in facts.start_choices("2026-02", date(2026, 11, 23))]
    assert choices == ["", "now", "2026-02", "2026-12", *[f"2027-{month:02}" for month in range(1, 12)]]


def test_attempts_are_counted_in_words():
    assert [sentences.attempt_words(n) for n in (1, 2, 10, 11)] == [
        "first attempt",
        "second attempt",
        "tenth attempt",
        "attempt 11",
    ]


@pytest.mark.parametrize(
    ("tier", "words"),
    [
        ("own", "own site, unchecked"),
        ("graded", "graded by Test School on items the learner could not have"),
        ("fresh", "fresh check"),
    ],
)
def test_every_tier_has_its_words(tier, words):
    assert sentences.tier_words(tier, "Test School") == words


@pytest.mark.parametrize("kind", [kind for kind in tasks.discover() if tasks.has_widget(kind)])
def test_every_kind_that_can_be_answered_says_its_headline_to_strangers(kind, site):
    from portal.grading.engine import grade

    library = site.extensions["library"]
    exercise = next(one for one in library.exercises.values() if one.kind == kind)
    items = exercise.pool("test")[:6]
    for perfect in (True, False):
        entries = []
        for item in items:
            raw = exercise.task_type.perfect_answer(exercise.task, item.gold)
            if not perfect and "boxes" in raw:
                raw["boxes"].append({"id": "more", "box": [1, 1, 9, 9], "label": exercise.labels[0].id, "flags": []})
            entries.append(item.entry(exercise.task_type.parse_answer(raw, exercise.task, item.input)))
        graded = grade(exercise.task_type, exercise.task, entries, marks=exercise.marks, feedback=exercise.feedback)
        headline = exercise.task_type.headline(exercise.task, graded.items, graded.metrics)
        said = sentences.claim(headline.as_json(), len(items), "scene")
        assert said is not None, headline.text
        assert "6 pictures" in said
        assert "you" not in said.lower().split()


def test_a_headline_of_a_kind_that_is_not_known_here_is_not_guessed():
    assert sentences.claim(Say("You did {n} things.", {"n": 3}).as_json(), 3, "written") is None
