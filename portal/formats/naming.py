"""Items and files: an item's name from its file, and file names from items."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from portal.formats.report import Report
from portal.formats.source import Source
from portal.grading.types import N_

_UNSAFE = re.compile(r"[^\w.,+@=-]+")
# File systems take 255 bytes a name; an extension and a number must still fit.
_LONGEST = 200


def item_of(source: Source, name: str) -> str:
    """The item of a file that holds one: its path below the folder without the extension."""
    path = PurePosixPath(name)
    return path.stem if source.single else str(path.with_suffix(""))


def numbered_item(source: Source, name: str, number: int) -> str:
    """The item of one part of a file: its number, after the file's name where there are several files."""
    return str(number) if len(source.names) == 1 else f"{item_of(source, name)}-{number}"


class FileNames:
    """Safe file names for items: letters, digits and a few signs, each used once whatever the case."""

    def __init__(self, report: Report):
        self._report = report
        self._used: set[str] = set()

    def of(self, item: str) -> str:
        """A name without extension for this item; reported where it is not the item's own."""
        safe = _UNSAFE.sub("_", item).lstrip(".")
        safe = safe.encode()[:_LONGEST].decode("utf-8", "ignore") or "_"
        name, n = safe, 1
        while name.casefold() in self._used:
            n += 1
            name = f"{safe}-{n}"
        self._used.add(name.casefold())
        if name != item:
            self._report.change(N_("names of items"), N_("made fit for file names"), at=item)
        return name
