"""Where the camera stands and what it makes of a point in the street."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

WIDTH, HEIGHT = 800, 500


@dataclass(frozen=True)
class Camera:
    """Position in metres; yaw (0 looks along +x), pitch and roll in degrees; fov is horizontal."""

    kind: str
    x: float
    y: float
    z: float
    yaw: float
    pitch: float
    roll: float
    fov: float

    @property
    def focal(self) -> float:
        return WIDTH / 2 / math.tan(math.radians(self.fov) / 2)

    def axes(self):
        """Right, up and forward as unit vectors."""
        yaw, pitch, roll = (math.radians(a) for a in (self.yaw, self.pitch, self.roll))
        forward = np.array((math.cos(yaw) * math.cos(pitch), math.sin(yaw) * math.cos(pitch), math.sin(pitch)))
        right = np.array((math.sin(yaw), -math.cos(yaw), 0.0))
        up = np.cross(right, forward)
        c, s = math.cos(roll), math.sin(roll)
        return c * right + s * up, -s * right + c * up, forward

    def project(self, points) -> np.ndarray:
        """Rows of picture x, picture y and depth along the view."""
        right, up, forward = self.axes()
        rel = np.asarray(points, float) - np.array((self.x, self.y, self.z))
        depth = rel @ forward
        safe = np.where(depth > 0.05, depth, 0.05)
        u = WIDTH / 2 + self.focal * (rel @ right) / safe
        v = HEIGHT / 2 - self.focal * (rel @ up) / safe
        return np.stack([u, v, depth], axis=1)

    def ray(self, u, v) -> np.ndarray:
        right, up, forward = self.axes()
        d = forward + right * (u - WIDTH / 2) / self.focal - up * (v - HEIGHT / 2) / self.focal
        return d / np.linalg.norm(d)


def extent(camera, verts):
    """(x0, y0, x1, y1) of the whole object, or None when part of it is too near or behind the camera."""
    p = camera.project(verts)
    if p[:, 2].min() < 0.4:
        return None
    return float(p[:, 0].min()), float(p[:, 1].min()), float(p[:, 0].max()), float(p[:, 1].max())
