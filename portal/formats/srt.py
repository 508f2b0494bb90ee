"""SubRip (.srt): numbered cues with times and words. One file a recording; no speakers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from portal.formats import Format, FormatError, Report
from portal.formats.model import Clip, Record, Segment
from portal.formats.naming import FileNames, item_of
from portal.formats.probe import Probe
from portal.formats.source import Source
from portal.formats.units import seconds_of, stamp_of
from portal.grading.types import N_

_TIMES = re.compile(r"([\d:,.]+)[ \t]*-->[ \t]*([\d:,.]+)(.*)", re.ASCII)
Block = list[tuple[int, str]]


def sniff(probe: Probe) -> bool:
    head = probe.lines[:2]
    return len(head) == 2 and head[0].strip().isdecimal() and bool(_TIMES.match(head[1].strip()))


def read(source: Source, report: Report) -> Iterator[Record]:
    for name in source.names:
        with source.at(name):
            cues = []
            for position, block in enumerate(blocks(source.lines(name)), 1):
                if block[0][1].strip() != str(position):
                    report.change(N_("cue numbers"), N_("counted anew"), at=f"line {block[0][0]}")
                if block[0][1].strip().isdecimal():
                    block = block[1:]
                cues.append(_cue(block, report))
            item = item_of(source, name)
            yield Record(item, media=Clip(item), segments=tuple(cues))


def blocks(lines: Iterable[tuple[int, str]]) -> Iterator[Block]:
    """Runs of lines that are not blank."""
    block: Block = []
    for number, line in lines:
        if line.strip():
            block.append((number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _cue(block: Block, report: Report) -> Segment:
    if not block or not (match := _TIMES.fullmatch(block[0][1].strip())):
        raise FormatError(f"line {block[0][0]}" if block else "", N_("must be two times with --> between them"))
    where = f"line {block[0][0]}"
    if match[3].strip():
        report.drop(N_("places of cues"), N_("segments have none"), at=where)
    return timed(match[1], match[2], "\n".join(line for _, line in block[1:]), where)


def timed(start: str, end: str, text: str, where: str) -> Segment:
    """The segment between two time stamps."""
    begins, ends = seconds_of(start), seconds_of(end)
    if begins is None or ends is None:
        raise FormatError(where, N_("a time must look like 00:01:02.500"))
    if ends < begins:
        raise FormatError(where, N_("ends before it starts"))
    return Segment(begins, ends, text=text)


def write(records: Iterable[Record], target: Path, report: Report) -> None:
    names = FileNames(report)
    for record in records:
        if not record.segments and not isinstance(record.media, Clip):
            report.drop(N_("items"), N_("no recordings, and without a segment"), at=record.item)
            continue
        cues = []
        for number, segment in enumerate(record.segments, 1):
            if segment.label:
                report.drop(N_("labels of segments"), N_("SRT holds none"), at=record.item)
            times = f"{stamp_of(segment.start, ',')} --> {stamp_of(segment.end, ',')}"
            cues.append(f"{number}\n{times}\n{cue_text(segment, record.item, report)}\n")
        path = target / f"{names.of(record.item)}.srt"
        path.write_text("\n".join(cues), encoding="utf-8", newline="\n")


def cue_text(segment: Segment, item: str, report: Report) -> str:
    """The words of a cue. Blank lines would end it and are left out; times are told to the millisecond."""
    lines = [line for line in re.split(r"\r\n|\r|\n", segment.text) if line.strip()]
    if "\n".join(lines) != segment.text:
        report.change(N_("words of segments"), N_("blank lines are left out"), at=item)
    for time in (segment.start, segment.end):
        if abs(time * 1000 - round(time * 1000)) > 1e-6:
            report.change(N_("times"), N_("rounded to the millisecond"), at=item)
    return "\n".join(lines)


FORMAT = Format("srt", "SubRip (SRT)", (".srt",), frozenset({"segments"}), sniff, read, write, folder=True)
