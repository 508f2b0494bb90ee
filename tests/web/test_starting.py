"""What keeps the site or a command from starting is one clear line, never a traceback."""

import errno
import os
import sqlite3
import stat
import subprocess
import sys

import pytest
from sqlalchemy.exc import OperationalError

from config import ROOT, SettingsError
from portal.library import ContentErrors, ContentProblem
from portal.web.migrate import BehindError, backup_sqlite
from portal.web.starting import NotStarted, in_clear_words


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SettingsError("PORT must be a number"), "PORT must be a number"),
        (BehindError("Run: ./goldpath migrate"), "./goldpath migrate"),
        (ContentErrors([ContentProblem("content/x.md", "title", "is missing")]), "x.md: title: is missing"),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "The disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "/var"), "Cannot write here"),
        (OSError(errno.EROFS, os.strerror(errno.EROFS)), "Cannot write here"),
        (OperationalError("SELECT 1", {}, sqlite3.OperationalError("database is locked")), "database is locked"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_an_operator_can_mend_is_said(error, words):
    with pytest.raises(NotStarted, match=words.replace(".", r"\.")), in_clear_words():
        raise error


def test_what_is_ours_to_mend_keeps_its_traceback():
    with pytest.raises(ZeroDivisionError), in_clear_words():
        raise ZeroDivisionError
    with pytest.raises(OSError, match="Too many open files"), in_clear_words():
        raise OSError(errno.EMFILE, "Too many open files")


@pytest.mark.parametrize("program", [["portal.web.serve", "run"], ["portal.cli", "worker"]])
@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DATA_DIR", "/dev/null/site", "Cannot write here"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL must be one of"),
        ("DATABASE_URL", "postgresql://127.0.0.1:1/none", "SECRET_KEY must be set"),
    ],
)
def test_a_start_that_is_refused_is_one_line_and_status_2(tmp_path, program, name, value, words):
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), name: value}
    done = subprocess.run([sys.executable, "-m", *program], env=env, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("goldpath: ")


@pytest.fixture
def stored(tmp_path):
    """A SQLite file with a row in it."""
    path = tmp_path / "site.db"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE t (a)")
        made.execute("INSERT INTO t VALUES (1)")
    made.close()
    return path


def rows(path) -> list:
    with sqlite3.connect(path) as opened:
        found = opened.execute("SELECT a FROM t").fetchall()
    opened.close()
    return found


def test_a_backup_is_whole_though_somebody_writes(stored, tmp_path):
    writer = sqlite3.connect(stored)
    writer.execute("INSERT INTO t VALUES (2)")
    backup_sqlite(str(stored), str(tmp_path / "copy.db"))
    writer.commit()
    writer.close()
    assert rows(tmp_path / "copy.db") == [(1,)]
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert rows(stored) == [(1,), (2,)]


@pytest.mark.parametrize("missing", ["source", "target"])
def test_a_backup_that_cannot_be_made_leaves_nothing(stored, tmp_path, missing):
    source = tmp_path / "none.db" if missing == "source" else stored
    target = tmp_path / "nowhere/copy.db" if missing == "target" else tmp_path / "copy.db"
    with pytest.raises((OSError, sqlite3.Error)):
        backup_sqlite(str(source), str(target))
    assert not list(tmp_path.glob("**/copy.db*"))
    assert not (tmp_path / "none.db").exists()


def test_the_backup_command_says_what_it_did(app, settings, tmp_path, make_user):
    make_user("ada@example.org")
    runner = app.test_cli_runner()
    copy = tmp_path / "copy.db"
    done = runner.invoke(args=["backup", str(copy)])
    if not settings.on_sqlite:
        assert done.exit_code == 1
        assert "pg_dump" in done.output
        return
    assert (done.exit_code, done.output) == (0, f"Copied to {copy}.\n")
    opened = sqlite3.connect(copy)
    assert opened.execute("SELECT email FROM users").fetchall() == [("ada@example.org",)]
    opened.close()
    again = runner.invoke(args=["backup", str(copy)])
    assert (again.exit_code, "exists already" in again.output) == (1, True)
    nowhere = runner.invoke(args=["backup", str(tmp_path / "nowhere/copy.db")])
    assert (nowhere.exit_code, "No copy was made" in nowhere.output) == (1, True)
