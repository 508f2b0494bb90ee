"""Cars, vans, lorries and buses. Every model looks along +x and stands on z = 0."""

from __future__ import annotations

import math

from solids import Solid, box, lathe, polygon, tube


def wheel(radius, width, rim="rim", spokes=5) -> Solid:
    """A wheel about the y axis, its face towards +y."""
    s = lathe(
        [(radius * 0.62, -width / 2), (radius * 0.94, -width / 2), (radius, -width * 0.35), (radius, width * 0.35),
         (radius * 0.94, width / 2), (radius * 0.64, width / 2), (radius * 0.62, width * 0.3)],
        "tyre",
    )
    s.add(lathe([(radius * 0.62, width * 0.2), (radius * 0.62, width * 0.24)], "dark", n=20))
    s.add(lathe([(radius * 0.64, width * 0.47), (radius * 0.57, width * 0.5), (radius * 0.55, width * 0.4)], rim))
    for i in range(spokes):
        a = 2 * math.pi * i / spokes + 0.3
        c, q = math.cos(a), math.sin(a)
        s.add(tube((0, width * 0.40, 0), (c * radius * 0.58, width * 0.40, q * radius * 0.58), radius * 0.13,
                   radius * 0.09, rim, n=5))
    s.add(lathe([(radius * 0.2, width * 0.3), (radius * 0.2, width * 0.46)], rim, n=10))
    return s


def wheels(s, places, radius, width, half, rim="rim", arch=True):
    for x in places:
        for side in (1, -1):
            w = wheel(radius, width, rim)
            w = w.moved(turn=math.pi) if side < 0 else w
            if arch:
                disc = lathe([(radius * 1.17, -0.12), (radius * 1.17, 0.004)], "dark", n=22)
                disc = disc.moved(turn=math.pi) if side < 0 else disc
                s.add(disc.moved(x=x, y=side * half, z=radius * 1.03))
            s.add(w.moved(x=x, y=side * (half - width / 2 + 0.035), z=radius))


def shell(stations, half, belt, roof, roof_half, bottom, paint, length, trim="trim", frame=0.07) -> Solid:
    """A car body over stations (x, top, top material, side material), front first."""
    rings, n = [], 13
    for x, top, *_ in stations:
        over = max(0.0, (abs(x) - length / 2 + 0.55) / 0.55)
        e = 1 - 0.11 * over**2
        low = bottom + 0.10 * over**2
        if top > belt + 0.16:
            def wide(z, e=e):
                t = min(1.0, max(0.0, (z - belt) / (roof - belt)))
                return (half * 0.975 + (roof_half - half * 0.975) * t) * e

            r4, r5 = (wide(top - frame), top - frame), (wide(top) - frame * 0.9, top)
            r3 = (half * 0.975 * e, belt)
            crown = 0.03
        else:
            r3 = (half * 0.975 * e, min(belt, top - 0.09))
            r4, r5 = (half * 0.95 * e, min(belt + 0.02, top - 0.035)), (half * 0.87 * e, top)
            crown = 0.035
        rows = [(half * 0.9 * e, low), (half * 0.99 * e, low + 0.09), (half * e, low + (belt - low) * 0.55), r3, r4, r5]
        ring = [(x, -y, z) for y, z in rows] + [(x, 0, r5[1] + crown)] + [(x, y, z) for y, z in reversed(rows)]
        rings.append(ring)
    s = Solid([p for ring in rings for p in ring], [], [], [])
    for j, (_, _, top_mat, side_mat) in enumerate(stations[:-1]):
        for i in range(n - 1):
            s.faces.append((j * n + i, j * n + i + 1, (j + 1) * n + i + 1, (j + 1) * n + i))
            row = i if i < 6 else n - 2 - i
            s.mats.append({0: trim, 3: side_mat or paint, 5: top_mat or paint}.get(row, paint))
            s.smooth.append(True)
        s.faces.append((j * n, j * n + n - 1, (j + 1) * n + n - 1, (j + 1) * n))
        s.mats.append("dark")
        s.smooth.append(False)
    for j in (0, len(stations) - 1):
        s.faces.append(tuple(j * n + i for i in range(n)))
        s.mats.append(paint)
        s.smooth.append(False)
    return s


