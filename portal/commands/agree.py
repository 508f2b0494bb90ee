"""`goldpath agree A B [C ...]`: how far several people's label files agree."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from portal.commands import complain, say
from portal.formats import FormatError, names
from portal.formats.raters import Wanted, join
from portal.grading.agreement import compare
from portal.grading.agreement.export import with_sentences, write_csv
from portal.grading.agreement.plain import lines_of
from portal.grading.agreement.table import KINDS


def main(argv: Sequence[str]) -> int:
    """0 with a report, 1 when the files cannot be compared, 2 for a wrong call."""
    given = _parser().parse_args(argv)
    wanted = Wanted(
        kind=given.kind,
        level=given.level,
        question=given.question,
        order=tuple(step.strip() for step in given.order.split(",") if step.strip()) if given.order else (),
        fold_case=given.ignore_case,
        format=given.from_name,
    )
    try:
        joined = join(given.files, wanted, names=[str(path) for path in given.files])
    except FormatError as error:
        complain(str(error))
        return 1
    report = compare(
        joined.table,
        resamples=given.resamples,
        seed=given.seed,
        iou=given.iou,
        most_disputes=given.open,
        notes=joined.notes,
    )
    if given.as_json:
        say(json.dumps(with_sentences(report.as_json()), ensure_ascii=False, indent=1))
    elif given.as_csv:
        write_csv(report.as_json(), sys.stdout)
    else:
        for line in lines_of(report):
            say(line)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="goldpath agree",
        description="Says how far people agree whose labels are in these files, or in one with several annotators.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files, folders or archives, one a person")
    parser.add_argument("--kind", choices=KINDS, help="what to compare; found out when left out")
    parser.add_argument("--level", choices=("ordinal", "interval", "ratio"), help="take the labels as such a scale")
    parser.add_argument("--order", metavar="LOW,..,HIGH", help="the steps of a scale of words, lowest first")
    parser.add_argument("--question", help="which of several questions on one item")
    parser.add_argument("--ignore-case", action="store_true", help="take Spam and spam for one label")
    parser.add_argument("--iou", type=_share, default=0.5, help="overlap from which two areas are one (0.5)")
    parser.add_argument("--from", dest="from_name", choices=names(), help="the format, told by content when left out")
    parser.add_argument("--resamples", type=_resamples, default=1000, metavar="N", help="for the intervals (1000)")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same intervals (0)")
    parser.add_argument("--open", type=int, default=20, metavar="N", help="how many open items to list (20)")
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", dest="as_json", action="store_true", help="everything, as JSON")
    output.add_argument("--csv", dest="as_csv", action="store_true", help="every number, as a table")
    return parser


def _share(text: str) -> float:
    value = float(text)
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError("must be above 0 and at most 1")
    return value


def _resamples(text: str) -> int:
    value = int(text)
    if not 2 <= value <= 100_000:
        raise argparse.ArgumentTypeError("must be from 2 to 100000")
    return value
