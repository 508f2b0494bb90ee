"""WebVTT (.vtt): cues with times, voices and words. One file a recording. A voice is a segment's label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from portal.formats import Format, FormatError, Report
from portal.formats.model import Clip, Record, Segment
from portal.formats.naming import FileNames, item_of
from portal.formats.probe import Probe
from portal.formats.source import Source
from portal.formats.srt import Block, blocks, cue_text, timed
from portal.formats.units import stamp_of
from portal.grading.types import N_

_HEADER = re.compile(r"WEBVTT([ \t].*)?")
_TIMES = re.compile(r"([\d:.]+)[ \t]+-->[ \t]+([\d:.]+)([ \t].*)?", re.ASCII)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]*)>")
_TAG = re.compile(r"<[^>]*>")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&nbsp;": "\u00a0", "&lrm;": "\u200e", "&rlm;": "\u200f", "&amp;": "&"}
_ENTITY = re.compile("|".join(_ENTITIES))


def sniff(probe: Probe) -> bool:
    return bool(probe.lines) and bool(_HEADER.fullmatch(probe.lines[0]))


def read(source: Source, report: Report) -> Iterator[Record]:
    for name in source.names:
        with source.at(name):
            segments: list[Segment] = []
            for i, block in enumerate(blocks(source.lines(name))):
                where, first = f"line {block[0][0]}", block[0][1]
                if i == 0:
                    if not _HEADER.fullmatch(first):
                        raise FormatError(where, N_("must be WEBVTT"))
                elif re.match(r"(NOTE|STYLE|REGION)\b", first):
                    report.drop(N_("notes and styles"), N_("they are no labels"), at=where)
                else:
                    segments += _cue(block, report)
            item = item_of(source, name)
            yield Record(item, media=Clip(item), segments=tuple(segments))


def _cue(block: Block, report: Report) -> list[Segment]:
    """The segments of a cue: one for each voice in it."""
    if "-->" not in block[0][1]:
        report.drop(N_("names of cues"), N_("segments have none"), at=f"line {block[0][0]}")
        block = block[1:]
    where = f"line {block[0][0]}" if block else ""
    match = _TIMES.fullmatch(block[0][1].strip()) if block else None
    if match is None:
        raise FormatError(where, N_("must be two times with --> between them"))
    if match[3]:
        report.drop(N_("places of cues"), N_("segments have none"), at=where)
    parts = _VOICE.split("\n".join(line for _, line in block[1:]))
    voices = [("", parts[0])] if parts[0].strip() or len(parts) == 1 else []
    voices += zip(parts[1::2], parts[2::2], strict=True)
    if len(voices) > 1:
        report.change(N_("cues"), N_("one with several voices becomes a segment for each"), at=where)
    found = []
    for voice, text in voices:
        words = text.replace("</v>", "")
        if _TAG.search(words):
            report.drop(N_("marks within words"), N_("bold, colours and the like are no labels"), at=where)
        segment = timed(match[1], match[2], _plain(_TAG.sub("", words)), where)
        found.append(Segment(segment.start, segment.end, _plain(voice.strip()), segment.text))
    return found


def _plain(text: str) -> str:
    return _ENTITY.sub(lambda match: _ENTITIES[match[0]], text)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def write(records: Iterable[Record], target: Path, report: Report) -> None:
    names = FileNames(report)
    for record in records:
        if not record.segments and not isinstance(record.media, Clip):
            report.drop(N_("items"), N_("no recordings, and without a segment"), at=record.item)
            continue
        cues = ["WEBVTT\n"]
        for segment in record.segments:
            voice = " ".join(segment.label.split())
            if voice != segment.label:
                report.change(N_("labels of segments"), N_("white space is written as one space"), at=record.item)
            tag = f"<v {_escaped(voice)}>" if voice else ""
            words = _escaped(cue_text(segment, record.item, report))
            cues.append(f"{stamp_of(segment.start)} --> {stamp_of(segment.end)}\n{tag}{words}\n")
        path = target / f"{names.of(record.item)}.vtt"
        path.write_text("\n".join(cues), encoding="utf-8", newline="\n")


FORMAT = Format("webvtt", "WebVTT", (".vtt",), frozenset({"segments"}), sniff, read, write, folder=True)
