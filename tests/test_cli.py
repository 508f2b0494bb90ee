"""The command line finds its commands, and stays calm when its reader leaves."""

import subprocess
import sys

import pytest

from config import ROOT
from portal.cli import COMMANDS, main


def test_a_command_of_the_site_is_handed_over(monkeypatch):
    import portal.web.commands

    monkeypatch.setattr(portal.web.commands, "site_command", lambda argv: 7 if argv == ["backup", "x"] else 1)
    assert main(["backup", "x"]) == 7


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_command_explains_itself_and_is_in_the_launchers_list(command, capsys):
    assert main([command, "--help"]) == 0
    assert f"goldpath {command}" in capsys.readouterr().out
    assert f"  {command} " in (ROOT / "goldpath").read_text()


def test_a_reader_that_leaves_is_no_error():
    code = "import sys; from portal.cli import main; sys.exit(main(['content', 'check', 'nowhere']))"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as run:
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 141
