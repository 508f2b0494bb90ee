"""Pictures as label files know them: their names, and their size from the first bytes (PNG, JPEG, GIF, WebP, BMP)."""

from __future__ import annotations

from pathlib import PurePosixPath

from portal.formats.model import Record
from portal.formats.source import Source

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp")
# Recordings and films; and what else lies beside labels without being any.
CLIPS = (".wav", ".mp3", ".flac", ".ogg", ".opus", ".m4a", ".mp4", ".webm", ".mov", ".avi")
MEDIA = (*SUFFIXES, *CLIPS, ".pdf", ".tif", ".tiff", ".svg")
# JPEG keeps its size behind the metadata, which may hold a preview.
_LOOK = 1 << 20


def item_of(picture: str) -> str:
    """The item a picture or clip of that name stands for: without its ending, so that formats meet on it."""
    path = PurePosixPath(picture.replace("\\", "/"))
    return str(path.with_suffix("")) if path.name and path.suffix else picture


def name_of(record: Record, suffix: str = ".jpg") -> str:
    """The name of the record's picture or clip; where it has none, the item's with that ending."""
    return record.media.name if record.media is not None and record.media.name else record.item + suffix


def size_beside(source: Source, name: str, *wanted: str) -> tuple[int, int] | None:
    """(width, height) of the first of these pictures that lies beside the label file or above it; None without."""
    found = source.companion(name, *wanted)
    return None if found is None else size_of(source.head(found, _LOOK))


def size_of(data: bytes) -> tuple[int, int] | None:
    """(width, height) in pixels as stored, before any rotation that metadata asks for; None when not told."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and data[12:16] == b"IHDR":
        return _pair(data, 16, 4, "big")
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return _pair(data, 6, 2, "little")
    if data[:2] == b"BM" and len(data) >= 26:
        width, height = (int.from_bytes(data[at : at + 4], "little", signed=True) for at in (18, 22))
        return _positive(width, abs(height))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    if data[:2] == b"\xff\xd8":
        return _jpeg(data)
    return None


def _pair(data: bytes, at: int, size: int, order: str) -> tuple[int, int] | None:
    if len(data) < at + 2 * size:
        return None
    first, second = (int.from_bytes(data[i : i + size], order) for i in (at, at + size))
    return _positive(first, second)


def _positive(width: int, height: int) -> tuple[int, int] | None:
    return (width, height) if width > 0 and height > 0 else None


def _webp(data: bytes) -> tuple[int, int] | None:
    kind, body = data[12:16], data[20:30]
    if len(body) < 10:
        return None
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        return _positive(*(int.from_bytes(body[i : i + 2], "little") & 0x3FFF for i in (6, 8)))
    return None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        # Start of frame: 0xC0 to 0xCF but for the three that carry tables.
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = (int.from_bytes(data[i : i + 2], "big") for i in (at + 5, at + 7))
            return _positive(width, height)
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
