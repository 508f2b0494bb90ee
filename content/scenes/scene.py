"""What a scene is made of, and the colours things come in."""

from __future__ import annotations

from dataclasses import dataclass, field

from cameras import Camera
from light import Light
from solids import Solid
from streets import Street

PAINTS = {
    "red": "#a3211f",
    "dark red": "#5e1418",
    "white": "#dfe0dd",
    "silver": "#a7abb0",
    "grey": "#5d6268",
    "black": "#17181b",
    "blue": "#1f4f96",
    "dark blue": "#15264d",
    "light blue": "#7fa6c4",
    "green": "#2f5f45",
    "yellow": "#d2a41f",
    "orange": "#c8601d",
    "beige": "#c2b494",
    "brown": "#5b4030",
    "turquoise": "#2b7f84",
}


CLOTHES = {
    "red": "#a8322d",
    "blue": "#2d5590",
    "dark": "#22252b",
    "grey": "#6c7077",
    "green": "#3c6b45",
    "yellow": "#d0a52c",
    "white": "#d9d8d2",
    "pink": "#c06b7f",
    "brown": "#6b4c33",
    "orange": "#c56a28",
    "purple": "#5d4176",
    "beige": "#bda98a",
}


SKINS = ["#e2b394", "#c98f6b", "#8d5a3b", "#5b3a28", "#d9a27c", "#70462e"]


HAIRS = ["#1d1612", "#3b2616", "#6b4a2a", "#a9814a", "#8c8c8c", "#5a2e1a"]


SIGNAL_WORDS = {
    "red": "showing red",
    "green": "showing green",
    "amber": "showing amber",
    "redamber": "changing to green",
}


@dataclass
class Placed:
    number: int
    name: str  # words for the reasons: "grey estate car"
    label: str | None  # None: not a class, such as a poster figure or a dummy
    model: str
    solid: Solid
    x: float
    y: float
    turn: float
    decoy: str | None = None
    partner: int | None = None
    spot: str = ""


@dataclass
class Scene:
    key: str
    exercise: str
    pool: str
    street: Street
    light: Light
    camera: Camera
    placed: list = field(default_factory=list)


def person_look(rng, helmet=None):
    upper, lower = rng.choice(list(CLOTHES)), rng.choice(["dark", "blue", "grey", "brown", "beige", "dark"])
    look = {
        "upper": f"cloth:{CLOTHES[upper]}",
        "lower": f"cloth:{CLOTHES[lower]}",
        "skin": f"skin:{rng.choice(SKINS)}",
        "hair": f"hair:{rng.choice(HAIRS)}",
        "shoe": rng.choice(["dark", "white", "cloth:#5b4030"]),
        "colour": upper,
    }
    r = rng.random()
    if r < 0.22:
        look["coat"] = True
    elif r < 0.38:
        look.update(skirt=True, legs=look["skin"])
    if rng.random() < 0.25:
        look["sleeve"] = look["skin"]
    look["long_hair"] = rng.random() < 0.35
    if rng.random() < 0.22:
        look["hat"] = f"cloth:{rng.choice(list(CLOTHES.values()))}"
    if rng.random() < 0.25:
        look["backpack"] = f"cloth:{rng.choice(list(CLOTHES.values()))}"
    if rng.random() < 0.25:
        look["bag"] = f"cloth:{rng.choice(list(CLOTHES.values()))}"
    if helmet:
        look["helmet"] = f"paint:{rng.choice(list(PAINTS.values()))}"
    return look
