"""The files of one or more content folders, each read once."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.library.problems import Problems

TEXT = {".toml", ".jsonl", ".md"}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the content: where it is, what it hashes to, and its bytes where it is a text."""

    path: Path
    sha256: str
    size: int
    data: bytes | None

    def text(self, problems: Problems) -> str | None:
        """The file as text, or None with a problem."""
        try:
            text = self.data.decode("utf-8")
        except UnicodeDecodeError as error:
            problems.add(self.path, "", f"is not UTF-8 text (byte {error.start})")
            return None
        return text.removeprefix("\ufeff").replace("\r\n", "\n")

    def toml(self, problems: Problems) -> dict | None:
        """The file read as TOML, or None with a problem."""
        text = self.text(problems)
        return None if text is None else read_toml(text, self.path, "", problems)


def read_toml(text: str, path: Path, where: str, problems: Problems) -> dict | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.add(path, where, f"is not valid TOML: {error}")
        return None


def read_lines(file: SourceFile, problems: Problems) -> Iterator[tuple[str, dict]]:
    """("line 3", object) for every object of a JSONL file; a line that cannot be read is a problem."""
    text = file.text(problems) or ""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line, object_pairs_hook=_object, parse_constant=_no_constant)
        except ValueError as error:
            problems.add(file.path, f"line {number}", f"is not valid JSON: {error}")
            continue
        if isinstance(raw, dict):
            yield f"line {number}", raw
        else:
            problems.add(file.path, f"line {number}", "must be an object")


def _object(pairs: list[tuple[str, object]]) -> dict:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice} is there twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


@dataclass(frozen=True, slots=True)
class Folder:
    """One content folder: every file by its path below it."""

    root: Path
    files: Mapping[str, SourceFile]

    def below(self, prefix: str) -> dict[str, SourceFile]:
        """The files below `prefix/`, by the rest of their path."""
        start = prefix + "/"
        return {name[len(start) :]: file for name, file in self.files.items() if name.startswith(start)}


def read_folders(roots: Sequence[Path], problems: Problems) -> list[Folder]:
    """Each folder with its files; a folder that is not there is a problem."""
    folders = []
    for root in roots:
        if root.is_dir():
            folders.append(Folder(root, dict(_walk(root))))
        else:
            problems.add(root, "", "there is no such folder")
    return folders


# What else lies in a content folder is for authors: scene scripts, notes.
_READ = (
    "curriculum.toml",
    "plan.toml",
    "skills.toml",
    "market.toml",
    "glossary.toml",
    "lessons",
    "exercises",
)


def _walk(root: Path) -> Iterator[tuple[str, SourceFile]]:
    for name in _READ:
        top = root / name
        paths = sorted(top.rglob("*")) if top.is_dir() else [top]
        for path in paths:
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(root).as_posix(), _read(path)


def _read(path: Path) -> SourceFile:
    if path.suffix in TEXT:
        data = path.read_bytes()
        return SourceFile(path, hashlib.sha256(data).hexdigest(), len(data), data)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return SourceFile(path, sha256, path.stat().st_size, None)


def media_files(parts: Sequence[Mapping[str, SourceFile]]) -> dict[str, SourceFile]:
    """The files in media/ of every part by name; the first part that has a name wins."""
    found: dict[str, SourceFile] = {}
    for files in parts:
        for name, file in files.items():
            if name.startswith("media/"):
                found.setdefault(name.removeprefix("media/"), file)
    return found
