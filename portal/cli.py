"""`python -m portal.cli`: finds the command. What works without Flask is in `commands`; the rest is the site's."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import MappingProxyType

# Each command's module of portal.commands and its function: argv in, exit status out. Loaded when asked for.
COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "agree": "agree:main",
        "content": "content:main",
        "convert": "convert:main",
        "exercise": "exercise:main",
        "formats": "formats:main",
        "score": "score:main",
    }
)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit status: 2 for a wrong call, 141 when the reader of a pipe has gone."""
    argv = list(sys.argv[1:] if argv is None else argv)
    if not argv or argv[0] not in COMMANDS:
        from portal.web.commands import site_command

        return site_command(argv)
    module, name = COMMANDS[argv[0]].split(":")
    try:
        try:
            status = getattr(import_module(f"portal.commands.{module}"), name)(argv[1:])
        except SystemExit as stop:
            status = int(stop.code or 0)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # `goldpath score big.jsonl | head`: nobody reads on, and nothing is left to say at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


if __name__ == "__main__":
    sys.exit(main())
