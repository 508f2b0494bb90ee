"""What stands in a street without being labelled, and the traffic light, which is. All face +x."""

from __future__ import annotations

import math

import numpy as np
from solids import Solid, ball, box, ellipses, lathe, polygon, prism, tube


def signal_head(state="red", plate=True, scale=1.0) -> Solid:
    """Housing with lamps, visors and, with `plate`, a backing board; its middle is the origin."""
    s = Solid()
    if plate:
        s.add(box(-0.10, 0, 0, 0.03, 0.62, 1.28, "white", 0.01))
        s.mats[0] = "signalbox"  # its back is dark, or it would pass for a sign
        s.add(box(-0.082, 0, 0, 0.03, 0.54, 1.20, "dark", 0.01))
    s.add(box(0, 0, 0, 0.22, 0.34, 1.00, "signalbox", 0.04))
    for z, colour in ((0.32, "red"), (0, "amber"), (-0.32, "green")):
        on = colour == state or (state == "redamber" and colour != "green")
        lens = lathe([(0.125, 0), (0.10, 0.03)], f"lens_{colour}_{'on' if on else 'off'}", n=16).moved(
            turn=-math.pi / 2
        )
        s.add(lens.moved(x=0.112, z=z))
        n = 9
        for i in range(n):
            a, b = math.pi * (-0.1 + 1.2 * i / n), math.pi * (-0.1 + 1.2 * (i + 1) / n)
            p = [
                (0.10, 0.145 * math.cos(a), z + 0.145 * math.sin(a)),
                (0.10, 0.145 * math.cos(b), z + 0.145 * math.sin(b)),
                (0.27, 0.145 * math.cos(b), z + 0.145 * math.sin(b) - 0.01),
                (0.27, 0.145 * math.cos(a), z + 0.145 * math.sin(a) - 0.01),
            ]
            s.add(polygon(p, "signalbox"))
    return s.moved(scale=scale)


def post(height, r=0.055, mat="steelpost") -> Solid:
    return tube((0, 0, 0), (0, 0, height), r, r * 0.9, mat, n=10)


def mast(height, reach) -> Solid:
    """A post with an arm to -y."""
    s = tube((0, 0, 0), (0, 0, height), 0.10, 0.08, "steelpost", n=10)
    s.add(tube((0, 0, height - 0.15), (0, -reach, height + 0.15), 0.07, 0.05, "steelpost", n=8))
    return s


def lamp_post(height=6.5, lit=False, old=False) -> Solid:
    if old:
        s = tube((0, 0, 0), (0, 0, 3.4), 0.09, 0.05, "iron", n=10)
        s.add(tube((0, 0, 0), (0, 0, 0.7), 0.14, 0.10, "iron", n=10))
        s.add(ellipses([(0, 0, 3.4, 0.10, 0.10), (0, 0, 3.8, 0.20, 0.20)], "lamp_on" if lit else "lampglass", n=6))
        s.add(ellipses([(0, 0, 3.8, 0.24, 0.24), (0, 0, 4.0, 0.04, 0.04)], "iron", n=6))
        return s
    s = tube((0, 0, 0), (0, 0, height), 0.08, 0.05, "steelpost", n=10)
    s.add(tube((0, 0, height), (1.3, 0, height + 0.25), 0.045, 0.035, "steelpost", n=8))
    s.add(box(1.6, 0, height + 0.25, 0.75, 0.26, 0.10, "steelpost", 0.03))
    s.add(box(1.62, 0, height + 0.19, 0.55, 0.20, 0.03, "lamp_on" if lit else "lampglass"))
    return s


def bin_(mat="paint:#2f4a3a") -> Solid:
    s = lathe([(0.25, 0), (0.27, 0.85), (0.22, 0.95), (0.05, 1.0)], mat, n=14).moved(tilt=math.pi / 2)
    s.add(box(0.24, 0, 0.78, 0.1, 0.28, 0.1, "dark"))
    return s


def wheelie_bin(mat) -> Solid:
    s = loft_box(0.26, 0.26, 0.31, 0.31, 1.0, mat)
    s.add(box(0.0, 0, 1.04, 0.68, 0.66, 0.08, mat, 0.03))
    s.add(tube((-0.33, -0.25, 0.95), (-0.33, 0.25, 0.95), 0.025, mat="dark", n=6))
    return s


def loft_box(ax, ay, bx, by, h, mat) -> Solid:
    from solids import loft

    return loft(
        [
            [(-ax, -ay, 0), (ax, -ay, 0), (ax, ay, 0), (-ax, ay, 0)],
            [(-bx, -by, h), (bx, -by, h), (bx, by, h), (-bx, by, h)],
        ],
        mat,
        smooth=False,
    )


def bollard() -> Solid:
    s = tube((0, 0, 0), (0, 0, 0.95), 0.09, 0.08, "iron", n=12)
    s.add(ball(0, 0, 0.95, 0.08, mat="iron", n=12, m=5, low=0))
    s.add(tube((0, 0, 0.70), (0, 0, 0.80), 0.092, mat="white", n=12))
    return s


