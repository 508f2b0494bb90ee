"""`goldpath score`: cases in, metrics out, and never a traceback."""

import io
import json
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from config import ROOT
from portal.cli import main
from portal.grading.case_shapes import SHAPES
from portal.grading.cases import SCORERS
from portal.grading.lines import score_lines

KNOWN = Path(__file__).parent.parent / "grading" / "known"
RIGHT = {"id": "q", "task": "qa", "gold": ["Paris"], "pred": "paris"}


def scored(*lines, **options):
    stream = io.BytesIO(b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines))
    return [json.loads(line.json) for line in score_lines(stream, **options)]


def known_cases():
    lines = [line for file in sorted(KNOWN.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    return [json.loads(line) for line in lines]


def test_every_name_that_is_expected_comes_out_and_undefined_is_null(tmp_path, capsys):
    file = tmp_path / "cases.jsonl"
    cases = [case for case in known_cases() if "greedy_by_iou" not in case["expected"]]
    file.write_text("\n".join(json.dumps(case) for case in cases), encoding="utf-8")
    assert main(["score", str(file)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["id"] for answer in answers] == [case["id"] for case in cases]
    assert {case["task"] for case in cases} == set(SCORERS)
    for answer, case in zip(answers, cases, strict=True):
        assert covers(answer["metrics"], case["expected"]), case["id"]


def covers(found, expected):
    if isinstance(expected, dict):
        return all(name in found and covers(found[name], value) for name, value in expected.items())
    return True


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"no json", "not JSON"),
        (b"\xff\xfe{", "not UTF-8: byte 1"),
        (b'{"id": "x", "task": "qa"', "not JSON"),
        (b"[1, 2]", "not a JSON object"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"id": "x", "task": "ranking", "gold": [NaN], "pred": [1]}', "gold[0]: must be a finite number"),
        (b'{"id": "x", "task": "ranking", "gold": [Infinity], "pred": [1]}', "gold[0]: must be a finite number"),
        (b'{"id": "x", "task": "boxes_iou", "gold": [0, 0, NaN, 1], "pred": [0, 0, 1, 1]}', "gold[2]: nan is not"),
        (b'{"id": "x", "task": "boxes_match", "iou_threshold": -Infinity}', "iou_threshold: must be a finite number"),
        ({"id": "x", "task": "boxes_match", "iou_threshold": 1.5}, "iou_threshold: must be from 0 to 1"),
        ({"id": "x", "task": "audio_segments", "duration": -1}, "duration: must be at least 0"),
        (b'{"id": "x", "task": "ranking", "gold": [1e999], "pred": [1]}', "gold[0]: must be a finite number"),
        (b'{"id": "x", "task": "ranking", "gold": [' + b"9" * 5000 + b'], "pred": [1]}', "not JSON"),
        ({"task": "qa", "gold": [], "pred": ""}, "id: is missing"),
        ({**RIGHT, "id": ["x"]}, "id: must be text or a whole number"),
        ({"id": "x", "gold": [], "pred": ""}, "task: is missing"),
        ({**RIGHT, "task": "telepathy"}, "task: 'telepathy' is not one of"),
        ({**RIGHT, "task": ["qa"]}, "task: ['qa'] is not one of"),
        ({"id": "x", "task": "qa", "gold": []}, "pred: is missing"),
        ({**RIGHT, "gold": "Paris"}, "gold: must be a list"),
        ({**RIGHT, "gold": ["Paris", 5]}, "gold[1]: must be text"),
        (
            {"id": "x", "task": "classification", "labels": ["a"], "gold": ["a"], "pred": ["b"]},
            "pred[0]: unknown label 'b'",
        ),
        (
            {"id": "x", "task": "bio", "gold": [["O", "O"]], "pred": [["O"]]},
            "pred[0]: must be as long as gold: 2, not 1",
        ),
        ({"id": "x", "task": "bio", "gold": [["Q-PER"]], "pred": [["O"]]}, "'Q-PER' is not a tag"),
        (
            {"id": "x", "task": "spans", "text": "abc", "gold": [{"start": 0, "end": 4, "label": "A"}], "pred": []},
            "gold[0]: reaches beyond the end of the text, 3",
        ),
        (
            {"id": "x", "task": "spans", "text": "abc", "gold": [], "pred": [{"start": 2, "end": 2, "label": "A"}]},
            "pred[0]: must start at 0 or later and end after it starts",
        ),
        ({"id": "x", "task": "ratings", "scale": [1, 5], "gold": [6], "pred": [1]}, "gold[0]: must lie on the scale"),
        ({"id": "x", "task": "orders", "gold": ["a", "b"], "pred": ["a", "c"]}, "hold different things"),
        (
            {"id": "x", "task": "audio_segments", "duration": 9, "gold": [{"start": 0, "end": 3}], "pred": []},
            "gold[0].label: is missing",
        ),
        (
            {"id": "x", "task": "boxes_iou", "gold": [0, 0, 1, 10**400], "pred": [0.5, 0, 1, 1]},
            "gold[3]: 1000",
        ),
        (
            {"id": "x", "task": "agreement", "level": "ratio", "categories": [1, "two"], "ratings": [[1], [1]]},
            "categories[1]: must be a number",
        ),
    ],
)
def test_a_bad_line_says_what_is_wrong_and_the_lines_after_it_are_scored(line, says):
    bad, good = scored(line, RIGHT)
    assert set(bad) == {"id", "error"}
    assert bad["error"].startswith("line 1: ")
    assert says in bad["error"]
    assert good == {"id": "q", "metrics": {"exact": 1.0, "f1": 1.0}}


