"""`goldpath content check [PATH ...] [--quick]`: every problem of lessons and exercises."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.commands import say


def main(argv: Sequence[str]) -> int:
    """0 when all is well, 1 with problems."""
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
    given = parser.parse_args(argv)
    return check_content(given.paths or content_folders(os.environ), quick=given.quick)


def check_content(folders: Sequence[Path], *, quick: bool) -> int:
    """Prints the problems of these folders and a closing count."""
    from portal.library import check

    problems = check(folders, quick=quick)
    for problem in problems:
        say(str(problem))
    count = len(problems)
    say(f"{count} problem{'' if count == 1 else 's'}." if count else "No problems.")
    return 1 if problems else 0


def content_folders(env: Mapping[str, str]) -> list[Path]:
    """The project's content, and the folders CONTENT_EXTRA adds."""
    from config import ROOT

    extra = env.get("CONTENT_EXTRA", "").split(os.pathsep)
    return [ROOT / "content", *(Path(part) for part in extra if part)]
