"""From a seed to a whole scene: street, light, camera and everything placed in it. Pure arithmetic."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import numpy as np
import people
import streets
import vans
import vehicles
import views
from cameras import extent
from extras import Extras
from light import make
from scene import CLOTHES, PAINTS, Placed, Scene, person_look
from sight import Sight, circles, clash, silhouette
from solids import Solid
from streets import Spot


class Composer(Extras):
    def __init__(self, key, exercise, pool, layout, light, view, seed):
        self.rng = random.Random(f"goldpath-{seed}")
        self.exercise = exercise
        lit = light in ("dusk", "wetdusk")
        self.lit = lit or light in ("fog",)
        street = streets.build(layout, self.rng, lit)
        self.scene = Scene(key, exercise, pool, street, make(light, self.rng), views.view(view, street, self.rng))
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

    # things that are not gold

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
            colour = rng.choice(
                [
                    "white",
                    "white",
                    "silver",
                    "dark blue",
                    "red",
                    "yellow",
                    "green",
                    "grey",
                    "orange",
                    "light blue",
                ]
            )
            return [(label, f"{colour} {model}", model, vans.VANS[model](f"paint:{PAINTS[colour]}", self.lit))]
        if label in ("two_wheeler", "ride"):
            model = model or rng.choice(["bicycle", "bicycle", "bicycle", "motorcycle", "scooter"])
            colour = rng.choice(list(PAINTS))
            paint = f"paint:{PAINTS[colour]}"
            solid = {
                "bicycle": lambda: people.bicycle(paint, rng.random() < 0.3),
                "motorcycle": lambda: people.motorcycle(paint, self.lit and label == "ride"),
                "scooter": lambda: people.scooter(paint, self.lit and label == "ride"),
            }[model]()
            parts = [("two_wheeler", f"{colour} {model}", model, solid)]
            if label == "ride":
                look = person_look(rng, helmet=model != "bicycle" or rng.random() < 0.5)
                for extra in ("bag", "coat", "skirt", "legs"):
                    look.pop(extra, None)
                parts.append(("person", f"rider in {look['colour']}", "person", people.rider_on(model, look)))
            return parts
        if label == "person":
            look = person_look(rng)
            child = rng.random() < 0.16
            wet = self.scene.light.wet
            umbrella = f"cloth:{rng.choice(list(CLOTHES.values()))}" if wet and rng.random() < 0.4 else None
            pose = rng.choice(["standing", "walking", "walking", "striding", "phone", "waving", "running"])
            height = rng.uniform(1.12, 1.3) if child else rng.uniform(1.58, 1.88)
            solid = people.person(look, pose, height, child, umbrella)
            what = "child" if child else "person"
            return [
                (
                    label,
                    f"{what} in {look['colour']}" + (" with an umbrella" if umbrella else ""),
                    "person",
                    solid,
                )
            ]
        raise KeyError(label)

    SPOTS = {
        "car": ("lane", "parked", "parked", "bay", "bay", "aisle"),
        "van": ("lane", "parked", "bay", "aisle"),
        "two_wheeler": ("rack", "rack", "parked"),
        "ride": ("lane", "cycle", "cycle", "aisle"),
        "person": ("path", "path", "cross", "rack"),
    }

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
            turn = turn + rng.choice((0, math.pi)) + rng.gauss(0, 0.25)
            if s.kind == "rack":
                turn = rng.uniform(0, 6.28)
        elif s.kind == "rack":
            turn = rng.choice((s.turn, s.turn + math.pi, s.turn + math.pi / 2)) + rng.gauss(0, 0.12)
        elif s.kind == "aisle":
            y = rng.uniform(-s.spread, s.spread)
            turn += rng.choice((0, math.pi)) + rng.gauss(0, 0.05)
        else:
            turn += rng.gauss(0, 0.02)
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
            if any(clash(foot, f) for f in self.footprints.values()) or clash(foot, [(cam.x, cam.y, 0.6)]):
                continue
            solids = [(p, p[3].moved(turn=turn).moved(x=x, y=y, z=z)) for p in parts]
            boxes = [extent(cam, so.array()) for _p, so in solids]
            if not all(self.acceptable(b) for b in boxes):
                continue
            dist = self.sight.distance(x, y)
            extra = [
                [900 + i, dist + (0.01 if i == 0 else 0), silhouette(cam, so)] for i, (_p, so) in enumerate(solids)
            ]
            shares = self.sight.shares(extra)
            mark = self.judge(shares, hard, allow_cut, want)
            if mark is None:
                continue
            found.append((mark + rng.random() * 0.3, solids, x, y, turn, s.kind))
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
            low = 0.55 if number in ridden or (thing is not None and thing.partner) else 0.80
            if pixels < 10:
                return None
            if not hard:
                if seen < low or (inside < 0.985 and not allow_cut) or inside < 0.4:
                    return None
                if number >= 900:
                    score += 1.0 if seen > 0.95 else 0.3
                    score += 0.8 if allow_cut and inside < 0.8 else 0
                continue
            if seen < 0.17:
                hidden += 1
            if 0.17 <= seen < 0.24 and pixels < 40:
                return None
            if inside < 0.985 and not allow_cut and number >= 900:
                return None
            if inside < 0.3:
                return None
            if 0.25 <= seen <= 0.90:
                score += 1.0
            if number >= 900 and allow_cut and inside < 0.82:
                score += 1.5
        if hard and hidden > 1:
            return None
        del want
        return score

    def tidy(self):
        """Drop furniture that stands in what was placed."""
        feet = [c for f in self.footprints.values() for c in f]
        keep = []
        for name, solid in self.scene.street.things:
            if name in (
                "bin",
                "bench",
                "post box",
                "planter",
                "sign",
                "wheelie bin",
                "bollard",
                "cone",
                "barrier",
                "lamp post",
                "tree",
                "bush",
                "board",
            ):
                v = solid.array()
                low = v[v[:, 2] < v[:, 2].min() + 0.6]
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
        plan += rng.sample(
            ["car", "car", "person", "person", "two_wheeler", "van", "ride"],
            rng.choice((2, 3, 3, 4) if not hard else (3, 4, 4, 5)),
        )
        cut = rng.randrange(len(plan)) if hard or rng.random() < 0.35 else None
        rng.shuffle(plan)
        for i, label in enumerate(plan):
            self.try_place(label, allow_cut=i == cut or (hard and rng.random() < 0.15), best_of=7 if hard else 4)
        if hard:
            if rng.random() < 0.65:
                self.plant(0.04, 0.11)
            if rng.random() < 0.5:
                self.plant(0.20, 0.34)
        if rng.random() < 0.35:
            self.distractor()
        if rng.random() < 0.45:
            self.far()
        self.tidy()
        labels = {p.label for p in self.scene.placed if p.label}
        if len(labels - {"traffic_light"}) < 4 or (not any(p.label == "traffic_light" for p in self.scene.placed)):
            return None
        if rng.random() < 0.5:
            mirror(self.scene)
        return self.scene


def mirror(scene):
    """Turn left into right, so that streets keep no favourite side."""

    def flip(solid):
        return Solid(
            [(x, -y, z) for x, y, z in solid.verts],
            [tuple(reversed(f)) for f in solid.faces],
            solid.mats,
            solid.smooth,
        )

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
