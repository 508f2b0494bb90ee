"""Cases as lines of JSON, scored one by one: what `goldpath score` reads and writes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NamedTuple

from portal.grading.case_shapes import check_case
from portal.grading.cases import SCORERS, score_case

# Longer lines are refused unread: nothing that is one case needs more.
MAX_LINE = 20 * 1024 * 1024
_LONGEST = 400


class Scored(NamedTuple):
    """One line of output: JSON, in ASCII; `ok` is False where it says why a line could not be scored."""

    ok: bool
    json: str


class _Refused(ValueError):
    """A line that is no case; `id` where it could be read. What it quotes may be long: it is cut."""

    def __init__(self, message: str, case_id: object = None):
        super().__init__(message if len(message) <= _LONGEST else message[:_LONGEST] + "…")
        self.id = case_id


def score_lines(stream: BinaryIO, max_line: int = MAX_LINE) -> Iterator[Scored]:
    """{"id", "metrics"} for each case of the stream, {"id", "error"} for a line that cannot be scored.

    One line is held at a time. Blank lines are skipped, as is a byte order mark at the start.
    """
    for number, line in _lines(stream, max_line):
        try:
            case = _read(line)
            yield Scored(True, _score(case))
        except _Refused as refused:
            yield Scored(False, json.dumps({"id": refused.id, "error": f"line {number}: {refused}"}))


def _lines(stream: BinaryIO, max_line: int) -> Iterator[tuple[int, bytes | None]]:
    """(number from 1, line) without blank ones; None stands for a line that is too long."""
    number = 0
    while line := stream.readline(max_line + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if len(line) > max_line and not line.endswith(b"\n"):
            while (rest := stream.readline(max_line)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        elif line.strip():
            yield number, line


def _read(line: bytes | None) -> dict:
    if line is None:
        raise _Refused("the line is too long")
    try:
        # NaN and infinity pass here: the checks of the case refuse them with their place, and the id is known.
        case = json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise _Refused(f"not UTF-8: byte {error.start + 1} of the line") from None
    except RecursionError:
        raise _Refused("nested too deeply") from None
    except ValueError as error:
        raise _Refused(f"not JSON: {error}") from None
    if not isinstance(case, dict):
        raise _Refused("not a JSON object")
    return case


def _score(case: Mapping) -> str:
    case_id = case.get("id")
    if not isinstance(case_id, str | int) or isinstance(case_id, bool):
        raise _Refused("id: must be text or a whole number" if "id" in case else "id: is missing")
    task = case.get("task")
    if not isinstance(task, str) or task not in SCORERS:
        known = ", ".join(SCORERS)
        raise _Refused(f"task: {task!r:.60} is not one of {known}" if "task" in case else "task: is missing", case_id)
    try:
        check_case(case)
        # A metric that overflows to infinity is no JSON, and no metric.
        return json.dumps({"id": case_id, "metrics": score_case(case)}, allow_nan=False)
    except ValueError as error:
        raise _Refused(str(error), case_id) from None
    except Exception as error:
        # What no check foresaw must not take the lines after it along.
        raise _Refused(f"cannot be scored ({type(error).__name__}: {error})", case_id) from error
