"""What stands in a street without being labelled, and the traffic light, which is. All face +x."""

from __future__ import annotations

import math

import numpy as np
from solids import Solid, ball, box, ellipses, lathe, polygon, prism, tube


def signal_head(state="red", plate=True, scale=1.0) -> Solid:
    """Housing with lamps, visors and, with `plate`, its backing board. Origin at the middle of the housing."""
    s = Solid()
    if plate:
        s.add(box(-.10, 0, 0, .03, .62, 1.28, "white", .01))
        s.mats[0] = "signalbox"     # its back is dark, or it would pass for a sign
        s.add(box(-.082, 0, 0, .03, .54, 1.20, "dark", .01))
    s.add(box(0, 0, 0, .22, .34, 1.00, "signalbox", .04))
    for z, colour in ((.32, "red"), (0, "amber"), (-.32, "green")):
        on = colour == state or (state == "redamber" and colour != "green")
        lens = lathe([(.125, 0), (.10, .03)], f"lens_{colour}_{'on' if on else 'off'}", n=16).moved(turn=-math.pi / 2)
        s.add(lens.moved(x=.112, z=z))
        n = 9
        for i in range(n):
            a, b = math.pi * (-.1 + 1.2 * i / n), math.pi * (-.1 + 1.2 * (i + 1) / n)
            p = [(.10, .145 * math.cos(a), z + .145 * math.sin(a)), (.10, .145 * math.cos(b), z + .145 * math.sin(b)),
                 (.27, .145 * math.cos(b), z + .145 * math.sin(b) - .01), (.27, .145 * math.cos(a), z + .145 * math.sin(a) - .01)]
            s.add(polygon(p, "signalbox"))
    return s.moved(scale=scale)


def post(height, r=.055, mat="steelpost") -> Solid:
    return tube((0, 0, 0), (0, 0, height), r, r * .9, mat, n=10)


def mast(height, reach) -> Solid:
    """A post with an arm to -y."""
    s = tube((0, 0, 0), (0, 0, height), .10, .08, "steelpost", n=10)
    s.add(tube((0, 0, height - .15), (0, -reach, height + .15), .07, .05, "steelpost", n=8))
    return s


def lamp_post(height=6.5, lit=False, old=False) -> Solid:
    if old:
        s = tube((0, 0, 0), (0, 0, 3.4), .09, .05, "iron", n=10)
        s.add(tube((0, 0, 0), (0, 0, .7), .14, .10, "iron", n=10))
        s.add(ellipses([(0, 0, 3.4, .10, .10), (0, 0, 3.8, .20, .20)], "lamp_on" if lit else "lampglass", n=6))
        s.add(ellipses([(0, 0, 3.8, .24, .24), (0, 0, 4.0, .04, .04)], "iron", n=6))
        return s
    s = tube((0, 0, 0), (0, 0, height), .08, .05, "steelpost", n=10)
    s.add(tube((0, 0, height), (1.3, 0, height + .25), .045, .035, "steelpost", n=8))
    s.add(box(1.6, 0, height + .25, .75, .26, .10, "steelpost", .03))
    s.add(box(1.62, 0, height + .19, .55, .20, .03, "lamp_on" if lit else "lampglass"))
    return s


def bin_(mat="paint:#2f4a3a") -> Solid:
    s = lathe([(.25, 0), (.27, .85), (.22, .95), (.05, 1.0)], mat, n=14).moved(tilt=math.pi / 2)
    s.add(box(.24, 0, .78, .1, .28, .1, "dark"))
    return s


def wheelie_bin(mat) -> Solid:
    s = loft_box(.26, .26, .31, .31, 1.0, mat)
    s.add(box(.0, 0, 1.04, .68, .66, .08, mat, .03))
    s.add(tube((-.33, -.25, .95), (-.33, .25, .95), .025, mat="dark", n=6))
    return s


def loft_box(ax, ay, bx, by, h, mat) -> Solid:
    from solids import loft

    return loft([[(-ax, -ay, 0), (ax, -ay, 0), (ax, ay, 0), (-ax, ay, 0)],
                 [(-bx, -by, h), (bx, -by, h), (bx, by, h), (-bx, by, h)]], mat, smooth=False)


def bollard() -> Solid:
    s = tube((0, 0, 0), (0, 0, .95), .09, .08, "iron", n=12)
    s.add(ball(0, 0, .95, .08, mat="iron", n=12, m=5, low=0))
    s.add(tube((0, 0, .70), (0, 0, .80), .092, mat="white", n=12))
    return s


