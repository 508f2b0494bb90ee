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
        return Light(name, "on a clear day", (.64, .78, .98), (.12, .33, .84), .92, 5.8, (1, .95, .88),
                     rng.uniform(36, 54), side * rng.choice((rng.uniform(25, 65), rng.uniform(115, 155))), .5, .09, 300, (.66, .80, 1.0), exposure=.4)
    if name == "morning":
        return Light(name, "in low morning sun", (1.0, .74, .45), (.20, .46, .92), .85, 6.2, (1, .80, .55),
                     rng.uniform(15, 23), side * rng.choice((rng.uniform(12, 32), rng.uniform(148, 172))), .5, .13, 240, (1.0, .80, .55), exposure=.35)
    if name == "evening":
        return Light(name, "in the last sun of the day", (1.0, .55, .26), (.20, .32, .72), .75, 6.0, (1, .66, .38),
                     rng.uniform(11, 17), side * rng.choice((rng.uniform(10, 26), rng.uniform(154, 172))), .5, .16, 220, (1.0, .62, .36), exposure=.45)
    if name == "overcast":
        return Light(name, "under a grey sky", (.78, .80, .83), (.62, .66, .72), 1.05, 0.0, fog=.25, fog_depth=240,
                     fog_colour=(.74, .77, .80), exposure=.5)
    if name == "wet":
        return Light(name, "after rain", (.74, .77, .82), (.50, .56, .66), .95, 0.0, fog=.30, fog_depth=200,
                     fog_colour=(.70, .74, .80), wet=True, exposure=.5)
    if name == "fog":
        return Light(name, "in fog", (.80, .82, .84), (.74, .77, .80), .95, 0.0, fog=.93,
                     fog_depth=rng.uniform(85, 120), fog_colour=(.78, .80, .82), exposure=.3)
    if name == "dusk":
        return Light(name, "at dusk", (.62, .42, .40), (.13, .18, .36), .42, 0.0, fog=.22, fog_depth=220,
                     fog_colour=(.36, .32, .40), lamps=True, exposure=.75)
    return Light("wetdusk", "on a wet evening", (.42, .38, .48), (.11, .15, .30), .42, 0.0, fog=.30, fog_depth=180,
                 fog_colour=(.30, .31, .40), lamps=True, wet=True, exposure=.85)