def bench() -> Solid:
    s = Solid()
    for y in (-0.75, 0.75):
        s.add(box(0, y, 0.22, 0.45, 0.06, 0.44, "iron", 0.02))
        s.add(box(-0.24, y, 0.60, 0.05, 0.06, 0.45, "iron", 0.01))
    for i in range(4):
        s.add(box(-0.16 + i * 0.12, 0, 0.45, 0.10, 1.8, 0.035, "wood", 0.01))
    for i in range(3):
        s.add(box(-0.27, 0, 0.58 + i * 0.12, 0.03, 1.8, 0.09, "wood", 0.01))
    return s


def post_box(mat="paint:#a8241c") -> Solid:
    s = tube((0, 0, 0), (0, 0, 1.35), 0.24, 0.24, mat, n=18)
    s.add(tube((0, 0, 1.35), (0, 0, 1.42), 0.28, 0.28, mat, n=18))
    s.add(ball(0, 0, 1.42, 0.26, 0.26, 0.12, mat, n=18, m=4, low=0))
    s.add(tube((0, 0, 0), (0, 0, 0.14), 0.26, 0.25, "dark", n=18))
    s.add(box(0.235, 0, 1.15, 0.03, 0.2, 0.04, "dark"))
    s.add(box(0.237, 0, 0.85, 0.015, 0.14, 0.2, "white"))
    return s


def tree(rng, height=6.0, leaf="leaf:#3f6b2f") -> Solid:
    s = tube((0, 0, 0), (0.08, 0.05, height * 0.45), 0.16, 0.10, "bark", n=9)
    for i in range(3):
        a = i * 2.1 + rng.random()
        s.add(
            tube(
                (0.08, 0.05, height * 0.40),
                (math.cos(a) * 0.9, math.sin(a) * 0.9, height * 0.62),
                0.07,
                0.03,
                "bark",
                n=6,
            )
        )
    for i in range(15):
        a, far = rng.random() * 6.28, rng.random() ** 0.5 * height * 0.23
        r = height * (0.085 + 0.06 * rng.random())
        b = ball(
            math.cos(a) * far,
            math.sin(a) * far,
            height * (0.58 + 0.32 * rng.random()),
            r,
            r,
            r * 0.85,
            leaf,
            n=12,
            m=8,
        )
        v = b.array()
        v += np.random.default_rng(i + int(height * 10)).normal(0, r * 0.09, v.shape)
        b.verts = [tuple(q) for q in v]
        s.add(b)
    return s


def fir(height=5.0, leaf="leaf:#2c4a30") -> Solid:
    s = tube((0, 0, 0), (0, 0, height * 0.25), 0.14, 0.12, "bark", n=8)
    for i in range(4):
        z = height * (0.14 + i * 0.2)
        s.add(tube((0, 0, z), (0, 0, z + height * 0.30), height * (0.24 - 0.05 * i), 0.03, leaf, n=11))
    return s


def bush(rng, leaf="leaf:#48713a") -> Solid:
    s = Solid()
    for _ in range(4):
        r = 0.35 + 0.25 * rng.random()
        s.add(ball((rng.random() - 0.5) * 0.9, (rng.random() - 0.5) * 0.9, r * 0.7, r, r, r * 0.9, leaf, n=9, m=6))
    return s


def planter(rng) -> Solid:
    s = box(0, 0, 0.3, 0.6, 1.4, 0.6, "stone", 0.04)
    for i in range(5):
        s.add(ball(0, -0.55 + i * 0.27, 0.75, 0.26, 0.24, 0.28, "leaf:#54803f", n=9, m=6))
    del rng
    return s


def cafe(colour) -> Solid:
    """A table with two chairs under a parasol."""
    s = tube((0, 0, 0), (0, 0, 2.3), 0.03, mat="rim", n=8)
    s.add(tube((0, 0, 2.1), (0, 0, 2.65), 1.25, 0.05, colour, n=8))
    s.add(tube((0, 0, 0.70), (0, 0, 0.74), 0.42, mat="wood", n=16))
    for side in (1, -1):
        s.add(box(side * 0.75, 0, 0.42, 0.4, 0.4, 0.04, "wood", 0.01))
        s.add(box(side * 0.94, 0, 0.68, 0.03, 0.4, 0.45, "wood", 0.01))
        for a in (-0.16, 0.16):
            for b in (-0.16, 0.16):
                s.add(tube((side * 0.75 + a, b, 0), (side * 0.75 + a, b, 0.42), 0.015, mat="rim", n=5))
    return s


def hoarding(width, height) -> Solid:
    """A framed advertising board on two legs, its face towards +x."""
    s = box(-0.06, 0, height / 2 + 0.7, 0.10, width + 0.16, height + 0.16, "iron", 0.02)
    s.add(box(-0.005, 0, height / 2 + 0.7, 0.02, width, height, "poster"))
    for side in (1, -1):
        s.add(tube((-0.06, side * width * 0.4, 0), (-0.06, side * width * 0.4, 0.8), 0.06, mat="iron", n=8))
    return s