def bench() -> Solid:
    s = Solid()
    for y in (-.75, .75):
        s.add(box(0, y, .22, .45, .06, .44, "iron", .02))
        s.add(box(-.24, y, .60, .05, .06, .45, "iron", .01))
    for i in range(4):
        s.add(box(-.16 + i * .12, 0, .45, .10, 1.8, .035, "wood", .01))
    for i in range(3):
        s.add(box(-.27, 0, .58 + i * .12, .03, 1.8, .09, "wood", .01))
    return s


def post_box(mat="paint:#a8241c") -> Solid:
    s = tube((0, 0, 0), (0, 0, 1.35), .24, .24, mat, n=18)
    s.add(tube((0, 0, 1.35), (0, 0, 1.42), .28, .28, mat, n=18))
    s.add(ball(0, 0, 1.42, .26, .26, .12, mat, n=18, m=4, low=0))
    s.add(tube((0, 0, 0), (0, 0, .14), .26, .25, "dark", n=18))
    s.add(box(.235, 0, 1.15, .03, .2, .04, "dark"))
    s.add(box(.237, 0, .85, .015, .14, .2, "white"))
    return s


def tree(rng, height=6.0, leaf="leaf:#3f6b2f") -> Solid:
    s = tube((0, 0, 0), (.08, .05, height * .45), .16, .10, "bark", n=9)
    for i in range(3):
        a = i * 2.1 + rng.random()
        s.add(tube((.08, .05, height * .40), (math.cos(a) * .9, math.sin(a) * .9, height * .62), .07, .03, "bark", n=6))
    for i in range(15):
        a, far = rng.random() * 6.28, rng.random() ** .5 * height * .23
        r = height * (.085 + .06 * rng.random())
        b = ball(math.cos(a) * far, math.sin(a) * far, height * (.58 + .32 * rng.random()), r, r, r * .85, leaf, n=12, m=8)
        v = b.array()
        v += np.random.default_rng(i + int(height * 10)).normal(0, r * .09, v.shape)
        b.verts = [tuple(q) for q in v]
        s.add(b)
    return s


def fir(height=5.0, leaf="leaf:#2c4a30") -> Solid:
    s = tube((0, 0, 0), (0, 0, height * .25), .14, .12, "bark", n=8)
    for i in range(4):
        z = height * (.14 + i * .2)
        s.add(tube((0, 0, z), (0, 0, z + height * .30), height * (.24 - .05 * i), .03, leaf, n=11))
    return s


def bush(rng, leaf="leaf:#48713a") -> Solid:
    s = Solid()
    for _ in range(4):
        r = .35 + .25 * rng.random()
        s.add(ball((rng.random() - .5) * .9, (rng.random() - .5) * .9, r * .7, r, r, r * .9, leaf, n=9, m=6))
    return s


def planter(rng) -> Solid:
    s = box(0, 0, .3, .6, 1.4, .6, "stone", .04)
    for i in range(5):
        s.add(ball(0, -.55 + i * .27, .75, .26, .24, .28, "leaf:#54803f", n=9, m=6))
    del rng
    return s


def cafe(colour) -> Solid:
    """A table with two chairs under a parasol."""
    s = tube((0, 0, 0), (0, 0, 2.3), .03, mat="rim", n=8)
    s.add(tube((0, 0, 2.1), (0, 0, 2.65), 1.25, .05, colour, n=8))
    s.add(tube((0, 0, .70), (0, 0, .74), .42, mat="wood", n=16))
    for side in (1, -1):
        s.add(box(side * .75, 0, .42, .4, .4, .04, "wood", .01))
        s.add(box(side * .94, 0, .68, .03, .4, .45, "wood", .01))
        for a in (-.16, .16):
            for b in (-.16, .16):
                s.add(tube((side * .75 + a, b, 0), (side * .75 + a, b, .42), .015, mat="rim", n=5))
    return s


def hoarding(width, height) -> Solid:
    """A framed advertising board on two legs, its face towards +x."""
    s = box(-.06, 0, height / 2 + .7, .10, width + .16, height + .16, "iron", .02)
    s.add(box(-.005, 0, height / 2 + .7, .02, width, height, "poster"))
    for side in (1, -1):
        s.add(tube((-.06, side * width * .4, 0), (-.06, side * width * .4, .8), .06, mat="iron", n=8))
    return s