def mirrors(s, x, half, z, paint, size=1.0):
    for side in (1, -1):
        s.add(box(x, side * (half + 0.10 * size), z, 0.10 * size, 0.20 * size, 0.13 * size, paint, 0.03))
        s.add(box(x - 0.05 * size, side * (half + 0.10 * size), z, 0.02, 0.16 * size, 0.09 * size, "mirror"))
        s.add(tube((x, side * (half - 0.06), z - 0.04), (x, side * (half + 0.06), z - 0.02), 0.025, mat="dark", n=5))


def ends(s, front, rear, half, zf, zr, lit, plate="plate", lamp_w=0.36, tall=0.13):
    """Lamps, grille and number plates at both ends."""
    for side in (1, -1):
        s.add(box(front, side * (half - lamp_w * 0.72), zf, 0.12, lamp_w, tall, "headlamp_on" if lit else "headlamp",
                  0.03))
        s.add(box(rear, side * (half - lamp_w * 0.58), zr, 0.10, lamp_w * 0.8, tall * 1.35,
                  "taillamp_on" if lit else "taillamp", 0.03))
    s.add(box(front + 0.03, 0, zf - 0.03, 0.06, half * 0.95, tall * 0.9, "grille", 0.02))
    s.add(box(front + 0.05, 0, zf - 0.26, 0.08, half * 1.2, 0.12, "trim", 0.03))
    s.add(box(front + 0.075, 0, zf - 0.19, 0.04, 0.5, 0.11, plate))
    s.add(box(rear - 0.03, 0, zr - 0.12, 0.06, 0.5, 0.11, plate))
    s.add(box(rear - 0.02, 0, zr - 0.40, 0.10, half * 1.5, 0.12, "trim", 0.03))


def seams(s, places, half, low, belt):
    for x in places:
        for side in (1, -1):
            s.add(box(x, side * half * 0.995, (low + belt) / 2 + 0.04, 0.012, 0.018, belt - low - 0.10, "seam"))
            s.add(box(x + 0.13, side * (half + 0.002), belt - 0.10, 0.16, 0.03, 0.03, "seam"))


def hatchback(paint, lit=False) -> Solid:
    g, p = "glass", paint
    st = [(2.0, .58, p, p), (1.95, .70, p, p), (1.72, .80, p, p), (0.98, .93, g, g), (0.30, 1.41, p, g),
          (0.05, 1.47, p, "pillar"), (-0.05, 1.48, p, g), (-0.85, 1.46, p, "pillar"), (-0.97, 1.45, p, g),
          (-1.42, 1.39, p, p), (-1.55, 1.36, g, p), (-1.90, .98, p, p), (-1.99, .85, p, p), (-2.0, .62, p, p)]
    s = shell(st, .87, .93, 1.48, .62, .22, p, 4.0)
    ends(s, 1.92, -1.95, .80, .67, .84, lit)
    mirrors(s, .72, .86, .98, p)
    seams(s, (.92, -.02, -.95), .87, .30, .93)
    wheels(s, (1.28, -1.27), .31, .20, .865)
    return s


def saloon(paint, lit=False) -> Solid:
    g, p = "glass", paint
    st = [(2.32, .58, p, p), (2.27, .70, p, p), (2.0, .80, p, p), (1.10, .93, g, g), (0.42, 1.38, p, g),
          (0.10, 1.44, p, "pillar"), (0.0, 1.45, p, g), (-0.82, 1.42, p, "pillar"), (-0.92, 1.40, p, g),
          (-1.10, 1.36, g, p), (-1.68, 1.03, p, p), (-2.22, .99, p, p), (-2.31, .88, p, p), (-2.32, .62, p, p)]
    s = shell(st, .90, .93, 1.45, .64, .21, p, 4.64)
    ends(s, 2.24, -2.27, .83, .68, .84, lit)
    mirrors(s, .82, .89, .98, p)
    seams(s, (1.05, .04, -.9), .90, .30, .93)
    wheels(s, (1.42, -1.38), .32, .21, .895)
    return s


