"""Several label files as one table of who said what: read, joined on the item's id, ready for an agreement report.

joined = join([Path("anna.csv"), Path("ben.csv")], Wanted())
report = compare(joined.table, notes=joined.notes)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.formats.archives import Limits
from portal.formats.raters.files import Reader
from portal.formats.raters.tables import make_table
from portal.formats.raters.wanted import Wanted
from portal.formats.report import FormatError
from portal.grading.agreement import Table
from portal.grading.types import N_, Say

__all__ = ["Joined", "Wanted", "join"]

# The matrix of more raters fits no page, and nobody means it: such a file has its columns mixed up.
MOST_RATERS = 50


@dataclass(frozen=True, slots=True)
class Joined:
    """The table, and sentences about what was found, changed and left out on the way."""

    table: Table
    notes: tuple[Say, ...]


def join(
    paths: Sequence[Path],
    wanted: Wanted,
    *,
    names: Sequence[str] = (),
    limits: Limits | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Joined:
    """One table from these files. `names` are what people call them, by default the names on disk.

    `progress` hears how many files have been read. Raises FormatError for a file that cannot be read, for
    fewer than two raters, for nothing to compare, and for raters who share no item or no label.
    """
    reader = Reader(wanted.format, limits)
    for done, path in enumerate(paths, 1):
        reader.read(path, names[done - 1] if names else path.name)
        progress(done)
    raters = reader.raters()
    if len(raters) < 2:
        only = next(iter(raters), "")
        message = N_("only one annotator is here: {name}; give a second file, or a file with several annotators")
        raise FormatError("", message, name=only)
    if len(raters) > MOST_RATERS:
        message = N_("{count} annotators are too many for one report; the most is {most}")
        raise FormatError("", message, count=len(raters), most=MOST_RATERS)
    table, notes = make_table(raters, wanted)
    return Joined(table, (*reader.notes(), *notes))
