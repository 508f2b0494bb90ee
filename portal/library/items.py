"""items.jsonl and gold.jsonl: what is to be labelled, and the reference answers kept apart from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.grading.canonical import canonical_json
from portal.grading.types import Alternative, AnswerError, TaskType
from portal.library.files import SourceFile, media_files, read_lines
from portal.library.media import inspect
from portal.library.problems import Problems
from portal.library.shapes import GoldShape, ItemShape, read_shape

# Fields of an input that name a file in media/.
MEDIA_FIELDS = ("image",)
_MEDIA_NAME = re.compile(r"[0-9a-z]{8,64}\.webp")
_MADE_FROM_SCENE = "scene"


@dataclass(frozen=True, slots=True)
class Reader:
    """What the items of one exercise are read against."""

    kind: TaskType
    task: Any
    rules: frozenset[str]
    problems: Problems


@dataclass(slots=True)
class _Line:
    """One line of a file: the file, where in it, its shape."""

    path: Path
    where: str
    shape: Any


def read_items(parts: Sequence[Mapping[str, SourceFile]], base: Path, reader: Reader) -> list[dict]:
    """Every item with its gold as plain data, in their order on disk; problems go to the reader."""
    problems = reader.problems
    items, broken_items = _lines(parts, "items.jsonl", ItemShape, problems)
    golds, broken_golds = _lines(parts, "gold.jsonl", GoldShape, problems)
    if not items and not broken_items:
        problems.add(base / "items.jsonl", "", "has no items")
    for item_id, line in golds.items():
        if item_id not in items and item_id not in broken_items:
            problems.add(line.path, line.where, "is gold for an item that does not exist")
    found = []
    for item_id, line in items.items():
        gold = golds.get(item_id)
        if gold is None:
            if item_id not in broken_golds:
                problems.add(line.path, line.where, "has no gold")
            continue
        compiled = _read_item(line, gold, reader)
        if compiled is not None:
            found.append(compiled)
    _check_repeats(items, problems)
    _check_unique(items, problems)
    _check_media(items, parts, problems)
    return found


def _lines(
    parts: Sequence[Mapping[str, SourceFile]], name: str, shape: type, problems: Problems
) -> tuple[dict[str, _Line], set[str]]:
    """(the lines of that file in every part by id, the ids of those with a fault); an id used twice is a problem."""
    found: dict[str, _Line] = {}
    broken: set[str] = set()
    for files in parts:
        if name not in files:
            continue
        for where, raw in read_lines(files[name], problems):
            where = f"{where}, {raw['id']}" if isinstance(raw.get("id"), str) else where
            typed, faults = read_shape(shape, raw)
            for at, message in faults:
                problems.add(files[name].path, f"{where}, {at}", message)
            if typed is None:
                broken.add(str(raw.get("id")))
                continue
            if typed.id in found:
                problems.add(files[name].path, where, "the id is used twice")
            found[typed.id] = _Line(files[name].path, where, typed)
    return found, broken


def _read_item(line: _Line, gold_line: _Line, reader: Reader) -> dict | None:
    """The item as plain data, or None when it or its gold cannot be read."""
    shape, gold = line.shape, gold_line.shape
    kind, task = reader.kind, reader.task
    # Said here and not by the shapes, so that a blank hides no other fault of its line.
    for words, of, field in ((shape.concept, line, "concept"), (gold.why, gold_line, "why")):
        if not words.strip():
            reader.problems.add(of.path, f"{of.where}, {field}", "must not be empty")
    try:
        parsed = kind.parse_item(shape.input, task)
    except AnswerError as error:
        _add(reader.problems, line, "input", error)
        return None
    at = "gold"
    try:
        parsed_gold = kind.parse_gold(gold.gold, task, parsed)
        alternatives = []
        for i, other in enumerate(gold.alternatives):
            at = f"alternatives[{i}].gold"
            alternatives.append(Alternative(kind.parse_gold(other.gold, task, parsed), other.weight))
    except AnswerError as error:
        _add(reader.problems, gold_line, at, error)
        return None
    _check_rules(gold_line, reader)
    _check_second_pass(shape.input, gold_line, reader, (parsed, parsed_gold, alternatives))
    stored = {
        "gold": gold.gold,
        "alternatives": [{"gold": other.gold, "weight": other.weight} for other in gold.alternatives],
        "why": gold.why,
        "second_pass": gold.second_pass,
    }
    return {
        "id": shape.id,
        "pool": shape.pool,
        "concept": shape.concept,
        "difficulty": shape.difficulty,
        "repeat_of": shape.repeat_of,
        "ambiguous": gold.ambiguous,
        "made_by": gold.made_by,
        "rules": gold.rules,
        "class_counts": dict(kind.class_counts(task, parsed_gold)),
        "media": [shape.input[name] for name in MEDIA_FIELDS if name in shape.input],
        "input": canonical_json(shape.input).decode(),
        "gold": canonical_json(stored).decode(),
    }


def _add(problems: Problems, line: _Line, field: str, error: AnswerError) -> None:
    at = f"{field}.{error.where}" if error.where else field
    problems.add(line.path, f"{line.where}, {at}", error.message.format(**error.params))


def _check_rules(line: _Line, reader: Reader) -> None:
    """Every rule that a gold or one of its objects rests on is in the guideline."""
    gold = line.shape
    named = list(gold.rules) + list(_object_rules(gold.gold))
    for other in gold.alternatives:
        named += _object_rules(other.gold)
    for rule in dict.fromkeys(named):
        if rule not in reader.rules:
            reader.problems.add(line.path, line.where, f"there is no rule {rule} in the guideline")


def _object_rules(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("rule"), str):
            yield value["rule"]
        for inner in value.values():
            yield from _object_rules(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _object_rules(inner)


def _check_second_pass(raw_input: dict, line: _Line, reader: Reader, read: tuple) -> None:
    """A text was labelled twice, and the second pass earns full credit, or the item is ambiguous."""
    gold = line.shape
    if gold.second_pass is None:
        if "text" in raw_input and gold.made_by != _MADE_FROM_SCENE:
            reader.problems.add(line.path, f"{line.where}, second_pass", "is missing: every text is labelled twice")
        return
    parsed, parsed_gold, alternatives = read
    try:
        answer = reader.kind.parse_answer(gold.second_pass, reader.task, parsed)
    except AnswerError as error:
        _add(reader.problems, line, "second_pass", error)
        return
    if gold.ambiguous:
        return
    grade = reader.kind.grade_item(reader.task, parsed, parsed_gold, alternatives, answer)
    if grade.verdict != "right" or grade.patterns:
        message = "differs from the gold and every alternative; rewrite the item or mark it ambiguous"
        reader.problems.add(line.path, f"{line.where}, second_pass", message)


def _check_repeats(items: Mapping[str, _Line], problems: Problems) -> None:
    for line in items.values():
        original = line.shape.repeat_of
        if original is None:
            continue
        other = items.get(original)
        if other is None or other.shape.pool != line.shape.pool or other.shape.repeat_of is not None:
            problems.add(line.path, f"{line.where}, repeat_of", f"there is no item {original} in this pool to repeat")


def _check_unique(items: Mapping[str, _Line], problems: Problems) -> None:
    """No two items show the same thing, capitals and white space aside."""
    seen: dict[str, str] = {}
    for item_id, line in items.items():
        shape = line.shape
        if shape.repeat_of is not None:
            continue
        text = shape.input.get("text")
        key = " ".join(text.casefold().split()) if isinstance(text, str) else canonical_json(shape.input).decode()
        if key in seen:
            problems.add(line.path, line.where, f"shows the same as {seen[key]}")
        seen.setdefault(key, item_id)


def _check_media(items: Mapping[str, _Line], parts: Sequence[Mapping[str, SourceFile]], problems: Problems) -> None:
    """Every picture is there, sound, as large as the item says, shown once, and none lies around unused."""
    there = media_files(parts)
    for name, file in there.items():
        if not _MEDIA_NAME.fullmatch(name):
            problems.add(file.path, "", "the name must be 8 to 64 random letters and digits, then .webp")
    sizes = {}
    used: dict[str, str] = {}
    for item_id, line in items.items():
        raw = line.shape.input
        for field in MEDIA_FIELDS:
            name = raw.get(field)
            if not isinstance(name, str):
                continue
            if name not in there:
                problems.add(line.path, f"{line.where}, input.{field}", f"there is no file media/{name}")
                continue
            sizes[name] = picture = inspect(there[name].path)
            if (picture.width, picture.height) != (raw.get("width"), raw.get("height")):
                size = f"media/{name} has {picture.width} x {picture.height} pixels"
                problems.add(line.path, f"{line.where}, input", size)
            twin = used.setdefault(there[name].sha256, item_id)
            if twin != item_id and line.shape.repeat_of is None:
                problems.add(line.path, line.where, f"shows the same picture as {twin}")
    for name, file in there.items():
        if name not in sizes:
            problems.add(file.path, "", "belongs to no item")
        for fault in inspect(file.path).faults if name not in sizes else sizes[name].faults:
            problems.add(file.path, "", fault)