def barrier() -> Solid:
    """A works barrier."""
    s = Solid()
    for z in (.45, .85):
        for i in range(6):
            s.add(box(0, -.83 + i * .333, z, .03, .333, .18, "paint:#c23b22" if i % 2 else "white"))
    for y in (-.85, .85):
        s.add(box(0, y, .5, .05, .05, 1.0, "dark"))
        s.add(box(0, y, .04, .6, .1, .08, "dark"))
    return s


def cone() -> Solid:
    s = tube((0, 0, .03), (0, 0, .7), .17, .03, "paint:#d9541e", n=12)
    s.add(tube((0, 0, .33), (0, 0, .5), .105, .07, "white", n=12))
    s.add(box(0, 0, .02, .4, .4, .04, "dark", .01))
    return s


def bus_shelter() -> Solid:
    """Roof, posts and a bench; the sides are open."""
    s = box(0, 0, 2.45, 1.5, 3.8, .10, "iron", .03)
    for x in (-.6, .6):
        for y in (-1.8, 1.8):
            s.add(tube((x, y, 0), (x, y, 2.4), .04, mat="iron", n=8))
    s.add(box(-.4, 0, .45, .35, 2.4, .05, "wood", .01))
    s.add(tube((.6, 2.4, 0), (.6, 2.4, 2.8), .04, mat="steelpost", n=8))
    s.add(box(.6, 2.4, 2.6, .04, .45, .45, "paint:#2c5fa8", .02))
    return s


def sign(colour="paint:#1f5aa6", round_=True) -> Solid:
    s = tube((0, 0, 0), (0, 0, 2.5), .035, mat="steelpost", n=8)
    if round_:
        disc = lathe([(.32, 0), (.32, .02)], "white", n=20).moved(turn=-math.pi / 2)
        s.add(disc.moved(x=.04, z=2.4))
        disc = lathe([(.26, 0), (.26, .02)], colour, n=20).moved(turn=-math.pi / 2)
        s.add(disc.moved(x=.052, z=2.4))
    else:
        s.add(box(.05, 0, 2.3, .03, .5, .7, colour, .02))
        s.add(box(.07, 0, 2.4, .01, .3, .2, "white"))
    return s


def hedge(length, height=1.2) -> Solid:
    return box(0, 0, height / 2, length, .8, height, "leaf:#3c5f33", .12)


def fence(length) -> Solid:
    s = Solid()
    n = int(length / .28)
    for i in range(n):
        s.add(box(-length / 2 + (i + .5) * length / n, 0, .5, .12, .03, 1.0, "white"))
    for z in (.3, .8):
        s.add(box(0, 0, z, length, .05, .07, "white"))
    return s


def railing(length, mat="iron") -> Solid:
    s = tube((-length / 2, 0, 1.1), (length / 2, 0, 1.1), .04, mat=mat, n=8)
    s.add(tube((-length / 2, 0, .2), (length / 2, 0, .2), .03, mat=mat, n=6))
    n = int(length / .45)
    for i in range(n + 1):
        x = -length / 2 + i * length / n
        s.add(tube((x, 0, 0), (x, 0, 1.1), .018 if i % 5 else .045, mat=mat, n=5, caps=False))
    return s


def dummy(mat="mannequin") -> Solid:
    """A shop dummy: a torso and head on a stand."""
    s = tube((0, 0, 0), (0, 0, .85), .03, mat="rim", n=7)
    s.add(tube((0, 0, 0), (0, 0, .03), .22, mat="rim", n=14))
    s.add(ellipses([(0, 0, .80, .11, .16), (0, 0, 1.0, .10, .14), (0, 0, 1.22, .12, .18), (0, 0, 1.36, .09, .17),
                    (0, 0, 1.44, .05, .06), (0, 0, 1.52, .05, .05)], mat))
    s.add(ball(0, 0, 1.60, .085, .075, .11, mat, n=10, m=7))
    return s


def gable(width, depth, wall, rise, mat) -> Solid:
    """A pitched roof over a house of width (y) and depth (x), ridge along y."""
    o = .35
    s = prism([(-depth / 2 - o, wall - .1), (0, wall + rise), (depth / 2 + o, wall - .1), (0, wall + rise - .25)],
              -width / 2 - o, width / 2 + o, mat)
    s.add(prism([(-depth / 2, wall), (0, wall + rise - .2), (depth / 2, wall)], -width / 2, width / 2, "gable"))
    return s
