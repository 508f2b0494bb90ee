"""The commands that need no site: one module each, a `main(argv)` that returns the exit status.

They may use grading, tasks, formats and library, never the web; `cli.COMMANDS` names them.
"""

from __future__ import annotations

import sys


def say(line: str) -> None:
    """One line on standard output."""
    sys.stdout.write(line + "\n")


def complain(line: str) -> None:
    """One line on standard error."""
    sys.stderr.write(f"goldpath: {line}\n")
