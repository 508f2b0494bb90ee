"""Cars. Every model looks along +x and stands on z = 0."""

from __future__ import annotations

from chassis import ends, mirrors, seams, shell, wheels
from solids import Solid, box, tube


def hatchback(paint, lit=False) -> Solid:
    g, p = "glass", paint
    st = [
        (2.0, 0.58, p, p),
        (1.95, 0.70, p, p),
        (1.72, 0.80, p, p),
        (0.98, 0.93, g, g),
        (0.30, 1.41, p, g),
        (0.05, 1.47, p, "pillar"),
        (-0.05, 1.48, p, g),
        (-0.85, 1.46, p, "pillar"),
        (-0.97, 1.45, p, g),
        (-1.42, 1.39, p, p),
        (-1.55, 1.36, g, p),
        (-1.90, 0.98, p, p),
        (-1.99, 0.85, p, p),
        (-2.0, 0.62, p, p),
    ]
    s = shell(st, 0.87, 0.93, 1.48, 0.62, 0.22, p, 4.0)
    ends(s, 1.92, -1.95, 0.80, 0.67, 0.84, lit)
    mirrors(s, 0.72, 0.86, 0.98, p)
    seams(s, (0.92, -0.02, -0.95), 0.87, 0.30, 0.93)
    wheels(s, (1.28, -1.27), 0.31, 0.20, 0.865)
    return s


def saloon(paint, lit=False) -> Solid:
    g, p = "glass", paint
    st = [
        (2.32, 0.58, p, p),
        (2.27, 0.70, p, p),
        (2.0, 0.80, p, p),
        (1.10, 0.93, g, g),
        (0.42, 1.38, p, g),
        (0.10, 1.44, p, "pillar"),
        (0.0, 1.45, p, g),
        (-0.82, 1.42, p, "pillar"),
        (-0.92, 1.40, p, g),
        (-1.10, 1.36, g, p),
        (-1.68, 1.03, p, p),
        (-2.22, 0.99, p, p),
        (-2.31, 0.88, p, p),
        (-2.32, 0.62, p, p),
    ]
    s = shell(st, 0.90, 0.93, 1.45, 0.64, 0.21, p, 4.64)
    ends(s, 2.24, -2.27, 0.83, 0.68, 0.84, lit)
    mirrors(s, 0.82, 0.89, 0.98, p)
    seams(s, (1.05, 0.04, -0.9), 0.90, 0.30, 0.93)
    wheels(s, (1.42, -1.38), 0.32, 0.21, 0.895)
    return s


def estate(paint, lit=False) -> Solid:
    g, p = "glass", paint
    st = [
        (2.32, 0.60, p, p),
        (2.27, 0.72, p, p),
        (2.0, 0.82, p, p),
        (1.12, 0.95, g, g),
        (0.45, 1.42, p, g),
        (0.12, 1.48, p, "pillar"),
        (0.02, 1.49, p, g),
        (-0.80, 1.48, p, "pillar"),
        (-0.92, 1.48, p, g),
        (-1.80, 1.42, p, p),
        (-1.93, 1.40, g, p),
        (-2.20, 1.0, p, p),
        (-2.30, 0.88, p, p),
        (-2.32, 0.62, p, p),
    ]
    s = shell(st, 0.90, 0.95, 1.49, 0.66, 0.21, p, 4.64)
    ends(s, 2.24, -2.27, 0.83, 0.69, 0.88, lit, tall=0.14)
    for side in (1, -1):
        s.add(tube((0.1, side * 0.58, 1.53), (-1.7, side * 0.58, 1.49), 0.022, mat="rim", n=5))
    mirrors(s, 0.84, 0.89, 1.0, p)
    seams(s, (1.05, 0.06, -0.9), 0.90, 0.30, 0.95)
    wheels(s, (1.42, -1.38), 0.32, 0.21, 0.895)
    return s


def suv(paint, lit=False) -> Solid:
    g, p = "glass", paint
    st = [
        (2.22, 0.78, p, p),
        (2.18, 0.92, p, p),
        (1.9, 1.01, p, p),
        (1.02, 1.10, g, g),
        (0.48, 1.60, p, g),
        (0.15, 1.68, p, "pillar"),
        (0.05, 1.69, p, g),
        (-0.75, 1.69, p, "pillar"),
        (-0.87, 1.69, p, g),
        (-1.78, 1.65, p, p),
        (-1.92, 1.62, g, p),
        (-2.12, 1.14, p, p),
        (-2.2, 1.0, p, p),
        (-2.22, 0.72, p, p),
    ]
    s = shell(st, 0.95, 1.09, 1.69, 0.72, 0.30, p, 4.44)
    ends(s, 2.14, -2.16, 0.88, 0.88, 1.0, lit, tall=0.15)
    for side in (1, -1):
        s.add(tube((0.1, side * 0.62, 1.75), (-1.7, side * 0.62, 1.72), 0.025, mat="dark", n=5))
        s.add(box(0, side * 0.93, 0.42, 2.0, 0.06, 0.14, "trim", 0.02))
    mirrors(s, 0.80, 0.94, 1.16, p, 1.15)
    seams(s, (0.98, 0.1, -0.85), 0.95, 0.42, 1.09)
    wheels(s, (1.36, -1.34), 0.38, 0.24, 0.945)
    return s


def pickup(paint, lit=False) -> Solid:
    g, p = "glass", paint
    st = [
        (2.6, 0.80, p, p),
        (2.56, 0.95, p, p),
        (2.3, 1.03, p, p),
        (1.42, 1.10, g, g),
        (0.85, 1.62, p, g),
        (0.6, 1.70, p, "pillar"),
        (0.5, 1.71, p, g),
        (-0.22, 1.70, p, p),
        (-0.36, 1.66, g, p),
        (-0.48, 1.12, p, p),
        (-0.52, 1.06, "dark", p),
        (-2.5, 1.04, p, p),
        (-2.6, 1.02, p, p),
        (-2.61, 0.66, p, p),
    ]
    s = shell(st, 0.95, 1.07, 1.71, 0.72, 0.34, p, 5.2)
    ends(s, 2.52, -2.56, 0.88, 0.90, 0.92, lit, tall=0.15, lamp_w=0.3)
    s.add(box(-1.5, 0, 1.12, 1.95, 1.5, 0.01, "dark"))
    for side in (1, -1):
        s.add(box(-1.5, side * 0.84, 1.10, 2.05, 0.10, 0.10, p, 0.03))
    s.add(box(-2.55, 0, 1.09, 0.08, 1.6, 0.12, p, 0.03))
    mirrors(s, 1.18, 0.94, 1.18, p, 1.2)
    seams(s, (1.38, 0.55, -0.3), 0.95, 0.45, 1.07)
    wheels(s, (1.62, -1.55), 0.39, 0.25, 0.945)
    return s


CARS = {"hatchback": hatchback, "saloon": saloon, "estate car": estate, "off-road car": suv, "pickup": pickup}
