"""Items and tasks as they were when somebody first saw them."""

import os
import shutil
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import insert_new
from portal.library import Exercise, Item, Library, TaskRules
from portal.library.versions import item_from_version, rules_from_version
from portal.practice.models import Attempt, ItemVersion, Slot, TaskVersion


def item_of(session: Session, library: Library, exercise_id: str, item_id: str, item_hash: str, task_hash: str) -> Item:
    """The item of that version: from the library while it is current, else from its row."""
    exercise = library.exercises.get(exercise_id)
    if exercise is not None and exercise.task_version().hash == task_hash:
        item = exercise.items.get(item_id)
        if item is not None and item.hash == item_hash:
            return item
    return kept_item(session, item_hash, rules_of(session, library, exercise_id, task_hash))


def slot_item(session: Session, library: Library, attempt: Attempt, slot: Slot) -> Item:
    """The item that stands in this place of the attempt."""
    return item_of(session, library, attempt.exercise_id, slot.item_id, slot.item_hash, attempt.task_hash)


def kept_item(session: Session, item_hash: str, rules: TaskRules) -> Item:
    """The item of that version from its row, to be graded by those rules. Raises AnswerError where they differ."""
    return _old_item(_body(session, ItemVersion, item_hash), rules)


def rules_of(session: Session, library: Library, exercise_id: str, task_hash: str) -> TaskRules:
    """Labels, marks and guideline of that version."""
    exercise: Exercise | None = library.exercises.get(exercise_id)
    if exercise is not None and exercise.task_version().hash == task_hash:
        return exercise
    return _old_rules(_body(session, TaskVersion, task_hash))


def _body(session: Session, table: type, key: str) -> str:
    return session.scalars(select(table.body).where(table.hash == key)).one()


@lru_cache(maxsize=32)
def _old_rules(body: str) -> TaskRules:
    return rules_from_version(body.encode())


@lru_cache(maxsize=256)
def _old_item(body: str, rules: TaskRules) -> Item:
    return item_from_version(body.encode(), rules)


def keep_task(session: Session, rules: TaskRules) -> str:
    """Makes the task a row that no later change of the content can touch. Returns its hash."""
    version = rules.task_version()
    if session.get(TaskVersion, version.hash) is None:
        row = {"hash": version.hash, "exercise_id": rules.id, "body": version.canonical_json.decode()}
        insert_new(session, TaskVersion, [row])
    return version.hash


def keep_items(session: Session, exercise_id: str, items: Iterable[Item]) -> None:
    """The same for items, their media with them."""
    versions = {item.hash: item for item in items}
    known = set(session.scalars(select(ItemVersion.hash).where(ItemVersion.hash.in_(versions))))
    rows = []
    for key, item in versions.items():
        if key not in known:
            keep_media(item)
            body = item.version().canonical_json.decode()
            rows.append({"hash": key, "exercise_id": exercise_id, "item_id": item.id, "body": body})
    insert_new(session, ItemVersion, rows)


def media_dir() -> Path:
    """Where pictures stay under their hash as long as a row points at them."""
    return current_app.config["SETTINGS"].data_dir / "media"


def keep_media(item: Item) -> None:
    """Copies the item's media to the site's own folder, so that a result can show them after the content is gone."""
    for media in item.media:
        target = media_dir() / media.public_name
        if media.path is None or target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f"{target.name}.{os.getpid()}.part")
        shutil.copyfile(media.path, partial)
        partial.replace(target)
