"""Traffic lights, and what makes a scene hard: prints, dummies, the too small and the too hidden."""

from __future__ import annotations

import math

import furniture as fu
import numpy as np
import people
import vans
import vehicles
from cameras import HEIGHT, WIDTH, extent
from scene import PAINTS, SIGNAL_WORDS, person_look
from sight import circles, clash, silhouette
from solids import box
from streets import Spot


class Extras:
    """Part of the composer: it uses its scene, sight, footprints and chance."""

    def boards(self):
        """Advertising boards with a printed car, person or bicycle; the print is a decoy."""
        rng = self.rng
        for x, y, turn, w, h, z in self.scene.street.boards:
            base = fu.hoarding(w, h).moved(turn=turn).moved(x=x, y=y, z=z)
            ex = extent(self.scene.camera, base.array())
            if (
                not ex
                or ex[0] < 4
                or ex[2] > WIDTH - 4
                or ex[3] - ex[1] < 34
                or math.hypot(x - self.scene.camera.x, y - self.scene.camera.y) < 5
            ):
                continue
            self.scene.street.things.append(("board", base))
            kind = rng.choice(("person", "person", "bicycle") if w < 2 else ("car", "car", "person"))
            if kind == "person":
                fig = people.person(
                    person_look(rng), rng.choice(("standing", "waving", "walking")), 1.55 if h > 1.7 else 1.4
                )
                fig = fig.moved(turn=rng.choice((0.3, -0.3, 0.8)))
            elif kind == "bicycle":
                fig = people.bicycle("paint:#b02a2a").moved(scale=0.62, turn=math.pi / 2)
            else:
                fig = vehicles.hatchback("paint:#b03025").moved(scale=0.72, turn=math.pi / 2 + 0.5)
            v = fig.array()
            v[:, 0] = 0.012 + (v[:, 0] - v[:, 0].min()) / max(0.01, np.ptp(v[:, 0])) * 0.01
            v[:, 1] -= (v[:, 1].min() + v[:, 1].max()) / 2
            v[:, 2] += 0.7 + h / 2 - (v[:, 2].min() + v[:, 2].max()) / 2
            fig.verts = [tuple(p) for p in v]
            words = {"person": "printed figure", "bicycle": "printed bicycle", "car": "printed car"}[kind]
            self.put(
                words,
                None,
                "poster",
                fig.moved(turn=turn).moved(x=x, y=y, z=z),
                x,
                y,
                turn,
                decoy="poster",
                sight=False,
            )

    def signal(self):
        """A traffic light at one of the street's places for them, or beside the road when none is in view."""
        rng, cam, st = self.rng, self.scene.camera, self.scene.street
        spots = [s for s in st.spots if s.kind == "signal"]
        rng.shuffle(spots)
        for _ in range(12):
            x = rng.uniform(8, 24)
            side = rng.choice((1, -1))
            spots.append(
                Spot(
                    "signal",
                    x,
                    x,
                    side * (st.half - 0.4) if st.name != "yard" else rng.uniform(-8, 8),
                    math.pi,
                    0,
                    0.2,
                )
            )
        for s in spots:
            x, y = s.x0 + rng.uniform(-0.3, 0.3), s.y
            foot = [(x, y, 0.3)]
            if any(clash(foot, f) for f in self.footprints.values()) or math.hypot(x - cam.x, y - cam.y) < 4:
                continue
            height = rng.choice((2.7, 2.9, 3.1)) if s.z else 2.3
            turn = s.turn + rng.gauss(0, 0.12)
            state = rng.choice(("red", "red", "green", "green", "amber", "redamber"))
            head = fu.signal_head(state, rng.random() < 0.6, rng.uniform(1.0, 1.12))
            solid = head.moved(x=0.2).moved(turn=turn).moved(x=x, y=y, z=s.z + height)
            ex = extent(cam, solid.array())
            if not self.acceptable(ex, 16) or ex[0] < 2 or ex[2] > WIDTH - 2 or ex[1] < 2 or ex[3] > HEIGHT - 2:
                continue
            pole = fu.post(height + 0.35).moved(x=x, y=y, z=s.z)
            if not s.z:
                pole.add(box(x, y, 0.15, 0.6, 0.6, 0.3, "paint:#c9a227", 0.04))
            dist = self.sight.distance(x, y)
            shares = self.sight.shares([[900, dist, silhouette(cam, solid)]])
            if shares[900][0] < (0.9 if self.exercise == "ex-020" else 0.5):
                continue
            st.things.append(("post", pole))
            self.sight.layers.append([None, dist + 0.1, silhouette(cam, pole)])
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
            if seen[0] > 0.8:
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
                y = math.copysign(st.half + st.path - 0.45, s.y) if st.name != "yard" else s.y
            foot = circles(x, y, turn, kind)
            if math.hypot(x - cam.x, y - cam.y) < 6 or any(clash(foot, f) for f in self.footprints.values()):
                continue
            paint = f"paint:{PAINTS[rng.choice(('white', 'silver', 'grey', 'beige', 'green'))]}"
            solid = fu.dummy() if kind == "dummy" else vans.trailer(paint) if kind == "trailer" else vans.caravan(paint)
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
            x, y = (
                cam.x + math.cos(away) * far - math.sin(away) * off,
                cam.y + math.sin(away) * far + math.cos(away) * off,
            )
            on_road = abs(y) < st.half - 1 or st.name == "yard"
            if (label in ("car", "van") and not on_road) or (st.name != "yard" and abs(y) > st.half + st.path - 0.5):
                continue
            z = 0 if on_road else 0.12
            turn = (
                rng.uniform(0, 6.28)
                if label == "person"
                else front.turn + rng.choice((0, math.pi)) + rng.gauss(0, 0.05)
            )
            foot = circles(x, y, turn, part[2])
            if any(clash(foot, f) for f in self.footprints.values()):
                continue
            solid = part[3].moved(turn=turn).moved(x=x, y=y, z=z)
            ex = extent(cam, solid.array())
            if not self.acceptable(ex, 30) or ex[0] < 8 or ex[2] > WIDTH - 8:
                continue
            shares = self.sight.shares([[900, self.sight.distance(x, y), silhouette(cam, solid)]])
            others = all(s[0] > 0.3 for n, s in shares.items() if n != 900)
            if low <= shares[900][0] <= high and shares[900][2] >= 6 and others:
                self.put(part[1], part[0], part[2], solid, x, y, turn, spot="behind")
                return
