"""Persons with simple jointed bodies, bicycles, motorcycles and scooters. All look along +x."""

from __future__ import annotations

import math

import numpy as np
from solids import Solid, ball, box, ellipses, lathe, torus, tube


def limb(points, radii, mat) -> Solid:
    s = Solid()
    for (p, q), (a, b) in zip(zip(points, points[1:], strict=False), zip(radii, radii[1:], strict=False), strict=False):
        s.add(tube(p, q, a, b, mat, n=9))
        s.add(ball(*q, b, mat=mat, n=9, m=5))
    return s


def bend(start, angle, length, out=0.0):
    """The end of a limb that hangs from `start`; the angle swings it forward, `out` sideways."""
    return (
        start[0] + math.sin(angle) * length,
        start[1] + math.sin(out) * length,
        start[2] - math.cos(angle) * math.cos(out) * length,
    )


POSES = {
    # hips: (left thigh, left shin, right thigh, right shin); arms likewise; lean of the trunk
    "standing": {"legs": (0.04, 0.0, -0.04, -0.02), "arms": (0.05, 0.15, -0.05, 0.12), "lean": 0.0},
    "walking": {"legs": (0.48, 0.30, -0.38, -0.72), "arms": (-0.42, -0.10, 0.48, 0.80), "lean": 0.06},
    "striding": {"legs": (0.62, 0.50, -0.50, -0.75), "arms": (-0.60, -0.20, 0.62, 1.05), "lean": 0.10},
    "phone": {"legs": (0.06, 0.0, -0.02, 0.0), "arms": (0.55, 2.1, -0.05, 0.10), "lean": 0.0},
    "waving": {"legs": (0.03, 0.0, -0.05, 0.0), "arms": (2.5, 2.8, 0.0, 0.1), "lean": 0.0},
    "running": {"legs": (0.95, 0.25, -0.55, -1.45), "arms": (-0.85, 0.5, 0.8, 2.0), "lean": 0.18},
    "sitting": {"legs": (1.45, 0.10, 1.50, 0.0), "arms": (0.35, 0.9, 0.30, 0.95), "lean": -0.03},
    "cycling": {"legs": (1.30, 0.25, 0.62, -0.22), "arms": (0.98, 1.12, 0.98, 1.12), "lean": 0.40},
    "riding": {"legs": (1.18, -0.18, 1.18, -0.18), "arms": (0.80, 1.25, 0.80, 1.25), "lean": 0.16},
}


