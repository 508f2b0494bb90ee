"""`goldpath score [FILE]`: cases in, metrics out, one JSON object a line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import nullcontext

from portal.commands import complain, say
from portal.grading.lines import score_lines


def main(argv: Sequence[str]) -> int:
    """0 when every line was scored, 1 when one was not, 2 when the file cannot be opened."""
    parser = argparse.ArgumentParser(
        prog="goldpath score",
        description='Reads cases, one JSON object a line, and writes {"id", "metrics"} for each; a metric that is '
        'undefined is null. A line that cannot be scored gives {"id", "error"}, and status 1 at the end.',
    )
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="- or nothing: standard input")
    given = parser.parse_args(argv)
    failed = False
    try:
        with nullcontext(sys.stdin.buffer) if given.file == "-" else open(given.file, "rb") as stream:
            for scored in score_lines(stream):
                failed = failed or not scored.ok
                say(scored.json)
    except BrokenPipeError:
        raise
    except OSError as error:
        complain(f"{given.file}: {error.strerror}")
        return 2
    return int(failed)
