"""From a seed to a whole scene: street, light, camera and everything placed in it. Pure arithmetic."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field, replace

import furniture as fu
import numpy as np
import people
import streets
import vehicles
from cameras import HEIGHT, WIDTH, Camera, extent
from light import Light, make
from PIL import Image, ImageDraw
from solids import Solid, box
from streets import Spot, Street

PAINTS = {
    "red": "#a3211f", "dark red": "#5e1418", "white": "#dfe0dd", "silver": "#a7abb0", "grey": "#5d6268",
    "black": "#17181b", "blue": "#1f4f96", "dark blue": "#15264d", "light blue": "#7fa6c4", "green": "#2f5f45",
    "yellow": "#d2a41f", "orange": "#c8601d", "beige": "#c2b494", "brown": "#5b4030", "turquoise": "#2b7f84",
}
CLOTHES = {
    "red": "#a8322d", "blue": "#2d5590", "dark": "#22252b", "grey": "#6c7077", "green": "#3c6b45", "yellow": "#d0a52c",
    "white": "#d9d8d2", "pink": "#c06b7f", "brown": "#6b4c33", "orange": "#c56a28", "purple": "#5d4176", "beige": "#bda98a",
}
SKINS = ["#e2b394", "#c98f6b", "#8d5a3b", "#5b3a28", "#d9a27c", "#70462e"]
HAIRS = ["#1d1612", "#3b2616", "#6b4a2a", "#a9814a", "#8c8c8c", "#5a2e1a"]
SIGNAL_WORDS = {"red": "showing red", "green": "showing green", "amber": "showing amber", "redamber": "changing to green"}


@dataclass
class Placed:
    number: int
    name: str            # words for the reasons: "grey estate car"
    label: str | None    # None: not a class, such as a poster figure or a dummy
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


MARGIN = 200


SKETCH = 3


def silhouette(camera, solid, half=SKETCH) -> np.ndarray:
    """The object alone on a canvas MARGIN pixels larger on every side, at 1/half of the picture's scale."""
    w, h = (WIDTH + 2 * MARGIN) // half, (HEIGHT + 2 * MARGIN) // half
    im = Image.new("1", (w, h))
    draw = ImageDraw.Draw(im)
    p = camera.project(solid.array())
    pts = (p[:, :2] + MARGIN) / half
    for f in solid.faces:
        idx = list(f)
        if p[idx, 2].min() > .3:
            q = pts[idx]
            if q[:, 0].max() > 0 and q[:, 0].min() < w:
                draw.polygon([tuple(v) for v in q], fill=1)
    return np.array(im)


class Sight:
    """What hides what, roughly: silhouettes in order of distance."""

    def __init__(self, camera, things):
        self.camera, self.layers, m = camera, [], MARGIN // SKETCH
        for name, solid in things:
            v = solid.array()
            dist = float(np.linalg.norm(v[:, :2] - (camera.x, camera.y), axis=1).min())
            mid = float(np.linalg.norm(v[:, :2].mean(0) - (camera.x, camera.y)))
            mask = silhouette(camera, solid)
            if mask[m:-m, m:-m].any():
                self.layers.append([None, mid if name != "house" else dist + 1.5, mask])

    def distance(self, x, y):
        return math.hypot(x - self.camera.x, y - self.camera.y)

    def shares(self, extra=()):
        """Visible share (of what lies inside the picture) and inside share of every placed object."""
        m = MARGIN // SKETCH
        layers = sorted([la for la in self.layers] + list(extra), key=lambda la: la[1])
        taken = np.zeros_like(layers[0][2]) if layers else None
        out = {}
        for number, _dist, mask in layers:
            if number is not None:
                inside = mask[m:-m, m:-m]
                total = max(1, int(mask.sum()))
                seen = int((inside & ~taken[m:-m, m:-m]).sum())
                out[number] = (seen / max(1, int(inside.sum())), int(inside.sum()) / total, seen)
            taken = taken | mask
        return out


SIZES = {"bus": (10.6, 2.6), "lorry": (7.4, 2.5), "van": (5.5, 2.1), "minibus": (5.5, 2.1), "small van": (4.4, 1.9),
         "bicycle": (1.9, .7), "motorcycle": (2.1, .9), "scooter": (1.9, .8), "person": (.6, .6), "dummy": (.5, .5),
         "signal": (.5, .5), "trailer": (3.6, 1.9), "caravan": (5.2, 2.4)}


