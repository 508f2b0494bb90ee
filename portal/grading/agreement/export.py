"""A report for people and their programs: as JSON with its sentences, or as rows of a table."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from typing import TextIO

from portal.grading.types import Say

_SENTENCES = ("reading", "caveats", "notes")
COLUMNS = ("part", "name", "first", "second", "value", "low", "high", "n", "note")


def with_sentences(report: Mapping, gettext: Callable[[str], str] = str) -> dict:
    """A report's JSON with its sentences in words; the report itself keeps them with their facts, for translation."""
    said = {name: [Say.from_json(one).render(gettext) for one in report[name]] for name in _SENTENCES}
    return {**report, **said}


def write_csv(report: Mapping, out: TextIO) -> None:
    """Writes a report's JSON as CSV, one line a number, with a heading."""
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for row in rows(report):
        table.writerow([_cell(row.get(column)) for column in COLUMNS])


def rows(report: Mapping) -> Iterator[dict]:
    """Every number of a report's JSON: {column: value}."""
    yield {"part": "items", "name": "all", "n": report["items"]}
    yield {"part": "items", "name": "shared", "n": report["shared"]}
    yield {"part": "items", "name": "open", "n": report["disputed"]}
    for one in report["raters"]:
        yield {"part": "rater", "name": one["name"], "n": one["items"], "value": one["shared"], "note": "value: shared"}
    for one in report["figures"]:
        yield {"part": "figure", "name": one["name"], **_metric(one)}
    for one in report["pairs"]:
        names = {"first": one["first"], "second": one["second"]}
        value = {"value": one["value"], "n": one["shared"], "note": one["why"]}
        yield {"part": "pair", "name": report["matrix"], **names, **value}
        yield {"part": "pair", "name": "same answer", **names, "value": one["alike"], "n": one["shared"]}
    for one in report["pairs"]:
        for first, second, count in one["cells"]:
            note = f"{one['first']} | {one['second']}"
            yield {"part": "confusion", "first": first, "second": second, "n": count, "note": note}
    for one in report["by_label"]:
        yield {"part": "label", "name": one["label"], **_metric(one), "note": f"given {one['given']} times"}
    if report["drift"]:
        for one in report["drift"]["blocks"]:
            yield {"part": "drift", "name": f"{one['first']}-{one['last']}", **_metric(one)}
        yield {"part": "drift", "name": "second half minus first", **_metric(report["drift"]["change"])}
    for one in report["disputes"]:
        said = json.dumps(one["ratings"], ensure_ascii=False)
        yield {"part": "open item", "name": one["item"], "value": one["agreement"], "note": said}
    for one in report["raters"]:
        for item in one["alone_ids"]:
            yield {"part": "not shared", "name": item, "first": one["name"]}


def _metric(one: Mapping) -> dict:
    return {"value": one["value"], "low": one["low"], "high": one["high"], "n": one["n"], "note": one["why"]}


def _cell(value: object) -> object:
    """The value, or a text that no spreadsheet runs as a formula."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value
