"""RTTM: who spoke when. One line a turn: SPEAKER file channel onset duration <NA> <NA> name <NA> <NA>."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from portal.formats import Format, FormatError, Report, fields
from portal.formats.model import Clip, Record, Segment
from portal.formats.probe import Probe
from portal.formats.source import Source
from portal.formats.units import number
from portal.grading.types import N_

_KINDS = frozenset(
    [
        "SPEAKER",
        "SPKR-INFO",
        "NON-SPEECH",
        "NOSCORE",
        "NO_RT_METADATA",
        "SEGMENT",
        "SU",
        "EDIT",
        "FILLER",
        "IP",
        "CB",
        "A/P",
        "NON-LEX",
        "LEXEME",
    ]
)
_NOTHING = "<NA>"


def sniff(probe: Probe) -> bool:
    rows = [line.split() for line in probe.lines[:20] if not line.startswith(";;")]
    return bool(rows) and all(row[0] in _KINDS and len(row) in (9, 10) for row in rows)


def read(source: Source, report: Report) -> Iterator[Record]:
    """One record for each recording; the turns of one may lie anywhere in the file."""
    for name in source.names:
        with source.at(name):
            turns: dict[str, list[Segment]] = {}
            for line_number, line in source.lines(name):
                row = line.split()
                if not row or row[0].startswith(";;"):
                    continue
                _turn(row, f"line {line_number}", turns, report)
            for recording, segments in turns.items():
                yield Record(recording, media=Clip(recording), segments=tuple(segments))


def _turn(row: list[str], where: str, turns: dict[str, list[Segment]], report: Report) -> None:
    if row[0] not in _KINDS or len(row) not in (9, 10):
        message = N_("must be SPEAKER, file, channel, onset, duration, <NA>, <NA>, name, <NA>, <NA>")
        raise FormatError(where, message)
    segments = turns.setdefault(row[1], [])
    if row[0] != "SPEAKER":
        report.drop(N_("lines of other kinds"), N_("only SPEAKER lines are read"), at=where)
        return
    onset, duration = (fields.parsed(text, where) for text in row[3:5])
    if onset < 0 or duration < 0:
        raise FormatError(where, N_("onset and duration must not be negative"))
    if row[2] not in ("1", "0", _NOTHING):
        report.drop(N_("channels"), N_("segments have none"), at=where)
    name = "" if row[7] == _NOTHING else row[7]
    segments.append(Segment(onset, round(onset + duration, 6), name))


def write(records: Iterable[Record], target: Path, report: Report) -> None:
    with target.open("w", encoding="utf-8", newline="\n") as out:
        for record in records:
            recording = _word(record.item, N_("names of recordings"), report, record.item)
            if not record.segments:
                report.drop(N_("items"), N_("without a segment nothing is written of them"), at=record.item)
            for segment in record.segments:
                if segment.text:
                    report.drop(N_("words of segments"), N_("RTTM holds none"), at=record.item)
                name = _word(segment.label, N_("labels"), report, record.item) or _NOTHING
                times = f"{number(segment.start)} {number(segment.end - segment.start)}"
                out.write(f"SPEAKER {recording} 1 {times} {_NOTHING} {_NOTHING} {name} {_NOTHING} {_NOTHING}\n")


def _word(text: str, things: str, report: Report, item: str) -> str:
    """The text with its white space as underscores, as columns are parted by spaces."""
    word = "_".join(text.split())
    if word != text:
        report.change(things, N_("white space is written as _"), at=item)
    return word


FORMAT = Format("rttm", "RTTM", (".rttm",), frozenset({"segments"}), sniff, read, write)
