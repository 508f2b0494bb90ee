"""`./goldpath bench grading [LINE ...] [--quick]`: our metrics beside the field's libraries, times and answers.

Runs in an environment of its own, made from requirements-bench.txt. docs/bench.md says what is measured and why.
"""

import argparse
import importlib
import os
import platform
import sys
import time
from collections.abc import Sequence
from importlib.metadata import version

from bench.grading.lines import LINES, Row, render


def main(arguments: Sequence[str]) -> int:
    """Measures the lines asked for, or all; returns the exit status: 1 when one is missed or answers differ."""
    parser = argparse.ArgumentParser(
        prog="goldpath bench grading",
        description="Our metrics beside the field's libraries, in one run. Lines: " + ", ".join(LINES),
    )
    parser.add_argument("lines", nargs="*", metavar="LINE", help="only these lines")
    parser.add_argument("--quick", action="store_true", help="few rounds: does it run, and roughly how fast")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.lines if name not in LINES]
    if unknown:
        parser.error(f"no such line: {', '.join(unknown)}; there are {', '.join(LINES)}")
    # Some machines choose an old kernel for NumPy; the libraries are measured with the one they choose themselves.
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        os.environ.pop(name, None)
    rows = []
    for line in LINES.values():
        if line.name in given.lines or not given.lines:
            print(f"· {time.strftime('%H:%M:%S')} {line.words}", file=sys.stderr, flush=True)
            # Loaded now, so that a library is loaded only where it is asked for.
            module = importlib.import_module(f"bench.grading.{line.module}")
            rows.append(module.measure(line, quick=given.quick))
    print(render(rows))
    print()
    print(_versions(rows))
    for row in rows:
        for difference in row.differences:
            print(f"{row.line.words}: {difference}")
    return 1 if any(row.failed for row in rows) else 0


def _versions(rows: Sequence[Row]) -> str:
    """What was measured with and beside which releases."""
    names = dict.fromkeys(name for row in rows for name in row.line.library.split(", ") if name)
    releases = [f"{name} {version(name)}" for name in names]
    return ", ".join([f"Python {platform.python_version()}", *releases])