def circles(x, y, turn, model):
    length, width = SIZES.get(model, (4.9, 2.0))
    n = max(1, round(length / width * 1.4))
    return [(x + math.cos(turn) * length * (i / n - .5 + .5 / n), y + math.sin(turn) * length * (i / n - .5 + .5 / n),
             width * .56) for i in range(n)]


def clash(a, b, gap=.15):
    return any(math.hypot(p[0] - q[0], p[1] - q[1]) < p[2] + q[2] + gap for p in a for q in b)


def person_look(rng, helmet=None):
    upper, lower = rng.choice(list(CLOTHES)), rng.choice(["dark", "blue", "grey", "brown", "beige", "dark"])
    look = {"upper": f"cloth:{CLOTHES[upper]}", "lower": f"cloth:{CLOTHES[lower]}", "skin": f"skin:{rng.choice(SKINS)}",
            "hair": f"hair:{rng.choice(HAIRS)}", "shoe": rng.choice(["dark", "white", "cloth:#5b4030"]), "colour": upper}
    r = rng.random()
    if r < .22:
        look["coat"] = True
    elif r < .38:
        look.update(skirt=True, legs=look["skin"])
    if rng.random() < .25:
        look["sleeve"] = look["skin"]
    look["long_hair"] = rng.random() < .35
    if rng.random() < .22:
        look["hat"] = f"cloth:{rng.choice(list(CLOTHES.values()))}"
    if rng.random() < .25:
        look["backpack"] = f"cloth:{rng.choice(list(CLOTHES.values()))}"
    if rng.random() < .25:
        look["bag"] = f"cloth:{rng.choice(list(CLOTHES.values()))}"
    if helmet:
        look["helmet"] = f"paint:{rng.choice(list(PAINTS.values()))}"
    return look


