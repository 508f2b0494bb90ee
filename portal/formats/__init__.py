"""Label-file formats: one module each. The module's name is the format's only spelling.

Each offers FORMAT. What a file is is told by its content (`detect`); formats that people may well have but we do
not read are refused by their name (`foreign`). Reading gives records (`model`), one at a time.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from portal.formats.report import FormatError, Report
from portal.grading.types import N_

if TYPE_CHECKING:
    from portal.formats.model import Record
    from portal.formats.probe import Probe
    from portal.formats.source import Source

__all__ = ["Format", "FormatError", "Report", "detect", "discover", "get", "label_files", "names"]

# Modules of this folder that are no formats.
_SHARED = frozenset(
    {
        "answers",
        "archives",
        "convert",
        "fields",
        "foreign",
        "jsontext",
        "label_studio_regions",
        "label_studio_write",
        "model",
        "naming",
        "pictures",
        "probe",
        "report",
        "runs",
        "source",
        "tagging",
        "units",
        "webanno_write",
        "xmltext",
    }
)


@dataclass(frozen=True)
class Format:
    """A format of label files.

    features    parts of a record it can hold (keys of model.FEATURES); what else a record has is dropped and said
    sniff       whether the file under the probe is in this format, by its content
    read        the records of every file in source.names, as they come; raises FormatError, tells the report
    write       writes the records to a path (a folder where `folder` says so); features are already narrowed
    annotators  whether it says who labelled; a format that does not holds the labels of one
    parts       names of companion files, as patterns, that are understood together with the label files
    """

    name: str
    title: str
    extensions: tuple[str, ...]
    features: frozenset[str]
    sniff: Callable[[Probe], bool]
    read: Callable[[Source, Report], Iterator[Record]]
    write: Callable[[Iterable[Record], Path, Report], None]
    annotators: bool = False
    parts: tuple[str, ...] = ()
    folder: bool = False


@cache
def names() -> tuple[str, ...]:
    """The names of all formats; nothing is imported for it."""
    return tuple(sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name not in _SHARED and not m.ispkg))


@cache
def get(name: str) -> Format:
    """The format of that name. Raises FormatError for one we do not have."""
    if name not in names():
        message = N_("there is no format {name}; we have {known}")
        raise FormatError("", message, name=repr(name[:40]), known=", ".join(names()))
    return importlib.import_module(f"{__name__}.{name}").FORMAT


@cache
def discover() -> Mapping[str, Format]:
    """Every format by name."""
    return MappingProxyType({name: get(name) for name in names()})


def detect(source: Source, name: str) -> Format | None:
    """The format of one file; None for a companion of label files, such as classes.txt.

    Raises FormatError: for a format we know and do not read by its name, for what no or several formats claim.
    """
    from portal.formats.foreign import refuse
    from portal.formats.probe import Probe

    probe = Probe(source, name)
    with source.at(name):
        refuse(probe)
        found = [format for format in discover().values() if format.sniff(probe)]
        if len(found) == 1:
            return found[0]
        if found:
            message = N_("could be {titles}; say which")
            raise FormatError("", message, titles=", ".join(format.title for format in found))
        if companion_of(probe.basename) is not None:
            return None
        raise FormatError("", _unknown(probe))


def companion_of(basename: str) -> Format | None:
    """The format whose companion a file of that name is; None for no companion."""
    return next((format for format in discover().values() if _is_part(basename, format)), None)


def _is_part(basename: str, format: Format) -> bool:
    return any(fnmatchcase(basename, pattern) for pattern in format.parts)


def is_note(name: str) -> bool:
    """A read-me file or a licence: written for people, whatever its ending."""
    return bool(re.fullmatch(r"(readme|licen[cs]e|notice|changelog)(\.\w+)?", name.rpartition("/")[2], re.IGNORECASE))


def _unknown(probe: Probe) -> str:
    """Why no format claims the file; raises the error of a JSON or XML file that is broken at its start."""
    from portal.formats import jsontext, xmltext

    if not probe.head:
        return N_("is empty")
    if not probe.text:
        return N_("is no text file in a format we read")
    if probe.suffix == ".json":
        for _ in jsontext.members(probe.source, probe.name):
            pass
    if probe.suffix == ".xml":
        for _ in xmltext.nodes(probe.source, probe.name, ()):
            pass
    return N_("is not in a format we know; if it is, say which")


def label_files(source: Source, format: Format | None, report: Report) -> tuple[Format, Source]:
    """The format of a file, folder or archive, and the source narrowed to its label files.

    With a format given only extensions and companions are looked at. What else lies in a folder and is no
    picture, recording or note is reported. Raises FormatError when no file, or files of several formats, are
    there, and the first refusal when every file is refused.
    """
    from portal.formats.pictures import MEDIA

    if format is not None:
        return format, source.only(_with_extension(source, format))
    by_format: dict[str, list[str]] = {}
    refusals: list[FormatError] = []
    for name in source.names:
        if not source.single and (name.lower().endswith(MEDIA) or is_note(name)):
            continue
        try:
            found = detect(source, name)
        except FormatError as error:
            refusals.append(error)
            continue
        if found is not None:
            by_format.setdefault(found.name, []).append(name)
    with source.at(""):
        if len(by_format) > 1:
            titles = ", ".join(get(name).title for name in sorted(by_format))
            raise FormatError("", N_("holds files of several formats: {titles}; say which to read"), titles=titles)
        if not by_format:
            raise refusals[0] if refusals else FormatError("", N_("holds no label files"))
    for error in refusals:
        report.drop(N_("files"), N_("in no format we read; `goldpath formats check` says why"), at=error.path)
    [(name, chosen)] = by_format.items()
    return get(name), source.only(chosen)


def _with_extension(source: Source, format: Format) -> list[str]:
    """The files that end as the format's do; a single file is taken at its word."""
    if source.single:
        return list(source.names)
    chosen = [name for name in source.names if name.lower().endswith(format.extensions) and not is_note(name)]
    chosen = [name for name in chosen if not _is_part(name.rpartition("/")[2], format)]
    if not chosen:
        with source.at(""):
            raise FormatError(
                "", N_("holds no file that ends in {extensions}"), extensions=", ".join(format.extensions)
            )
    return chosen