def barrier() -> Solid:
    """A works barrier."""
    s = Solid()
    for z in (0.45, 0.85):
        for i in range(6):
            s.add(box(0, -0.83 + i * 0.333, z, 0.03, 0.333, 0.18, "paint:#c23b22" if i % 2 else "white"))
    for y in (-0.85, 0.85):
        s.add(box(0, y, 0.5, 0.05, 0.05, 1.0, "dark"))
        s.add(box(0, y, 0.04, 0.6, 0.1, 0.08, "dark"))
    return s


def cone() -> Solid:
    s = tube((0, 0, 0.03), (0, 0, 0.7), 0.17, 0.03, "paint:#d9541e", n=12)
    s.add(tube((0, 0, 0.33), (0, 0, 0.5), 0.105, 0.07, "white", n=12))
    s.add(box(0, 0, 0.02, 0.4, 0.4, 0.04, "dark", 0.01))
    return s


def bus_shelter() -> Solid:
    """Roof, posts and a bench; the sides are open."""
    s = box(0, 0, 2.45, 1.5, 3.8, 0.10, "iron", 0.03)
    for x in (-0.6, 0.6):
        for y in (-1.8, 1.8):
            s.add(tube((x, y, 0), (x, y, 2.4), 0.04, mat="iron", n=8))
    s.add(box(-0.4, 0, 0.45, 0.35, 2.4, 0.05, "wood", 0.01))
    s.add(tube((0.6, 2.4, 0), (0.6, 2.4, 2.8), 0.04, mat="steelpost", n=8))
    s.add(box(0.6, 2.4, 2.6, 0.04, 0.45, 0.45, "paint:#2c5fa8", 0.02))
    return s


def sign(colour="paint:#1f5aa6", round_=True) -> Solid:
    s = tube((0, 0, 0), (0, 0, 2.5), 0.035, mat="steelpost", n=8)
    if round_:
        disc = lathe([(0.32, 0), (0.32, 0.02)], "white", n=20).moved(turn=-math.pi / 2)
        s.add(disc.moved(x=0.04, z=2.4))
        disc = lathe([(0.26, 0), (0.26, 0.02)], colour, n=20).moved(turn=-math.pi / 2)
        s.add(disc.moved(x=0.052, z=2.4))
    else:
        s.add(box(0.05, 0, 2.3, 0.03, 0.5, 0.7, colour, 0.02))
        s.add(box(0.07, 0, 2.4, 0.01, 0.3, 0.2, "white"))
    return s


def hedge(length, height=1.2) -> Solid:
    return box(0, 0, height / 2, length, 0.8, height, "leaf:#3c5f33", 0.12)


def fence(length) -> Solid:
    s = Solid()
    n = int(length / 0.28)
    for i in range(n):
        s.add(box(-length / 2 + (i + 0.5) * length / n, 0, 0.5, 0.12, 0.03, 1.0, "white"))
    for z in (0.3, 0.8):
        s.add(box(0, 0, z, length, 0.05, 0.07, "white"))
    return s


def railing(length, mat="iron") -> Solid:
    s = tube((-length / 2, 0, 1.1), (length / 2, 0, 1.1), 0.04, mat=mat, n=8)
    s.add(tube((-length / 2, 0, 0.2), (length / 2, 0, 0.2), 0.03, mat=mat, n=6))
    n = int(length / 0.45)
    for i in range(n + 1):
        x = -length / 2 + i * length / n
        s.add(tube((x, 0, 0), (x, 0, 1.1), 0.018 if i % 5 else 0.045, mat=mat, n=5, caps=False))
    return s


def dummy(mat="mannequin") -> Solid:
    """A shop dummy: a torso and head on a stand."""
    s = tube((0, 0, 0), (0, 0, 0.85), 0.03, mat="rim", n=7)
    s.add(tube((0, 0, 0), (0, 0, 0.03), 0.22, mat="rim", n=14))
    s.add(
        ellipses(
            [
                (0, 0, 0.80, 0.11, 0.16),
                (0, 0, 1.0, 0.10, 0.14),
                (0, 0, 1.22, 0.12, 0.18),
                (0, 0, 1.36, 0.09, 0.17),
                (0, 0, 1.44, 0.05, 0.06),
                (0, 0, 1.52, 0.05, 0.05),
            ],
            mat,
        )
    )
    s.add(ball(0, 0, 1.60, 0.085, 0.075, 0.11, mat, n=10, m=7))
    return s


def gable(width, depth, wall, rise, mat) -> Solid:
    """A pitched roof over a house of width (y) and depth (x), ridge along y."""
    o = 0.35
    s = prism(
        [
            (-depth / 2 - o, wall - 0.1),
            (0, wall + rise),
            (depth / 2 + o, wall - 0.1),
            (0, wall + rise - 0.25),
        ],
        -width / 2 - o,
        width / 2 + o,
        mat,
    )
    s.add(prism([(-depth / 2, wall), (0, wall + rise - 0.2), (depth / 2, wall)], -width / 2, width / 2, "gable"))
    return s
