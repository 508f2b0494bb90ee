"""`goldpath convert IN OUT --from X --to Y`: labels from one format to another, with a report."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from portal.commands import complain, say
from portal.formats import FormatError, names
from portal.formats.convert import convert


def main(argv: Sequence[str]) -> int:
    """0 when the target is written, 1 when the labels cannot be read or written."""
    parser = argparse.ArgumentParser(prog="goldpath convert", description="Writes labels in another format.")
    parser.add_argument("source", type=Path, metavar="IN", help="a file, a folder or an archive")
    parser.add_argument("target", type=Path, metavar="OUT", help="must not be there yet")
    parser.add_argument("--from", dest="from_name", choices=names(), help="told by its content when left out")
    parser.add_argument("--to", dest="to_name", choices=names(), required=True)
    parser.add_argument("--annotator", help="take only the labels of this annotator")
    given = parser.parse_args(argv)
    try:
        read_as, lines = convert(given.source, given.target, given.from_name, given.to_name, annotator=given.annotator)
    except FormatError as error:
        complain(str(error))
        return 1
    say(f"{given.source} is read as {read_as.title}; {given.target} is written.")
    for line in lines:
        say(f"  {line}")
    return 0
