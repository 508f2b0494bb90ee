"""A small sound content folder to spoil: two lessons and an exercise with two labels."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

ITEMS_A_POOL = {"practice": 10, "test": 30}

EXERCISE = """\
title = "Happy or not"
kind = "choice"
summary = "Say whether the writer is happy."
minutes = 5
draw = 10
modes = ["practice", "test"]
licence = "CC BY 4.0"
skills = [{ id = "text-annotation", level = 2 }]
lessons = ["a-1"]

[[labels]]
id = "happy"
name = "Happy"
hint = "The writer is pleased"

[[labels]]
id = "sad"
name = "Sad"

[[pass]]
metric = "score"
at_least = 0.7
distinction = 0.9

[rules]
R1 = "a-1"

[[feedback]]
id = "rosy"
pattern = "confused"
gold = ["sad"]
yours = ["happy"]
at_least = 2
say = "You were too kind {n} times."
rule = "R1"
lesson = "a-1"

[[personas]]
id = "rosy"
name = "Rosy"
map = { sad = "happy" }
"""

GUIDELINE = """\
# Happy or not

Say how the writer feels about the [gold](glossary:gold).

## R1 Words decide

What is written decides, *not* what you suspect.

| word | label |
|:-----|------:|
| glad | Happy |

## R2 Doubt

In doubt choose Sad. See [the lesson](lesson:a-1#edges).

## Out of scope

Irony.
"""

LESSON = """\
+++
title = "{title}"
module = "m1"
outcome = "After this you can tell happy from sad."
minutes = 10
skills = ["text-annotation"]
practice = "ex-1"
sources = [{{ title = "A book", publisher = "A press", year = 2020, mark = "one source" }}]

[[questions]]
ask = "Which is it?"
options = [
  {{ text = "This", right = true, why = "It is." }},
  {{ text = "That", why = "It is not." }},
]
+++

## Edges

A [reference answer](glossary:gold) is called gold[^1]. Go on to [the exercise](exercise:ex-1).

![A box](media/box.svg "A box, {title}")

[^1]: Not the metal.
"""

CURRICULUM = """\
[[track]]
id = "o"
title = "Orientation"
about = "Where to begin."

[[module]]
id = "m1"
track = "o"
title = "First"
lessons = ["a-1", "a-2"]
exercises = ["ex-1"]
"""

SKILLS = """\
[[skill]]
id = "text-annotation"
number = 1
name = "Text"
category = "Annotation"
target = 3
levels = ["one", "two", "three", "four", ""]
"""

GLOSSARY = """\
[[term]]
id = "gold"
name = "Gold"
plain = "The reference answer <kept> apart."
"""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20"/></svg>'


def items() -> list[dict]:
    """Items in turn happy and sad, two concepts, their texts all different."""
    found = []
    for pool, count in ITEMS_A_POOL.items():
        for i in range(count):
            name = f"{pool[0]}{i:02}"
            mood = "glad" if i % 2 else "down"
            text = {"text": f"Letter {name}: I am {mood}."}
            found.append({"id": name, "pool": pool, "input": text, "concept": f"c{i % 3}", "difficulty": 1 + i % 3})
    return found


def golds() -> list[dict]:
    found = []
    for item in items():
        label = "happy" if "glad" in item["input"]["text"] else "sad"
        gold = {"label": label}
        found.append(
            {
                "id": item["id"],
                "gold": gold,
                "alternatives": [],
                "why": f"The writer says so in {item['id']}.",
                "rules": ["R1"],
                "ambiguous": False,
                "made_by": "written",
                "second_pass": gold,
            }
        )
    return found


def jsonl(rows: list[dict]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def write_content(root: Path) -> Path:
    """The folder, written; everything in it is sound."""
    files = {
        "curriculum.toml": CURRICULUM,
        "skills.toml": SKILLS,
        "glossary.toml": GLOSSARY,
        "lessons/a-1.md": LESSON.format(title="Moods"),
        "lessons/a-2.md": LESSON.format(title="More moods"),
        "lessons/media/box.svg": SVG,
        "exercises/ex-1/exercise.toml": EXERCISE,
        "exercises/ex-1/guideline.md": GUIDELINE,
        "exercises/ex-1/items.jsonl": jsonl(items()),
        "exercises/ex-1/gold.jsonl": jsonl(golds()),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for text in (EXERCISE, CURRICULUM, SKILLS, GLOSSARY):
        tomllib.loads(text)
    return root


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    """An edit: old becomes new, once, in that file."""

    def edit(root: Path) -> None:
        path = root / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def write(name: str, content: str | bytes) -> Callable[[Path], None]:
    """An edit: the file holds this."""

    def edit(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    return edit


def remove(name: str) -> Callable[[Path], None]:
    """An edit: the file is gone."""
    return lambda root: (root / name).unlink()


def change_line(name: str, number: int, change: Callable[[dict], object]) -> Callable[[Path], None]:
    """An edit: the object on that line of a JSONL file, counted from 1, is changed in place."""

    def edit(root: Path) -> None:
        path = root / name
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        change(rows[number - 1])
        path.write_text(jsonl(rows), encoding="utf-8")

    return edit


def webp(width: int = 40, height: int = 20) -> bytes:
    """The head of a WebP picture of that size: all that the check reads."""
    size = 0x2F | (width - 1) << 8 | (height - 1) << 22
    body = b"VP8L" + (5).to_bytes(4, "little") + size.to_bytes(5, "little") + b"\0"
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body
