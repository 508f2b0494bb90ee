"""Archives, unpacked with care: nothing leads outside the folder, and no bomb goes off."""

from __future__ import annotations

import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from portal.formats.report import FormatError
from portal.grading.types import N_

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What is still read: bytes of one file and of all, number of files.

    `levels` is how far above a label file its companions may lie: labels/train/1.txt and classes.txt are two apart.
    """

    file_bytes: int = 2 << 30
    total_bytes: int = 8 << 30
    files: int = 200_000
    levels: int = 3


def is_archive(path: Path) -> bool:
    """A zip or tar archive, by its content."""
    if zipfile.is_zipfile(path):
        return True
    if not path.name.lower().endswith((".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")):
        return False
    return tarfile.is_tarfile(path)


def unpack(archive: Path, target: Path, limits: Limits) -> None:
    """Writes the archive's files into the folder. Raises FormatError for what is unsafe, before it is written.

    Refused: names that lead outside, links and devices, encryption, more files or bytes than the limits
    (counted while unpacking, whatever the archive claims).
    """
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as file, closing(_zip_members(file, limits)) as members:
                _unpack_all(members, target, limits)
        else:
            with tarfile.open(archive, "r|*") as file, closing(_tar_members(file)) as members:
                _unpack_all(members, target, limits)
    except FormatError:
        raise
    except _DAMAGED as error:
        raise FormatError("", N_("is a damaged or unsupported archive: {reason}"), reason=str(error)) from None


# What the standard library raises for archives cut short, made up, or packed in ways it does not know.
_DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)


def _zip_members(file: zipfile.ZipFile, limits: Limits) -> Iterator[tuple[str, IO[bytes]]]:
    if len(file.infolist()) > limits.files:
        raise FormatError("", N_("holds more than {files} files"), files=limits.files)
    for info in file.infolist():
        mode = info.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise FormatError(info.filename, N_("is a link or device; archives may hold plain files only"))
        if info.flag_bits & 1:
            raise FormatError(info.filename, N_("is encrypted"))
        if info.is_dir():
            _safe_name(info.filename)
            continue
        with file.open(info) as member:
            yield info.filename, member


def _tar_members(file: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for info in file:
        if info.isdir():
            if info.name != ".":
                _safe_name(info.name)
            continue
        if not info.isreg():
            raise FormatError(info.name, N_("is a link or device; archives may hold plain files only"))
        yield info.name, file.extractfile(info)


def _unpack_all(members: Iterator[tuple[str, IO[bytes]]], target: Path, limits: Limits) -> None:
    seen: set[str] = set()
    left = limits.total_bytes
    for name, member in members:
        path = target / _safe_name(name)
        if str(path) in seen:
            raise FormatError(name, N_("is in the archive twice"))
        seen.add(str(path))
        if len(seen) > limits.files:
            raise FormatError("", N_("holds more than {files} files"), files=limits.files)
        path.parent.mkdir(parents=True, exist_ok=True)
        size = 0
        with path.open("xb") as out:
            while chunk := member.read(_CHUNK):
                size += len(chunk)
                if size > limits.file_bytes or size > left:
                    message = N_("unpacks to more than {megabytes} MB")
                    raise FormatError(name, message, megabytes=min(limits.file_bytes, limits.total_bytes) >> 20)
                out.write(chunk)
        left -= size


def _safe_name(name: str) -> PurePosixPath:
    """The member's place below the folder; a name that leads outside is refused."""
    path = PurePosixPath(name)
    if not name or path.is_absolute() or "\\" in name or "\x00" in name or name[1:2] == ":" or ".." in path.parts:
        raise FormatError(name, N_("leads outside the archive"))
    return path