def person(look, pose="standing", height=1.74, child=False, umbrella=None) -> Solid:
    """A person whose feet (or seat, when riding) are placed by the pose; look holds materials and extras."""
    k = height / 1.74
    p = POSES[pose]
    thigh, shin, upper, fore = 0.42 * k, 0.43 * k, 0.29 * k, 0.27 * k
    lean = p["lean"]
    legs, feet = [], []
    hip = np.array((0.0, 0.0, 0.0))
    for side, (a, b) in ((1, p["legs"][:2]), (-1, p["legs"][2:])):
        top = (0, side * 0.10 * k, 0)
        knee = bend(top, a, thigh, side * (0.16 if pose in ("cycling", "riding") else 0.03))
        ankle = bend(knee, b, shin)
        legs.append((top, knee, ankle))
        feet.append(ankle)
    ground = min(f[2] for f in feet) - 0.075 * k
    s = Solid()
    low, shoe = look["lower"], look["shoe"]
    bare = look.get("legs", low)
    for top, knee, ankle in legs:
        s.add(limb((top, knee, ankle), (0.095 * k, 0.068 * k, 0.05 * k), bare))
        s.add(
            box(
                ankle[0] + 0.06 * k,
                ankle[1],
                ankle[2] - 0.035 * k,
                0.25 * k,
                0.095 * k,
                0.08 * k,
                shoe,
                0.03 * k,
            )
        )

    def along(t):
        return math.sin(lean) * t, math.cos(lean) * t

    trunk = [
        (-0.05, 0.13, 0.17),
        (0.05, 0.125, 0.175),
        (0.20, 0.105, 0.15),
        (0.36, 0.125, 0.185),
        (0.46, 0.115, 0.205),
        (0.52, 0.07, 0.13),
    ]
    levels = []
    for t, rx, ry in trunk:
        x, z = along(t * k)
        levels.append((x, 0, z, rx * k, ry * k))
    s.add(ellipses(levels, look["upper"]))
    if look.get("coat") or look.get("skirt"):
        mat = look["upper"] if look.get("coat") else low
        drop = 0.50 * k if look.get("coat") else 0.42 * k
        if pose not in ("cycling", "riding", "sitting"):
            s.add(
                ellipses(
                    [
                        (0.02, 0, -drop, 0.21 * k, 0.24 * k),
                        (0, 0, -0.05 * k, 0.135 * k, 0.18 * k),
                        (0, 0, 0.12 * k, 0.125 * k, 0.165 * k),
                    ],
                    mat,
                )
            )
    neck_x, neck_z = along(0.52 * k)
    head_k = 1.16 if child else 1.0
    hx, hz = neck_x + math.sin(lean) * 0.12 * k, neck_z + 0.155 * k * head_k
    s.add(tube((neck_x, 0, neck_z - 0.02), (hx, 0, hz), 0.055 * k, mat=look["skin"], n=8))
    s.add(ball(hx, 0, hz, 0.098 * k * head_k, 0.08 * k * head_k, 0.122 * k * head_k, look["skin"], n=12, m=9))
    s.add(ball(hx + 0.1 * k * head_k, 0, hz - 0.01, 0.02 * k, 0.018 * k, 0.025 * k, look["skin"], n=6, m=4))
    if look.get("helmet"):
        s.add(
            ball(
                hx - 0.005,
                0,
                hz + 0.03 * k,
                0.125 * k * head_k,
                0.105 * k * head_k,
                0.125 * k * head_k,
                look["helmet"],
                low=-0.1 if pose == "cycling" else -0.5,
            )
        )
    elif look.get("hat"):
        s.add(
            ball(
                hx,
                0,
                hz + 0.03 * k,
                0.112 * k * head_k,
                0.098 * k * head_k,
                0.12 * k * head_k,
                look["hat"],
                low=0.15,
            )
        )
        s.add(
            lathe([(0.15 * k, 0), (0.15 * k, 0.012)], look["hat"], n=14)
            .moved(tilt=math.pi / 2)
            .moved(x=hx, z=hz + 0.05 * k)
        )
    else:
        s.add(
            ball(
                hx - 0.022 * k,
                0,
                hz + 0.022 * k,
                0.1 * k * head_k,
                0.09 * k * head_k,
                0.125 * k * head_k,
                look["hair"],
                low=-0.15,
            )
        )
        if look.get("long_hair"):
            s.add(ball(hx - 0.05 * k, 0, hz - 0.06 * k, 0.065 * k, 0.085 * k, 0.17 * k, look["hair"]))
    hands = []
    sleeve = look.get("sleeve", look["upper"])
    for side, (a, b) in ((1, p["arms"][:2]), (-1, p["arms"][2:])):
        if umbrella and side == -1:
            a, b = 0.35, 2.35
        sx, sz = along(0.435 * k)
        top = (sx, side * 0.205 * k, sz)
        elbow = bend(top, a, upper, side * 0.14)
        hand = bend(elbow, b, fore, -side * 0.05)
        s.add(ball(*top, 0.064 * k, mat=look["upper"], n=9, m=6))
        s.add(limb((top, elbow), (0.062 * k, 0.046 * k), look["upper"]))
        s.add(limb((elbow, hand), (0.046 * k, 0.034 * k), sleeve))
        s.add(ball(*bend(hand, b, 0.05 * k), 0.045 * k, 0.03 * k, 0.055 * k, look["skin"], n=8, m=5))
        hands.append(hand)
    if look.get("backpack") and pose != "sitting":
        bx, bz = along(0.30 * k)
        s.add(box(bx - 0.2 * k, 0, bz, 0.17 * k, 0.30 * k, 0.40 * k, look["backpack"], 0.05))
    if look.get("bag") and pose in ("standing", "walking", "striding", "phone"):
        h = hands[1]
        s.add(box(h[0], h[1] - 0.02, h[2] - 0.22 * k, 0.34 * k, 0.11 * k, 0.27 * k, look["bag"], 0.03))
        s.add(tube((h[0] - 0.08, h[1], h[2] - 0.09 * k), (h[0], h[1], h[2]), 0.012, mat=look["bag"], n=5))
    if umbrella:
        h = hands[1]
        tip = (h[0] + 0.02, h[1] + 0.10, h[2] + 0.78 * k)
        s.add(tube((h[0], h[1], h[2] - 0.1), tip, 0.012, mat="dark", n=5))
        s.add(ball(tip[0], tip[1], tip[2] - 0.26, 0.54, 0.54, 0.28, umbrella, n=8, m=5, low=0.05))
    if pose in ("cycling", "riding", "sitting"):
        return s
    del hip
    return s.moved(z=-ground)


def spoked(r, tyre=0.022, mat="tyre") -> Solid:
    s = torus(r, tyre, mat, n=26, m=6)
    s.add(torus(r - tyre * 1.4, tyre * 0.55, "rim", n=26, m=4))
    for i in range(10):
        a = 2 * math.pi * i / 10
        s.add(tube((0, 0, 0), (r * math.cos(a), 0, r * math.sin(a)), 0.0045, mat="rim", n=3, caps=False))
    s.add(tube((0, -0.05, 0), (0, 0.05, 0), 0.03, mat="rim", n=8))
    return s


