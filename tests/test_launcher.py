"""`./goldpath` says clearly what is missing, before anything is installed."""

import ast
import errno
import hashlib
import importlib.machinery
import importlib.util
import os
import socket
import subprocess
import sys
from types import SimpleNamespace

import pytest

from config import ROOT


@pytest.fixture
def launcher(tmp_path, monkeypatch):
    """The launcher as a module, in an empty folder of its own; it hands over to nothing."""
    loader = importlib.machinery.SourceFileLoader("goldpath_launcher", str(ROOT / "goldpath"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    # A named tuple asks for the module it is made in.
    monkeypatch.setitem(sys.modules, loader.name, module)
    loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module.os, "execv", lambda program, argv: pytest.fail(f"handed over: {argv}"))
    for name in ("requirements.txt", "requirements-test.txt"):
        (tmp_path / name).write_text("flask\n")
    return module


@pytest.fixture
def installed(launcher):
    """The launcher, with an environment that matches the lock file."""
    for command in ("run", "test"):
        folder, lock, _size = environment = launcher.environment_of(command, [])
        environment.python.parent.mkdir(parents=True, exist_ok=True)
        environment.python.touch()
        mark = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
        with (folder / "installed").open("a") as stamp:
            stamp.write(f"{mark}\n")
    return launcher


@pytest.fixture
def handed(installed, monkeypatch):
    """What the launcher handed over to, and from which folder."""
    found = []
    monkeypatch.setattr(installed.os, "chdir", lambda folder: found.append(str(folder)))
    monkeypatch.setattr(installed.os, "execv", lambda program, argv: found.append([str(part) for part in argv[1:]]))
    monkeypatch.setattr(installed, "check_port", lambda: None)
    return found


def runs(commands: list, *codes: int):
    """A stand-in for subprocess.run that notes each command and ends with these codes in turn."""
    left = list(codes)

    def run(command, **_options):
        commands.append([str(part) for part in command])
        return SimpleNamespace(returncode=left.pop(0), stdout="", stderr="No module named ensurepip")

    return run


def test_an_old_python_can_read_it_and_hears_what_is_needed(launcher, monkeypatch, capsys):
    source = (ROOT / "goldpath").read_text()
    ast.parse(source, feature_version=(3, 7))
    assert "from __future__ import annotations" in source
    monkeypatch.setattr(launcher.sys, "version_info", (3, 10, 4))
    assert launcher.main(["run"]) == 2
    assert "needs Python 3.11 or newer" in capsys.readouterr().err


def test_it_needs_the_standard_library_alone():
    done = subprocess.run([sys.executable, "-I", "-S", "goldpath", "help"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "goldpath COMMAND" in done.stdout


def test_without_venv_it_says_what_to_install_and_leaves_nothing_half_done(launcher, monkeypatch, capsys):
    commands = []
    monkeypatch.setattr(launcher.subprocess, "run", runs(commands, 1))
    assert launcher.main(["run"]) == 2
    assert "apt install python3-venv" in capsys.readouterr().err
    folder = launcher.ROOT / ".venv"
    assert commands == [[sys.executable, "-m", "venv", str(folder)]]
    assert not folder.exists()


def test_a_failed_installation_is_tried_again_next_time(launcher, monkeypatch, capsys):
    for _ in range(2):
        commands = []
        monkeypatch.setattr(launcher.subprocess, "run", runs(commands, 0, 1))
        assert launcher.main(["run"]) == 2
        assert "Installing failed" in capsys.readouterr().err
        assert "--require-hashes" in commands[1]


def test_each_long_step_says_so(launcher, monkeypatch, capsys):
    environment = launcher.environment_of("run", [])

    def run(_command, **_options):
        environment.python.parent.mkdir(parents=True, exist_ok=True)
        environment.python.touch()
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(launcher.subprocess, "run", run)
    launcher.prepare(environment)
    lines = capsys.readouterr().out.splitlines()
    assert [line[:2] for line in lines] == ["· ", "· "]
    launcher.prepare(environment)
    assert capsys.readouterr().out == ""


def test_a_nearly_full_disk_is_refused_before_anything_is_made(launcher, monkeypatch, capsys):
    monkeypatch.setattr(launcher.shutil, "disk_usage", lambda _path: SimpleNamespace(free=10 * 1024 * 1024))
    assert launcher.main(["run"]) == 2
    assert "Less than 500 MB are free" in capsys.readouterr().err
    assert not (launcher.ROOT / ".venv").exists()


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "The disk is full"), (errno.EDQUOT, "The disk is full"), (errno.EROFS, "Cannot write here")],
)
def test_trouble_with_the_disk_is_said_in_words(launcher, monkeypatch, capsys, number, words):
    def fails(*_all):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(launcher, "prepare", fails)
    assert launcher.main(["run"]) == 2
    assert words in capsys.readouterr().err


def test_a_taken_port_is_said_before_the_site_loads(installed, monkeypatch, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        monkeypatch.delenv("HOST", raising=False)
        assert installed.main(["run"]) == 2
    assert f"Port {port} is taken" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["x", "65536", "99999", "-1", "80.5", "²", "9" * 5000])
def test_a_port_that_is_none_is_refused(installed, monkeypatch, capsys, port):
    monkeypatch.setenv("PORT", port)
    assert installed.main(["run"]) == 2
    assert "PORT must be a number" in capsys.readouterr().err


def test_an_address_that_is_not_ours_is_refused(installed, monkeypatch, capsys):
    monkeypatch.setenv("HOST", "192.0.2.1")
    monkeypatch.setenv("PORT", "8130")
    assert installed.main(["run"]) == 2
    assert "Cannot listen on 192.0.2.1:8130" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argv", "program"),
    [
        (["run"], ["-m", "portal.web.serve", "run"]),
        (["demo"], ["-m", "portal.web.serve", "demo"]),
        (["test", "-k", "x"], ["-m", "tests", "-k", "x"]),
        (["worker"], ["-m", "portal.cli", "worker"]),
        (["regrade", "ex-010"], ["-m", "portal.cli", "regrade", "ex-010"]),
    ],
)
def test_each_command_is_handed_to_its_program(handed, installed, argv, program):
    installed.main(argv)
    assert handed == [str(installed.ROOT), program]


def test_a_backup_goes_where_the_caller_is(handed, installed, monkeypatch, tmp_path):
    monkeypatch.setattr(os.path, "abspath", lambda name: f"/caller/{name}")
    installed.main(["backup", "copy.db"])
    assert handed[-1] == ["-m", "portal.cli", "backup", "/caller/copy.db"]


def test_help_names_every_command_that_is_handed_over(launcher, capsys):
    assert launcher.main([]) == launcher.main(["--help"]) == 0
    text = capsys.readouterr().out
    for command in (
        "run",
        "demo",
        "test",
        "worker",
        "migrate",
        "backup",
        "user",
        "regrade",
        "content",
        *launcher.TAKES_PATHS,
    ):
        assert f"\n  {command}" in text