def test_the_id_of_a_bad_case_comes_back():
    assert scored({"id": "case-7", "task": "qa"})[0]["id"] == "case-7"
    assert scored(b"nothing")[0]["id"] is None


def test_a_line_longer_than_the_limit_is_refused_and_skipped():
    long, good = scored({**RIGHT, "pred": "x" * 5000}, RIGHT, max_line=1000)
    assert long == {"id": None, "error": "line 1: the line is too long"}
    assert good["id"] == "q"


def test_the_last_line_needs_no_newline_and_may_have_exactly_the_limit():
    line = json.dumps(RIGHT).encode()
    assert "metrics" in scored(line, max_line=len(line))[0]
    assert "error" in scored(line, max_line=len(line) - 1)[0]


def test_what_an_error_quotes_is_cut_when_it_is_long():
    assert len(scored({**RIGHT, "task": "bio", "gold": [["Q" * 9000]], "pred": [["O"]]})[0]["error"]) < 500
    assert len(scored({"id": "x", "task": "boxes_iou", "gold": ["z" * 9000, 1, 1, 1], "pred": []})[0]["error"]) < 500


def test_a_byte_order_mark_and_blank_lines_are_no_error():
    found = scored(b"\xef\xbb\xbf" + json.dumps(RIGHT).encode(), b"", b"   \r", RIGHT)
    assert [answer["id"] for answer in found] == ["q", "q"]


def test_what_no_check_foresaw_is_told_and_passed_over(monkeypatch):
    import portal.grading.lines as lines

    monkeypatch.setattr(lines, "score_case", lambda case: case["pred"] / 0)
    assert "cannot be scored (TypeError" in scored(RIGHT)[0]["error"]


def test_half_of_a_surrogate_pair_is_scored_and_written_as_ascii():
    line = b'{"id": "s", "task": "offsets", "text": "a\\ud83d", "start": 1, "end": 2}'
    stream = io.BytesIO(line)
    (answer,) = score_lines(stream)
    assert answer.ok
    assert answer.json.isascii()
    assert json.loads(answer.json)["metrics"]["surface"] == "\ud83d"


class Endless(io.RawIOBase):
    """The same line again and again: a file that is never in memory."""

    def __init__(self, count):
        self.left = count

    def readline(self, size=-1):
        self.left -= 1
        return json.dumps({**RIGHT, "id": self.left}).encode() + b"\n" if self.left >= 0 else b""


def test_memory_stays_flat_over_many_lines():
    def peak(count):
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        assert sum(line.ok for line in score_lines(Endless(count))) == count
        return tracemalloc.get_traced_memory()[1] - before

    tracemalloc.start()
    try:
        peak(100)
        assert peak(10_000) < peak(100) + 50_000
    finally:
        tracemalloc.stop()


def test_status_is_1_when_a_line_was_bad(tmp_path, capsys):
    file = tmp_path / "cases.jsonl"
    file.write_text(f"{json.dumps(RIGHT)}\nbroken\n{json.dumps(RIGHT)}\n")
    assert main(["score", str(file)]) == 1
    assert [list(json.loads(line)) for line in capsys.readouterr().out.splitlines()] == [
        ["id", "metrics"],
        ["id", "error"],
        ["id", "metrics"],
    ]


@pytest.mark.parametrize("what", ["missing.jsonl", "."])
def test_a_file_that_cannot_be_opened_is_named_with_status_2(what, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["score", what]) == 2
    assert capsys.readouterr().err.startswith(f"goldpath: {what}: ")


def test_standard_input_is_read_without_flask():
    code = (
        "import sys; from portal.cli import main; status = main(['score', '-']);"
        "print([m for m in ('flask', 'sqlalchemy', 'pydantic') if m in sys.modules], status)"
    )
    line = json.dumps(RIGHT).encode()
    done = subprocess.run([sys.executable, "-c", code], input=line, capture_output=True, cwd=ROOT, check=True)
    assert done.stdout.splitlines()[1] == b"[] 0"
    assert done.stderr == b""


def test_every_task_that_is_scored_has_a_shape():
    assert set(SCORERS) <= set(SHAPES)
