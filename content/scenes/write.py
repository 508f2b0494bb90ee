"""Write the exercises from rendered scenes that somebody has looked at.

    python write.py --work FOLDER --seen seen.txt [--exercises ../exercises]

`seen.txt` names one scene a line: its key, and after it what looking found out: `drop` leaves the scene
out, `optional:N` makes object N optional, `flag:N` lets the flag for hidden of object N be on or off.
A scene that is not named enters no pool.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import build
import facts
import words
from phrases import RULES
from reasons import object_reason

HERE = Path(__file__).parent


def token(key, what):
    return hashlib.sha256(f"{what}/{key}/goldpath street scenes".encode()).hexdigest()


def read_seen(path):
    out = {}
    for line in path.read_text().splitlines():
        bits = line.split("#")[0].split()
        if bits:
            out[bits[0]] = bits[1:]
    return out


def item_of(row, name):
    return {
        "id": "p" + token(row["key"], "item")[:7],
        "pool": row["pool"],
        "input": {"image": name, "width": 800, "height": 500, "alt": words.alt(row)},
        "concept": words.concept(row),
        "difficulty": words.difficulty(row),
    }


def gold_of(row, item_id):
    rules = RULES[row["exercise"]]
    hard = row["exercise"] == "ex-021"
    objects = sorted(row["objects"], key=lambda o: token(f"{row['key']}/{o['number']}", "object"))
    ids = {o["number"]: f"g{i}" for i, o in enumerate(objects, 1)}
    boxes, used = [], []
    for o in objects:
        why, rule = object_reason(o, row)
        out = {"id": ids[o["number"]], "box": o["box"], "label": o["label"]}
        if hard:
            out["flags"] = sorted(o["flags"])
            if o["flags_any"]:
                out["flags_any"] = sorted(o["flags_any"])
        if o["status"] == "optional":
            out["optional"] = True
        out["visible"] = o["visible"]
        if o["hidden"] > 0.03 or o["outside"] > 0.01:
            out["full"] = o["full"]
        if why:
            out["why"], out["rule"] = why, rule
            used.append(rule)
        boxes.append(out)
    decoys = []
    for d in row["decoys"]:
        rule = {"too_small": rules["small"], "too_hidden": rules.get("gone", rules["hidden"])}.get(
            d["kind"], rules["fake"]
        )
        decoys.append({"box": d["box"], "kind": d["kind"], "rule": rule})
        used.append(rule)
    masks = [m | {"of": ids[m["of"]]} for m in row["masks"] if m["of"] in ids]
    gold = {"boxes": boxes}
    if decoys:
        gold["decoys"] = decoys
    if masks:
        gold["masks"] = masks
    used = [rules["hidden" if hard else "tight"], *used]
    return {
        "id": item_id,
        "gold": gold,
        "alternatives": [],
        "why": words.item_reason(row),
        "rules": sorted(set(used), key=lambda r: int(r[1:])),
        "ambiguous": False,
        "made_by": "scene",
        "second_pass": None,
    }


def changed(row, notes):
    """The facts after what looking at the picture found out."""
    for note in notes:
        what, _, number = note.partition(":")
        o = next((o for o in row["objects"] if str(o["number"]) == number), None)
        if o is None:
            raise SystemExit(f"{row['key']}: {note}: no such object")
        if what == "optional":
            o["status"] = "optional"
        elif what == "flag":
            o["flags"] = [f for f in o["flags"] if f != "occluded"]
            o["flags_any"] = sorted({*o["flags_any"], "occluded"})
        else:
            raise SystemExit(f"{row['key']}: unknown note {note}")
    return row


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--seen", type=Path, default=HERE / "seen.txt")
    parser.add_argument("--exercises", type=Path, default=HERE.parent / "exercises")
    args = parser.parse_args()
    seen = read_seen(args.seen)
    for exercise in ("ex-020", "ex-021"):
        folder = args.exercises / exercise
        media = folder / "media"
        media.mkdir(parents=True, exist_ok=True)
        items, gold, names = [], [], set()
        for key in (r[0] for r in build.scene_list() if r[1] == exercise):
            notes = seen.get(key)
            if notes is None or "drop" in notes or not (args.work / f"{key}.txt").exists():
                continue
            row = changed(facts.load(args.work, key), notes)
            name = (
                token(f"{key}/{hashlib.sha256((args.work / f'{key}.webp').read_bytes()).hexdigest()}", "file")[:20]
                + ".webp"
            )
            names.add(name)
            shutil.copyfile(args.work / f"{key}.webp", media / name)
            item = item_of(row, name)
            items.append(item)
            gold.append(gold_of(row, item["id"]))
        for old in media.glob("*.webp"):
            if old.name not in names:
                old.unlink()
        for name, rows in (("items.jsonl", items), ("gold.jsonl", gold)):
            rows.sort(key=lambda r: r["id"])
            text = "".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")) + "\n" for r in rows)
            (folder / name).write_text(text, encoding="utf-8")
        print(exercise, {p: sum(i["pool"] == p for i in items) for p in ("practice", "test")})


if __name__ == "__main__":
    main()
