"""`goldpath exercise import FILE --kind boxes`: an exercise folder from a label file."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from config import ROOT
from portal.commands import complain, say
from portal.formats import FormatError, names
from portal.formats.answers import KINDS
from portal.library.imported import Wanted, import_exercise


def main(argv: Sequence[str]) -> int:
    """0 when the folder is written, 1 when the labels cannot be read or make no exercise of the kind."""
    parser = argparse.ArgumentParser(prog="goldpath exercise", description="Makes exercises.")
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("import", help="write an exercise folder from a label file")
    add.add_argument("path", type=Path, metavar="FILE", help="a file, a folder or an archive")
    add.add_argument("--kind", choices=sorted(KINDS), required=True)
    add.add_argument(
        "--out", type=Path, metavar="FOLDER", help="the exercise's folder (default: imported/exercises/<file>)"
    )
    add.add_argument("--from", dest="format", choices=names(), help="told by its content when left out")
    add.add_argument("--annotator", help="take only the labels of this annotator")
    add.add_argument("--question", help="take only the classes given to this question")
    add.add_argument("--media", type=Path, metavar="FOLDER", help="where the pictures or recordings are")
    given = parser.parse_args(argv)
    target = given.out or Path(
        "imported", "exercises", re.sub(r"[^a-z0-9]+", "-", given.path.stem.lower()).strip("-") or "new"
    )
    wanted = Wanted(given.kind, given.format, given.annotator, given.question, given.media)
    try:
        lines = import_exercise(given.path, target, wanted)
    except FormatError as error:
        complain(str(error))
        return 1
    say(f"{target} is written.")
    for line in lines:
        say(f"  {line}")
    say("What only you can say is left empty. This names every gap (the folder's parent must be called exercises):")
    say(f"  ./goldpath content check {ROOT / 'content'} {target.resolve().parent.parent}")
    return 0