def estate(paint, lit=False) -> Solid:
    g, p = "glass", paint
    st = [(2.32, .60, p, p), (2.27, .72, p, p), (2.0, .82, p, p), (1.12, .95, g, g), (0.45, 1.42, p, g),
          (0.12, 1.48, p, "pillar"), (0.02, 1.49, p, g), (-0.80, 1.48, p, "pillar"), (-0.92, 1.48, p, g),
          (-1.80, 1.42, p, p), (-1.93, 1.40, g, p), (-2.20, 1.0, p, p), (-2.30, .88, p, p), (-2.32, .62, p, p)]
    s = shell(st, .90, .95, 1.49, .66, .21, p, 4.64)
    ends(s, 2.24, -2.27, .83, .69, .88, lit, tall=.14)
    for side in (1, -1):
        s.add(tube((.1, side * .58, 1.53), (-1.7, side * .58, 1.49), .022, mat="rim", n=5))
    mirrors(s, .84, .89, 1.0, p)
    seams(s, (1.05, .06, -.9), .90, .30, .95)
    wheels(s, (1.42, -1.38), .32, .21, .895)
    return s


def suv(paint, lit=False) -> Solid:
    g, p = "glass", paint
    st = [(2.22, .78, p, p), (2.18, .92, p, p), (1.9, 1.01, p, p), (1.02, 1.10, g, g), (0.48, 1.60, p, g),
          (0.15, 1.68, p, "pillar"), (0.05, 1.69, p, g), (-0.75, 1.69, p, "pillar"), (-0.87, 1.69, p, g),
          (-1.78, 1.65, p, p), (-1.92, 1.62, g, p), (-2.12, 1.14, p, p), (-2.2, 1.0, p, p), (-2.22, .72, p, p)]
    s = shell(st, .95, 1.09, 1.69, .72, .30, p, 4.44)
    ends(s, 2.14, -2.16, .88, .88, 1.0, lit, tall=.15)
    for side in (1, -1):
        s.add(tube((.1, side * .62, 1.75), (-1.7, side * .62, 1.72), .025, mat="dark", n=5))
        s.add(box(0, side * .93, .42, 2.0, .06, .14, "trim", .02))
    mirrors(s, .80, .94, 1.16, p, 1.15)
    seams(s, (.98, .1, -.85), .95, .42, 1.09)
    wheels(s, (1.36, -1.34), .38, .24, .945)
    return s


def pickup(paint, lit=False) -> Solid:
    g, p = "glass", paint
    st = [(2.6, .80, p, p), (2.56, .95, p, p), (2.3, 1.03, p, p), (1.42, 1.10, g, g), (0.85, 1.62, p, g),
          (0.6, 1.70, p, "pillar"), (0.5, 1.71, p, g), (-0.22, 1.70, p, p), (-0.36, 1.66, g, p), (-0.48, 1.12, p, p),
          (-0.52, 1.06, "dark", p), (-2.5, 1.04, p, p), (-2.6, 1.02, p, p), (-2.61, .66, p, p)]
    s = shell(st, .95, 1.07, 1.71, .72, .34, p, 5.2)
    ends(s, 2.52, -2.56, .88, .90, .92, lit, tall=.15, lamp_w=.3)
    s.add(box(-1.5, 0, 1.12, 1.95, 1.5, .01, "dark"))
    for side in (1, -1):
        s.add(box(-1.5, side * .84, 1.10, 2.05, .10, .10, p, .03))
    s.add(box(-2.55, 0, 1.09, .08, 1.6, .12, p, .03))
    mirrors(s, 1.18, .94, 1.18, p, 1.2)
    seams(s, (1.38, .55, -.3), .95, .45, 1.07)
    wheels(s, (1.62, -1.55), .39, .25, .945)
    return s


