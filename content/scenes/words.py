"""What a picture turns on, in plain sentences made from its facts, and the words for its place and light."""

from __future__ import annotations

import random

from phrases import cap, hider, part, side, the


def decoy_sentence(d, row, rng):
    where = side(d["box"])
    if d["kind"] == "reflection":
        o = next(o for o in row["objects"] if o["number"] == d["of"])
        return rng.choice(
            [
                f"{cap(the(o))} appears a second time in the {d['where']}; a reflection gets no box.",
                f"The image of {the(o)} in the {d['where']} is a reflection, not an object.",
            ]
        )
    if d["kind"] == "poster" and d.get("model") == "dummy":
        return f"The shop dummy {where} is no person."
    if d["kind"] == "poster" and d.get("model") in ("trailer", "caravan"):
        return f"The {d['name']} {where} has no engine and no class."
    if d["kind"] == "poster":
        what = d["name"].replace("printed ", "")
        return rng.choice(
            [
                f"The {what} on the board {where} is printed, so it gets no box.",
                f"Leave the advertising board {where} alone: a printed {what} is no object.",
            ]
        )
    if d["kind"] == "too_hidden":
        share = max(1, round(d["visible"] * 100))
        return f"Of the {d['name']} {where} only about {share} % can be seen, too little for a box."
    return f"Far off {where} the {d['name']} is {d['box'][3]} px high and stays under the floor of 12 px."


def object_sentences(row, rng):
    """(weight, kind, sentence) for what had to be decided about objects."""
    hard, out = row["exercise"] == "ex-021", []
    for o in row["objects"]:
        if o["status"] != "gold":
            continue
        partner = next((p for p in row["objects"] if p["number"] == o["partner"]), None)
        hiders = [n for n, _px in o["hiders"]]
        own = partner and hiders and hiders[0] == partner["name"]
        if o["hidden"] > 0.12 and hiders and not own:
            v = 1 - o["hidden"]
            out.append(
                (
                    2.2 + o["hidden"] if hard else 1.2,
                    "hidden",
                    rng.choice(
                        [
                            f"{cap(the(o))} {side(o['box'])} stands partly behind {hider(hiders[0])}, so its box holds {part(v)} of it.",
                            f"{cap(hider(hiders[0]))} covers {part(o['hidden'])} of {the(o)}; box only what shows.",
                            f"Behind {hider(hiders[0])} {the(o)} shows {part(v)} of itself, and no more belongs in its box.",
                            f"Where {hider(hiders[0])} begins, the box of {the(o)} ends: {part(v)} of it can be seen.",
                        ]
                    ),
                )
            )
        if o["outside"] > 0.235:
            out.append(
                (
                    2.4 if hard else 1.6,
                    "cut",
                    rng.choice(
                        [
                            f"{cap(the(o))} loses {part(o['outside'])} at the border, where its box ends"
                            + (" and the flag is due." if hard else "."),
                            f"The border cuts {part(o['outside'])} off {the(o)}; its box runs to the last row or column of the picture.",
                            f"More than a fifth of {the(o)} lies outside the picture"
                            + (", so it is cut off." if hard else "; box what is left."),
                        ]
                    ),
                )
            )
        elif hard and 0.03 < o["outside"] < 0.165:
            out.append(
                (
                    2.3,
                    "border",
                    f"{cap(the(o))} touches the border but keeps more than four fifths, so it is not cut off.",
                )
            )
        if o.get("shadow") and max(o["shadow"]) >= max(16, 0.15 * o["box"][2]):
            k = o["shadow"].index(max(o["shadow"]))
            where = ("to its left", "behind it", "to its right", "in front of it")[k]
            out.append(
                (
                    1.9,
                    "shadow",
                    rng.choice(
                        [
                            f"{cap(the(o))} throws a shadow beyond its wheels; the box stops at the tyres.",
                            f"The dark patch {where} is the shadow of {the(o)} and stays outside the box.",
                            f"Some {o['shadow'][k]} px of shadow lie {where} when you box {the(o)}.",
                        ]
                    ),
                )
            )
        if o["model"] in ("small van", "pickup", "minibus"):
            out.append(
                (
                    1.3,
                    "class",
                    {
                        "small van": f"Though hardly longer than a car, {the(o)} is a van: look behind the front seats.",
                        "pickup": f"{cap(the(o))} has an open bed and is a car all the same.",
                        "minibus": f"In spite of its windows {the(o)} goes with vans, lorries and buses.",
                    }[o["model"]],
                )
            )
        if partner and o["label"] == "person":
            out.append(
                (
                    1.5,
                    "rider",
                    rng.choice(
                        [
                            f"{cap(the(o))} and the {partner['name']} are two boxes that overlap.",
                            f"Two boxes where somebody rides: one for the {partner['name']}, one for {the(o)}.",
                        ]
                    ),
                )
            )
        if "behind" in o["name"]:
            out.append(
                (
                    1.6,
                    "behind",
                    f"The traffic light {side(o['box'])} is seen from behind and counts all the same.",
                )
            )
        if o["box"][3] < 24 and o["hidden"] < 0.1:
            out.append(
                (
                    1.4,
                    "small",
                    rng.choice(
                        [
                            f"{cap(the(o))} {side(o['box'])} is only {o['box'][3]} px high and easy to miss.",
                            f"Do not pass over {the(o)} {side(o['box'])}: at {o['box'][3]} px in height it is above the floor.",
                        ]
                    ),
                )
            )
    return out


