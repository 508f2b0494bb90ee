"""Times of day and weather: sun, sky, fog, wet ground and what is switched on."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Light:
    name: str
    words: str
    sky_low: tuple
    sky_high: tuple
    sky_power: float
    sun_power: float = 0.0
    sun_colour: tuple = (1, 1, 1)
    sun_up: float = 50.0
    sun_round: float = 0.0
    sun_size: float = 0.6
    fog: float = 0.25
    fog_depth: float = 260.0
    fog_colour: tuple = (0.75, 0.82, 0.9)
    wet: bool = False
    lamps: bool = False
    exposure: float = 0.0

    def to_sun(self):
        """Unit vector from the ground to the sun, or None without one."""
        if not self.sun_power:
            return None
        up, round_ = math.radians(self.sun_up), math.radians(self.sun_round)
        return (math.cos(up) * math.cos(round_), math.cos(up) * math.sin(round_), math.sin(up))


def make(name, rng) -> Light:
    """The named light with its own small chance: where the sun stands, how thick the fog is."""
    side = rng.choice((-1, 1))
    if name == "noon":
        return Light(
            name,
            "on a clear day",
            (0.64, 0.78, 0.98),
            (0.12, 0.33, 0.84),
            0.92,
            5.8,
            (1, 0.95, 0.88),
            rng.uniform(36, 54),
            side * rng.choice((rng.uniform(25, 65), rng.uniform(115, 155))),
            0.5,
            0.09,
            300,
            (0.66, 0.80, 1.0),
            exposure=0.4,
        )
    if name == "morning":
        return Light(
            name,
            "in low morning sun",
            (1.0, 0.74, 0.45),
            (0.20, 0.46, 0.92),
            0.85,
            6.2,
            (1, 0.80, 0.55),
            rng.uniform(15, 23),
            side * rng.choice((rng.uniform(12, 32), rng.uniform(148, 172))),
            0.5,
            0.13,
            240,
            (1.0, 0.80, 0.55),
            exposure=0.35,
        )
    if name == "evening":
        return Light(
            name,
            "in the last sun of the day",
            (1.0, 0.55, 0.26),
            (0.20, 0.32, 0.72),
            0.75,
            6.0,
            (1, 0.66, 0.38),
            rng.uniform(11, 17),
            side * rng.choice((rng.uniform(10, 26), rng.uniform(154, 172))),
            0.5,
            0.16,
            220,
            (1.0, 0.62, 0.36),
            exposure=0.45,
        )
    if name == "overcast":
        return Light(
            name,
            "under a grey sky",
            (0.78, 0.80, 0.83),
            (0.62, 0.66, 0.72),
            1.05,
            0.0,
            fog=0.25,
            fog_depth=240,
            fog_colour=(0.74, 0.77, 0.80),
            exposure=0.5,
        )
    if name == "wet":
        return Light(
            name,
            "after rain",
            (0.74, 0.77, 0.82),
            (0.50, 0.56, 0.66),
            0.95,
            0.0,
            fog=0.30,
            fog_depth=200,
            fog_colour=(0.70, 0.74, 0.80),
            wet=True,
            exposure=0.5,
        )
    if name == "fog":
        return Light(
            name,
            "in fog",
            (0.80, 0.82, 0.84),
            (0.74, 0.77, 0.80),
            0.95,
            0.0,
            fog=0.93,
            fog_depth=rng.uniform(85, 120),
            fog_colour=(0.78, 0.80, 0.82),
            exposure=0.3,
        )
    if name == "dusk":
        return Light(
            name,
            "at dusk",
            (0.62, 0.42, 0.40),
            (0.13, 0.18, 0.36),
            0.42,
            0.0,
            fog=0.22,
            fog_depth=220,
            fog_colour=(0.36, 0.32, 0.40),
            lamps=True,
            exposure=0.75,
        )
    return Light(
        "wetdusk",
        "on a wet evening",
        (0.42, 0.38, 0.48),
        (0.11, 0.15, 0.30),
        0.42,
        0.0,
        fog=0.30,
        fog_depth=180,
        fog_colour=(0.30, 0.31, 0.40),
        lamps=True,
        wet=True,
        exposure=0.85,
    )
