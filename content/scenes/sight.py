"""What stands where and what hides what, roughly and fast: for placing, not for gold."""

from __future__ import annotations

import math

import numpy as np
from cameras import HEIGHT, WIDTH
from PIL import Image, ImageDraw

MARGIN = 200


SKETCH = 3


def silhouette(camera, solid, half=SKETCH) -> np.ndarray:
    """The object alone on a canvas MARGIN pixels larger on every side, at 1/half of the picture's scale."""
    w, h = (WIDTH + 2 * MARGIN) // half, (HEIGHT + 2 * MARGIN) // half
    im = Image.new("1", (w, h))
    draw = ImageDraw.Draw(im)
    p = camera.project(solid.array())
    pts = (p[:, :2] + MARGIN) / half
    for f in solid.faces:
        idx = list(f)
        if p[idx, 2].min() > 0.3:
            q = pts[idx]
            if q[:, 0].max() > 0 and q[:, 0].min() < w:
                draw.polygon([tuple(v) for v in q], fill=1)
    return np.array(im)


class Sight:
    """What hides what, roughly: silhouettes in order of distance."""

    def __init__(self, camera, things):
        self.camera, self.layers, m = camera, [], MARGIN // SKETCH
        for name, solid in things:
            v = solid.array()
            dist = float(np.linalg.norm(v[:, :2] - (camera.x, camera.y), axis=1).min())
            mid = float(np.linalg.norm(v[:, :2].mean(0) - (camera.x, camera.y)))
            mask = silhouette(camera, solid)
            if mask[m:-m, m:-m].any():
                self.layers.append([None, mid if name != "house" else dist + 1.5, mask])

    def distance(self, x, y):
        return math.hypot(x - self.camera.x, y - self.camera.y)

    def shares(self, extra=()):
        """Visible share (of what lies inside the picture) and inside share of every placed object."""
        m = MARGIN // SKETCH
        layers = sorted(list(self.layers) + list(extra), key=lambda la: la[1])
        taken = np.zeros_like(layers[0][2]) if layers else None
        out = {}
        for number, _dist, mask in layers:
            if number is not None:
                inside = mask[m:-m, m:-m]
                total = max(1, int(mask.sum()))
                seen = int((inside & ~taken[m:-m, m:-m]).sum())
                out[number] = (seen / max(1, int(inside.sum())), int(inside.sum()) / total, seen)
            taken = taken | mask
        return out


SIZES = {
    "bus": (10.6, 2.6),
    "lorry": (7.4, 2.5),
    "van": (5.5, 2.1),
    "minibus": (5.5, 2.1),
    "small van": (4.4, 1.9),
    "bicycle": (1.9, 0.7),
    "motorcycle": (2.1, 0.9),
    "scooter": (1.9, 0.8),
    "person": (0.6, 0.6),
    "dummy": (0.5, 0.5),
    "signal": (0.5, 0.5),
    "trailer": (3.6, 1.9),
    "caravan": (5.2, 2.4),
}


def circles(x, y, turn, model):
    length, width = SIZES.get(model, (4.9, 2.0))
    n = max(1, round(length / width * 1.4))
    return [
        (
            x + math.cos(turn) * length * (i / n - 0.5 + 0.5 / n),
            y + math.sin(turn) * length * (i / n - 0.5 + 0.5 / n),
            width * 0.56,
        )
        for i in range(n)
    ]


def clash(a, b, gap=0.15):
    return any(math.hypot(p[0] - q[0], p[1] - q[1]) < p[2] + q[2] + gap for p in a for q in b)
