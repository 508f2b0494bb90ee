"""House fronts, houses and what fills the sides of a street."""

from __future__ import annotations

import math

import furniture as fu
from solids import Solid, box, polygon

WALLS = [
    "wall:#b5694d",
    "wall:#c9b79a",
    "wall:#8f9aa3",
    "wall:#d8d0c0",
    "wall:#9c5a48",
    "wall:#a9a08c",
    "wall:#c4906a",
    "wall:#7f8a78",
    "wall:#d9c3a5",
    "wall:#b8b4b0",
    "wall:#93706a",
    "wall:#cfc9a8",
]


AWNINGS = [
    "cloth:#8c2f2b",
    "cloth:#2e5a4a",
    "cloth:#26466b",
    "cloth:#b58a2e",
    "cloth:#6b3f5e",
    "cloth:#d3cbb8",
]


def flat(x0, x1, y0, y1, z, mat) -> Solid:
    return polygon([(x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z)], mat)


def facade(rng, x0, x1, y, side, height, lit, shop) -> tuple[Solid, list]:
    """A house front at y whose face looks to -side; also the mirroring panes of its shop window."""
    s, panes = Solid(), []
    wall = rng.choice(WALLS)
    depth = 9.0
    s.add(box((x0 + x1) / 2, y + side * depth / 2, height / 2, x1 - x0, depth, height, wall))
    s.add(box((x0 + x1) / 2, y - side * 0.06, height - 0.15, x1 - x0 + 0.1, 0.34, 0.3, "stone", 0.04))
    face = y - side * 0.015
    low = 3.9 if shop else 0.6
    floors = int((height - low) / 3.0)
    cols = max(2, int((x1 - x0) / rng.uniform(2.0, 2.8)))
    tall, wide = rng.uniform(1.4, 1.8), rng.uniform(0.9, 1.2)
    for f in range(floors):
        z = low + 1.5 + f * 3.0
        for c in range(cols):
            x = x0 + (c + 0.5) * (x1 - x0) / cols
            if not shop and f == 0 and c == cols // 2:
                s.add(
                    box(
                        x,
                        face,
                        1.15,
                        1.1,
                        0.12,
                        2.3,
                        rng.choice(["paint:#3b2a22", "paint:#26402f", "paint:#27344a"]),
                        0.02,
                    )
                )
                continue
            s.add(box(x, face, z, wide + 0.22, 0.08, tall + 0.22, "frame"))
            glow = lit and rng.random() < 0.35
            s.add(box(x, face - side * 0.03, z, wide, 0.06, tall, "window_on" if glow else "window"))
            s.add(box(x, face - side * 0.06, z, 0.05, 0.05, tall, "frame"))
            s.add(box(x, face - side * 0.08, z - tall / 2 - 0.14, wide + 0.4, 0.22, 0.09, "stone"))
    if shop:
        s.add(
            box(
                (x0 + x1) / 2,
                face,
                3.45,
                x1 - x0 - 0.3,
                0.22,
                0.62,
                rng.choice(AWNINGS).replace("cloth", "paint"),
                0.03,
            )
        )
        door = x0 + 1.2 if rng.random() < 0.5 else x1 - 1.2
        a, b = (x0 + 2.1, x1 - 0.5) if door < (x0 + x1) / 2 else (x0 + 0.5, x1 - 2.1)
        s.add(box((a + b) / 2, face, 1.75, b - a + 0.24, 0.10, 2.74, "frame"))
        s.add(
            box(
                (a + b) / 2,
                face - side * 0.04,
                1.75,
                b - a,
                0.06,
                2.5,
                "shopglass_on" if lit else "shopglass",
            )
        )
        panes.append((a, b, face - side * 0.07, 0.5, 3.0))
        s.add(box(door, face, 1.25, 1.2, 0.12, 2.5, "frame"))
        s.add(box(door, face - side * 0.04, 1.35, 0.9, 0.07, 2.1, "shopglass"))
        if rng.random() < 0.55:
            z, out, cloth = 3.2, 1.3, rng.choice(AWNINGS)
            s.add(
                polygon(
                    [
                        (a - 0.2, face, z),
                        (b + 0.2, face, z),
                        (b + 0.2, face - side * out, z - 0.55),
                        (a - 0.2, face - side * out, z - 0.55),
                    ],
                    cloth,
                )
            )
            s.add(
                polygon(
                    [
                        (a - 0.2, face - side * out, z - 0.55),
                        (b + 0.2, face - side * out, z - 0.55),
                        (b + 0.2, face - side * out, z - 0.80),
                        (a - 0.2, face - side * out, z - 0.80),
                    ],
                    cloth,
                )
            )
    return s, panes


