"""`python -m portal.cli`: what works without Flask is here; everything else goes to the site's commands."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit status."""
    argv = list(sys.argv[1:] if argv is None else argv)
    if argv and argv[0] in COMMANDS:
        return COMMANDS[argv[0]](argv[1:])
    from portal.web.commands import site_command

    return site_command(argv)


def content(argv: Sequence[str]) -> int:
    """`content check [PATH ...] [--quick]`: 0 when all is well, 1 with problems, 2 for a wrong call."""
    parser = argparse.ArgumentParser(prog="goldpath content", description="Looks after lessons and exercises.")
    actions = parser.add_subparsers(dest="action", required=True)
    check = actions.add_parser("check", help="list every problem of the content")
    check.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="content folder, then folders that add to it (default: the site's own)",
    )
    check.add_argument("--quick", action="store_true", help="leave out the proof that marks can be passed")
    try:
        given = parser.parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    return check_content(given.paths or content_folders(os.environ), quick=given.quick)


def check_content(folders: Sequence[Path], *, quick: bool) -> int:
    """Prints the problems of these folders and a closing count."""
    from portal.library import check

    problems = check(folders, quick=quick)
    for problem in problems:
        _say(str(problem))
    count = len(problems)
    _say(f"{count} problem{'' if count == 1 else 's'}." if count else "No problems.")
    return 1 if problems else 0


def content_folders(env: Mapping[str, str]) -> list[Path]:
    """The project's content, and the folders CONTENT_EXTRA adds."""
    from config import ROOT

    extra = env.get("CONTENT_EXTRA", "").split(os.pathsep)
    return [ROOT / "content", *(Path(part) for part in extra if part)]


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {"content": content}


if __name__ == "__main__":
    sys.exit(main())
