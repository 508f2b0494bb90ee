"""Versions of tasks and items, so that a grade can be shown and made again when the content has gone.

A version is canonical JSON and its sha256. The practice room stores both when an item is first drawn.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from portal.grading.canonical import canonical_json, digest
from portal.library.media import public_name_of
from portal.library.models import Item, ItemVersion, Media, TaskRules, TaskVersion


@lru_cache(maxsize=256)
def task_version(rules: TaskRules) -> TaskVersion:
    """The labels, scoring, marks, feedback and guideline of an exercise."""
    said = {
        "exercise": rules.id,
        "title": rules.title,
        "kind": rules.kind,
        "lang": rules.lang,
        "task": rules.raw_task,
        "pass": [[mark.metric, mark.at_least, mark.distinction] for mark in rules.marks],
        "feedback": [[f.id, f.pattern, dict(f.filters), f.at_least, f.say, f.rule, f.lesson] for f in rules.feedback],
        "guideline": rules.guideline,
        "rule_lessons": {rule.id: rule.lesson for rule in rules.rules.values()},
    }
    return TaskVersion(digest(said), canonical_json(said))


@lru_cache(maxsize=4096)
def item_hash(item: Item) -> str:
    """The hash of the item's version. It is asked for with every answer, the version itself only when it is kept."""
    return item_version(item).hash


def item_version(item: Item) -> ItemVersion:
    """An item's input, gold, alternatives, reasons, rules and the hashes of its files."""
    gold = json.loads(item.gold_json)
    said = {
        "exercise": item.of.id,
        "id": item.id,
        "pool": item.pool,
        "concept": item.concept,
        "difficulty": item.difficulty,
        "repeat_of": item.repeat_of,
        "input": item.raw_input,
        "gold": gold["gold"],
        "alternatives": gold["alternatives"],
        "why": gold["why"],
        "rules": list(item.rules),
        "ambiguous": item.ambiguous,
        "made_by": item.made_by,
        "media": {media.name: media.sha256 for media in item.media},
    }
    return ItemVersion(digest(said), canonical_json(said))


@lru_cache(maxsize=64)
def rules_from_version(stored: bytes | str) -> TaskRules:
    """The rules of grading as they stood, from a stored TaskVersion."""
    from portal.library.exercises import rules_of
    from portal.library.guideline import parse_guideline
    from portal.library.problems import Problems

    said = json.loads(stored)
    # Only the words are wanted: a term or lesson that has gone since is no reason to fail.
    guideline = parse_guideline(said["guideline"], {}, Path("guideline.md"), Problems())
    lessons = said["rule_lessons"]
    fields = {
        **said,
        "marks": said["pass"],
        "guideline_html": guideline.html,
        "rules": [[i, name, html, lessons.get(i)] for i, name, html in guideline.rules],
    }
    return TaskRules(**rules_of(said["exercise"], fields))


@lru_cache(maxsize=512)
def item_from_version(stored: bytes | str, rules: TaskRules) -> Item:
    """The item as it stood, from a stored ItemVersion; `rules` is the TaskRules it is graded by.

    Its second pass is not kept and its files are found by their public names alone.
    """
    from portal.library.exercises import build_item

    said = json.loads(stored)
    gold = {name: said[name] for name in ("gold", "alternatives", "why")} | {"second_pass": None}
    parsed = rules.task_type.parse_gold(said["gold"], rules.task, rules.task_type.parse_item(said["input"], rules.task))
    raw = {
        **said,
        "input": canonical_json(said["input"]).decode(),
        "gold": canonical_json(gold).decode(),
        "class_counts": dict(rules.task_type.class_counts(rules.task, parsed)),
    }
    return build_item(raw, _stored_media(said["media"]), rules)


def _stored_media(hashes: Mapping[str, str]) -> tuple[Media, ...]:
    return tuple(
        Media(name, public_name_of(sha256, Path(name).suffix), sha256, None) for name, sha256 in hashes.items()
    )
