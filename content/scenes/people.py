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
    "standing": dict(legs=(0.04, 0.0, -0.04, -0.02), arms=(0.05, 0.15, -0.05, 0.12), lean=0.0),
    "walking": dict(legs=(0.48, 0.30, -0.38, -0.72), arms=(-0.42, -0.10, 0.48, 0.80), lean=0.06),
    "striding": dict(legs=(0.62, 0.50, -0.50, -0.75), arms=(-0.60, -0.20, 0.62, 1.05), lean=0.10),
    "phone": dict(legs=(0.06, 0.0, -0.02, 0.0), arms=(0.55, 2.1, -0.05, 0.10), lean=0.0),
    "waving": dict(legs=(0.03, 0.0, -0.05, 0.0), arms=(2.5, 2.8, 0.0, 0.1), lean=0.0),
    "running": dict(legs=(0.95, 0.25, -0.55, -1.45), arms=(-0.85, 0.5, 0.8, 2.0), lean=0.18),
    "sitting": dict(legs=(1.45, 0.10, 1.50, 0.0), arms=(0.35, 0.9, 0.30, 0.95), lean=-0.03),
    "cycling": dict(legs=(1.30, 0.25, 0.62, -0.22), arms=(0.98, 1.12, 0.98, 1.12), lean=0.40),
    "riding": dict(legs=(1.18, -0.18, 1.18, -0.18), arms=(0.80, 1.25, 0.80, 1.25), lean=0.16),
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
        s.add(box(ankle[0] + 0.06 * k, ankle[1], ankle[2] - 0.035 * k, 0.25 * k, 0.095 * k, 0.08 * k, shoe, 0.03 * k))

    def along(t):
        return math.sin(lean) * t, math.cos(lean) * t

    trunk = [(-0.05, .13, .17), (.05, .125, .175), (.20, .105, .15), (.36, .125, .185), (.46, .115, .205), (.52, .07, .13)]
    levels = []
    for t, rx, ry in trunk:
        x, z = along(t * k)
        levels.append((x, 0, z, rx * k, ry * k))
    s.add(ellipses(levels, look["upper"]))
    if look.get("coat") or look.get("skirt"):
        mat = look["upper"] if look.get("coat") else low
        drop = 0.50 * k if look.get("coat") else 0.42 * k
        if pose not in ("cycling", "riding", "sitting"):
            s.add(ellipses([(0.02, 0, -drop, .21 * k, .24 * k), (0, 0, -.05 * k, .135 * k, .18 * k),
                            (0, 0, .12 * k, .125 * k, .165 * k)], mat))
    neck_x, neck_z = along(0.52 * k)
    head_k = 1.16 if child else 1.0
    hx, hz = neck_x + math.sin(lean) * .12 * k, neck_z + 0.155 * k * head_k
    s.add(tube((neck_x, 0, neck_z - .02), (hx, 0, hz), 0.055 * k, mat=look["skin"], n=8))
    s.add(ball(hx, 0, hz, .098 * k * head_k, .08 * k * head_k, .122 * k * head_k, look["skin"], n=12, m=9))
    s.add(ball(hx + .1 * k * head_k, 0, hz - .01, .02 * k, .018 * k, .025 * k, look["skin"], n=6, m=4))
    if look.get("helmet"):
        s.add(ball(hx - .005, 0, hz + .03 * k, .125 * k * head_k, .105 * k * head_k, .125 * k * head_k, look["helmet"],
                   low=-0.1 if pose == "cycling" else -0.5))
    elif look.get("hat"):
        s.add(ball(hx, 0, hz + .03 * k, .112 * k * head_k, .098 * k * head_k, .12 * k * head_k, look["hat"], low=0.15))
        s.add(lathe([(.15 * k, 0), (.15 * k, .012)], look["hat"], n=14).moved(tilt=math.pi / 2).moved(x=hx, z=hz + .05 * k))
    else:
        s.add(ball(hx - .022 * k, 0, hz + .022 * k, .1 * k * head_k, .09 * k * head_k, .125 * k * head_k, look["hair"],
                   low=-0.15))
        if look.get("long_hair"):
            s.add(ball(hx - .05 * k, 0, hz - .06 * k, .065 * k, .085 * k, .17 * k, look["hair"]))
    hands = []
    sleeve = look.get("sleeve", look["upper"])
    for side, (a, b) in ((1, p["arms"][:2]), (-1, p["arms"][2:])):
        if umbrella and side == -1:
            a, b = 0.35, 2.35
        sx, sz = along(.435 * k)
        top = (sx, side * .205 * k, sz)
        elbow = bend(top, a, upper, side * 0.14)
        hand = bend(elbow, b, fore, -side * 0.05)
        s.add(ball(*top, .064 * k, mat=look["upper"], n=9, m=6))
        s.add(limb((top, elbow), (.062 * k, .046 * k), look["upper"]))
        s.add(limb((elbow, hand), (.046 * k, .034 * k), sleeve))
        s.add(ball(*bend(hand, b, .05 * k), .045 * k, .03 * k, .055 * k, look["skin"], n=8, m=5))
        hands.append(hand)
    if look.get("backpack") and pose != "sitting":
        bx, bz = along(.30 * k)
        s.add(box(bx - .2 * k, 0, bz, .17 * k, .30 * k, .40 * k, look["backpack"], .05))
    if look.get("bag") and pose in ("standing", "walking", "striding", "phone"):
        h = hands[1]
        s.add(box(h[0], h[1] - .02, h[2] - .22 * k, .34 * k, .11 * k, .27 * k, look["bag"], .03))
        s.add(tube((h[0] - .08, h[1], h[2] - .09 * k), (h[0], h[1], h[2]), .012, mat=look["bag"], n=5))
    if umbrella:
        h = hands[1]
        tip = (h[0] + .02, h[1] + .10, h[2] + .78 * k)
        s.add(tube((h[0], h[1], h[2] - .1), tip, .012, mat="dark", n=5))
        s.add(ball(tip[0], tip[1], tip[2] - .26, .54, .54, .28, umbrella, n=8, m=5, low=0.05))
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
    s.add(tube((0, -.05, 0), (0, .05, 0), 0.03, mat="rim", n=8))
    return s


