"""Vans, lorries, buses and trailers. Every model looks along +x and stands on z = 0."""

from __future__ import annotations

from chassis import ends, mirrors, seams, shell, wheels
from solids import Solid, box, polygon, prism, tube


def panel_van(paint, lit=False, windows=False) -> Solid:
    """A high van; with `windows` a minibus."""
    g, p = "glass", paint
    w = g if windows else p
    st = [
        (2.68, 0.85, p, p),
        (2.63, 1.02, p, p),
        (2.30, 1.16, p, p),
        (1.98, 1.26, g, g),
        (1.28, 2.02, p, g),
        (1.0, 2.16, p, g),
        (0.55, 2.24, p, p),
        (0.30, 2.26, p, w),
        (-0.75, 2.27, p, p),
        (-0.85, 2.27, p, w),
        (-1.9, 2.27, p, p),
        (-2.5, 2.25, p, p),
        (-2.64, 2.18, p, p),
        (-2.68, 1.1, p, p),
    ]
    s = shell(st, 0.99, 1.24, 2.27, 0.84, 0.30, p, 5.36, frame=0.22)
    ends(s, 2.60, -2.66, 0.92, 0.93, 1.05, lit, tall=0.18, lamp_w=0.28)
    for side in (1, -1):
        s.add(box(-2.675, side * 0.40, 1.72, 0.03, 0.56, 0.55, g, 0.01))
        s.add(box(-0.1, side * 0.985, 0.62, 4.0, 0.05, 0.10, "trim", 0.02))
    s.add(box(-2.675, 0, 1.3, 0.025, 0.015, 1.7, "seam"))
    mirrors(s, 1.62, 0.99, 1.32, "dark", 1.5)
    seams(s, (1.72, 0.60, -0.8), 0.99, 0.45, 1.24)
    wheels(s, (1.70, -1.65), 0.35, 0.22, 0.985)
    return s


def small_van(paint, lit=False) -> Solid:
    """A delivery van not much longer than an estate car."""
    g, p = "glass", paint
    st = [
        (2.12, 0.72, p, p),
        (2.08, 0.88, p, p),
        (1.86, 0.98, p, p),
        (1.28, 1.10, g, g),
        (0.58, 1.68, p, g),
        (0.32, 1.79, p, g),
        (-0.05, 1.83, p, p),
        (-1.2, 1.84, p, p),
        (-1.98, 1.80, p, p),
        (-2.08, 1.74, p, p),
        (-2.12, 0.95, p, p),
        (-2.12, 0.7, p, p),
    ]
    s = shell(st, 0.91, 1.08, 1.84, 0.76, 0.24, p, 4.24, frame=0.10)
    ends(s, 2.05, -2.09, 0.84, 0.82, 1.0, lit, tall=0.2, lamp_w=0.28)
    for side in (1, -1):
        s.add(box(-2.125, side * 0.36, 1.42, 0.03, 0.5, 0.42, g, 0.01))
        s.add(box(-0.1, side * 0.905, 0.55, 2.2, 0.05, 0.09, "trim", 0.02))
    s.add(box(-2.125, 0, 1.15, 0.025, 0.015, 1.1, "seam"))
    mirrors(s, 1.0, 0.90, 1.16, "dark", 1.25)
    seams(s, (1.08, 0.0, -0.95), 0.91, 0.38, 1.08)
    wheels(s, (1.36, -1.32), 0.32, 0.20, 0.905)
    return s


def lorry(paint, lit=False, cargo="paint:#d8d8d2") -> Solid:
    """A box lorry."""
    g, p = "glass", paint
    st = [
        (3.60, 0.95, p, p),
        (3.58, 1.45, p, p),
        (3.52, 1.52, g, p),
        (3.30, 2.35, p, p),
        (3.10, 2.55, p, g),
        (2.40, 2.62, p, p),
        (1.95, 2.62, p, p),
        (1.93, 2.55, p, p),
    ]
    s = shell(st, 1.10, 1.50, 2.62, 1.02, 0.50, p, 7.2, frame=0.20)
    s.add(box(-0.92, 0, 2.12, 5.45, 2.34, 2.35, cargo, 0.05))
    s.add(box(-0.3, 0, 0.78, 6.6, 0.85, 0.22, "dark"))
    for side in (1, -1):
        s.add(box(-0.5, side * 1.05, 0.72, 2.4, 0.08, 0.42, "trim", 0.03))
        s.add(box(-0.92, side * 1.172, 2.1, 5.3, 0.015, 0.5, p))
        s.add(box(-3.62, side * 0.8, 0.82, 0.08, 0.42, 0.16, "taillamp_on" if lit else "taillamp", 0.02))
    s.add(box(-3.652, 0, 2.1, 0.02, 0.03, 2.1, "seam"))
    s.add(box(-3.62, 0, 0.62, 0.1, 2.1, 0.12, "trim", 0.02))
    ends(s, 3.58, -3.55, 1.0, 0.95, 0.9, lit, tall=0.2, lamp_w=0.3)
    mirrors(s, 3.2, 1.10, 1.95, "dark", 1.9)
    wheels(s, (2.65, -2.1), 0.46, 0.3, 1.10, "steel")
    return s