def panel_van(paint, lit=False, windows=False) -> Solid:
    """A high van; with `windows` a minibus."""
    g, p = "glass", paint
    w = g if windows else p
    st = [(2.68, .85, p, p), (2.63, 1.02, p, p), (2.30, 1.16, p, p), (1.98, 1.26, g, g), (1.28, 2.02, p, g),
          (1.0, 2.16, p, g), (.55, 2.24, p, p), (.30, 2.26, p, w), (-.75, 2.27, p, p), (-.85, 2.27, p, w),
          (-1.9, 2.27, p, p), (-2.5, 2.25, p, p), (-2.64, 2.18, p, p), (-2.68, 1.1, p, p)]
    s = shell(st, .99, 1.24, 2.27, .84, .30, p, 5.36, frame=.22)
    ends(s, 2.60, -2.66, .92, .93, 1.05, lit, tall=.18, lamp_w=.28)
    for side in (1, -1):
        s.add(box(-2.675, side * .40, 1.72, .03, .56, .55, g, .01))
        s.add(box(-.1, side * .985, .62, 4.0, .05, .10, "trim", .02))
    s.add(box(-2.675, 0, 1.3, .025, .015, 1.7, "seam"))
    mirrors(s, 1.62, .99, 1.32, "dark", 1.5)
    seams(s, (1.72, .60, -.8), .99, .45, 1.24)
    wheels(s, (1.70, -1.65), .35, .22, .985)
    return s


def small_van(paint, lit=False) -> Solid:
    """A delivery van not much longer than an estate car."""
    g, p = "glass", paint
    st = [(2.12, .72, p, p), (2.08, .88, p, p), (1.86, .98, p, p), (1.28, 1.10, g, g), (.58, 1.68, p, g),
          (.32, 1.79, p, g), (-.05, 1.83, p, p), (-1.2, 1.84, p, p), (-1.98, 1.80, p, p), (-2.08, 1.74, p, p),
          (-2.12, .95, p, p), (-2.12, .7, p, p)]
    s = shell(st, .91, 1.08, 1.84, .76, .24, p, 4.24, frame=.10)
    ends(s, 2.05, -2.09, .84, .82, 1.0, lit, tall=.2, lamp_w=.28)
    for side in (1, -1):
        s.add(box(-2.125, side * .36, 1.42, .03, .5, .42, g, .01))
        s.add(box(-.1, side * .905, .55, 2.2, .05, .09, "trim", .02))
    s.add(box(-2.125, 0, 1.15, .025, .015, 1.1, "seam"))
    mirrors(s, 1.0, .90, 1.16, "dark", 1.25)
    seams(s, (1.08, .0, -.95), .91, .38, 1.08)
    wheels(s, (1.36, -1.32), .32, .20, .905)
    return s


def lorry(paint, lit=False, cargo="paint:#d8d8d2") -> Solid:
    """A box lorry."""
    g, p = "glass", paint
    st = [(3.60, .95, p, p), (3.58, 1.45, p, p), (3.52, 1.52, g, p), (3.30, 2.35, p, p), (3.10, 2.55, p, g),
          (2.40, 2.62, p, p), (1.95, 2.62, p, p), (1.93, 2.55, p, p)]
    s = shell(st, 1.10, 1.50, 2.62, 1.02, .50, p, 7.2, frame=.20)
    s.add(box(-.92, 0, 2.12, 5.45, 2.34, 2.35, cargo, .05))
    s.add(box(-.3, 0, .78, 6.6, .85, .22, "dark"))
    for side in (1, -1):
        s.add(box(-.5, side * 1.05, .72, 2.4, .08, .42, "trim", .03))
        s.add(box(-.92, side * 1.172, 2.1, 5.3, .015, .5, p))
        s.add(box(-3.62, side * .8, .82, .08, .42, .16, "taillamp_on" if lit else "taillamp", .02))
    s.add(box(-3.652, 0, 2.1, .02, .03, 2.1, "seam"))
    s.add(box(-3.62, 0, .62, .1, 2.1, .12, "trim", .02))
    ends(s, 3.58, -3.55, 1.0, .95, .9, lit, tall=.2, lamp_w=.3)
    mirrors(s, 3.2, 1.10, 1.95, "dark", 1.9)
    wheels(s, (2.65, -2.1), .46, .3, 1.10, "steel")
    return s