def bicycle(frame, basket=False, small=1.0) -> Solid:
    r = 0.335
    s = Solid()
    rear, front, crank = (-.53, 0, r), (.56, 0, r), (-.06, 0, .28)
    seat, head, bars = (-.22, 0, .86), (.36, 0, .84), (.33, 0, 1.02)
    for x in (rear[0], front[0]):
        s.add(spoked(r).moved(x=x, z=r))
    for a, b, t in ((crank, seat, .021), (crank, (.38, 0, .70), .024), (seat, (.365, 0, .82), .02),
                    ((.40, 0, .64), bars, .022), (crank, rear, .014), ((-.21, 0, .80), rear, .013)):
        s.add(tube(a, b, t, mat=frame, n=7))
    for side in (.055, -.055):
        s.add(tube((.40, side * .6, .66), (front[0], side, r), .014, mat=frame, n=6))
    s.add(tube((bars[0], -.29, 1.03), (bars[0], .29, 1.03), .014, mat="dark", n=6))
    for side in (1, -1):
        s.add(tube((bars[0], side * .29, 1.03), (bars[0] - .16, side * .31, 1.01), .018, mat="dark", n=6))
        s.add(tube((crank[0], side * .07, .28), (crank[0] + side * .16, side * .09, .28 - side * .03), .012, mat="rim", n=5))
        s.add(box(crank[0] + side * .16, side * .14, .28 - side * .03, .1, .09, .03, "dark"))
    s.add(lathe([(.09, -.005), (.09, .005)], "rim", n=14).moved(x=crank[0], y=-.05, z=.28))
    s.add(tube(seat, (-.24, 0, .95), .014, mat="rim", n=6))
    s.add(ball(-.25, 0, .97, .14, .075, .035, "dark", n=10, m=5))
    for x in (rear[0],):
        for i in range(7):
            a, b = math.pi * (.15 + .1 * i), math.pi * (.25 + .1 * i)
            s.add(tube((x + .37 * math.cos(a), 0, r + .37 * math.sin(a)), (x + .37 * math.cos(b), 0, r + .37 * math.sin(b)),
                       .02, mat="dark", n=4))
    s.add(box(-.92, 0, .62, .03, .06, .06, "taillamp"))
    if basket:
        s.add(box(.58, 0, .92, .30, .36, .22, "basket", .03))
    return s.moved(scale=small)