class Composer:
    def __init__(self, key, exercise, pool, layout, light, view, seed):
        self.rng = random.Random(f"goldpath-{seed}")
        self.exercise = exercise
        lit = light in ("dusk", "wetdusk")
        self.lit = lit or light in ("fog",)
        street = streets.build(layout, self.rng, lit)
        self.scene = Scene(key, exercise, pool, street, make(light, self.rng), self.view(view, street))
        self.footprints = {}
        self.next = 1
        cam = self.scene.camera
        street.things = [t for t in street.things if self.clear_of_camera(t, cam)]
        self.boards()
        self.sight = Sight(cam, street.things)

    def clear_of_camera(self, thing, cam):
        name, solid = thing
        if name in ("house", "railing", "hedge"):
            return True
        v = solid.array()
        near = np.linalg.norm(v[:, :2] - (cam.x, cam.y), axis=1).min()
        return near > (2.6 if name not in ("tree",) else 5.0)

    def view(self, kind, st):
        rng = self.rng
        u = rng.uniform
        side = rng.choice((1, -1))
        if st.name == "yard":
            spots = {"pole": (u(-3, 1), u(-7, 7), u(5, 7.5), u(56, 68), -15, u(-4, 4)), "path": (u(-1, 3), u(-7, 7), 1.62, u(58, 68), -4, u(-4, 4)),
                     "dash": (u(-2, 2), u(-5, 5), 1.4, u(60, 70), -4, u(-3, 3)), "low": (u(0, 3), u(-7, 7), .8, u(60, 68), -.5, u(-3, 3)),
                     "long": (u(-14, -9), u(-4, 4), u(2.6, 4), u(30, 36), -3, u(-2, 2)), "mid": (u(-3, 1), u(-7, 7), 3.1, u(56, 66), -8, u(-4, 4))}
            x, y, z, fov, pitch, aim = spots.get(kind, spots["pole"])
            yaw = math.degrees(math.atan2(aim - y, 18 - x))
            return Camera(kind, x, y, z, yaw, pitch + u(-1, 1), rng.choice((0, 0, u(-2.5, 2.5))), fov)
        lane = -st.half / 2
        wide = st.half + st.path
        roll = rng.choice((0, 0, 0, u(-2.8, 2.8)))
        if kind == "dash":
            return Camera(kind, 0, lane, u(1.3, 1.5), u(-4, 6), u(-3.5, -1.5), roll, u(62, 70))
        if kind == "pole":
            x, y = u(-3, 2), side * (st.half + u(.3, 1.5))
            yaw = math.degrees(math.atan2(-side * u(0, 2) - y, 19 - x))
            return Camera(kind, x, y, u(4.8, 7.2), yaw, u(-16, -11), roll, u(58, 68))
        if kind == "across":
            near = next((s.x0 for s in st.spots if s.kind == "signal"), 14)
            x = near + u(-7, -4)
            yaw = u(48, 68)
            return Camera(kind, x, -side * (wide - .4), u(1.55, 1.8), side * yaw, u(-4, -1), roll, u(64, 74))
        if kind == "long":
            return Camera(kind, u(-12, -8), side * u(.4, st.half + 1.2), u(2.0, 3.4), u(-2, 2) - side * 2.5, u(-3, -1.5), roll, u(27, 34))
        if kind == "low":
            return Camera(kind, u(-1, 1), side * (st.half + u(.2, 1.2)), u(.6, .9), -side * u(6, 14), u(-.5, 2), roll, u(60, 68))
        if kind == "mid":
            return Camera(kind, u(-2, 1), side * u(1, st.half), u(2.6, 3.4), -side * u(2, 9), u(-8, -5), roll, u(58, 66))
        return Camera("path", u(-1, 2), side * (st.half + st.path * u(.3, .7)), u(1.55, 1.75), -side * u(10, 24), u(-4.5, -1.5), roll, u(58, 68))

    # things that are not gold

    def boards(self):
        """Advertising boards with a printed car, person or bicycle; the print is a decoy."""
        rng = self.rng
        for x, y, turn, w, h, z in self.scene.street.boards:
            base = fu.hoarding(w, h).moved(turn=turn).moved(x=x, y=y, z=z)
            ex = extent(self.scene.camera, base.array())
            if not ex or ex[0] < 4 or ex[2] > WIDTH - 4 or ex[3] - ex[1] < 34 or math.hypot(x - self.scene.camera.x, y - self.scene.camera.y) < 5:
                continue
            self.scene.street.things.append(("board", base))
            kind = rng.choice(("person", "person", "bicycle") if w < 2 else ("car", "car", "person"))
            if kind == "person":
                fig = people.person(person_look(rng), rng.choice(("standing", "waving", "walking")), 1.55 if h > 1.7 else 1.4)
                fig = fig.moved(turn=rng.choice((0.3, -.3, .8)))
            elif kind == "bicycle":
                fig = people.bicycle("paint:#b02a2a").moved(scale=.62, turn=math.pi / 2)
            else:
                fig = vehicles.hatchback("paint:#b03025").moved(scale=.72, turn=math.pi / 2 + .5)
            v = fig.array()
            v[:, 0] = .012 + (v[:, 0] - v[:, 0].min()) / max(.01, np.ptp(v[:, 0])) * .01
            v[:, 1] -= (v[:, 1].min() + v[:, 1].max()) / 2
            v[:, 2] += .7 + h / 2 - (v[:, 2].min() + v[:, 2].max()) / 2
            fig.verts = [tuple(p) for p in v]
            words = {"person": "printed figure", "bicycle": "printed bicycle", "car": "printed car"}[kind]
            self.put(words, None, "poster", fig.moved(turn=turn).moved(x=x, y=y, z=z), x, y, turn, decoy="poster", sight=False)

    def put(self, name, label, model, solid, x, y, turn, *, decoy=None, spot="", sight=True, partner=None):
        thing = Placed(self.next, name, label, model, solid, x, y, turn, decoy, partner, spot)
        self.next += 1
        self.scene.placed.append(thing)
        if model != "poster":
            self.footprints[thing.number] = circles(x, y, turn, model)
        if sight:
            self.sight.layers.append([thing.number, self.sight.distance(x, y), silhouette(self.scene.camera, solid)])
        return thing

    # proposals

    def make(self, label, model=None):
        """A fresh object of the class: (name, model, parts) with parts [(label, name, model, solid)]."""
        rng = self.rng
        if label == "car":
            model = model or rng.choice(list(vehicles.CARS) + ["estate car", "hatchback"])
            colour = rng.choice(list(PAINTS))
            return [(label, f"{colour} {model}", model, vehicles.CARS[model](f"paint:{PAINTS[colour]}", self.lit))]
        if label == "van":
            model = model or rng.choice(["van", "van", "small van", "small van", "minibus", "lorry", "bus"])
            colour = rng.choice(["white", "white", "silver", "dark blue", "red", "yellow", "green", "grey", "orange", "light blue"])
            return [(label, f"{colour} {model}", model, vehicles.VANS[model](f"paint:{PAINTS[colour]}", self.lit))]
        if label in ("two_wheeler", "ride"):
            model = model or rng.choice(["bicycle", "bicycle", "bicycle", "motorcycle", "scooter"])
            colour = rng.choice(list(PAINTS))
            paint = f"paint:{PAINTS[colour]}"
            solid = {"bicycle": lambda: people.bicycle(paint, rng.random() < .3),
                     "motorcycle": lambda: people.motorcycle(paint, self.lit and label == "ride"),
                     "scooter": lambda: people.scooter(paint, self.lit and label == "ride")}[model]()
            parts = [("two_wheeler", f"{colour} {model}", model, solid)]
            if label == "ride":
                look = person_look(rng, helmet=model != "bicycle" or rng.random() < .5)
                for extra in ("bag", "coat", "skirt", "legs"):
                    look.pop(extra, None)
                parts.append(("person", f"rider in {look['colour']}", "person", people.rider_on(model, look)))
            return parts
        if label == "person":
            look = person_look(rng)
            child = rng.random() < .16
            wet = self.scene.light.wet
            umbrella = f"cloth:{rng.choice(list(CLOTHES.values()))}" if wet and rng.random() < .4 else None
            pose = rng.choice(["standing", "walking", "walking", "striding", "phone", "waving", "running"])
            height = rng.uniform(1.12, 1.3) if child else rng.uniform(1.58, 1.88)
            solid = people.person(look, pose, height, child, umbrella)
            what = "child" if child else "person"
            return [(label, f"{what} in {look['colour']}" + (" with an umbrella" if umbrella else ""), "person", solid)]
        raise KeyError(label)

    SPOTS = {"car": ("lane", "parked", "parked", "bay", "bay", "aisle"), "van": ("lane", "parked", "bay", "aisle"),
             "two_wheeler": ("rack", "rack", "parked"), "ride": ("lane", "cycle", "cycle", "aisle"),
             "person": ("path", "path", "cross", "rack")}

    def spot(self, label, model):
        options = [k for k in self.SPOTS[label] if any(s.kind == k for s in self.scene.street.spots)]
        if model in ("bus", "lorry"):
            options = [k for k in options if k in ("lane", "aisle")] or options
        kind = self.rng.choice(options)
        return self.rng.choice([s for s in self.scene.street.spots if s.kind == kind])

    def stand(self, s: Spot, label):
        """A position and heading on the spot, nearer places more often."""
        rng, cam = self.rng, self.scene.camera
        if s.x1 - s.x0 > 6:
            near, far = max(1.0, s.x0 - cam.x), (s.x1 - cam.x)
            if cam.kind == "long":
                near = 14
            x = cam.x + near * (far / near) ** rng.random()
        else:
            x = rng.uniform(s.x0, s.x1)
        y, turn = s.y + rng.uniform(-s.spread, s.spread), s.turn
        if label == "person":
            turn = turn + rng.choice((0, math.pi)) + rng.gauss(0, .25)
            if s.kind == "rack":
                turn = rng.uniform(0, 6.28)
        elif s.kind == "rack":
            turn = rng.choice((s.turn, s.turn + math.pi, s.turn + math.pi / 2)) + rng.gauss(0, .12)
        elif s.kind == "aisle":
            y = rng.uniform(-s.spread, s.spread)
            turn += rng.choice((0, math.pi)) + rng.gauss(0, .05)
        else:
            turn += rng.gauss(0, .02)
        return x, y, turn, s.z

    def acceptable(self, box_, floor=15):
        if box_ is None:
            return False
        w, h = box_[2] - box_[0], box_[3] - box_[1]
        return floor <= h <= 270 and 6 <= w <= 480

    def try_place(self, label, model=None, *, best_of=5, tries=70, allow_cut=False, want=None, decoy_small=False):
        """Place one object, or a machine with its rider; what was placed, or []."""
        rng, cam, found = self.rng, self.scene.camera, []
        hard = self.exercise == "ex-021"
        for _ in range(tries):
            parts = self.make(label, model)
            main = parts[0][2]
            s = self.spot(label, main)
            x, y, turn, z = self.stand(s, label)
            if math.hypot(x - cam.x, y - cam.y) < 3.5:
                continue
            foot = circles(x, y, turn, main)
            if any(clash(foot, f) for f in self.footprints.values()) or clash(foot, [(cam.x, cam.y, .6)]):
                continue
            solids = [(p, p[3].moved(turn=turn).moved(x=x, y=y, z=z)) for p in parts]
            boxes = [extent(cam, so.array()) for _p, so in solids]
            if not all(self.acceptable(b) for b in boxes):
                continue
            dist = self.sight.distance(x, y)
            extra = [[900 + i, dist + (.01 if i == 0 else 0), silhouette(cam, so)] for i, (_p, so) in enumerate(solids)]
            shares = self.sight.shares(extra)
            mark = self.judge(shares, hard, allow_cut, want)
            if mark is None:
                continue
            found.append((mark + rng.random() * .3, solids, x, y, turn, s.kind))
            if len(found) >= best_of:
                break
        if not found:
            return []
        _m, solids, x, y, turn, kind = max(found, key=lambda f: f[0])
        out = []
        for (lab, name, mod, _so), solid in solids:
            out.append(self.put(name, lab, mod, solid, x, y, turn, spot=kind))
        if len(out) == 2:
            out[0].partner, out[1].partner = out[1].number, out[0].number
            del self.footprints[out[1].number]
        return out

    def judge(self, shares, hard, allow_cut, want):
        """How well a proposal fits, or None when it breaks a condition."""
        score, hidden = 0.0, 0
        ridden = {900, 901} if 901 in shares else set()
        for number, (seen, inside, pixels) in shares.items():
            thing = next((p for p in self.scene.placed if p.number == number), None)
            if thing is not None and thing.label is None:
                continue
            low = .55 if number in ridden or (thing is not None and thing.partner) else .80
            if pixels < 10:
                return None
            if not hard:
                if seen < low or (inside < .985 and not allow_cut) or inside < .4:
                    return None
                if number >= 900:
                    score += 1.0 if seen > .95 else .3
                    score += .8 if allow_cut and inside < .8 else 0
                continue
            if seen < .17:
                hidden += 1
            if .17 <= seen < .24 and pixels < 40:
                return None
            if inside < .985 and not allow_cut and number >= 900:
                return None
            if inside < .3:
                return None
            if .25 <= seen <= .90:
                score += 1.0
            if number >= 900 and allow_cut and inside < .82:
                score += 1.5
        if hard and hidden > 1:
            return None
        del want
        return score

    def signal(self):
        """A traffic light at one of the street's places for them, or beside the road when none is in view."""
        rng, cam, st = self.rng, self.scene.camera, self.scene.street
        spots = [s for s in st.spots if s.kind == "signal"]
        rng.shuffle(spots)
        for _ in range(12):
            x = rng.uniform(8, 24)
            side = rng.choice((1, -1))
            spots.append(Spot("signal", x, x, side * (st.half - .4) if st.name != "yard" else rng.uniform(-8, 8), math.pi, 0, .2))
        for s in spots:
            x, y = s.x0 + rng.uniform(-.3, .3), s.y
            foot = [(x, y, .3)]
            if any(clash(foot, f) for f in self.footprints.values()) or math.hypot(x - cam.x, y - cam.y) < 4:
                continue
            height = rng.choice((2.7, 2.9, 3.1)) if s.z else 2.3
            turn = s.turn + rng.gauss(0, .12)
            state = rng.choice(("red", "red", "green", "green", "amber", "redamber"))
            head = fu.signal_head(state, rng.random() < .6, rng.uniform(1.0, 1.12))
            solid = head.moved(x=.2).moved(turn=turn).moved(x=x, y=y, z=s.z + height)
            ex = extent(cam, solid.array())
            if not self.acceptable(ex, 16) or ex[0] < 2 or ex[2] > WIDTH - 2 or ex[1] < 2 or ex[3] > HEIGHT - 2:
                continue
            pole = fu.post(height + .35).moved(x=x, y=y, z=s.z)
            if not s.z:
                pole.add(box(x, y, .15, .6, .6, .3, "paint:#c9a227", .04))
            dist = self.sight.distance(x, y)
            shares = self.sight.shares([[900, dist, silhouette(cam, solid)]])
            if shares[900][0] < (.9 if self.exercise == "ex-020" else .5):
                continue
            st.things.append(("post", pole))
            self.sight.layers.append([None, dist + .1, silhouette(cam, pole)])
            back = math.cos(turn - math.atan2(cam.y - y, cam.x - x)) < 0
            words = "traffic light seen from behind" if back else f"traffic light {SIGNAL_WORDS[state]}"
            return self.put(words, "traffic_light", "signal", solid, x, y, turn, spot="signal")
        return None

    def far(self):
        """Objects far down the road, under the size floor, that a careful labeller leaves alone."""
        rng, cam, st = self.rng, self.scene.camera, self.scene.street
        for _ in range(12):
            label = rng.choice(("car", "person", "van"))
            part = self.make(label, "hatchback" if label == "car" else "small van" if label == "van" else None)[0]
            s = rng.choice([s for s in st.spots if s.kind in ("lane", "path", "aisle")])
            depth = cam.focal * (1.55 if label == "person" else 1.5 if label == "car" else 1.85) / rng.uniform(6.5, 9.5)
            x, y = cam.x + depth, s.y
            if x > st.length + 50:
                continue
            solid = part[3].moved(turn=s.turn).moved(x=x, y=y, z=s.z)
            ex = extent(cam, solid.array())
            if not ex or ex[3] - ex[1] > 10.3 or ex[0] < 5 or ex[2] > WIDTH - 5:
                continue
            dist = self.sight.distance(x, y)
            seen = self.sight.shares([[900, dist, silhouette(cam, solid)]])[900]
            if seen[0] > .8:
                self.put(part[1], part[0], part[2], solid, x, y, s.turn, spot="far")
                return

    def distractor(self):
        """Something that is not of any class but looks as if: a shop dummy, a trailer, a caravan."""
        rng, cam, st = self.rng, self.scene.camera, self.scene.street
        kind = rng.choice(("dummy", "dummy", "trailer", "caravan"))
        spots = [s for s in st.spots if s.kind in (("rack", "path") if kind == "dummy" else ("parked", "bay"))]
        for _ in range(20 if spots else 0):
            s = rng.choice(spots)
            x, y, turn, z = self.stand(s, "car")
            if kind == "dummy" and s.kind == "path":
                y = math.copysign(st.half + st.path - .45, s.y) if st.name != "yard" else s.y
            foot = circles(x, y, turn, kind)
            if math.hypot(x - cam.x, y - cam.y) < 6 or any(clash(foot, f) for f in self.footprints.values()):
                continue
            paint = f"paint:{PAINTS[rng.choice(('white', 'silver', 'grey', 'beige', 'green'))]}"
            solid = fu.dummy() if kind == "dummy" else vehicles.trailer(paint) if kind == "trailer" else vehicles.caravan(paint)
            solid = solid.moved(turn=turn).moved(x=x, y=y, z=z)
            ex = extent(cam, solid.array())
            if not self.acceptable(ex, 24) or ex[2] < 30 or ex[0] > WIDTH - 30:
                continue
            seen = self.sight.shares([[900, self.sight.distance(x, y), silhouette(cam, solid)]])
            if self.judge(seen, self.exercise == "ex-021", True, None) is not None:
                words = {"dummy": "shop dummy", "trailer": "parked trailer", "caravan": "parked caravan"}[kind]
                self.put(words, None, kind, solid, x, y, turn, decoy="poster" if kind == "dummy" else "trailer")
                return

    def plant(self, low, high):
        """Put one object behind a larger one so that between `low` and `high` of it stays visible."""
        rng, cam, st = self.rng, self.scene.camera, self.scene.street
        fronts = [p for p in self.scene.placed if p.label in ("car", "van")]
        for _ in range(90 if fronts else 0):
            front = rng.choice(fronts)
            label = rng.choice(("person", "car", "two_wheeler", "person", "van"))
            part = self.make(label)[0]
            if part[2] in ("bus", "lorry"):
                continue
            away = math.atan2(front.y - cam.y, front.x - cam.x)
            far = math.hypot(front.x - cam.x, front.y - cam.y) + rng.uniform(2.5, 9)
            off = rng.gauss(0, 1.6)
            x, y = cam.x + math.cos(away) * far - math.sin(away) * off, cam.y + math.sin(away) * far + math.cos(away) * off
            on_road = abs(y) < st.half - 1 or st.name == "yard"
            if (label in ("car", "van") and not on_road) or (st.name != "yard" and abs(y) > st.half + st.path - .5):
                continue
            z = 0 if on_road else .12
            turn = rng.uniform(0, 6.28) if label == "person" else front.turn + rng.choice((0, math.pi)) + rng.gauss(0, .05)
            foot = circles(x, y, turn, part[2])
            if any(clash(foot, f) for f in self.footprints.values()):
                continue
            solid = part[3].moved(turn=turn).moved(x=x, y=y, z=z)
            ex = extent(cam, solid.array())
            if not self.acceptable(ex, 30) or ex[0] < 8 or ex[2] > WIDTH - 8:
                continue
            shares = self.sight.shares([[900, self.sight.distance(x, y), silhouette(cam, solid)]])
            others = all(s[0] > .3 for n, s in shares.items() if n != 900)
            if low <= shares[900][0] <= high and shares[900][2] >= 6 and others:
                self.put(part[1], part[0], part[2], solid, x, y, turn, spot="behind")
                return

    def tidy(self):
        """Drop furniture that stands in what was placed."""
        feet = [c for f in self.footprints.values() for c in f]
        keep = []
        for name, solid in self.scene.street.things:
            if name in ("bin", "bench", "post box", "planter", "sign", "wheelie bin", "bollard", "cone", "barrier", "lamp post", "tree", "bush", "board"):
                v = solid.array()
                low = v[v[:, 2] < v[:, 2].min() + .6]
                cx, cy = low[:, :2].mean(0)
                r = min(1.0, float(np.linalg.norm(low[:, :2] - (cx, cy), axis=1).max()))
                if any(math.hypot(cx - f[0], cy - f[1]) < r + f[2] for f in feet):
                    continue
            keep.append((name, solid))
        self.scene.street.things = keep

    def compose(self) -> Scene | None:
        """The scene, or None when a class could not be placed."""
        rng = self.rng
        hard = self.exercise == "ex-021"
        for _ in range(rng.choice((1, 1, 2, 2))):
            self.signal()
        plan = ["car", "van", rng.choice(("two_wheeler", "ride", "two_wheeler")), "person"]
        plan += rng.sample(["car", "car", "person", "person", "two_wheeler", "van", "ride"], rng.choice((2, 3, 3, 4) if not hard else (3, 4, 4, 5)))
        cut = rng.randrange(len(plan)) if hard or rng.random() < .35 else None
        rng.shuffle(plan)
        for i, label in enumerate(plan):
            self.try_place(label, allow_cut=i == cut or (hard and rng.random() < .15), best_of=7 if hard else 4)
        if hard:
            if rng.random() < .65:
                self.plant(.04, .11)
            if rng.random() < .5:
                self.plant(.20, .34)
        if rng.random() < .35:
            self.distractor()
        if rng.random() < .45:
            self.far()
        self.tidy()
        labels = {p.label for p in self.scene.placed if p.label}
        if len(labels - {"traffic_light"}) < 4 or (not any(p.label == "traffic_light" for p in self.scene.placed)):
            return None
        if rng.random() < .5:
            mirror(self.scene)
        return self.scene


def mirror(scene):
    """Turn left into right, so that streets keep no favourite side."""

    def flip(solid):
        return Solid([(x, -y, z) for x, y, z in solid.verts], [tuple(reversed(f)) for f in solid.faces], solid.mats, solid.smooth)

    st, cam = scene.street, scene.camera
    st.ground = flip(st.ground)
    st.things = [(n, flip(s)) for n, s in st.things]
    st.lamps = [(x, -y, z) for x, y, z in st.lamps]
    st.panes = [(a, b, -y, z0, z1) for a, b, y, z0, z1 in st.panes]
    scene.camera = replace(cam, y=-cam.y, yaw=-cam.yaw, roll=-cam.roll)
    scene.light = replace(scene.light, sun_round=-scene.light.sun_round)
    for p in scene.placed:
        p.solid, p.y, p.turn = flip(p.solid), -p.y, -p.turn


def compose(key, exercise, pool, layout, light, view, seed) -> Scene | None:
    return Composer(key, exercise, pool, layout, light, view, seed).compose()
