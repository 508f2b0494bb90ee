"""Where cameras of each kind stand in a street."""

from __future__ import annotations

import math

from cameras import Camera


def view(kind, st, rng) -> Camera:
    """A camera of the kind somewhere in the street."""
    u = rng.uniform
    side = rng.choice((1, -1))
    if st.name == "yard":
        spots = {
            "pole": (u(-3, 1), u(-7, 7), u(5, 7.5), u(56, 68), -15, u(-4, 4)),
            "path": (u(-1, 3), u(-7, 7), 1.62, u(58, 68), -4, u(-4, 4)),
            "dash": (u(-2, 2), u(-5, 5), 1.4, u(60, 70), -4, u(-3, 3)),
            "low": (u(0, 3), u(-7, 7), 0.8, u(60, 68), -0.5, u(-3, 3)),
            "long": (u(-14, -9), u(-4, 4), u(2.6, 4), u(30, 36), -3, u(-2, 2)),
            "mid": (u(-3, 1), u(-7, 7), 3.1, u(56, 66), -8, u(-4, 4)),
        }
        x, y, z, fov, pitch, aim = spots.get(kind, spots["pole"])
        yaw = math.degrees(math.atan2(aim - y, 18 - x))
        return Camera(kind, x, y, z, yaw, pitch + u(-1, 1), rng.choice((0, 0, u(-2.5, 2.5))), fov)
    lane = -st.half / 2
    wide = st.half + st.path
    roll = rng.choice((0, 0, 0, u(-2.8, 2.8)))
    if kind == "dash":
        return Camera(kind, 0, lane, u(1.3, 1.5), u(-4, 6), u(-3.5, -1.5), roll, u(62, 70))
    if kind == "pole":
        x, y = u(-3, 2), side * (st.half + u(0.3, 1.5))
        yaw = math.degrees(math.atan2(-side * u(0, 2) - y, 19 - x))
        return Camera(kind, x, y, u(4.8, 7.2), yaw, u(-16, -11), roll, u(58, 68))
    if kind == "across":
        near = next((s.x0 for s in st.spots if s.kind == "signal"), 14)
        x = near + u(-7, -4)
        yaw = u(48, 68)
        return Camera(kind, x, -side * (wide - 0.4), u(1.55, 1.8), side * yaw, u(-4, -1), roll, u(64, 74))
    if kind == "long":
        return Camera(
            kind,
            u(-12, -8),
            side * u(0.4, st.half + 1.2),
            u(2.0, 3.4),
            u(-2, 2) - side * 2.5,
            u(-3, -1.5),
            roll,
            u(27, 34),
        )
    if kind == "low":
        return Camera(
            kind,
            u(-1, 1),
            side * (st.half + u(0.2, 1.2)),
            u(0.6, 0.9),
            -side * u(6, 14),
            u(-0.5, 2),
            roll,
            u(60, 68),
        )
    if kind == "mid":
        return Camera(kind, u(-2, 1), side * u(1, st.half), u(2.6, 3.4), -side * u(2, 9), u(-8, -5), roll, u(58, 66))
    return Camera(
        "path",
        u(-1, 2),
        side * (st.half + st.path * u(0.3, 0.7)),
        u(1.55, 1.75),
        -side * u(10, 24),
        u(-4.5, -1.5),
        roll,
        u(58, 68),
    )
