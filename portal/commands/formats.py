"""`goldpath formats check PATH`: what each file of a folder is read as, or why it is refused; `list`: all formats."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from portal.commands import complain, say
from portal.formats import Format, FormatError, Report, companion_of, detect, discover, is_note, label_files
from portal.formats.archives import is_archive
from portal.formats.model import FEATURES
from portal.formats.pictures import MEDIA
from portal.formats.source import Source


def main(argv: Sequence[str]) -> int:
    """0 when every file is read or refused with a reason, 1 when reading one fails otherwise, 2 for no such path."""
    parser = argparse.ArgumentParser(prog="goldpath formats", description="Looks at label files.")
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list", help="the formats and what each can hold, as a table in Markdown")
    check = actions.add_parser("check", help="say of each file what it is read as, or why it is refused")
    check.add_argument("path", type=Path, metavar="PATH", help="a folder, a file or an archive")
    given = parser.parse_args(argv)
    if given.action == "list":
        for line in table():
            say(line)
        return 0
    try:
        with Source(given.path) as source:
            return _check(source)
    except FormatError as error:
        complain(str(error))
        return 2


def _check(source: Source) -> int:
    outcomes: Counter[str] = Counter()
    for name in source.names:
        outcome, words = outcome_of(source, name)
        outcomes[outcome] += 1
        say(f"{name}: {words}")
    total = ", ".join(f"{outcomes[key]} {key}" for key in ("read", "companion", "media", "refused", "failed"))
    say(f"{len(source.names)} files: {total}.")
    return 1 if outcomes["failed"] else 0


def table() -> Iterator[str]:
    """The lines of a Markdown table: a format a row, what it holds in columns."""
    titles = ("format", "called", "files", *FEATURES.values(), "annotators")
    yield f"| {' | '.join(titles)} |"
    yield f"| {' | '.join(['---'] * len(titles))} |"
    for format in sorted(discover().values(), key=lambda format: format.title.lower()):
        files = " ".join(format.extensions) + (" in a folder" if format.folder else "")
        holds = [feature in format.features for feature in FEATURES] + [format.annotators]
        marks = ["yes" if held else "" for held in holds]
        yield f"| {' | '.join([format.title, f'`{format.name}`', files, *marks])} |"


def outcome_of(source: Source, name: str) -> tuple[str, str]:
    """(read, companion, media, refused or failed; the sentence) for one file."""
    if is_note(name):
        return "companion", "a note for people"
    if name.lower().endswith(MEDIA):
        return "media", "a picture, recording or film"
    report = Report()
    try:
        path = source.root / name
        if is_archive(path):
            with Source(path) as archive:
                format, files = label_files(archive, None, report)
                return "read", "; ".join(_read(format, files, report))
        format = detect(source, name)
        if format is None:
            return "companion", f"belongs to {companion_of(path.name).title}"
        return "read", "; ".join(_read(format, source.only([name]), report))
    except FormatError as error:
        return "refused", f"refused: {str(error).removeprefix(f'{error.path}: ')}"
    except Exception as error:
        # The one place that must not stop at a fault of ours: the other files are still looked at.
        return "failed", f"failed: {type(error).__name__}: {error}"


def _read(format: Format, files: Source, report: Report) -> Iterator[str]:
    """The words of a reading: the format, the counts, then what was changed and dropped."""
    counts, items = Counter(), set()
    for record in format.read(files, report):
        items.add(record.item)
        for feature in FEATURES:
            value = getattr(record, feature)
            counts[feature] += int(value is not None) if feature == "transcript" else len(value)
    found = [f"items: {len(items)}", *(f"{words}: {counts[f]}" for f, words in FEATURES.items() if counts[f])]
    yield f"read as {format.title} ({', '.join(found)})"
    yield from (str(line) for line in report.lines() if line.verb != "kept")
