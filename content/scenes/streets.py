"""Street layouts: ground, buildings, furniture, and the spots where objects may stand.

Every street runs along +x. A spot says where, which way and on what an object may be placed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import furniture as fu
from buildings import AWNINGS, edge, flat
from solids import Solid, box


@dataclass
class Spot:
    kind: str  # lane, parked, path, wait, cross, rack, signal
    x0: float
    x1: float
    y: float
    turn: float  # heading in radians
    z: float = 0.0
    spread: float = 0.3


@dataclass
class Street:
    name: str
    words: str
    ground: Solid = field(default_factory=Solid)
    things: list = field(default_factory=list)  # (name, Solid): occluding furniture, trees, walls
    spots: list = field(default_factory=list)
    panes: list = field(default_factory=list)  # (x0, x1, y, z0, z1) of glass that mirrors, normal along y
    boards: list = field(default_factory=list)  # (x, y, turn, width, height, z) of advertising boards
    lamps: list = field(default_factory=list)  # points of light at dusk
    half: float = 4.0
    path: float = 3.0
    length: float = 110.0


def marks(street, x0, x1, lanes=2, bike=False):
    g = street.ground
    x = x0
    while x < x1:
        g.add(flat(x, x + 2.2, -0.07, 0.07, 0.012, "mark"))
        x += 5.0
    if bike:
        for side in (1, -1):
            y = side * (street.half - 1.6)
            g.add(flat(x0, x1, y - 0.05, y + 0.05, 0.012, "mark"))
    del lanes


def zebra(street, x, width=3.2):
    y = -street.half + 0.4
    while y < street.half - 0.4:
        street.ground.add(flat(x, x + width, y, y + 0.5, 0.014, "mark"))
        y += 1.0


def base_street(
    name,
    words,
    rng,
    half,
    path,
    left,
    right,
    lit,
    *,
    crossing=None,
    zebra_at=None,
    parking=(),
    lamps=True,
    trees=False,
    bike=False,
    old=False,
) -> Street:
    st = Street(name, words, half=half, path=path)
    a, b = -14.0, st.length
    g = st.ground
    wide = half + path
    g.add(flat(a, b + 60, -half, half, 0.0, "asphalt"))
    gaps = []
    if crossing:
        gaps = [(crossing - 5, crossing + 5)]
    for side, style in ((1, left), (-1, right)):
        runs = [(a, b)] if not crossing else [(a, crossing - 4.5), (crossing + 4.5, b)]
        for p, q in runs:
            y = side * (half + 0.1 + path / 2)
            g.add(box((p + q) / 2, y, 0.05, q - p, path, 0.14, "paving"))
            g.add(box((p + q) / 2, side * (half + 0.09), 0.055, q - p, 0.18, 0.15, "kerb"))
        if crossing:
            y0, y1 = side * half, side * 80
            g.add(flat(crossing - 4.5, crossing + 4.5, min(y0, y1), max(y0, y1), 0.001, "asphalt"))
        far = "water" if style == "rail" else "grass" if style in ("houses", "park") else "paving"
        y0, y1 = side * wide, side * 120
        g.add(
            flat(
                a,
                b + 60,
                min(y0, y1),
                max(y0, y1),
                -3.0 if style == "rail" else -0.02 if crossing else 0.1,
                far,
            )
        )
        edge(st, rng, side, style, lit, a + rng.uniform(0, 3), b, gaps)
    marks(st, a, (crossing - 9) if crossing else b, bike=bike)
    if crossing:
        marks(st, crossing + 9, b)
        zebra(st, crossing - 8.6)
        zebra(st, crossing + 5.4)
        g.add(flat(crossing - 9.4, crossing - 9.0, -half + 0.2, -0.2, 0.014, "mark"))
    if zebra_at:
        zebra(st, zebra_at)
        g.add(flat(zebra_at - 1.6, zebra_at - 1.2, -half + 0.2, -0.2, 0.014, "mark"))
    if lamps:
        x = rng.uniform(4, 12)
        while x < 70:
            for side in (1, -1):
                if crossing and abs(x - crossing) < 6:
                    continue
                px, py = x + (6 if side > 0 else 0), side * (half + 0.55)
                st.things.append(
                    (
                        "lamp post",
                        fu.lamp_post(rng.uniform(6, 7), lit, old)
                        .moved(turn=-side * math.pi / 2)
                        .moved(x=px, y=py, z=0.12),
                    )
                )
                st.lamps.append((px, py - side * (0 if old else 1.5), 3.6 if old else 6.3))
            x += 17
    if trees:
        x = rng.uniform(6, 12)
        while x < 80:
            for side in (1, -1):
                if rng.random() < 0.55 and not (crossing and abs(x - crossing) < 8):
                    st.things.append(
                        (
                            "tree",
                            fu.tree(rng, rng.uniform(4.5, 6)).moved(
                                x=x, y=side * (half + 0.9), z=0.1, turn=rng.random() * 6
                            ),
                        )
                    )
            x += rng.uniform(9, 13)
    lane = (half - (2.2 if parking else 0)) / 2
    lane = max(1.55, lane)
    for side in (1, -1):
        heading = 0.0 if side < 0 else math.pi
        st.spots.append(Spot("lane", 4, 75, side * lane, heading, 0, 0.25))
        st.spots.append(Spot("cycle", 4, 45, side * (half - (2.6 if side in parking else 0.75)), heading, 0, 0.2))
        if side in parking:
            st.spots.append(Spot("parked", 4, 50, side * (half - 1.15), heading, 0, 0.08))
        st.spots.append(Spot("path", 3, 45, side * (half + path * 0.6), heading, 0.12, path * 0.25))
        st.spots.append(Spot("rack", 4, 35, side * (half + path - 0.9), side * math.pi / 2, 0.12, 0.15))
    for x in ([crossing - 7.2, crossing + 7.0] if crossing else []) + ([zebra_at + 1.6] if zebra_at else []):
        st.spots.append(Spot("cross", x - 1.0, x + 1.0, 0, math.pi / 2, 0, half - 0.6))
        if not crossing or x < crossing:
            sx, tx = (x - 2.6, x + 2.4)
        else:
            sx, tx = (x - 2.0, x + 2.2)
        for side, face, px in ((-1, math.pi, sx), (1, math.pi, sx), (1, 0.0, tx), (-1, math.pi, tx + 0.2)):
            st.spots.append(Spot("signal", px, px, side * (half + 0.5), face, 0.12, 0.1))
    street_clutter(st, rng, crossing)
    return st


def street_clutter(st, rng, crossing):
    """Bins, bollards, benches, post boxes and boards along the pavements."""
    for side in (1, -1):
        inner, outer = side * (st.half + 0.5), side * (st.half + st.path - 0.55)
        facing = -side * math.pi / 2
        options = [
            ("bin", fu.bin_(), inner),
            ("post box", fu.post_box(), inner),
            ("bench", fu.bench(), outer),
            ("planter", fu.planter(rng), outer),
            ("sign", fu.sign(round_=rng.random() < 0.5), inner),
            (
                "wheelie bin",
                fu.wheelie_bin(rng.choice(["paint:#2c4f36", "paint:#5a4632", "paint:#2b3a55"])),
                outer,
            ),
        ]
        rng.shuffle(options)
        for name, solid, y in options[: rng.choice((3, 4, 5))]:
            x = rng.uniform(6, 40)
            if crossing and abs(x - crossing) < 9:
                continue
            turn = math.pi if name == "sign" else facing
            st.things.append((name, solid.moved(turn=turn).moved(x=x, y=y, z=0.12)))
        if rng.random() < 0.4:
            x = rng.uniform(5, 16)
            if not (crossing and abs(x + 4 - crossing) < 10):
                for i in range(5):
                    st.things.append(("bollard", fu.bollard().moved(x=x + i * 1.5, y=inner, z=0.12)))


def yard(rng, lit) -> Street:
    """A car park before a hall, with a barrier road and its light."""
    st = Street("yard", "A car park", half=6, path=2)
    g = st.ground
    g.add(flat(-20, 120, -60, 60, 0, "asphalt"))
    for row_x in (9.0, 21.0, 33.0):
        for i in range(-6, 7):
            y = i * 2.7
            g.add(flat(row_x - 2.5, row_x + 2.5, y - 0.05, y + 0.05, 0.012, "mark"))
        for i in range(-6, 6):
            st.spots.append(Spot("bay", row_x, row_x, i * 2.7 + 1.35, rng.choice((0.0, math.pi)), 0, 0.12))
    for y in (-18.5, 19):
        g.add(box(24, y + (1.5 if y > 0 else -1.5), 0.05, 70, 3.0, 0.14, "grass"))
        st.things.append(("hedge", fu.hedge(60, 1.3).moved(x=28, y=y + (1.6 if y > 0 else -1.6))))
        for x in range(4, 54, 8):
            if rng.random() < 0.7:
                st.things.append(
                    (
                        "tree",
                        fu.tree(rng, rng.uniform(4.5, 7)).moved(x=x + rng.random() * 3, y=y + (2.2 if y > 0 else -2.2)),
                    )
                )
    h = 8.5
    s = box(58, 0, h / 2, 16, 74, h, rng.choice(["wall:#a7adb0", "wall:#c2b8a4", "wall:#8d989e"]))
    s.add(box(49.9, 0, h - 1.0, 0.3, 74, 1.4, rng.choice(AWNINGS).replace("cloth", "paint")))
    for i in range(-5, 6):
        s.add(
            box(
                49.95,
                i * 6.4,
                1.9,
                0.2,
                4.6,
                3.4,
                "shopglass_on" if lit else "shutter" if i % 3 else "shopglass",
            )
        )
    st.things.append(("house", s))
    g.add(box(47.5, 0, 0.05, 4.5, 74, 0.14, "paving"))
    for y in (-9.5, 9.5):
        st.things.append(("lamp post", fu.lamp_post(7, lit).moved(x=15, y=y)))
        st.lamps.append((16.5, y, 6.8))
        st.things.append(("lamp post", fu.lamp_post(7, lit).moved(x=27, y=y, turn=math.pi)))
        st.lamps.append((25.5, y, 6.8))
    for x, turn in ((15, math.pi / 2), (27, -math.pi / 2), (3.5, math.pi / 2)):
        st.spots.append(Spot("aisle", x, x, 0, turn, 0, 9))
    st.spots += [
        Spot("path", 13.5, 16.5, 0, math.pi / 2, 0, 10),
        Spot("path", 25.5, 28.5, 0, -math.pi / 2, 0, 10),
        Spot("path", 46, 49, 0, math.pi / 2, 0.12, 14),
        Spot("path", 4, 6, 0, math.pi / 2, 0, 6),
        Spot("rack", 46.5, 46.5, 0, math.pi, 0.12, 10),
        Spot("rack", 13.0, 16.0, 0, 0, 0, 8),
    ]
    for x, y in ((12.8, -6.5), (17.4, 5.5), (24.5, -4.0), (29.5, 7.5), (17.3, -2.0)):
        st.spots.append(Spot("signal", x, x, y, math.pi, 0, 0.2))
    for _ in range(4):
        x, y = rng.choice((13, 17, 29)), rng.uniform(-9, 9)
        st.things.append(("bollard", fu.bollard().moved(x=x, y=y)))
    st.boards.append((48.2, rng.uniform(-9, 9), math.pi, 3.6, 2.4, 0.12))
    st.words = "A car park in front of a hall"
    return st


def build(name, rng, lit) -> Street:
    """The named layout, varied by `rng`."""
    if name == "yard":
        return yard(rng, lit)
    if name == "crossing":
        st = base_street(
            name,
            "A crossing between tall houses",
            rng,
            5.0,
            3.2,
            "terrace",
            rng.choice(("terrace", "shops")),
            lit,
            crossing=rng.uniform(21, 28),
            parking=(),
        )
    elif name == "shops":
        st = base_street(
            name,
            "A shopping street",
            rng,
            4.6,
            4.0,
            "shops",
            "shops",
            lit,
            zebra_at=rng.uniform(13, 20),
            parking=(1,),
            old=True,
        )
    elif name == "suburb":
        st = base_street(
            name,
            "A road with gardens",
            rng,
            3.9,
            2.2,
            "houses",
            "houses",
            lit,
            zebra_at=rng.uniform(14, 22),
            parking=(-1,),
        )
    elif name == "bridge":
        st = base_street(
            name,
            "A road on a bridge",
            rng,
            4.4,
            2.6,
            "rail",
            "rail",
            lit,
            zebra_at=rng.uniform(16, 26),
            bike=True,
        )
    elif name == "park":
        st = base_street(
            name,
            "A road beside a park",
            rng,
            4.8,
            3.0,
            "park",
            "terrace",
            lit,
            zebra_at=rng.uniform(14, 22),
            parking=(-1,),
        )
    elif name == "works":
        st = base_street(
            name,
            "A road between workshops",
            rng,
            5.4,
            2.8,
            "works",
            "works",
            lit,
            crossing=rng.uniform(22, 30),
            parking=(),
        )
        for i in range(5):
            st.things.append(("cone", fu.cone().moved(x=7 + i * 2.2, y=-st.half + 0.5)))
        st.things.append(("barrier", fu.barrier().moved(x=18.5, y=-st.half + 0.9)))
    else:
        st = base_street(
            name,
            "A straight street with houses on both sides",
            rng,
            5.2,
            3.0,
            "terrace",
            "terrace",
            lit,
            zebra_at=rng.uniform(15, 24),
            parking=(1, -1),
            trees=True,
        )
    if rng.random() < 0.6 or name in ("shops", "bridge"):
        side = rng.choice((1, -1))
        x = rng.uniform(9, 20)
        st.boards.append((x, side * (st.half + st.path - 0.5), math.pi + side * rng.uniform(0.1, 0.5), 1.3, 1.9, 0.12))
    return st