def bus(paint, lit=False) -> Solid:
    g, p = "glass", paint
    st = [(5.2, 1.0, p, p), (5.19, 1.1, p, p), (5.17, 1.14, g, g), (5.02, 2.55, p, p), (4.92, 2.95, p, g)]
    for i in range(6):
        x = 4.1 - i * 1.45
        st += [(x + .06, 3.0, p, "pillar"), (x - .06, 3.0, p, g)]
    st += [(-4.7, 3.0, p, p), (-5.08, 2.96, p, p), (-5.18, 2.8, p, p), (-5.2, 1.0, p, p)]
    s = shell(st, 1.25, 1.12, 3.0, 1.18, .32, p, 10.4, frame=.45)
    s.add(box(5.03, 0, 2.72, .14, 1.5, .26, "dark", .02))
    s.add(box(5.11, 0, 2.72, .02, 1.2, .14, "amber"))
    s.add(box(-5.21, 0, 2.0, .03, 1.9, .8, g, .01))
    for x in (3.6, -.6):
        s.add(box(x, -1.25, 1.35, 1.1, .02, 2.0, g))
        s.add(box(x, -1.262, 1.35, .03, .02, 2.0, "seam"))
    s.add(box(-1.5, 0, 3.08, 3.2, 1.5, .18, p, .06))
    ends(s, 5.15, -5.18, 1.15, .75, .95, lit, tall=.2, lamp_w=.36)
    mirrors(s, 5.15, 1.25, 2.25, "dark", 1.7)
    for side in (1, -1):
        s.add(box(0, side * 1.252, .80, 9.6, .012, .12, "stripe"))
    wheels(s, (3.1 - .6, -3.0), .47, .3, 1.24, "steel")
    return s


def trailer(paint) -> Solid:
    """A parked box trailer: no engine, no class."""
    s = box(0, 0, 1.25, 2.9, 1.6, 1.6, paint, .05)
    s.add(box(0, 0, .48, 3.0, 1.3, .10, "dark"))
    for side in (1, -1):
        s.add(tube((1.45, side * .45, .48), (2.5, 0, .48), .05, mat="dark", n=6))
        s.add(box(-1.46, side * .62, .62, .05, .22, .14, "taillamp", .02))
    s.add(tube((2.3, 0, .48), (2.3, 0, .03), .04, mat="dark", n=6))
    wheels(s, (-.2,), .30, .2, .86, "steel", arch=False)
    return s


def caravan(paint) -> Solid:
    outline = [(2.0, .5), (2.1, 1.2), (1.75, 2.2), (1.3, 2.45), (-1.8, 2.45), (-2.1, 2.2), (-2.2, 1.2), (-2.1, .5)]
    s = Solid()
    from solids import prism

    s.add(prism(outline, -1.05, 1.05, paint))
    for side in (1, -1):
        s.add(box(.6, side * 1.055, 1.55, 1.0, .02, .6, "glass"))
        s.add(box(-1.0, side * 1.055, 1.55, .8, .02, .6, "glass"))
        s.add(box(-.1, side * 1.055, .8, 4.0, .015, .12, "stripe"))
    s.add(polygon([(2.0 + .03, -.7, 1.5), (2.0 + .03, .7, 1.5), (1.82, .7, 2.05), (1.82, -.7, 2.05)], "glass"))
    for side in (1, -1):
        s.add(tube((2.0, side * .5, .5), (3.1, 0, .5), .05, mat="dark", n=6))
    wheels(s, (-.2,), .31, .2, 1.04, "steel", arch=True)
    return s


CARS = {"hatchback": hatchback, "saloon": saloon, "estate car": estate, "off-road car": suv, "pickup": pickup}
VANS = {
    "van": panel_van,
    "small van": small_van,
    "minibus": lambda paint, lit=False: panel_van(paint, lit, windows=True),
    "lorry": lorry,
    "bus": bus,
}