def bicycle(frame, basket=False, small=1.0) -> Solid:
    r = 0.335
    s = Solid()
    rear, front, crank = (-0.53, 0, r), (0.56, 0, r), (-0.06, 0, 0.28)
    seat, _head, bars = (-0.22, 0, 0.86), (0.36, 0, 0.84), (0.33, 0, 1.02)
    for x in (rear[0], front[0]):
        s.add(spoked(r).moved(x=x, z=r))
    for a, b, t in (
        (crank, seat, 0.021),
        (crank, (0.38, 0, 0.70), 0.024),
        (seat, (0.365, 0, 0.82), 0.02),
        ((0.40, 0, 0.64), bars, 0.022),
        (crank, rear, 0.014),
        ((-0.21, 0, 0.80), rear, 0.013),
    ):
        s.add(tube(a, b, t, mat=frame, n=7))
    for side in (0.055, -0.055):
        s.add(tube((0.40, side * 0.6, 0.66), (front[0], side, r), 0.014, mat=frame, n=6))
    s.add(tube((bars[0], -0.29, 1.03), (bars[0], 0.29, 1.03), 0.014, mat="dark", n=6))
    for side in (1, -1):
        s.add(tube((bars[0], side * 0.29, 1.03), (bars[0] - 0.16, side * 0.31, 1.01), 0.018, mat="dark", n=6))
        s.add(
            tube(
                (crank[0], side * 0.07, 0.28),
                (crank[0] + side * 0.16, side * 0.09, 0.28 - side * 0.03),
                0.012,
                mat="rim",
                n=5,
            )
        )
        s.add(box(crank[0] + side * 0.16, side * 0.14, 0.28 - side * 0.03, 0.1, 0.09, 0.03, "dark"))
    s.add(lathe([(0.09, -0.005), (0.09, 0.005)], "rim", n=14).moved(x=crank[0], y=-0.05, z=0.28))
    s.add(tube(seat, (-0.24, 0, 0.95), 0.014, mat="rim", n=6))
    s.add(ball(-0.25, 0, 0.97, 0.14, 0.075, 0.035, "dark", n=10, m=5))
    for x in (rear[0],):
        for i in range(7):
            a, b = math.pi * (0.15 + 0.1 * i), math.pi * (0.25 + 0.1 * i)
            s.add(
                tube(
                    (x + 0.37 * math.cos(a), 0, r + 0.37 * math.sin(a)),
                    (x + 0.37 * math.cos(b), 0, r + 0.37 * math.sin(b)),
                    0.02,
                    mat="dark",
                    n=4,
                )
            )
    s.add(box(-0.92, 0, 0.62, 0.03, 0.06, 0.06, "taillamp"))
    if basket:
        s.add(box(0.58, 0, 0.92, 0.30, 0.36, 0.22, "basket", 0.03))
    return s.moved(scale=small)


