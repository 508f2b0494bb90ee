"""`goldpath agree`: a report on standard output, or one line on what is wrong."""

import csv
import io
import json
import subprocess
import sys

import pytest

from config import ROOT
from portal.cli import main

WIDE = "item,anna,ben,cleo\nm1,spam,spam,spam\nm2,ham,ham,spam\nm3,ham,ham,ham\nm4,spam,ham,\n=5,ham,ham,none\n"


@pytest.fixture
def wide(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(WIDE)
    return str(path)


def test_the_report_starts_with_sentences_and_ends_with_what_to_decide(wide, capsys):
    assert main(["agree", wide]) == 0
    out = capsys.readouterr().out
    assert out.startswith("5 items were labelled by at least two of 3 people.")
    assert "Only 5 items are shared" in out
    assert "  m4 (0.00): anna: spam; ben: ham" in out


def test_json_holds_every_number_and_is_the_same_for_a_seed(wide, capsys):
    assert main(["agree", wide, "--json", "--seed", "3"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert main(["agree", wide, "--json", "--seed", "3"]) == 0
    assert json.loads(capsys.readouterr().out) == first
    assert first["shared"] == 5
    assert first["reading"][0].startswith("5 items were labelled")
    assert [pair["shared"] for pair in first["pairs"]] == [5, 4, 4]
    assert main(["agree", wide, "--json", "--seed", "4"]) == 0
    assert json.loads(capsys.readouterr().out) != first


def test_csv_is_a_table_that_no_spreadsheet_runs(wide, capsys):
    assert main(["agree", wide, "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["part"] for row in rows} >= {"items", "rater", "figure", "pair", "confusion", "label", "open item"}
    assert "'=5" in {row["name"] for row in rows}
    assert not any(str(value).startswith("=") for row in rows for value in row.values())


def test_what_cannot_be_compared_is_one_line_and_status_1(wide, tmp_path, capsys):
    other = tmp_path / "other.csv"
    other.write_text("item,label\nx,spam\n")
    assert main(["agree", str(other), str(tmp_path / "gone.csv")]) == 1
    assert capsys.readouterr().err == f"goldpath: {tmp_path / 'gone.csv'}: does not exist\n"
    assert main(["agree", str(other)]) == 1
    assert "only one annotator is here: other" in capsys.readouterr().err


@pytest.mark.parametrize("call", [[], ["--iou", "2"], ["--kind", "colours"], ["--json", "--csv"]])
def test_a_wrong_call_has_status_2(wide, call, capsys):
    assert main(["agree", *([wide] if call else []), *call]) == 2
    assert "usage" in capsys.readouterr().err


def test_it_runs_without_flask(wide):
    code = (
        f"import sys; from portal.cli import main; main(['agree', {wide!r}, '--resamples', '2']);"
        "print([m for m in ('flask', 'sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "[]"
