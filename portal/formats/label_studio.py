"""Label Studio JSON, the full export: tasks with annotations, each a list of results.

Geometry there is per cent of the picture, text offsets count UTF-16 units, and several results may share one id: a
region, its label, and what was said about it. Choices and the like without a region belong to the whole item.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.formats import Format, FormatError, Report, fields, jsontext
from portal.formats.label_studio_regions import Regions
from portal.formats.label_studio_write import WHOLE_NAMES, write
from portal.formats.model import Class, Clip, Picture, Record
from portal.formats.naming import numbered_item
from portal.formats.pictures import CLIPS, SUFFIXES
from portal.formats.probe import Probe
from portal.formats.source import Source
from portal.grading.types import N_

_PICTURE_KEYS = frozenset({"image", "img", "photo", "picture"})
_SOUND_KEYS = frozenset({"audio", "video", "sound"})
_GEOMETRY = frozenset({"rectangle", "polygon", "keypoint", "ellipse", "brush", "bitmask", "magicwand", "vector"})


def sniff(probe: Probe) -> bool:
    shape, first = probe.outline
    if probe.is_jsonl or shape != "list" or not isinstance(first, Mapping):
        return False
    return isinstance(first.get("data"), Mapping) and bool({"annotations", "predictions"} & set(first))


def read(source: Source, report: Report) -> Iterator[Record]:
    for name in source.names:
        with source.at(name):
            for key, i, task in jsontext.members(source, name):
                if key is not None:
                    raise FormatError("", N_("must be a list of tasks"))
                yield from _task(task, f"[{i}]", numbered_item(source, name, i + 1), report)


def _task(task: Any, where: str, item: str, report: Report) -> Iterator[Record]:
    data = fields.mapping(fields.of(task, "data", where), f"{where}.data")
    if task.get("id") is not None:
        item = fields.name(task["id"], f"{where}.id")
    given = fields.items(task.get("annotations") or [], f"{where}.annotations")
    predicted = fields.items(task.get("predictions") or [], f"{where}.predictions")
    report.drop(N_("predictions"), N_("made by a model, not by an annotator"), len(predicted), at=where)
    annotations, names = [], set()
    for i, raw in enumerate(given):
        at = f"{where}.annotations[{i}]"
        results = fields.items(fields.of(raw, "result", at), f"{at}.result")
        if raw.get("was_cancelled"):
            report.drop(N_("skipped annotations"), N_("the annotator gave no answer"), at=at)
            continue
        annotator = name = _annotator(raw, at)
        while name in names:
            name = f"{annotator} ({sum(used.startswith(annotator) for used in names) + 1})"
            report.change(N_("annotators"), N_("who labelled an item twice are told apart by a number"), at=at)
        names.add(name)
        annotations.append(
            _Annotation(name, f"{at}.result", [_result(r, f"{at}.result[{j}]") for j, r in enumerate(results)])
        )
    if not given:
        report.drop(N_("items"), N_("nobody has labelled them"), at=where)
    pages = _pages(annotations)
    for annotation in annotations:
        yield from _records(annotation, data, item, pages, report)


@dataclass(frozen=True)
class _Annotation:
    annotator: str
    where: str
    results: list[Mapping]


def _annotator(raw: Mapping, where: str) -> str:
    """Who labelled, by the number Label Studio gave them; an e-mail address only where there is none."""
    who = raw.get("completed_by")
    if isinstance(who, Mapping):
        who = who.get("id", who.get("email"))
    return "" if who is None else fields.name(who, f"{where}.completed_by")


def _result(raw: Any, where: str) -> Mapping:
    """The result with a type, names of controls as texts, and a value unless it is a relation."""
    kind = fields.text(fields.of(raw, "type", where), f"{where}.type")
    if kind != "relation":
        fields.mapping(fields.of(raw, "value", where), f"{where}.value")
    names = {key: fields.text(raw.get(key) or "", f"{where}.{key}") for key in ("to_name", "from_name")}
    parent = raw.get("parentID")
    return {**raw, **names, "parentID": None if parent is None else fields.name(parent, f"{where}.parentID")}


def _pages(annotations: list[_Annotation]) -> set[str]:
    """The names of the pictures drawn on, when one task shows several."""
    names = {
        result["to_name"]
        for annotation in annotations
        for result in annotation.results
        if result["type"].removesuffix("labels") in _GEOMETRY
    }
    return names if len(names) > 1 else set()


def _records(annotation: _Annotation, data: Mapping, item: str, pages: set[str], report: Report) -> Iterator[Record]:
    """One record; of a task with several pictures one for each, and one more for what belongs to none of them."""
    by_page: dict[str, list[tuple[str, Mapping]]] = {page: [] for page in sorted(pages)}
    for j, result in enumerate(annotation.results):
        page = result["to_name"] if pages else ""
        by_page.setdefault(page if page in pages else "", []).append((f"{annotation.where}[{j}]", result))
    if not by_page:
        by_page[""] = []
    for page, results in by_page.items():
        reader = _Reader(data, results, report)
        yield reader.record(f"{item}/{page}" if page else item, annotation.annotator)


@dataclass
class _Whole:
    """What was said about the item as a whole."""

    classes: list[Class] = field(default_factory=list)
    scores: dict[str, float] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    order: tuple[str, ...] = ()


class _Reader:
    """The results of one annotation on one picture, text or recording."""

    def __init__(self, data: Mapping, results: list[tuple[str, Mapping]], report: Report):
        self.data = data
        self.results = results
        self.report = report

    def record(self, item: str, annotator: str) -> Record:
        text, media = self._text(), self._media()
        regions = Regions(text, media, self.report)
        whole = _Whole()
        for where, result in self.results:
            if not regions.take(where, result):
                self._whole(where, result, whole)
        labels = regions.labels()
        return Record(
            item,
            annotator,
            text=text,
            classes=tuple(whole.classes),
            transcript="\n".join(whole.texts) if whole.texts else None,
            scores=whole.scores,
            order=whole.order,
            **labels,
        )

    def _text(self) -> str | None:
        """The text labelled: under the name that spans point to, under "text", or the only text there is."""
        names = dict.fromkeys(r["to_name"] for _, r in self.results if r["type"] == "labels")
        for name in [*names, "text"]:
            if isinstance(self.data.get(name), str) and not _is_file(self.data[name]):
                return self.data[name]
        texts = [v for k, v in self.data.items() if isinstance(v, str) and k != "item" and not _is_file(v)]
        return texts[0] if len(texts) == 1 else None

    def _media(self) -> Picture | Clip | None:
        told = [r for _, r in self.results if r.get("original_width") is not None]
        sizes = iter((r["original_width"], r.get("original_height")) for r in told)
        names = dict.fromkeys([*(r["to_name"] for _, r in self.results), *self.data])
        found = [(name, self.data[name]) for name in names if isinstance(self.data.get(name), str)]
        drawn = any(r["type"].removesuffix("labels") in _GEOMETRY for _, r in self.results)
        for key, value in found:
            name = value.partition("?")[0].rpartition("/")[2]
            if key in _PICTURE_KEYS or name.lower().endswith(SUFFIXES):
                width, height = next(sizes, (None, None))
                return _picture(name, width, height)
            if key in _SOUND_KEYS or name.lower().endswith(CLIPS):
                lengths = (r["original_length"] for _, r in self.results if "original_length" in r)
                seconds = next(lengths, None)
                return Clip(name, None if seconds is None else fields.number(seconds, "original_length"))
        return _picture("", *next(sizes, (None, None))) if drawn else None

    def _whole(self, where: str, result: Mapping, whole: _Whole) -> None:
        kind, value, name = result["type"], result["value"], result["from_name"]
        question = "" if name == WHOLE_NAMES.get(kind) else name
        at = f"{where}.value.{kind}"
        if kind == "choices":
            labels = fields.items(fields.of(value, kind, where), at)
            whole.classes += [Class(fields.name(label, at), question) for label in labels]
        elif kind == "taxonomy":
            paths = fields.items(fields.of(value, kind, where), at)
            whole.classes += [Class(" / ".join(map(str, fields.items(path, at))), question) for path in paths]
        elif kind == "pairwise":
            whole.classes.append(Class(fields.name(fields.of(value, "selected", where), at), question))
        elif kind in ("rating", "number"):
            whole.scores[question] = fields.number(fields.of(value, kind, where), at)
        elif kind == "textarea":
            lines = fields.of(value, "text", where)
            whole.texts += [fields.text(line, at) for line in (lines if isinstance(lines, list) else [lines])]
        elif kind == "ranker" and (order := _order(value.get("ranker"))):
            whole.order = order
        else:
            self.report.drop(N_("results of other kinds"), N_("no label of ours is like them"), at=f"{where}: {kind}")


def _order(ranker: Any) -> tuple[str, ...]:
    """The ranking, when there is exactly one."""
    if isinstance(ranker, Mapping) and len(ranker) == 1:
        ranker = next(iter(ranker.values()))
    return tuple(map(str, ranker)) if isinstance(ranker, list) else ()


def _is_file(value: str) -> bool:
    return " " not in value.strip() and value.partition("?")[0].lower().endswith((*SUFFIXES, *CLIPS))


def _picture(name: str, width: Any, height: Any) -> Picture:
    if width is None or height is None:
        return Picture(name, unit="share")
    found = fields.whole(width, "original_width"), fields.whole(height, "original_height")
    if min(found) < 1:
        raise FormatError("original_width", N_("a picture must have a width and a height"))
    return Picture(name, *found)


FORMAT = Format(
    "label_studio",
    "Label Studio JSON",
    (".json",),
    frozenset(
        {
            "classes",
            "spans",
            "relations",
            "boxes",
            "polygons",
            "keypoints",
            "segments",
            "transcript",
            "scores",
            "order",
        }
    ),
    sniff,
    read,
    write,
    annotators=True,
    parts=("label_config*.xml", "label_config*.json", "config.xml"),
)
