"""The arithmetic behind `./goldpath bench grading`, and the locks; the libraries themselves are not needed."""

import importlib.util
import re
from importlib.machinery import SourceFileLoader
from math import nan

import pytest

from bench.grading import contest
from bench.grading.contest import Side, compare, repeats_of, same, take_turns
from bench.grading.lines import LINES, Line, Row, render
from config import ROOT

AT_LEAST = Line("words", "some words", "texts", "a library", at_least=5)
AT_MOST = Line("import", "importing", "weight", at_most=30)


def test_as_fast_as_asked_for_passes_and_less_fails():
    assert Row(AT_LEAST, ours=2.0, theirs=10.0).verdict == "pass"
    assert Row(AT_LEAST, ours=2.0, theirs=9.9).verdict == "FAIL"
    assert Row(AT_LEAST, ours=2.0).verdict == "FAIL"


def test_the_limit_itself_passes():
    assert Row(AT_MOST, ours=30.0).verdict == "pass"
    assert Row(AT_MOST, ours=30.1).verdict == "FAIL"


def test_different_answers_fail_however_fast():
    row = Row(AT_LEAST, ours=1.0, theirs=100.0, equal=3, differences=("WER is 0.1 here, 0.2 there",))
    assert row.verdict == "FAIL"
    assert "3 equal, 1 DIFFER" in render([row])


def test_every_row_of_the_table_is_as_wide():
    lines = render([Row(AT_LEAST, ours=0.0123, theirs=12.34, equal=1), Row(AT_MOST, ours=123.4)]).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert "0.0123" in lines[2]
    assert "1003" in lines[2]
    assert "123 " in lines[3]


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (0.5, 0.5 + 1e-10, True),
        (0.5, 0.5 + 1e-8, False),
        (1e9, 1e9 + 0.1, True),
        (1e9, 1e9 + 10, False),
        (None, nan, True),
        (None, 0.0, False),
        (0.0, nan, False),
    ],
)
def test_numbers_are_equal_within_a_billionth_and_undefined_is_no_number(one, other, equal):
    assert same(one, other) is same(other, one) is equal


def test_a_number_that_one_side_alone_gives_is_a_difference():
    equal, differences = compare({"a": 1.0, "b": 2.0, "c": None}, {"a": 1.0, "b": 2.5, "d": 4})
    assert equal == 1
    assert differences == (
        "b is 2 here, 2.5 there",
        "c is undefined here, not given there",
        "d is not given here, 4 there",
    )


def test_short_work_is_repeated_and_long_work_is_not():
    assert repeats_of(contest.SHORTEST / 100) == 100
    assert repeats_of(10 * contest.SHORTEST) == 1


def test_both_sides_take_turns_at_going_first(monkeypatch):
    clock = iter(range(1000))
    monkeypatch.setattr(contest, "process_time", lambda: next(clock))
    order = []
    one, other = take_turns(lambda: order.append("one"), lambda: order.append("other"), rounds=3)
    # One run of each beforehand says how long it takes.
    assert order == ["one", "other"] + ["one", "other", "other", "one", "one", "other"]
    assert one == other == [1, 1, 1]


def test_a_row_is_made_of_medians_in_milliseconds(monkeypatch):
    monkeypatch.setattr(contest, "take_turns", lambda *_: ([0.001, 0.002, 0.9], [0.010, 0.011, 0.012]))
    side = Side(lambda: 4, lambda result: {"n": result})
    row = contest.measure(AT_LEAST, side, side, quick=True)
    assert (row.ours, row.theirs, row.equal) == (pytest.approx(2), pytest.approx(11), 1)


def test_every_line_has_a_module_and_a_limit_or_a_library():
    for line in LINES.values():
        assert importlib.util.find_spec(f"bench.grading.{line.module}")
        assert line.library or line.at_most
        assert line.library or not line.at_least


def locked(name):
    """{package: release} of a lock file, those for other versions of Python included."""
    lines = (ROOT / name).read_text().splitlines()
    return [line.split(" ")[0] for line in lines if line and not line.startswith("    --hash=")]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt", "requirements-bench.txt"])
def test_locks_hold_releases_alone(name):
    pins = locked(name)
    assert pins
    assert all(re.fullmatch(r"[a-z0-9-]+(\[[a-z]+\])?==[0-9][0-9a-z.]*", pin) for pin in pins)


def test_what_is_measured_are_the_releases_that_the_site_runs_with():
    assert set(locked("requirements.txt")) <= set(locked("requirements-bench.txt"))


def test_nothing_but_this_command_installs_the_libraries():
    loader = SourceFileLoader("launcher", str(ROOT / "goldpath"))
    launcher = importlib.util.module_from_spec(importlib.util.spec_from_loader("launcher", loader))
    loader.exec_module(launcher)
    own = launcher.environment_of("bench", ["grading", "spans"])
    assert (own.folder.name, own.lock.name) == (".venv-bench", "requirements-bench.txt")
    for command, arguments in (("run", []), ("test", ["grading"]), ("bench", []), ("bench", ["lesson"]), ("score", [])):
        other = launcher.environment_of(command, arguments)
        assert other.folder.name == ".venv"
        assert other.lock.name in ("requirements.txt", "requirements-test.txt")
    assert "bench" not in (ROOT / ".ci" / "run").read_text()
