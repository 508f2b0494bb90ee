"""Formats that people have and we do not read: told by their content, refused by their name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from portal.formats.probe import Probe
from portal.formats.report import FormatError
from portal.grading.types import N_

_NUMBER = r"-?\d+(\.\d+)?([eE][-+]?\d+)?"


class Foreign(NamedTuple):
    """A format by its title, what to convert it to ("" where it holds no labels), and how it is told."""

    title: str
    instead: str
    sniff: Callable[[Probe], bool]


def refuse(probe: Probe) -> None:
    """Raises FormatError when the file is in a format that we know and do not read."""
    for foreign in FOREIGN:
        if foreign.sniff(probe):
            message = N_("this is {title}, which we do not read; convert it to {instead}")
            if not foreign.instead:
                message = N_("this is {title}, which holds no labels")
            raise FormatError("", message, title=foreign.title, instead=foreign.instead)


def _tags(*tags: str) -> Callable[[Probe], bool]:
    return lambda probe: probe.root in tags


def _start(*starts: str) -> Callable[[Probe], bool]:
    return lambda probe: probe.text.startswith(starts)


def _columns(*wanted: str) -> Callable[[Probe], bool]:
    """A table whose first row has these columns."""
    return lambda probe: bool(probe.lines) and set(wanted) <= {cell.strip(' "') for cell in _cells(probe.lines[0])}


def _cells(line: str) -> list[str]:
    return re.split(r"[,;\t]", line)


def _rows(pattern: str) -> Callable[[Probe], bool]:
    """Every line looked at has this form."""
    compiled = re.compile(pattern)
    return lambda probe: bool(probe.lines) and all(compiled.fullmatch(line.strip()) for line in probe.lines[:50])


def _keys(*wanted: str) -> Callable[[Probe], bool]:
    return lambda probe: set(wanted) <= probe.keys


def _is_labelme_xml(probe: Probe) -> bool:
    return probe.root == "annotation" and bool(re.search(r"<(pt|segm|imagesize|sourceImage)>", probe.text))


def _is_w3c(probe: Probe) -> bool:
    return "@context" in probe.keys and "ns/anno.jsonld" in probe.text


def _is_webanno_2(probe: Probe) -> bool:
    if probe.text.startswith("#FORMAT="):
        return bool(re.match(r"#FORMAT=WebAnno TSV [12]", probe.text))
    header = bool(re.match(r" ?# \S+\.\S+ \|", probe.text))
    rows = (line for line in probe.lines if not line.lstrip().startswith("#"))
    numbered = re.match(r"\d+(-\d+)?\t\S+\t", next(rows, ""))
    return header or bool(numbered and re.search(r"^#text=", probe.text, re.MULTILINE))


def _is_datumaro(probe: Probe) -> bool:
    return _keys("categories", "items")(probe) and ("infos" in probe.keys or "info" in probe.keys)


def _is_fasttext(probe: Probe) -> bool:
    return any(line.startswith("__label__") for line in probe.lines[:50])


def _is_panoptic(probe: Probe) -> bool:
    outline = probe.outline[1]
    first = outline.get("annotations") if isinstance(outline, dict) else None
    return isinstance(first, dict) and "segments_info" in first


_TEXT = "doccano JSONL, WebAnno TSV 3 or brat"
_PICTURE = "COCO or CVAT"

FOREIGN: tuple[Foreign, ...] = (
    Foreign("W3C Web Annotation JSON-LD", _TEXT, _is_w3c),
    Foreign("BioC XML", _TEXT, _tags("collection")),
    Foreign("BioC JSON", _TEXT, _keys("source", "documents")),
    Foreign("PubAnnotation JSON", _TEXT, lambda p: {"text", "sourcedb"} <= p.keys or {"text", "denotations"} <= p.keys),
    Foreign("UIMA CAS XMI", "WebAnno TSV 3", _tags("xmi:XMI")),
    Foreign("WebAnno TSV 2", "WebAnno TSV 3 (INCEpTION exports it)", _is_webanno_2),
    Foreign("CoNLL-U", "CoNLL-2002", _rows(r"#.*|\d+([-.]\d+)?(\t[^\t]*){9}")),
    Foreign("fastText training text", "doccano JSONL or CSV", _is_fasttext),
    Foreign("a list of label types of doccano", "", _keys("prefix_key", "suffix_key")),
    Foreign("Datumaro JSON", _PICTURE, _is_datumaro),
    Foreign("COCO panoptic", "COCO instances; its masks lie in PNG files", _is_panoptic),
    Foreign("LabelMe XML", _PICTURE, _is_labelme_xml),
    Foreign("labelme JSON", _PICTURE, _keys("shapes", "imagePath")),
    Foreign("VGG Image Annotator JSON", _PICTURE, _keys("_via_settings")),
    Foreign("KITTI labels", _PICTURE, _rows(rf"[A-Za-z]\w*( {_NUMBER}){{14,15}}")),
    Foreign("MOT Challenge", "CVAT video XML", _rows(rf"\d+,-?\d+(,{_NUMBER}){{5,8}}")),
    Foreign("Open Images CSV", _PICTURE, _columns("ImageID", "LabelName")),
    Foreign("AVA actions CSV", "CVAT video XML", _rows(rf"[^,]+,\d+(\.\d+)?(,{_NUMBER}){{4}},\d+,\d+")),
    Foreign("Kinetics CSV", "CSV with the columns item, annotator, label", _columns("youtube_id", "time_start")),
    Foreign("Label Studio JSON_MIN", "Label Studio JSON (the full export)", _keys("annotation_id", "lead_time")),
    Foreign("Prodigy JSONL", "doccano JSONL", _keys("_input_hash", "_task_hash")),
    Foreign("Label Studio CSV", "Label Studio JSON (the full export)", _columns("annotation_id", "lead_time")),
    Foreign("Label Studio sample data", "", _keys("editor_preview")),
    Foreign("Praat TextGrid", "RTTM or WebVTT", _start('File type = "ooTextFile"', 'Object class = "TextGrid"')),
    Foreign("ELAN", "WebVTT", _tags("ANNOTATION_DOCUMENT")),
)
