"""Label files as they lie on disk: one file, a folder or an archive, opened with care.

Archives are unpacked into a temporary folder first, so that readers only ever see files. Nothing outside the
given file or folder is read but the companions beside a single file (such as `classes.txt`); links are never
followed.
"""

from __future__ import annotations

import codecs
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from portal.formats.archives import Limits, is_archive, unpack
from portal.formats.report import FormatError
from portal.grading.types import N_

_CHUNK = 1 << 20
# Longer lines than this are no labels; without a limit one line could fill the memory.
_LONGEST_LINE = 64 << 20


class Source:
    """Files to read labels from. `names` are theirs below `root`, with slashes, in order.

    Use as a context manager: an archive's temporary folder is removed at its end.
    """

    def __init__(self, path: Path, *, limits: Limits | None = None):
        """Raises FormatError when the path is missing, a link, too large or an unsafe archive."""
        self.path = Path(path)
        self.limits = limits or Limits()
        self._temporary: tempfile.TemporaryDirectory | None = None
        self.single = False
        with self.at(""):
            self._open()

    def _open(self) -> None:
        if self.path.is_symlink():
            raise FormatError("", N_("is a link; give the file itself"))
        if self.path.is_dir():
            self.root = self.path
        elif not self.path.is_file():
            raise FormatError("", N_("does not exist") if not self.path.exists() else N_("is not a plain file"))
        elif is_archive(self.path):
            self._temporary = tempfile.TemporaryDirectory(prefix="goldpath-")
            self.root = Path(self._temporary.name)
            try:
                unpack(self.path, self.root, self.limits)
            except BaseException:
                self.close()
                raise
        else:
            self.root, self.single = self.path.parent, True
        self.names = (self.path.name,) if self.single else tuple(_walk(self.root, self.limits))
        for name in self.names:
            self._check_size(name)

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        if self._temporary is not None:
            self._temporary.cleanup()

    def only(self, names: Iterable[str]) -> Source:
        """The same files with only these to read labels from; companions are still found."""
        narrowed = copy(self)
        narrowed.names = tuple(names)
        return narrowed

    def _check_size(self, name: str) -> None:
        if (self.root / name).stat().st_size > self.limits.file_bytes:
            megabytes = self.limits.file_bytes >> 20
            message = N_("is larger than {megabytes} MB")
            raise FormatError("", message, path=self.shown(name), megabytes=megabytes)

    def shown(self, name: str) -> str:
        """The file's name for people: below the folder or archive they gave."""
        return str(self.path) if self.single or not name else f"{self.path}/{name}"

    @contextmanager
    def at(self, name: str) -> Iterator[None]:
        """Adds the file's name to FormatErrors raised inside."""
        try:
            yield
        except FormatError as error:
            error.path = error.path or self.shown(name)
            raise
        except UnicodeDecodeError as error:
            raise FormatError("", _ENCODING, path=self.shown(name), position=error.start) from None
        except OSError as error:
            raise FormatError("", "{reason}", path=self.shown(name), reason=error.strerror or str(error)) from None

    def companion(self, name: str, *wanted: str) -> str | None:
        """The first of these names that lies beside the file or some folders above it; None without.

        `wanted` may hold folders ("images/1.jpg"). What is found can be opened by the returned name.
        """
        folder = PurePosixPath(name).parent
        for level in range(self.limits.levels + 1):
            if level > len(folder.parts) and not self.single:
                return None
            up = "../" * level if self.single else "/".join(folder.parts[: len(folder.parts) - level])
            for candidate in wanted:
                found = str(PurePosixPath(up, candidate))
                path = self.root / found
                if path.is_file() and not path.is_symlink():
                    self._check_size(found)
                    return found
        return None

    def open(self, name: str) -> BinaryIO:
        """The file's bytes from the start. `name` is one of `names`, or what `companion` returned."""
        path = self.root / name
        if path.is_symlink():
            raise FormatError("", N_("is a link; links are not followed"), path=self.shown(name))
        return path.open("rb")

    def head(self, name: str, size: int = 65536) -> bytes:
        """The first bytes of the file."""
        with self.at(name), self.open(name) as file:
            return file.read(size)

    def text(self, name: str) -> str:
        """The whole text, exactly: only a byte order mark is taken off, line ends stay as they are."""
        with self.at(name):
            return "".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[str]:
        """The text in pieces. UTF-8, or UTF-16 with its byte order mark; anything else is refused."""
        with self.at(name), self.open(name) as file:
            start = file.read(4)
            encoding, skip = encoding_of(start)
            decoder = codecs.getincrementaldecoder(encoding)("strict")
            data, read, line = start[skip:], skip, 1
            while True:
                final = not data
                try:
                    text = decoder.decode(data, final)
                except UnicodeDecodeError:
                    line += _lines_before_fault(data, encoding)
                    raise FormatError(f"line {line}", _ENCODING) from None
                if "\x00" in text:
                    line += text[: text.index("\x00")].count("\n")
                    raise FormatError(f"line {line}", N_("holds a zero character; this is no text file"))
                line += text.count("\n")
                read += len(data)
                if text:
                    yield text
                if final:
                    return
                data = file.read(_CHUNK)

    def lines(self, name: str) -> Iterator[tuple[int, str]]:
        """(number from 1, line without its end) for each line; only line feeds end lines, never U+2028."""
        rest, number = "", 0
        for chunk in self.chunks(name):
            parts = (rest + chunk).split("\n")
            rest = parts.pop()
            if len(rest) > _LONGEST_LINE:
                raise FormatError(f"line {number + 1}", N_("is longer than 64 MB"), path=self.shown(name))
            for line in parts:
                number += 1
                yield number, line.removesuffix("\r")
        if rest:
            yield number + 1, rest.removesuffix("\r")


_ENCODING = N_("is neither UTF-8 nor UTF-16 with a byte order mark; save it as UTF-8")


def encoding_of(start: bytes) -> tuple[str, int]:
    """(codec, bytes of the mark) from a file's first four bytes; UTF-8 without a mark."""
    if start in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        raise FormatError("", N_("is UTF-32; save it as UTF-8"))
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if start.startswith(mark):
            return codec, len(mark)
    return "utf-8", 0


def _lines_before_fault(data: bytes, encoding: str) -> int:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return data[: error.start].decode(encoding, "replace").count("\n")
    return 0


def _walk(root: Path, limits: Limits) -> Iterator[str]:
    """Plain files below the folder by name; hidden ones, links and macOS leftovers are passed over."""
    count = 0
    for folder, folders, files in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__MACOSX")
        for name in sorted(files):
            path = Path(folder, name)
            if name.startswith(".") or not stat.S_ISREG(path.lstat().st_mode):
                continue
            count += 1
            if count > limits.files:
                raise FormatError("", N_("holds more than {files} files"), files=limits.files)
            yield path.relative_to(root).as_posix()