def motorcycle(paint, lit=False) -> Solid:
    s = Solid()
    r = .31
    for x, w in ((-.70, .16), (.72, .12)):
        s.add(lathe([(r * .6, -w / 2), (r * .92, -w / 2), (r, -w * .25), (r, w * .25), (r * .92, w / 2), (r * .6, w / 2)],
                    "tyre").moved(x=x, z=r))
        s.add(lathe([(r * .6, -w * .42), (r * .6, w * .42)], "rim", n=14).moved(x=x, z=r))
        s.add(lathe([(r * .2, -w * .6), (r * .2, w * .6)], "dark", n=10).moved(x=x, z=r))
    for side in (.09, -.09):
        s.add(tube((.72, side, r), (.46, side, .92), .03, mat="rim", n=7))
        s.add(tube((-.70, side * 1.2, r), (-.1, side * 1.2, .38), .035, mat="dark", n=6))
    s.add(box(.05, 0, .46, .55, .34, .36, "engine", .06))
    s.add(ellipses([(.22, 0, .66, .2, .12), (.18, 0, .78, .29, .17), (.16, 0, .86, .22, .13), (.15, 0, .89, .1, .06)], paint))
    s.add(box(-.40, 0, .78, .72, .28, .12, "dark", .05))
    s.add(box(-.78, 0, .84, .26, .2, .12, paint, .05))
    s.add(box(-.93, 0, .80, .04, .16, .07, "taillamp_on" if lit else "taillamp"))
    s.add(box(-.98, 0, .60, .02, .2, .16, "plate"))
    s.add(tube((.42, -.38, 1.03), (.42, .38, 1.03), .02, mat="dark", n=6))
    for side in (1, -1):
        s.add(tube((.42, side * .38, 1.03), (.32, side * .42, 1.02), .025, mat="dark", n=6))
        s.add(tube((.42, side * .28, 1.04), (.45, side * .36, 1.2), .009, mat="dark", n=4))
        s.add(ball(.45, side * .38, 1.23, .03, .08, .055, "dark", n=8, m=5))
        s.add(tube((-.15, side * .2, .33), (-.85, side * .2, .40), .05, mat="rim", n=8))
    s.add(ball(.56, 0, .90, .12, .12, .12, "headlamp_on" if lit else "headlamp", n=10, m=6))
    for i in range(6):
        a, b = math.pi * (.15 + .1 * i), math.pi * (.25 + .1 * i)
        s.add(tube((.72 + .35 * math.cos(a), 0, r + .35 * math.sin(a)), (.72 + .35 * math.cos(b), 0, r + .35 * math.sin(b)),
                   .055, mat=paint, n=5))
    return s


def scooter(paint, lit=False) -> Solid:
    s = Solid()
    r = .24
    for x in (-.58, .62):
        s.add(lathe([(r * .55, -.06), (r * .9, -.06), (r, -.03), (r, .03), (r * .9, .06), (r * .55, .06)], "tyre").moved(x=x, z=r))
        s.add(lathe([(r * .56, -.05), (r * .56, .05)], "rim", n=14).moved(x=x, z=r))
    s.add(box(.08, 0, .27, .62, .34, .09, "dark", .03))
    s.add(ellipses([(-.50, 0, .30, .34, .17), (-.48, 0, .50, .40, .19), (-.46, 0, .66, .38, .17), (-.45, 0, .72, .34, .14)],
                   paint))
    s.add(box(-.40, 0, .76, .68, .27, .10, "seat", .04))
    s.add(box(.40, 0, .58, .07, .42, .62, paint, .03).moved(pitch=-.22).moved(x=.10, z=.03))
    s.add(tube((.62, 0, r), (.40, 0, 1.0), .035, mat="dark", n=7))
    s.add(ellipses([(.64, 0, .38, .22, .10), (.63, 0, .46, .18, .09), (.6, 0, .52, .08, .05)], paint))
    s.add(ball(.40, 0, .98, .13, .14, .11, paint, n=10, m=6))
    s.add(ball(.49, 0, .98, .06, .09, .075, "headlamp_on" if lit else "headlamp", n=10, m=6))
    s.add(tube((.36, -.32, 1.03), (.36, .32, 1.03), .02, mat="dark", n=6))
    for side in (1, -1):
        s.add(tube((.36, side * .22, 1.03), (.38, side * .30, 1.22), .008, mat="dark", n=4))
        s.add(ball(.38, side * .31, 1.25, .025, .06, .055, "dark", n=8, m=5))
    s.add(box(-.86, 0, .60, .05, .16, .09, "taillamp_on" if lit else "taillamp"))
    s.add(box(-.90, 0, .45, .02, .18, .14, "plate"))
    return s


def rider_on(kind, look) -> Solid:
    """The rider alone, seated for the machine `kind`."""
    pose = "cycling" if kind == "bicycle" else "riding"
    s = person(look, pose)
    if kind == "bicycle":
        return s.moved(x=-.22, z=1.04)
    return s.moved(x=-.34, z=.90 if kind == "motorcycle" else .88)
