"""Pass marks that nobody, or anybody, could pass are found out."""

import pytest

from portal.library import check, load_library
from portal.library.proof import distinction_level, prove_marks
from tests.library.folders import replace

TOML = "exercises/ex-1/exercise.toml"


def proof(content) -> list[str]:
    exercise = load_library([content]).exercises["ex-1"]
    return [f"{where}: {message}" for where, message in prove_marks(exercise)]


def test_a_fair_exercise_is_proven(content):
    assert proof(content) == []
    assert check([content]) == []


def test_a_mark_too_close_to_distinction_fails_the_good(content):
    replace(TOML, "at_least = 0.7", "at_least = 0.9")(content)
    (line,) = proof(content)
    assert line.startswith("pass: a labeller at the distinction level 0.9 fails ")
    assert line.endswith(" of 400 sittings: score 0.800 under 0.9")


def test_a_mark_that_carelessness_reaches_is_a_problem(content):
    replace(TOML, "at_least = 0.7", "at_least = 0.1")(content)
    (line,) = proof(content)
    assert line.startswith("pass: a labeller who is right 20% of the time passes ")


def test_a_mark_on_an_undefined_metric_cannot_be_passed(content):
    replace(TOML, 'metric = "score"', 'metric = "abstain_f1"')(content)
    lines = proof(content)
    assert lines[0].endswith("themselves score 1.0 and fail (abstain_f1 undefined under 0.7)")


def test_a_persona_whose_feedback_stays_silent_is_a_problem(content):
    replace(TOML, 'map = { sad = "happy" }', 'map = { happy = "sad" }')(content)
    assert proof(content) == ["personas (rosy): its feedback shows in 0 of 20 sets; half of them are needed"]


def test_a_persona_the_kind_cannot_play_is_a_problem(content):
    replace(TOML, 'map = { sad = "happy" }', 'mop = { sad = "happy" }')(content)
    (line,) = proof(content)
    assert line.startswith("pass: an imagined labeller gave an answer that cannot be read: ")


def test_the_level_to_prove_is_the_scores_distinction(content):
    assert distinction_level(load_library([content]).exercises["ex-1"]) == pytest.approx(0.9)