def item_reason(row):
    """One to three sentences about the decisions of the picture."""
    rng = random.Random(f"{row['key']}/why")
    choices = object_sentences(row, rng)
    weight = {"reflection": 2.1, "poster": 2.0, "too_hidden": 2.6, "too_small": 1.8}
    seen = set()
    for d in row["decoys"]:
        if d["kind"] in seen:
            continue
        seen.add(d["kind"])
        choices.append((weight[d["kind"]], d["kind"], decoy_sentence(d, row, rng)))
    picked, kinds = [], set()
    for _w, kind, s in sorted(choices, key=lambda c: -c[0] - rng.random() * 0.5):
        if kind in kinds:
            continue
        kinds.add(kind)
        picked.append(s)
        if len(picked) == (3 if sum(map(len, picked)) < 110 else 2):
            break
    if not picked:
        return f"{len(row['objects'])} objects in clear view: what counts is how close the edges come."
    return " ".join(picked[:3])


def alt(row):
    """Place and light; never what is to be found."""
    view = {
        "pole": "seen from above",
        "mid": "seen from a raised place",
        "low": "seen from low down",
        "long": "seen through a long lens",
        "across": "looking across it",
        "path": "seen from the pavement",
        "dash": "seen from the roadway",
    }[row["view"]]
    if row["layout"] == "yard" and row["view"] in ("path", "dash"):
        view = "seen at eye level"
    return f"{row['words']} {row['light_words']}, {view}"


def concept(row):
    """The kind of difficulty the picture turns on."""
    o = [x for x in row["objects"] if x["status"] == "gold"]
    if row["exercise"] == "ex-021":
        if any(x["outside"] > 0.235 for x in o) and any(x["hidden"] > 0.3 for x in o):
            return "cut-and-hidden"
        if any(d["kind"] == "too_hidden" for d in row["decoys"]):
            return "threshold"
        if any(d["kind"] == "reflection" for d in row["decoys"]):
            return "reflection"
        return "hidden"
    if any(max(x.get("shadow") or [0]) > 25 for x in o):
        return "shadow"
    if any(d["kind"] in ("poster", "reflection") for d in row["decoys"]):
        return "look-alike"
    if any(x["box"][3] < 26 for x in o):
        return "small"
    return "clear"


def difficulty(row):
    o = [x for x in row["objects"] if x["status"] == "gold"]
    hard = sum(x["hidden"] > 0.3 or x["outside"] > 0.235 or x["box"][3] < 24 for x in o) + len(row["decoys"]) / 2
    dark = row["light"] in ("fog", "dusk", "wetdusk")
    score = hard + 0.2 * len(o) + dark
    return 1 if score < 2.6 else 2 if score < 5 else 3
