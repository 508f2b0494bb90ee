"""What was read and checked before, kept between starts.

One file with a line for each lesson, table and exercise: a key, then JSON. A key is the hash of the source
files and of the code that reads them, so nothing stale can be found. Only sound content is kept. The cache
may vanish or be broken at any time: then everything is read again.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

_FILE = "library.jsonl"
_ROOMS = ("grading", "library", "tasks")
_LIBRARIES = ("markdown", "pymdown-extensions", "pygments")


class Cache:
    """Compiled content by key; `folder` None keeps nothing."""

    def __init__(self, folder: Path | None):
        self._folder = folder
        self._old: dict[str, bytes] = dict(_read(folder / _FILE)) if folder else {}
        self._kept: dict[str, bytes] = {}
        self._changed = False

    def find(self, key: str, current: Callable[[str], str | None]) -> dict | None:
        """What was put under this key, if all it made use of is still as `current` says."""
        line = self._old.get(key)
        if line is None:
            return None
        try:
            stored = json.loads(line)
        except ValueError:
            return None
        if any(current(name) != value for name, value in stored["used"].items()):
            return None
        self._kept[key] = line
        return stored["data"]

    def put(self, key: str, used: Mapping[str, str | None], data: dict) -> None:
        if self._folder is None:
            return
        stored = {"used": used, "data": data}
        self._kept[key] = json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode()
        self._changed = True

    def save(self) -> None:
        """Writes what this start used, all at once, if anything in it is new."""
        if not self._changed:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, prefix=_FILE)
            with os.fdopen(handle, "wb") as file:
                for key, line in self._kept.items():
                    file.write(key.encode() + b"\t" + line + b"\n")
            os.replace(name, self._folder / _FILE)
        except OSError:
            # A cache that cannot be written costs the next start two seconds and nothing else.
            return


def _read(path: Path):
    try:
        with path.open("rb") as file:
            for line in file:
                key, tab, rest = line.rstrip(b"\n").partition(b"\t")
                if tab:
                    yield key.decode("ascii", "replace"), rest
    except OSError:
        return


def key_of(*parts: str) -> str:
    """The key for these parts, under the code as it is now."""
    return hashlib.sha256("\n".join((_code(), *parts)).encode()).hexdigest()


@cache
def _code() -> str:
    """A hash of everything that decides how content is read: our code and the Markdown libraries."""
    from importlib.metadata import version

    hashed = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for name in _LIBRARIES:
        hashed.update(f"{name} {version(name)}".encode())
    portal = Path(__file__).resolve().parent.parent
    for room in _ROOMS:
        for path in sorted((portal / room).rglob("*.py")):
            hashed.update(path.relative_to(portal).as_posix().encode())
            hashed.update(path.read_bytes())
    return hashed.hexdigest()
