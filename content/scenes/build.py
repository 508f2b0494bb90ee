"""Make the scenes: picture, map of what each pixel shows, and who shades the ground. Skips what exists.

    python build.py --work FOLDER [--part 0 --parts 2] [--only KEY] [--limit N]

FOLDER keeps one <key>.webp, one <key>.npz and one <key>.txt (the seed that was taken) for each scene.
`write.py` turns them into exercises.
"""

from __future__ import annotations

import argparse
import gzip
import os
import pickle
import tempfile
import time
from pathlib import Path

import compose
import gold
import numpy as np
from PIL import Image

LAYOUTS = ["crossing", "shops", "yard", "suburb", "bridge", "park", "terrace", "works"]
LIGHTS = [
    "noon",
    "wet",
    "morning",
    "overcast",
    "dusk",
    "evening",
    "fog",
    "noon",
    "wetdusk",
    "overcast",
    "morning",
]
VIEWS = ["dash", "path", "pole", "across", "mid", "long", "low"]
POOLS = {"practice": 12, "test": 48}


def scene_list():
    """Every scene as (key, exercise, pool, layout, light, view), practice first, exercises in turn."""
    rows, seen = [], set()
    for e, exercise in enumerate(("ex-020", "ex-021")):
        for n in range(sum(POOLS.values())):
            pool = "practice" if n < POOLS["practice"] else "test"
            layout, step = LAYOUTS[(n + 3 * e) % len(LAYOUTS)], 0
            while True:
                light = LIGHTS[(n * 5 + n // 8 + 2 * e + step) % len(LIGHTS)]
                view = VIEWS[(n * 3 + n // 7 + e * 4 + step) % len(VIEWS)]
                if view == "across" and layout in ("bridge", "yard"):
                    view = "pole" if step % 2 else "mid"
                if (exercise, layout, light, view) not in seen or step > 40:
                    break
                step += 1
            seen.add((exercise, layout, light, view))
            rows.append((n, e, (f"{exercise}-{n:02d}", exercise, pool, layout, light, view)))
    return [row for _n, _e, row in sorted(rows, key=lambda r: (r[0], r[1]))]


def save_webp(png, path):
    """The picture without metadata, at a quality that keeps it under 150 KB."""
    with Image.open(png) as im:
        im = im.convert("RGB")
        for quality in (84, 80, 74, 66):
            im.save(path, "WEBP", quality=quality, method=6)
            if path.stat().st_size <= 150_000:
                return


def keep(scene, work):
    """Keep the scene itself, so that facts can be worked out again after the models have changed."""
    with gzip.open(work / f"{scene.key}.scene.gz", "wb", compresslevel=3) as f:
        pickle.dump(scene, f)


def kept(work, key):
    with gzip.open(work / f"{key}.scene.gz", "rb") as f:
        return pickle.load(f)


def again(key, work, samples):
    """Render a kept scene once more, with the lights of today; its map stays as it is."""
    import stage

    scene = kept(work, key)
    for thing in scene.placed:
        if thing.model == "signal" and thing.solid.mats[0] == "white":
            thing.solid.mats[0] = "signalbox"
    keep(scene, work)
    stage.build(scene)
    with tempfile.TemporaryDirectory() as folder:
        png = os.path.join(folder, "picture.png")
        stage.picture(scene, png, samples)
        save_webp(png, work / f"{key}.webp")


def make(row, work, samples, first=0, tries=14):
    """Render one scene; the seed number taken."""
    import stage

    key = row[0]
    for k in range(first, first + tries):
        scene = compose.compose(*row, f"{key}/{k}")
        if scene is None:
            continue
        stage.build(scene)
        ids = stage.id_map()
        problem = gold.unfit(scene, ids)
        if problem:
            print(f"  {key}/{k}: {problem}", flush=True)
            continue
        stage.build(scene)
        shade = stage.shade_map(scene, ids)
        with tempfile.TemporaryDirectory() as folder:
            png = os.path.join(folder, "picture.png")
            stage.picture(scene, png, samples)
            save_webp(png, work / f"{key}.webp")
        np.savez_compressed(work / f"{key}.npz", ids=ids, shade=shade)
        keep(scene, work)
        (work / f"{key}.txt").write_text(f"{k}\n")
        return k
    print(f"  {key}: no scene in {tries} tries", flush=True)
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--parts", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--first", type=int, default=0, help="first seed to try")
    parser.add_argument("--limit", type=int, default=1000)
    parser.add_argument("--samples", type=int, default=14)
    parser.add_argument("--again", default="", help="keys to render once more from what was kept")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    for key in [k for k in args.again.split(",") if k]:
        again(key, args.work, args.samples)
        print(f"{key} again", flush=True)
    if args.again:
        return
    rows = [r for i, r in enumerate(scene_list()) if i % args.parts == args.part]
    if args.only:
        rows = [r for r in scene_list() if r[0] in args.only.split(",")]
    for row in rows[: args.limit]:
        if (args.work / f"{row[0]}.txt").exists():
            continue
        start = time.process_time()
        k = make(row, args.work, args.samples, args.first)
        print(f"{row[0]} {' '.join(row[3:])} seed {k} cpu {time.process_time() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