def bus(paint, lit=False) -> Solid:
    g, p = "glass", paint
    st = [(5.2, 1.0, p, p), (5.19, 1.1, p, p), (5.17, 1.14, g, g), (5.02, 2.55, p, p), (4.92, 2.95, p, g)]
    for i in range(6):
        x = 4.1 - i * 1.45
        st += [(x + 0.06, 3.0, p, "pillar"), (x - 0.06, 3.0, p, g)]
    st += [(-4.7, 3.0, p, p), (-5.08, 2.96, p, p), (-5.18, 2.8, p, p), (-5.2, 1.0, p, p)]
    s = shell(st, 1.25, 1.12, 3.0, 1.18, 0.32, p, 10.4, frame=0.45)
    s.add(box(5.03, 0, 2.72, 0.14, 1.5, 0.26, "dark", 0.02))
    s.add(box(5.11, 0, 2.72, 0.02, 1.2, 0.14, "amber"))
    s.add(box(-5.21, 0, 2.0, 0.03, 1.9, 0.8, g, 0.01))
    for x in (3.6, -0.6):
        s.add(box(x, -1.25, 1.35, 1.1, 0.02, 2.0, g))
        s.add(box(x, -1.262, 1.35, 0.03, 0.02, 2.0, "seam"))
    s.add(box(-1.5, 0, 3.08, 3.2, 1.5, 0.18, p, 0.06))
    ends(s, 5.15, -5.18, 1.15, 0.75, 0.95, lit, tall=0.2, lamp_w=0.36)
    mirrors(s, 5.15, 1.25, 2.25, "dark", 1.7)
    for side in (1, -1):
        s.add(box(0, side * 1.252, 0.80, 9.6, 0.012, 0.12, "stripe"))
    wheels(s, (3.1 - 0.6, -3.0), 0.47, 0.3, 1.24, "steel")
    return s


def trailer(paint) -> Solid:
    """A parked box trailer: no engine, no class."""
    s = box(0, 0, 1.25, 2.9, 1.6, 1.6, paint, 0.05)
    s.add(box(0, 0, 0.48, 3.0, 1.3, 0.10, "dark"))
    for side in (1, -1):
        s.add(tube((1.45, side * 0.45, 0.48), (2.5, 0, 0.48), 0.05, mat="dark", n=6))
        s.add(box(-1.46, side * 0.62, 0.62, 0.05, 0.22, 0.14, "taillamp", 0.02))
    s.add(tube((2.3, 0, 0.48), (2.3, 0, 0.03), 0.04, mat="dark", n=6))
    wheels(s, (-0.2,), 0.30, 0.2, 0.86, "steel", arch=False)
    return s


def caravan(paint) -> Solid:
    outline = [
        (2.0, 0.5),
        (2.1, 1.2),
        (1.75, 2.2),
        (1.3, 2.45),
        (-1.8, 2.45),
        (-2.1, 2.2),
        (-2.2, 1.2),
        (-2.1, 0.5),
    ]
    s = Solid()
    s.add(prism(outline, -1.05, 1.05, paint))
    for side in (1, -1):
        s.add(box(0.6, side * 1.055, 1.55, 1.0, 0.02, 0.6, "glass"))
        s.add(box(-1.0, side * 1.055, 1.55, 0.8, 0.02, 0.6, "glass"))
        s.add(box(-0.1, side * 1.055, 0.8, 4.0, 0.015, 0.12, "stripe"))
    s.add(polygon([(2.0 + 0.03, -0.7, 1.5), (2.0 + 0.03, 0.7, 1.5), (1.82, 0.7, 2.05), (1.82, -0.7, 2.05)], "glass"))
    for side in (1, -1):
        s.add(tube((2.0, side * 0.5, 0.5), (3.1, 0, 0.5), 0.05, mat="dark", n=6))
    wheels(s, (-0.2,), 0.31, 0.2, 1.04, "steel", arch=True)
    return s


VANS = {
    "van": panel_van,
    "small van": small_van,
    "minibus": lambda paint, lit=False: panel_van(paint, lit, windows=True),
    "lorry": lorry,
    "bus": bus,
}
