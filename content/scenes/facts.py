"""What is known of each rendered scene: objects, decoys, masks. Made from the stored maps; no rendering."""

from __future__ import annotations

import json
import math

import build
import gold
import numpy as np
from cameras import HEIGHT, WIDTH, Camera
from PIL import Image, ImageDraw

VERSION = 6
TRUNCATED, OCCLUDED = 0.20, 0.05


def runs(mask):
    """Run lengths column by column, starting with zeros."""
    flat = mask.T.reshape(-1)
    change = np.flatnonzero(np.diff(flat.astype(np.int8))) + 1
    edges = np.concatenate(([0], change, [flat.size]))
    counts = np.diff(edges).tolist()
    return ([0] if flat[0] else []) + [int(c) for c in counts]


def reduced(mask, scale=4):
    """The mask at 1/scale: on where any pixel of the block is on."""
    return mask.reshape(HEIGHT // scale, scale, WIDTH // scale, scale).any(axis=(1, 3))


def packed(kind, of, small, scale=4):
    return {"kind": kind, "of": of, "scale": scale, "size": list(small.shape), "counts": runs(small)}


def clipped(box):
    x0, y0 = max(0.0, box[0]), max(0.0, box[1])
    x1, y1 = min(WIDTH, box[0] + box[2]), min(HEIGHT, box[1] + box[3])
    return [x0, y0, x1 - x0, y1 - y0] if x1 - x0 > 1 and y1 - y0 > 1 else None


def mirrored(scene, thing, axis, at):
    """Vertices mirrored in the plane where coordinate `axis` is `at`."""
    v = thing.solid.array().copy()
    v[:, axis] = 2 * at - v[:, axis]
    return v


def draw_faces(camera, verts, faces):
    im = Image.new("1", (WIDTH, HEIGHT))
    d = ImageDraw.Draw(im)
    p = camera.project(verts)
    for f in faces:
        if p[list(f), 2].min() > 0.2:
            d.polygon([tuple(q) for q in p[list(f), :2]], fill=1)
    return np.array(im)


def reflections(scene, ids, things):
    """Boxes of images in the wet road and in shop windows."""
    out, coarse = [], ids[1::3, 1::3]
    camera: Camera = scene.camera
    for thing in things:
        if scene.light.wet and thing.label in ("car", "van", "person", "two_wheeler"):
            image = draw_faces(camera, mirrored(scene, thing, 2, 0.06), thing.solid.faces) & (coarse == 1000)
            box = gold.tight(image)
            if box and box[3] >= 24 and image.sum() > 250:
                out.append({"box": box, "kind": "reflection", "of": thing.number, "where": "wet road"})
        for a, b, y, z0, z1 in scene.street.panes:
            if (thing.y - y) * (camera.y - y) <= 0 or math.hypot(thing.x - (a + b) / 2, thing.y - y) > 16:
                continue
            pane = draw_faces(camera, np.array([(a, y, z0), (b, y, z0), (b, y, z1), (a, y, z1)]), [(0, 1, 2, 3)])
            if pane.sum() < 400:
                continue
            image = draw_faces(camera, mirrored(scene, thing, 1, y), thing.solid.faces) & pane & (coarse >= 2000)
            box = gold.tight(image)
            if box and box[3] >= 20 and image.sum() > 220:
                out.append({"box": box, "kind": "reflection", "of": thing.number, "where": "shop window"})
    return out


def flags_of(row):
    """(flags, flags that may be on or off) by the two thresholds."""
    on, either = [], []
    if abs(row["outside"] - TRUNCATED) <= 0.035:
        either.append("truncated")
    elif row["outside"] > TRUNCATED:
        on.append("truncated")
    hidden, pixels = row["hidden"], row["hidden"] * row["seen"] / max(0.01, 1 - row["hidden"])
    top = 0.11 if row["thing"].label == "two_wheeler" else 0.085
    if 0.015 < hidden <= top or (hidden > 0.015 and pixels < 14):
        either.append("occluded")
    elif hidden > OCCLUDED:
        on.append("occluded")
    return on, either


def said(name):
    return name.replace(" in dark", " in dark clothes")


def contrast(picture, mask):
    """How far the object's colours lie from those around it, 0 to 255."""
    r, c = np.nonzero(mask)
    pad = 6
    r0, r1, c0, c1 = max(0, r.min() - pad), r.max() + pad, max(0, c.min() - pad), c.max() + pad
    part, inside = picture[r0:r1, c0:c1].reshape(-1, 3), mask[r0:r1, c0:c1].reshape(-1)
    a, b = part[inside], part[~inside]
    if not len(a) or not len(b):
        return 255.0
    return float(np.abs(a.mean(0) - b.mean(0)).max() + np.abs(a.std(0) - b.std(0)).max())


def gather(scene, ids, shade, picture):
    """The facts of one scene as plain data."""
    things = {t.number: t for t in scene.placed}
    rows = gold.measure(scene, ids)
    objects, decoys, masks = [], [], []
    names = {2000 + i: n for i, (n, _s) in enumerate(scene.street.things)}
    for row in rows:
        t, status = row["thing"], gold.status(row)
        if t.label is None:
            if row["box"] and row["seen"] > 60 and row["box"][3] >= 12 and t.decoy:
                kind = "poster" if t.decoy in ("poster", "trailer") else t.decoy
                decoys.append({"box": row["box"], "kind": kind, "name": t.name, "model": t.model})
            continue
        if status == "unseen":
            continue
        if status in ("too_small", "too_hidden"):
            decoys.append(
                {
                    "box": row["box"],
                    "kind": status,
                    "name": said(t.name),
                    "label": t.label,
                    "visible": round(row["visible"], 3),
                }
            )
            continue
        on, either = flags_of(row)
        behind = sorted(((n, k) for k, n in row["others"].items() if n >= max(3, 0.02 * row["seen"])), reverse=True)
        hiders = [
            (said(things[k].name) if k in things else names.get(k, "the ground"), n, k) for n, k in behind if k != 1000
        ]
        full = clipped(row["full"])
        whole = [round(v, 1) for v in row["full"]]
        objects.append(
            {
                "contrast": round(contrast(picture, row["mask"]), 1),
                "number": t.number,
                "label": t.label,
                "model": t.model,
                "name": said(t.name),
                "status": status,
                "box": row["box"],
                "flags": on,
                "flags_any": either,
                "visible": round(row["visible"], 3),
                "outside": round(row["outside"], 3),
                "hidden": round(row["hidden"], 3),
                "full": whole,
                "partner": t.partner,
                "spot": t.spot,
                "hiders": [h[:2] for h in hiders[:3]],
                "distance": round(math.hypot(t.x - scene.camera.x, t.y - scene.camera.y), 1),
            }
        )
        if (
            t.label == "traffic_light"
            and hiders
            and all(name == "post" for name, _n, _k in hiders)
            and "occluded" in on
        ):
            # Its own post: nobody should have to decide whether that is "something else".
            objects[-1]["flags"], objects[-1]["flags_any"] = [], ["occluded"]
        side = min(row["box"][2:])
        if status == "gold" and (side < 6 or (objects[-1]["contrast"] < 9 and side < 45)):
            # A sliver, or hardly different from what is behind it: nobody should lose a point over it.
            objects[-1]["status"] = "optional"
        of = t.number
        if t.label in ("car", "van"):
            small = shade == t.number
            if small.sum() >= 6:
                masks.append(packed("shadow", of, small))
                objects[-1]["shadow"] = shadow_side(small, row["box"])
        if row["hidden"] > 0.03 and hiders:
            cover = np.zeros((HEIGHT, WIDTH), bool)
            coarse = ids[1::3, 1::3]
            for _name, _n, k in hiders[:3]:
                cover |= coarse == k
            x, y, w, h = full or row["box"]
            window = np.zeros_like(cover)
            window[max(0, int(y) - 8) : int(y + h) + 8, max(0, int(x) - 8) : int(x + w) + 8] = True
            small = reduced(cover & window)
            if small.any():
                masks.append(packed("occluder", of, small))
    shown = [things[o["number"]] for o in objects]
    decoys += reflections(scene, ids, shown)
    return {
        "version": VERSION,
        "key": scene.key,
        "exercise": scene.exercise,
        "pool": scene.pool,
        "layout": scene.street.name,
        "words": scene.street.words,
        "light": scene.light.name,
        "light_words": scene.light.words,
        "view": scene.camera.kind,
        "objects": objects,
        "decoys": decoys,
        "masks": masks,
    }


def shadow_side(small, box):
    """How far, in px, the shadow reaches beyond each edge of the box: left, top, right, bottom."""
    r, c = np.nonzero(small)
    x, y, w, h = box
    return [
        max(0, int(x - c.min() * 4)),
        max(0, int(y - r.min() * 4)),
        max(0, int(c.max() * 4 + 4 - x - w)),
        max(0, int(r.max() * 4 + 4 - y - h)),
    ]


def load(work, key):
    """The facts of a rendered scene, worked out once and kept beside the picture."""
    cached = work / f"{key}.json"
    if cached.exists() and cached.stat().st_mtime >= (work / f"{key}.npz").stat().st_mtime:
        row = json.loads(cached.read_text())
        if row["version"] == VERSION:
            return row
    scene = build.kept(work, key)
    with np.load(work / f"{key}.npz") as data, Image.open(work / f"{key}.webp") as im:
        out = gather(scene, data["ids"], data["shade"], np.asarray(im.convert("RGB"), dtype=float))
    cached.write_text(json.dumps(out))
    return out
