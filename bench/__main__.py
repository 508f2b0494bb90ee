"""`./goldpath bench [LINE ...] [--quick]`: every line against its limit, exit status 1 when one is missed.

docs/bench.md says how it is measured.
"""

import argparse
import importlib
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.table import LINES, render

# Measurements of another sort, each a module of this folder with a `main(arguments)` of its own.
OTHERS: tuple[str, ...] = ("grading",)


def main(arguments: Sequence[str]) -> int:
    """Runs the lines asked for, or all; returns the exit status."""
    if arguments and arguments[0] in OTHERS:
        return importlib.import_module(f"bench.{arguments[0]}").main(arguments[1:])
    parser = argparse.ArgumentParser(
        prog="goldpath bench",
        description="Measures the site against a bare floor, in one run. Lines: " + ", ".join(LINES),
    )
    parser.add_argument("lines", nargs="*", metavar="LINE", help="only these lines")
    parser.add_argument("--quick", action="store_true", help="few rounds: does it run, and roughly how fast")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.lines if name not in LINES]
    if unknown:
        parser.error(f"no such line: {', '.join(unknown)}; there are {', '.join(LINES)}")

    from bench.run import run

    with tempfile.TemporaryDirectory(prefix="goldpath-bench-") as folder:
        rows, notes = run(
            [name for name in LINES if name in given.lines or not given.lines], Path(folder), quick=given.quick
        )
    print(render(rows))
    print()
    for note in notes:
        print(note)
    return 1 if any(row.failed for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
