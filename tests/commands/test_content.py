"""`goldpath content check`."""

import subprocess
import sys

import pytest

from portal.cli import main
from tests.library.folders import remove, write_content


@pytest.fixture
def content(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return write_content(tmp_path / "content")


def test_sound_content_ends_with_status_0(content, capsys):
    assert main(["content", "check", str(content), "--quick"]) == 0
    assert capsys.readouterr().out == "No problems.\n"


def test_each_problem_is_a_line_and_the_status_is_1(content, capsys):
    remove("exercises/ex-1/guideline.md")(content)
    assert main(["content", "check", str(content)]) == 1
    assert capsys.readouterr().out == "content/exercises/ex-1/guideline.md: is missing\n1 problem.\n"


def test_a_wrong_call_has_status_2(capsys):
    assert main(["content", "chekc"]) == 2
    assert "invalid choice" in capsys.readouterr().err


def test_content_is_checked_without_flask(content):
    code = (
        "import sys; from portal.cli import main;"
        f"main(['content', 'check', {str(content)!r}, '--quick']);"
        "print([m for m in ('flask', 'sqlalchemy') if m in sys.modules])"
    )
    from config import ROOT

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "[]"
