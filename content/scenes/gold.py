"""Reference boxes from the map of what every pixel shows."""

from __future__ import annotations

import numpy as np
from cameras import HEIGHT, WIDTH
from PIL import Image, ImageDraw

FINE = 3
FLOOR = 12  # px: shorter objects are not marked
HIDDEN = 0.15  # smaller visible share: not marked
BAND = 0.03  # either side of a threshold


def halves(ids, number) -> np.ndarray:
    """Pixels of which at least half shows the object."""
    m = (ids == number).reshape(HEIGHT, FINE, WIDTH, FINE).sum(axis=(1, 3))
    return m * 2 >= FINE * FINE


def components(mask):
    """Connected parts (8 neighbours) as lists of (row, column)."""
    todo = set(zip(*np.nonzero(mask), strict=True))
    todo = {(int(r), int(c)) for r, c in todo}
    parts = []
    while todo:
        stack, part = [todo.pop()], []
        while stack:
            r, c = stack.pop()
            part.append((r, c))
            for dr in (-1, 0, 1):
                for dc in (-1, 0, 1):
                    q = (r + dr, c + dc)
                    if q in todo:
                        todo.remove(q)
                        stack.append(q)
        parts.append(part)
    return parts


def tight(mask):
    """[x, y, width, height] of the mask without slivers, or None.

    A sliver holds under 4 px or 1.5 % of the object.
    """
    parts = components(mask)
    total = sum(len(p) for p in parts)
    kept = [p for p in parts if len(p) >= max(4, 0.015 * total)]
    if not kept:
        return None
    rows = [r for p in kept for r, _c in p]
    cols = [c for p in kept for _r, c in p]
    return [min(cols), min(rows), max(cols) - min(cols) + 1, max(rows) - min(rows) + 1]


def whole(camera, solid, thin=False):
    """The object alone: (area in px, area inside the picture, whole box, samples on the map)."""
    p = camera.project(solid.array())
    x0, y0, x1, y1 = p[:, 0].min(), p[:, 1].min(), p[:, 0].max(), p[:, 1].max()
    span = max(x1 - x0, y1 - y0, 1.0)
    # PIL draws edges half a sample too fat, so thin parts need many samples to keep their area.
    k = min(60.0, max(2.0, (3600 if thin else 1800) / span))
    ox, oy = np.floor(x0) - 2, np.floor(y0) - 2
    w, h = int((x1 - ox + 4) * k), int((y1 - oy + 4) * k)
    im = Image.new("1", (w, h))
    draw = ImageDraw.Draw(im)
    pts = (p[:, :2] - (ox, oy)) * k - 0.5
    for f in solid.faces:
        draw.polygon([tuple(v) for v in pts[list(f)]], fill=1)
    big = np.array(im)
    cols = (np.arange(w) + 0.5) / k + ox
    rows = (np.arange(h) + 0.5) / k + oy
    inside = ((cols >= 0) & (cols < WIDTH))[None, :] & ((rows >= 0) & (rows < HEIGHT))[:, None]
    samples = np.zeros((HEIGHT * FINE, WIDTH * FINE), bool)
    c0, c1 = max(0, int(x0 * FINE) - 2), min(WIDTH * FINE, int(x1 * FINE) + 3)
    r0, r1 = max(0, int(y0 * FINE) - 2), min(HEIGHT * FINE, int(y1 * FINE) + 3)
    if c1 > c0 and r1 > r0:
        cc = np.clip((((np.arange(c0, c1) + 0.5) / FINE - ox) * k).astype(int), 0, w - 1)
        rr = np.clip((((np.arange(r0, r1) + 0.5) / FINE - oy) * k).astype(int), 0, h - 1)
        samples[r0:r1, c0:c1] = big[np.ix_(rr, cc)]
    return (
        big.sum() / k**2,
        (big & inside).sum() / k**2,
        [float(x0), float(y0), float(x1 - x0), float(y1 - y0)],
        samples,
    )


def measure(scene, ids):
    """One row of facts for each placed object."""
    rows = []
    for thing in scene.placed:
        shown = ids == thing.number
        mask = halves(ids, thing.number)
        area, inside, full, alone = whole(scene.camera, thing.solid, thing.label == "two_wheeler")
        seen, total = float(shown.sum()) / FINE**2, max(1, int(alone.sum()))
        hidden = 1 - int((alone & shown).sum()) / total
        values, counts = np.unique(ids[alone & ~shown], return_counts=True)
        others = {int(v): round(n / FINE**2, 1) for v, n in zip(values, counts, strict=True) if v >= 1}
        share = inside / max(area, 1e-6)
        rows.append(
            {
                "thing": thing,
                "mask": mask,
                "box": tight(mask),
                "seen": seen,
                "area": area,
                "full": full,
                "visible": (1 - hidden) * share,
                "outside": max(0.0, 1 - share),
                "hidden": hidden,
                "others": others,
            }
        )
    return rows


def status(row):
    """gold, optional, too_small, too_hidden or unseen, by the rules of both guidelines."""
    if row["box"] is None or row["seen"] < 6:
        return "unseen"
    height, v = row["box"][3], row["visible"]
    if v < HIDDEN - BAND:
        return "too_hidden"
    if height < FLOOR - 1:
        return "too_small"
    if v < HIDDEN + BAND or height <= FLOOR + 1 or row["seen"] < 24:
        return "optional"
    return "gold"


def unfit(scene, ids):
    """Why the scene will not do, or None."""
    rows = measure(scene, ids)
    good = [r for r in rows if r["thing"].label and status(r) == "gold"]
    labels = [r["thing"].label for r in good]
    for label in ("car", "van", "two_wheeler", "person", "traffic_light"):
        if label not in labels:
            return f"no {label}"
    if not 5 <= len(good) <= 12:
        return f"{len(good)} objects"
    if scene.exercise == "ex-020":
        if sum(r["hidden"] > 0.25 for r in good if not r["thing"].partner) > 1:
            return "too much hidden"
    else:
        hard = [r for r in good if r["hidden"] > 0.12 or r["outside"] > 0.1]
        if len(hard) < 2:
            return "nothing hidden"
    for r in good:
        if r["box"][2] * r["box"][3] > 0.45 * WIDTH * HEIGHT:
            return "one object fills the picture"
    return None
