"""Wheels, body shells, lamps and mirrors, which every vehicle model is put together from."""

from __future__ import annotations

import math

from solids import Solid, box, lathe, tube


def wheel(radius, width, rim="rim", spokes=5) -> Solid:
    """A wheel about the y axis, its face towards +y."""
    s = lathe(
        [
            (radius * 0.62, -width / 2),
            (radius * 0.94, -width / 2),
            (radius, -width * 0.35),
            (radius, width * 0.35),
            (radius * 0.94, width / 2),
            (radius * 0.64, width / 2),
            (radius * 0.62, width * 0.3),
        ],
        "tyre",
    )
    s.add(lathe([(radius * 0.62, width * 0.2), (radius * 0.62, width * 0.24)], "dark", n=20))
    s.add(lathe([(radius * 0.64, width * 0.47), (radius * 0.57, width * 0.5), (radius * 0.55, width * 0.4)], rim))
    for i in range(spokes):
        a = 2 * math.pi * i / spokes + 0.3
        c, q = math.cos(a), math.sin(a)
        s.add(
            tube(
                (0, width * 0.40, 0),
                (c * radius * 0.58, width * 0.40, q * radius * 0.58),
                radius * 0.13,
                radius * 0.09,
                rim,
                n=5,
            )
        )
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
        rows = [
            (half * 0.9 * e, low),
            (half * 0.99 * e, low + 0.09),
            (half * e, low + (belt - low) * 0.55),
            r3,
            r4,
            r5,
        ]
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
        s.add(
            tube(
                (x, side * (half - 0.06), z - 0.04),
                (x, side * (half + 0.06), z - 0.02),
                0.025,
                mat="dark",
                n=5,
            )
        )


def ends(s, front, rear, half, zf, zr, lit, plate="plate", lamp_w=0.36, tall=0.13):
    """Lamps, grille and number plates at both ends."""
    for side in (1, -1):
        s.add(
            box(
                front,
                side * (half - lamp_w * 0.72),
                zf,
                0.12,
                lamp_w,
                tall,
                "headlamp_on" if lit else "headlamp",
                0.03,
            )
        )
        s.add(
            box(
                rear,
                side * (half - lamp_w * 0.58),
                zr,
                0.10,
                lamp_w * 0.8,
                tall * 1.35,
                "taillamp_on" if lit else "taillamp",
                0.03,
            )
        )
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