def house(rng, x, y, side, lit) -> Solid:
    s = Solid()
    w, d, h = rng.uniform(8, 11), rng.uniform(7, 9), rng.choice((3.2, 5.6, 5.8))
    cy = y + side * d / 2
    s.add(box(x, cy, h / 2, w, d, h, rng.choice(WALLS)))
    s.add(
        fu.gable(w, d, h, rng.uniform(2.2, 3.2), rng.choice(["roof:#7a3f30", "roof:#4a4643", "roof:#5d4a3c"]))
        .moved(turn=math.pi / 2)
        .moved(x=x, y=cy)
    )
    face = y - side * 0.02
    for f in range(1 if h < 4 else 2):
        for c in (-0.32, 0.0, 0.32):
            z = 1.55 + f * 2.7
            if c == 0 and f == 0:
                s.add(box(x, face, 1.1, 1.1, 0.14, 2.2, "paint:#3d2b23", 0.02))
                continue
            s.add(box(x + c * w, face, z, 1.5, 0.08, 1.4, "frame"))
            s.add(
                box(
                    x + c * w,
                    face - side * 0.03,
                    z,
                    1.3,
                    0.06,
                    1.2,
                    "window_on" if lit and rng.random() < 0.4 else "window",
                )
            )
            s.add(box(x + c * w, face - side * 0.06, z, 0.05, 0.05, 1.2, "frame"))
    return s


def edge(street, rng, side, style, lit, x0, x1, gaps=()):
    """Fill one side of the street between x0 and x1 with what `style` says."""
    base = side * (street.half + street.path)
    x = x0
    if style == "houses":
        base = side * (street.half + street.path + 5)
        while x < x1:
            if not any(a - 7 < x < b + 7 for a, b in gaps):
                street.things.append(("house", house(rng, x, base, side, lit)))
                if rng.random() < 0.6:
                    f = fu.hedge(8.5, rng.uniform(0.8, 1.3)) if rng.random() < 0.6 else fu.fence(8.5)
                    street.things.append(("hedge", f.moved(x=x, y=side * (street.half + street.path + 0.6))))
                if rng.random() < 0.7:
                    t = fu.fir(rng.uniform(4, 7)) if rng.random() < 0.4 else fu.tree(rng, rng.uniform(5, 8))
                    street.things.append(("tree", t.moved(x=x + 6.5, y=base - side * rng.uniform(1, 3))))
            x += rng.uniform(13, 15.5)
        return
    if style == "park":
        while x < x1:
            if not any(a - 2 < x < b + 2 for a, b in gaps):
                leaf = rng.choice(["leaf:#3f6b2f", "leaf:#4d7a35", "leaf:#6a7a32", "leaf:#8a6a2a"])
                street.things.append(
                    (
                        "tree",
                        fu.tree(rng, rng.uniform(5.5, 9), leaf).moved(
                            x=x, y=base + side * rng.uniform(1.5, 9), turn=rng.random() * 6
                        ),
                    )
                )
                if rng.random() < 0.5:
                    street.things.append(("bush", fu.bush(rng).moved(x=x + 2, y=base + side * rng.uniform(1, 4))))
            x += rng.uniform(3.0, 5.5)
        return
    if style == "rail":
        street.things.append(("railing", fu.railing(x1 - x0).moved(x=(x0 + x1) / 2, y=base)))
        return
    while x < x1:
        w = rng.uniform(7, 13)
        if not any(a - w < x < b for a, b in gaps):
            if style == "works":
                h = rng.uniform(5, 8)
                s = box(x + w / 2, base + side * 6, h / 2, w, 12, h, rng.choice(WALLS))
                s.add(box(x + w / 2, base - side * 0.02, 1.9, w * 0.45, 0.1, 3.6, "shutter"))
                s.add(
                    box(
                        x + w / 2,
                        base - side * 0.05,
                        h - 0.6,
                        w,
                        0.16,
                        0.7,
                        rng.choice(AWNINGS).replace("cloth", "paint"),
                    )
                )
            else:
                shop = style == "shops" or rng.random() < 0.2
                h = rng.uniform(6.9, 7.5) if rng.random() < 0.3 else rng.choice((9.9, 12.9, 13.2, 16.0))
                s, panes = facade(rng, x, x + w, base, side, h, lit, shop)
                street.panes += panes
            street.things.append(("house", s))
        x += w + (0.0 if style != "works" else 2.0)
