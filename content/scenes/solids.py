"""Plain polygon solids in metres, z up: boxes, tubes, balls and lofts, joined into one mesh.

Nothing here knows Blender: placing and gold work on the same vertices the picture is made from.
A material is a word with an optional colour, such as "paint:#a03020" or "tyre".
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Solid:
    """Vertices, faces as index tuples, and one material and one smoothness per face."""

    verts: list = field(default_factory=list)
    faces: list = field(default_factory=list)
    mats: list = field(default_factory=list)
    smooth: list = field(default_factory=list)

    def add(self, other: Solid) -> Solid:
        base = len(self.verts)
        self.verts.extend(other.verts)
        self.faces.extend(tuple(i + base for i in f) for f in other.faces)
        self.mats.extend(other.mats)
        self.smooth.extend(other.smooth)
        return self

    def moved(self, x=0.0, y=0.0, z=0.0, turn=0.0, scale=1.0, tilt=0.0, pitch=0.0) -> Solid:
        """A copy, scaled, rolled about x (tilt), pitched about y, turned about z, then shifted; radians."""
        v = np.array(self.verts, dtype=float).reshape(-1, 3) * scale
        if tilt:
            c, s = math.cos(tilt), math.sin(tilt)
            v = v @ np.array([[1, 0, 0], [0, c, -s], [0, s, c]]).T
        if pitch:
            c, s = math.cos(pitch), math.sin(pitch)
            v = v @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]).T
        if turn:
            c, s = math.cos(turn), math.sin(turn)
            v = v @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]).T
        v = v + np.array([x, y, z])
        return Solid([tuple(p) for p in v], list(self.faces), list(self.mats), list(self.smooth))

    def array(self) -> np.ndarray:
        return np.array(self.verts, dtype=float).reshape(-1, 3)

    def triangles(self) -> list:
        return [(f[0], f[i], f[i + 1]) for f in self.faces for i in range(1, len(f) - 1)]


def polygon(points, mat) -> Solid:
    return Solid([tuple(p) for p in points], [tuple(range(len(points)))], [mat], [False])


def box(x, y, z, sx, sy, sz, mat, bevel=0.0) -> Solid:
    """A box centred on x, y, z; `bevel` cuts its edges."""
    hx, hy, hz = sx / 2, sy / 2, sz / 2
    b = min(bevel, hx * 0.9, hy * 0.9, hz * 0.9)
    verts, index, faces = [], {}, []
    for cx in (-1, 1):
        for cy in (-1, 1):
            for cz in (-1, 1):
                for axis in range(3) if b else (0,):
                    inset = [b] * 3
                    if b:
                        inset[axis] = 0
                    index[cx, cy, cz, axis] = len(verts)
                    verts.append((x + cx * (hx - inset[0]), y + cy * (hy - inset[1]), z + cz * (hz - inset[2])))
    around = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    for axis in range(3):
        others = [a for a in range(3) if a != axis]
        for sign in (-1, 1):
            ring = []
            for p, q in around:
                corner = [0, 0, 0]
                corner[axis], corner[others[0]], corner[others[1]] = sign, p, q
                ring.append(index[(*corner, axis if b else 0)])
            faces.append(tuple(ring))
        if b:
            for p, q in around:
                ends = []
                for sign in (-1, 1):
                    corner = [0, 0, 0]
                    corner[axis], corner[others[0]], corner[others[1]] = sign, p, q
                    ends.append(tuple(corner))
                u, w = others
                faces.append((index[(*ends[0], u)], index[(*ends[1], u)], index[(*ends[1], w)], index[(*ends[0], w)]))
    if b:
        faces += [tuple(index[cx, cy, cz, a] for a in range(3)) for cx in (-1, 1) for cy in (-1, 1) for cz in (-1, 1)]
    return Solid(verts, faces, [mat] * len(faces), [False] * len(faces))


def tube(p, q, r0, r1=None, mat="metal", n=8, caps=True) -> Solid:
    """A round bar from p to q, tapering from r0 to r1."""
    r1 = r0 if r1 is None else r1
    p, q = np.array(p, float), np.array(q, float)
    axis = q - p
    length = np.linalg.norm(axis) or 1e-6
    axis = axis / length
    side = np.cross(axis, (0, 0, 1) if abs(axis[2]) < 0.9 else (1, 0, 0))
    side /= np.linalg.norm(side)
    other = np.cross(axis, side)
    verts = []
    for end, r in ((p, r0), (q, r1)):
        for i in range(n):
            a = 2 * math.pi * i / n
            verts.append(tuple(end + r * (math.cos(a) * side + math.sin(a) * other)))
    faces = [(i, (i + 1) % n, n + (i + 1) % n, n + i) for i in range(n)]
    smooth = [True] * n
    if caps:
        faces += [tuple(range(n)), tuple(range(n, 2 * n))]
        smooth += [False, False]
    return Solid(verts, faces, [mat] * len(faces), smooth)


def ball(x, y, z, rx, ry=None, rz=None, mat="metal", n=12, m=8, low=-1.0, high=1.0) -> Solid:
    """An ellipsoid; `low` and `high` (-1 to 1) keep only a zone of it."""
    ry, rz = rx if ry is None else ry, rx if rz is None else rz
    a0, a1 = math.asin(low), math.asin(high)
    verts, faces = [], []
    for j in range(m + 1):
        a = a0 + (a1 - a0) * j / m
        for i in range(n):
            t = 2 * math.pi * i / n
            verts.append((x + rx * math.cos(a) * math.cos(t), y + ry * math.cos(a) * math.sin(t), z + rz * math.sin(a)))
    for j in range(m):
        for i in range(n):
            k = (i + 1) % n
            faces.append((j * n + i, j * n + k, (j + 1) * n + k, (j + 1) * n + i))
    faces += [tuple(range(n)), tuple(range(m * n, (m + 1) * n))]
    return Solid(verts, faces, [mat] * len(faces), [True] * (m * n) + [False, False])


def loft(rings, mat, caps=True, smooth=True) -> Solid:
    """Skin over closed rings of equal length."""
    n = len(rings[0])
    verts = [tuple(p) for ring in rings for p in ring]
    faces = []
    for j in range(len(rings) - 1):
        for i in range(n):
            k = (i + 1) % n
            faces.append((j * n + i, j * n + k, (j + 1) * n + k, (j + 1) * n + i))
    flags = [smooth] * len(faces)
    if caps:
        faces += [tuple(range(n)), tuple(range((len(rings) - 1) * n, len(rings) * n))]
        flags += [False, False]
    return Solid(verts, faces, [mat] * len(faces), flags)


def ellipses(levels, mat, n=12) -> Solid:
    """A trunk of horizontal ellipses: levels are (x, y, z, rx, ry)."""
    rings = []
    for x, y, z, rx, ry in levels:
        rings.append(
            [(x + rx * math.cos(2 * math.pi * i / n), y + ry * math.sin(2 * math.pi * i / n), z) for i in range(n)]
        )
    return loft(rings, mat)


def lathe(profile, mat, n=20, y=0.0) -> Solid:
    """A profile of (radius, offset) turned about the y axis."""
    rings = []
    for r, off in profile:
        rings.append(
            [(r * math.cos(2 * math.pi * i / n), y + off, r * math.sin(2 * math.pi * i / n)) for i in range(n)]
        )
    return loft(rings, mat, caps=True)


def torus(r, thick, mat, n=24, m=6) -> Solid:
    """A ring in the xz plane."""
    verts, faces = [], []
    for i in range(n):
        a = 2 * math.pi * i / n
        for j in range(m):
            b = 2 * math.pi * j / m
            rr = r + thick * math.cos(b)
            verts.append((rr * math.cos(a), thick * math.sin(b), rr * math.sin(a)))
    for i in range(n):
        for j in range(m):
            k, q = (i + 1) % n, (j + 1) % m
            faces.append((i * m + j, i * m + q, k * m + q, k * m + j))
    return Solid(verts, faces, [mat] * len(faces), [True] * len(faces))


def prism(outline, y0, y1, mat) -> Solid:
    """A side view (x, z) pulled from y0 to y1."""
    n = len(outline)
    verts = [(x, y0, z) for x, z in outline] + [(x, y1, z) for x, z in outline]
    faces = [tuple(range(n)), tuple(range(n, 2 * n))]
    faces += [(i, (i + 1) % n, n + (i + 1) % n, n + i) for i in range(n)]
    return Solid(verts, faces, [mat] * len(faces), [False] * len(faces))
