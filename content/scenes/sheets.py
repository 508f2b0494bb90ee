"""Contact sheets: every scene with its gold drawn on it, for looking at before a picture enters a pool.

python sheets.py --work FOLDER --out FOLDER [--keys a,b]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import facts
from PIL import Image, ImageDraw

LETTER = {"car": "C", "van": "V", "two_wheeler": "B", "person": "P", "traffic_light": "T"}


def drawn(work, key):
    row = facts.load(work, key)
    im = Image.open(work / f"{key}.webp").convert("RGB")
    d = ImageDraw.Draw(im)
    for o in row["objects"]:
        x, y, w, h = o["box"]
        colour = {"gold": (255, 210, 60), "optional": (90, 230, 255)}[o["status"]]
        d.rectangle([x - 1, y - 1, x + w, y + h], outline=colour)
        flags = "".join(f[0] for f in o["flags"]) + "".join("?" + f[0] for f in o["flags_any"])
        tag = f"{LETTER[o['label']]}{o['number']} {round(o['visible'] * 100)}{flags}"
        d.rectangle([x, y - 11, x + 6 * len(tag) + 2, y - 1], fill=(20, 20, 20))
        d.text((x + 1, y - 12), tag, fill=colour)
    for o in row["decoys"]:
        x, y, w, h = o["box"]
        d.rectangle([x - 1, y - 1, x + w, y + h], outline=(255, 80, 80))
        d.text((x, y + h), o["kind"], fill=(255, 80, 80))
    d.rectangle([0, 488, 430, 500], fill=(0, 0, 0))
    d.text((2, 488), f"{key} {row['words']}", fill=(255, 255, 255))
    return im


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--keys", default="")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    keys = [k for k in args.keys.split(",") if k] or sorted(p.stem for p in args.work.glob("*.txt"))
    for n in range(0, len(keys), 6):
        sheet = Image.new("RGB", (1600, 1500))
        for i, key in enumerate(keys[n : n + 6]):
            sheet.paste(drawn(args.work, key), (i % 2 * 800, i // 2 * 500))
        sheet.save(args.out / f"sheet-{keys[n]}.png")
        print(args.out / f"sheet-{keys[n]}.png", keys[n : n + 6])


if __name__ == "__main__":
    main()
