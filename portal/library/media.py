"""Pictures as they lie in the content: what they are, how large, and what they carry along."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from portal.library.files import SourceFile

MAX_BYTES = 150_000
# Hexadecimal digits of the hash in a public name: 128 bits, so that two pictures never share one.
HASH_DIGITS = 32
# WebP chunks that say something besides the picture: who made it, where, with what.
_TELLTALE = {b"EXIF": "EXIF", b"XMP ": "XMP"}
_IMAGE_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Picture:
    """Width and height in pixels, None where an SVG does not say; and what is wrong with the file."""

    width: int | None
    height: int | None
    faults: tuple[str, ...] = ()


def public_name(file: SourceFile) -> str:
    """The name under which a browser asks for the file."""
    return public_name_of(file.sha256, file.path.suffix)


def public_name_of(sha256: str, suffix: str) -> str:
    return sha256[:HASH_DIGITS] + suffix


def inspect(path: Path) -> Picture:
    """What the picture is; `faults` holds everything that keeps it from being served."""
    readers = {".webp": _webp, ".svg": _svg}
    if path.suffix not in readers:
        return Picture(None, None, ("pictures are .webp, or .svg in lessons",))
    data = path.read_bytes()
    found = readers[path.suffix](data)
    if len(data) > MAX_BYTES:
        over = f"has {round(len(data) / 1000)} kB; {MAX_BYTES // 1000} kB is the most"
        return Picture(found.width, found.height, (*found.faults, over))
    return found


def _webp(data: bytes) -> Picture:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return Picture(None, None, ("is not a WebP picture",))
    width = height = None
    faults = []
    offset = 12
    while offset + 8 <= len(data):
        name = data[offset : offset + 4]
        size = int.from_bytes(data[offset + 4 : offset + 8], "little")
        body = data[offset + 8 : offset + 8 + size]
        if name in _TELLTALE:
            faults.append(f"carries {_TELLTALE[name]}; re-encode it without metadata")
        elif name not in _IMAGE_CHUNKS:
            faults.append(f"carries an unknown chunk {name.decode('latin-1')!r}")
        if width is None:
            width, height = _webp_size(name, body)
        offset += 8 + size + size % 2
    if width is None:
        faults.append("has no readable size")
    return Picture(width, height, tuple(faults))


def _webp_size(name: bytes, body: bytes) -> tuple[int | None, int | None]:
    """Width and height as the WebP container specification lays them out."""
    if name == b"VP8X" and len(body) >= 10:
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if name == b"VP8 " and len(body) >= 10:
        width, height = (int.from_bytes(body[i : i + 2], "little") & 0x3FFF for i in (6, 8))
        return width, height
    if name == b"VP8L" and len(body) >= 5:
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None, None


def _svg(data: bytes) -> Picture:
    # Entity declarations are how an XML file grows in memory; a drawing needs none.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return Picture(None, None, ("must not declare a DOCTYPE or entities",))
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - no entities, checked above
    except ElementTree.ParseError as error:
        return Picture(None, None, (f"is not valid SVG: {error}",))
    if root.tag != f"{_SVG}svg":
        return Picture(None, None, ("is not an SVG drawing",))
    width, height = _svg_size(root)
    return Picture(width, height, tuple(_svg_faults(root)))


def _svg_size(root: ElementTree.Element) -> tuple[int | None, int | None]:
    size = [root.get("width", ""), root.get("height", "")]
    if not all(re.fullmatch(r"[\d.]+(px)?", part) for part in size):
        size = root.get("viewBox", "").replace(",", " ").split()[2:]
    try:
        width, height = (round(float(part.removesuffix("px"))) for part in size)
    except ValueError:
        return None, None
    return width, height


def _svg_faults(root: ElementTree.Element) -> list[str]:
    faults = []
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag in {"script", "foreignObject", "iframe"}:
            faults.append(f"must not hold <{tag}>")
        for name, value in element.attrib.items():
            plain = name.rpartition("}")[2]
            if plain.startswith("on"):
                faults.append(f"must not hold the script attribute {plain}")
            if plain == "href" and not value.startswith("#"):
                faults.append(f"must not point outside itself ({value[:40]})")
    return faults
