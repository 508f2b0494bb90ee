"""An exercise folder: read and checked into plain data once, made into an Exercise at every start."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from portal.grading.canonical import canonical_json, digest
from portal.grading.types import AnswerError, Feedback, PassMark
from portal.library.files import SourceFile
from portal.library.media import public_name
from portal.library.models import Exercise, Item, Media, Persona, Rule, SkillUse, Term
from portal.library.problems import Problems

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KNOWN_FILES = re.compile(r"(exercise\.toml|guideline\.md|items\.jsonl|gold\.jsonl|media/[^/]+)")


def compile_exercise(
    exercise_id: str, parts: Sequence[Mapping[str, SourceFile]], terms: dict[str, Term], problems: Problems
) -> dict | None:
    """Everything the library keeps of an exercise, as JSON can hold it; None when it cannot be read.

    `parts` are its files in each content folder; one of them has exercise.toml, the others add items.
    """
    from portal.library.guideline import parse_guideline
    from portal.library.items import Reader, read_items
    from portal.library.markdown import plain_text
    from portal.library.shapes import ExerciseShape, read_shape

    main = _main_part(exercise_id, parts, problems)
    if main is None:
        return None
    toml = main["exercise.toml"]
    base = toml.path.parent
    raw = toml.toml(problems)
    if raw is None:
        return None
    if not ID.fullmatch(exercise_id):
        problems.add(base, "", "a folder's name is lower case letters, digits and dashes, like ex-010")
    if raw.pop("id", exercise_id) != exercise_id:
        problems.add(toml.path, "id", f"must be the folder's name, {exercise_id}")
    shape, faults = read_shape(ExerciseShape, raw)
    for at, message in faults:
        problems.add(toml.path, at, message)
    if "guideline.md" not in main:
        problems.add(base / "guideline.md", "", "is missing")
        return None
    source = main["guideline.md"].text(problems) or ""
    guideline = parse_guideline(source, terms, main["guideline.md"].path, problems)
    # Items are read even when something else in exercise.toml is wrong, so that all of it is said at once.
    if not isinstance(raw.get("kind"), str):
        return None
    raw_task = {"labels": raw.get("labels", []), "answer": raw.get("answer", {}), "scoring": raw.get("scoring", {})}
    read = _kind_and_task(raw["kind"], raw_task, toml.path, problems)
    if read is None:
        return None
    kind, task = read
    rule_ids = frozenset(rule_id for rule_id, _, _ in guideline.rules)
    items = read_items(parts, base, Reader(kind, task, rule_ids, problems))
    if shape is None:
        return None
    _check_toml(shape, kind, rule_ids, items, toml.path, problems)
    compiled = {
        "text": " ".join([plain_text(guideline.html), *_label_words(shape)]),
        "title": shape.title,
        "kind": shape.kind,
        "lang": shape.lang,
        "task": raw_task,
        "marks": [[m.metric, m.at_least, m.distinction] for m in shape.marks],
        "feedback": [[f.id, f.pattern, f.rest, f.at_least, f.say, f.rule, f.lesson] for f in shape.feedback],
        "guideline": source,
        "guideline_html": guideline.html,
        "rules": [[rule_id, name, html, shape.rules.get(rule_id)] for rule_id, name, html in guideline.rules],
        "summary": shape.summary,
        "minutes": shape.minutes,
        "draw": shape.draw,
        "modes": shape.modes,
        "try": shape.try_,
        "taste": shape.taste,
        "licence": shape.licence,
        "skills": [[s.id, s.level] for s in shape.skills],
        "lessons": shape.lessons,
        "personas": [[p.id, p.name, p.rest] for p in shape.personas],
        "items": items,
        "links": list(guideline.links),
        "terms": list(guideline.terms),
    }
    return compiled | _revisions(compiled)


def _main_part(exercise_id: str, parts: Sequence[Mapping[str, SourceFile]], problems: Problems):
    """The files beside exercise.toml; two of them, none of them and strange files are problems."""
    for files in parts:
        for name, file in files.items():
            if not _KNOWN_FILES.fullmatch(name):
                problems.add(file.path, "", "does not belong in an exercise")
    mains = [files for files in parts if "exercise.toml" in files]
    for files in mains[1:]:
        problems.add(files["exercise.toml"].path, "", f"{exercise_id} exists already; only items can be added")
    if not mains:
        first = next(iter(parts[0].values()))
        folder = next(parent for parent in first.path.parents if parent.name == exercise_id)
        problems.add(folder / "exercise.toml", "", "is missing")
        return None
    return mains[0]


def _kind_and_task(kind_name: str, raw_task: dict, path: Path, problems: Problems):
    from portal import tasks

    try:
        kind = tasks.get(kind_name)
        if not tasks.has_widget(kind_name):
            raise AnswerError("kind", "{kind} can be graded but has no page to label on yet", kind=kind_name)
        return kind, kind.parse_task(raw_task)
    except AnswerError as error:
        problems.add(path, error.where, error.message.format(**error.params))
        return None


def _label_words(shape) -> list[str]:
    return [words for label in shape.labels for words in (label.name, label.hint) if words]


def _check_toml(shape, kind, rule_ids: frozenset[str], items: list[dict], path: Path, problems: Problems) -> None:
    for i, mark in enumerate(shape.marks):
        if mark.metric not in kind.metrics:
            problems.add(path, f"pass[{i}].metric", f"{shape.kind} has no metric {mark.metric}")
        if mark.distinction is not None and mark.distinction < mark.at_least:
            problems.add(path, f"pass[{i}].distinction", "is below at_least")
    for rule in shape.rules:
        if rule not in rule_ids:
            problems.add(path, f"rules.{rule}", f"there is no rule {rule} in the guideline")
    if len(set(shape.modes)) < len(shape.modes):
        problems.add(path, "modes", "holds a mode twice")
    practice = {item["id"] for item in items if item["pool"] == "practice"}
    for item_id in shape.taste:
        if item_id not in practice:
            problems.add(path, "taste", f"there is no item {item_id} in the practice pool")
    concepts = {item["concept"] for item in items}
    seen = set()
    for i, feedback in enumerate(shape.feedback):
        where = f"feedback[{i}] ({feedback.id})"
        if feedback.id in seen:
            problems.add(path, where, "the id is used twice")
        seen.add(feedback.id)
        if feedback.rule is not None and feedback.rule not in rule_ids:
            problems.add(path, where, f"there is no rule {feedback.rule} in the guideline")
        if feedback.pattern not in kind.patterns:
            problems.add(path, where, f"{shape.kind} has no pattern {feedback.pattern}")
            continue
        for message in _pattern_faults(feedback, kind.patterns[feedback.pattern], shape, concepts):
            problems.add(path, where, message)
    for i, persona in enumerate(shape.personas):
        if persona.id not in seen:
            problems.add(path, f"personas[{i}]", f"there is no feedback {persona.id}")


def _pattern_faults(feedback, pattern, shape, concepts: set[str]):
    """What is wrong with the filters and the sentence of a feedback."""
    labels = {label.id for label in shape.labels} | {"abstain"}
    flags = {flag.get("id") for flag in shape.answer.get("flags", []) if isinstance(flag, dict)}
    known = {"gold": labels, "yours": labels, "label": labels, "concepts": concepts, "flag": flags}
    for name, value in feedback.rest.items():
        if name not in pattern.filters:
            yield f"the pattern {feedback.pattern} has no filter {name}"
            continue
        for one in value if isinstance(value, list) else [value]:
            if name in known and one not in known[name]:
                yield f"{name}: {one} is not used in this exercise"
    try:
        fields = {field for _, field, _, _ in string.Formatter().parse(feedback.say) if field is not None}
    except ValueError as error:
        yield f"say: {error}"
        return
    for field in sorted(fields - set(pattern.facts)):
        yield f"say: the pattern {feedback.pattern} gives no {{{field}}}"


def _revisions(compiled: dict) -> dict:
    """`revision` over what can change a score, `text_revision` over the words around it."""
    import json

    task = compiled["task"]
    items = [
        {
            **{name: item[name] for name in ("id", "pool", "repeat_of", "ambiguous", "media")},
            "input": {k: v for k, v in json.loads(item["input"]).items() if k != "alt"},
            "gold": _without_words(json.loads(item["gold"])),
        }
        for item in compiled["items"]
    ]
    scored = {
        "kind": compiled["kind"],
        "labels": [label["id"] for label in task["labels"]],
        "answer": _without_words(task["answer"]),
        "scoring": task["scoring"],
        "marks": compiled["marks"],
        "draw": compiled["draw"],
        "items": items,
    }
    words = {name: compiled[name] for name in ("title", "summary", "guideline", "feedback", "rules")}
    words |= {"task": task, "items": [[item["input"], item["gold"]] for item in compiled["items"]]}
    return {"revision": digest(scored)[:12], "text_revision": digest(words)[:12]}


_WORDS = {"why", "rule", "second_pass", "name", "hint", "noun"}


def _without_words(value: object) -> object:
    if isinstance(value, dict):
        return {name: _without_words(inner) for name, inner in value.items() if name not in _WORDS}
    if isinstance(value, list):
        return [_without_words(inner) for inner in value]
    return value


def build_exercise(exercise_id: str, compiled: dict, media: Mapping[str, SourceFile]) -> Exercise:
    """The exercise from what `compile_exercise` gave; `media` are its files by name."""
    items: dict[str, Item] = {}
    pools = {item["pool"] for item in compiled["items"]}
    exercise = Exercise(
        **rules_of(exercise_id, compiled),
        summary=compiled["summary"],
        minutes=compiled["minutes"],
        draw=compiled["draw"],
        # An exam whose items live in a folder of the site's own is offered only where that folder is.
        modes=tuple(mode for mode in compiled["modes"] if mode in pools),
        try_=compiled["try"],
        taste=tuple(compiled["taste"]),
        licence=compiled["licence"],
        skills=tuple(SkillUse(*skill) for skill in compiled["skills"]),
        lessons=tuple(compiled["lessons"]),
        personas=tuple(Persona(i, name, MappingProxyType(spec)) for i, name, spec in compiled["personas"]),
        items=MappingProxyType(items),
        revision=compiled["revision"],
        text_revision=compiled["text_revision"],
    )
    for raw in compiled["items"]:
        shown = tuple(
            Media(name, public_name(media[name]), media[name].sha256, media[name].path)
            for name in raw["media"]
            if name in media
        )
        items[raw["id"]] = build_item(raw, shown, exercise)
    return exercise


def rules_of(exercise_id: str, compiled: dict) -> dict:
    """The fields of TaskRules, from plain data."""
    return {
        "id": exercise_id,
        "title": compiled["title"],
        "kind": compiled["kind"],
        "lang": compiled["lang"],
        "task_json": canonical_json(compiled["task"]),
        "marks": tuple(PassMark(*mark) for mark in compiled["marks"]),
        "feedback": tuple(
            Feedback(i, pattern, MappingProxyType(filters), *rest)
            for i, pattern, filters, *rest in compiled["feedback"]
        ),
        "guideline": compiled["guideline"],
        "guideline_html": compiled["guideline_html"],
        "rules": MappingProxyType({rule[0]: Rule(*rule) for rule in compiled["rules"]}),
    }


def build_item(raw: dict, media: tuple[Media, ...], of) -> Item:
    """One item from plain data; its input and gold stay text until somebody asks."""
    return Item(
        id=raw["id"],
        pool=raw["pool"],
        concept=raw["concept"],
        difficulty=raw["difficulty"],
        repeat_of=raw["repeat_of"],
        ambiguous=raw["ambiguous"],
        made_by=raw["made_by"],
        rules=tuple(raw["rules"]),
        class_counts=MappingProxyType(raw["class_counts"]),
        media=media,
        input_json=raw["input"].encode(),
        gold_json=raw["gold"].encode(),
        of=of,
    )
