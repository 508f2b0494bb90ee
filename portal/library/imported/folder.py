"""The files of an imported exercise, with blanks for what only its author can say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_STATEMENTS: Mapping[str, str] = {
    "boxes": "Draw one upright box around every object of the labels below, with each edge on its outermost pixel.",
    "choice": "Give each item the one label below that fits it best.",
    "multichoice": "Give each item every label below that fits it, and no other.",
    "rating": "Rate each item on every scale below.",
    "spans": "Mark every passage that one of the labels below names, from its first letter to its last.",
    "transcript": "Write down what is said, word for word.",
}
# A set is a quarter of the items, so that three fresh ones are left to check oneself; this many at most.
_MOST_DRAWN = 20


@dataclass(frozen=True, slots=True)
class Item:
    """What learners are shown, and the reference."""

    id: str
    input: dict[str, Any]
    gold: dict[str, Any]


@dataclass(slots=True)
class Names:
    """Labels and flags by the name they have in the file, each with its id; and the scores that were given."""

    labels: dict[str, str] = field(default_factory=dict)
    flags: dict[str, str] = field(default_factory=dict)
    scores: set[int] = field(default_factory=set)

    def with_ids(self, answer: dict) -> dict:
        """The answer with ids in place of names."""
        if "label" in answer:
            return {"label": _id(answer["label"], self.labels)}
        if "labels" in answer:
            return {"labels": sorted(_id(name, self.labels) for name in answer["labels"])}
        if "scores" in answer:
            self.scores |= set(answer["scores"].values())
            return {"scores": {_id(name, self.labels): score for name, score in answer["scores"].items()}}
        for key in ("spans", "boxes"):
            if key in answer:
                return {key: [self._object(one) for one in answer[key]]}
        return answer

    def _object(self, one: dict) -> dict:
        named = {**one, "label": _id(one["label"], self.labels)}
        if "flags" in one:
            named["flags"] = sorted(_id(flag, self.flags) for flag in one["flags"])
        return named


def _id(name: str, known: dict[str, str]) -> str:
    """The id of that name: its letters and digits, told apart by a number where they are taken."""
    if name not in known:
        base = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:36] or "label"
        found, n = base, 1
        while found in known.values():
            n += 1
            found = f"{base}_{n}"
        known[name] = found
    return known[name]


def write_folder(folder: Path, name: str, kind: str, names: Names, items: Sequence[Item]) -> None:
    """Writes exercise.toml, guideline.md, items.jsonl and gold.jsonl."""
    # By id, which is a hash: which pool an item is in has nothing to do with the order of the file.
    items = sorted(items, key=lambda item: item.id)
    draw = max(1, min(_MOST_DRAWN, len(items) // 4))
    practice = len(items) - 3 * draw if len(items) >= 4 else len(items)
    title = name.replace("-", " ").capitalize()
    modes = ["practice", "test"] if practice < len(items) else ["practice"]
    _write(folder / "exercise.toml", _toml(title, kind, names, draw, modes))
    _write(folder / "guideline.md", _guideline(title, kind, names))
    _write_lines(folder / "items.jsonl", (_item(item, i < practice) for i, item in enumerate(items)))
    _write_lines(folder / "gold.jsonl", map(_gold, items))


def _item(item: Item, practice: bool) -> dict:
    pool = "practice" if practice else "test"
    return {"id": item.id, "pool": pool, "input": item.input, "concept": "", "difficulty": 2}


def _gold(item: Item) -> dict:
    return {"id": item.id, "gold": item.gold, "why": "", "rules": [], "made_by": "person"}


def _toml(title: str, kind: str, names: Names, draw: int, modes: list[str]) -> str:
    head = {"title": title, "kind": kind, "lang": "en", "summary": "", "minutes": max(5, draw), "draw": draw}
    head |= {"modes": modes, "licence": "", "skills": []}
    if not names.labels:
        head["labels"] = []
    lines = [f"{key} = {_value(value)}" for key, value in head.items()]
    for label, label_id in names.labels.items():
        lines += ["", "[[labels]]", f"id = {_value(label_id)}", f"name = {_value(label or '?')}", 'hint = ""']
    if names.scores:
        lines += ["", "[answer]", f"low = {min(names.scores)}", f"high = {max(names.scores)}"]
    if names.flags:
        flags = ", ".join(f"{{ id = {_value(i)}, name = {_value(flag)} }}" for flag, i in names.flags.items())
        lines += ["", "[answer]", f"flags = [{flags}]"]
    lines += ["", "[[pass]]", 'metric = "score"', "at_least = 0.8", "distinction = 0.9"]
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    """A TOML value: written as in JSON, but for one control character that JSON leaves alone."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _guideline(title: str, kind: str, names: Names) -> str:
    """A statement that holds for the kind, and for each label a heading whose words are the author's."""
    headings = [" ".join(label.split()) or "?" for label in names.labels] or ["How it is written"]
    rules = "".join(f"\n## R{i} {heading}\n" for i, heading in enumerate(headings, 1))
    return f"# {title}\n\n{_STATEMENTS[kind]}\n{rules}"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_lines(path: Path, rows: Iterable[dict]) -> None:
    _write(path, "".join(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n" for row in rows))