def motorcycle(paint, lit=False) -> Solid:
    s = Solid()
    r = 0.31
    for x, w in ((-0.70, 0.16), (0.72, 0.12)):
        s.add(
            lathe(
                [
                    (r * 0.6, -w / 2),
                    (r * 0.92, -w / 2),
                    (r, -w * 0.25),
                    (r, w * 0.25),
                    (r * 0.92, w / 2),
                    (r * 0.6, w / 2),
                ],
                "tyre",
            ).moved(x=x, z=r)
        )
        s.add(lathe([(r * 0.6, -w * 0.42), (r * 0.6, w * 0.42)], "rim", n=14).moved(x=x, z=r))
        s.add(lathe([(r * 0.2, -w * 0.6), (r * 0.2, w * 0.6)], "dark", n=10).moved(x=x, z=r))
    for side in (0.09, -0.09):
        s.add(tube((0.72, side, r), (0.46, side, 0.92), 0.03, mat="rim", n=7))
        s.add(tube((-0.70, side * 1.2, r), (-0.1, side * 1.2, 0.38), 0.035, mat="dark", n=6))
    s.add(box(0.05, 0, 0.46, 0.55, 0.34, 0.36, "engine", 0.06))
    s.add(
        ellipses(
            [
                (0.22, 0, 0.66, 0.2, 0.12),
                (0.18, 0, 0.78, 0.29, 0.17),
                (0.16, 0, 0.86, 0.22, 0.13),
                (0.15, 0, 0.89, 0.1, 0.06),
            ],
            paint,
        )
    )
    s.add(box(-0.40, 0, 0.78, 0.72, 0.28, 0.12, "dark", 0.05))
    s.add(box(-0.78, 0, 0.84, 0.26, 0.2, 0.12, paint, 0.05))
    s.add(box(-0.93, 0, 0.80, 0.04, 0.16, 0.07, "taillamp_on" if lit else "taillamp"))
    s.add(box(-0.98, 0, 0.60, 0.02, 0.2, 0.16, "plate"))
    s.add(tube((0.42, -0.38, 1.03), (0.42, 0.38, 1.03), 0.02, mat="dark", n=6))
    for side in (1, -1):
        s.add(tube((0.42, side * 0.38, 1.03), (0.32, side * 0.42, 1.02), 0.025, mat="dark", n=6))
        s.add(tube((0.42, side * 0.28, 1.04), (0.45, side * 0.36, 1.2), 0.009, mat="dark", n=4))
        s.add(ball(0.45, side * 0.38, 1.23, 0.03, 0.08, 0.055, "dark", n=8, m=5))
        s.add(tube((-0.15, side * 0.2, 0.33), (-0.85, side * 0.2, 0.40), 0.05, mat="rim", n=8))
    s.add(ball(0.56, 0, 0.90, 0.12, 0.12, 0.12, "headlamp_on" if lit else "headlamp", n=10, m=6))
    for i in range(6):
        a, b = math.pi * (0.15 + 0.1 * i), math.pi * (0.25 + 0.1 * i)
        s.add(
            tube(
                (0.72 + 0.35 * math.cos(a), 0, r + 0.35 * math.sin(a)),
                (0.72 + 0.35 * math.cos(b), 0, r + 0.35 * math.sin(b)),
                0.055,
                mat=paint,
                n=5,
            )
        )
    return s


def scooter(paint, lit=False) -> Solid:
    s = Solid()
    r = 0.24
    for x in (-0.58, 0.62):
        s.add(
            lathe(
                [
                    (r * 0.55, -0.06),
                    (r * 0.9, -0.06),
                    (r, -0.03),
                    (r, 0.03),
                    (r * 0.9, 0.06),
                    (r * 0.55, 0.06),
                ],
                "tyre",
            ).moved(x=x, z=r)
        )
        s.add(lathe([(r * 0.56, -0.05), (r * 0.56, 0.05)], "rim", n=14).moved(x=x, z=r))
    s.add(box(0.08, 0, 0.27, 0.62, 0.34, 0.09, "dark", 0.03))
    s.add(
        ellipses(
            [
                (-0.50, 0, 0.30, 0.34, 0.17),
                (-0.48, 0, 0.50, 0.40, 0.19),
                (-0.46, 0, 0.66, 0.38, 0.17),
                (-0.45, 0, 0.72, 0.34, 0.14),
            ],
            paint,
        )
    )
    s.add(box(-0.40, 0, 0.76, 0.68, 0.27, 0.10, "seat", 0.04))
    s.add(box(0.40, 0, 0.58, 0.07, 0.42, 0.62, paint, 0.03).moved(pitch=-0.22).moved(x=0.10, z=0.03))
    s.add(tube((0.62, 0, r), (0.40, 0, 1.0), 0.035, mat="dark", n=7))
    s.add(ellipses([(0.64, 0, 0.38, 0.22, 0.10), (0.63, 0, 0.46, 0.18, 0.09), (0.6, 0, 0.52, 0.08, 0.05)], paint))
    s.add(ball(0.40, 0, 0.98, 0.13, 0.14, 0.11, paint, n=10, m=6))
    s.add(ball(0.49, 0, 0.98, 0.06, 0.09, 0.075, "headlamp_on" if lit else "headlamp", n=10, m=6))
    s.add(tube((0.36, -0.32, 1.03), (0.36, 0.32, 1.03), 0.02, mat="dark", n=6))
    for side in (1, -1):
        s.add(tube((0.36, side * 0.22, 1.03), (0.38, side * 0.30, 1.22), 0.008, mat="dark", n=4))
        s.add(ball(0.38, side * 0.31, 1.25, 0.025, 0.06, 0.055, "dark", n=8, m=5))
    s.add(box(-0.86, 0, 0.60, 0.05, 0.16, 0.09, "taillamp_on" if lit else "taillamp"))
    s.add(box(-0.90, 0, 0.45, 0.02, 0.18, 0.14, "plate"))
    return s


def rider_on(kind, look) -> Solid:
    """The rider alone, seated for the machine `kind`."""
    pose = "cycling" if kind == "bicycle" else "riding"
    s = person(look, pose)
    if kind == "bicycle":
        return s.moved(x=-0.22, z=1.04)
    return s.moved(x=-0.34, z=0.90 if kind == "motorcycle" else 0.88)
