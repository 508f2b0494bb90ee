"""Pictures and recordings that a label file names: found beside it, copied under names that say nothing."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from portal.formats.model import Record
from portal.formats.pictures import size_of
from portal.formats.report import FormatError, Report
from portal.formats.source import Source
from portal.formats.units import in_pixels
from portal.grading.types import N_


def item_id(item: str) -> str:
    """An id that says nothing of the item and stays the same when the file is imported again."""
    return f"i{hashlib.sha256(item.encode()).hexdigest()[:10]}"


class Media:
    """Finds pictures and recordings beside the labels and copies them under names that say nothing."""

    def __init__(self, source: Source, further: Path | None, target: Path, report: Report):
        self.target = target
        self.report = report
        self._by_name: dict[str, list[Path]] = {}
        if source.single:
            # Beside one file only the folders next to it are searched: it may lie in a home folder.
            for folder in (source.root, *_folders(source.root)):
                self._add(folder.iterdir())
        else:
            self._add(source.root.rglob("*"))
        if further is not None:
            if not further.is_dir():
                raise FormatError("", N_("is no folder"), path=str(further))
            self._add(further.rglob("*"))

    def _add(self, paths: Iterable[Path]) -> None:
        for path in sorted(paths):
            if path.is_file() and not path.is_symlink():
                self._by_name.setdefault(path.name, []).append(path)

    def _find(self, name: str) -> Path | None:
        """The file of that name; of several, the one whose folders fit best."""
        parts = Path(name).parts
        found = self._by_name.get(parts[-1] if parts else "", ())
        fits = [sum(part in path.parts for part in parts) for path in found]
        return found[fits.index(max(fits))] if found else None

    def picture(self, record: Record) -> tuple[Record, str]:
        """The record in pixels with the size of the picture, and the name of the copy."""
        path = self._find(record.media.name)
        size = None
        if path is not None:
            with path.open("rb") as file:
                size = size_of(file.read(1 << 20))
        told = record.media.width, record.media.height
        if size is not None and None not in told and size != told:
            message = N_("the labels say {told} pixels, the picture has {size}")
            shown = [" x ".join(map(str, pair)) for pair in (told, size)]
            raise FormatError(record.item, message, told=shown[0], size=shown[1])
        record = in_pixels(record, size)
        if size is not None:
            record = replace(record, media=replace(record.media, width=size[0], height=size[1]))
        if record.media.width is None or record.media.height is None:
            message = N_("the size of the picture {name} is not known; name its folder with --media")
            raise FormatError(record.item, message, name=record.media.name)
        return record, self._copy(path, record, ".webp")

    def recording(self, record: Record) -> str:
        return self._copy(self._find(record.media.name), record, ".ogg")

    def _copy(self, path: Path | None, record: Record, suffix: str) -> str:
        if path is None:
            self.report.drop(N_("media files"), N_("not found; name their folder with --media"), at=record.item)
            return item_id(record.item) + (Path(record.media.name).suffix.lower() or suffix)
        name = hashlib.sha256(path.read_bytes()).hexdigest()[:20] + path.suffix.lower()
        shutil.copyfile(path, self.target / name)
        return name


def _folders(root: Path) -> list[Path]:
    return [path for path in sorted(root.iterdir()) if path.is_dir() and not path.is_symlink() and path.name[:1] != "."]
