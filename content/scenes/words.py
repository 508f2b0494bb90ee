"""Reasons in plain sentences, made from the facts of a scene. Each sentence states something measured."""

from __future__ import annotations

import random

RULES = {
    "ex-020": {"tight": "R2", "shadow": "R3", "rider": "R4", "van": "R5", "light": "R6", "fake": "R7", "small": "R8",
               "hidden": "R9", "cut": "R9", "class": "R1", "held": "R2"},
    "ex-021": {"tight": "R8", "shadow": "R8", "rider": "R2", "van": "R2", "light": "R2", "fake": "R7", "small": "R6",
               "hidden": "R1", "cut": "R3", "occluded": "R4", "gone": "R5", "class": "R2", "held": "R8", "close": "R9"},
}
THINGS = {
    "post": "the post of a traffic light", "tree": "a tree", "house": "a house", "lamp post": "a lamp post", "bin": "a bin",
    "bench": "a bench", "post box": "a post box", "planter": "a planter", "sign": "a sign", "wheelie bin": "a wheelie bin",
    "bollard": "a bollard", "hedge": "a garden boundary", "board": "an advertising board", "railing": "the railing",
    "cone": "a cone", "barrier": "a barrier", "bush": "a bush", "printed figure": "an advertising board",
    "printed car": "an advertising board", "printed bicycle": "an advertising board",
}
PARTS = [(.1, "a tenth"), (.2, "a fifth"), (.25, "a quarter"), (.33, "a third"), (.4, "two fifths"), (.5, "half"),
         (.6, "three fifths"), (.67, "two thirds"), (.75, "three quarters"), (.8, "four fifths"), (.9, "nine tenths")]


def part(v):
    return "about " + min(PARTS, key=lambda p: abs(p[0] - v))[1]


def hider(name):
    return THINGS.get(name, f"the {name}")


def side(box):
    x, _y, w, _h = box
    if x <= 3:
        return "at the left border"
    if x + w >= 797:
        return "at the right border"
    middle = x + w / 2
    return "on the left" if middle < 290 else "on the right" if middle > 510 else "in the middle"


def the(o):
    return "the " + o["name"]


def cap(s):
    return s[0].upper() + s[1:]


def object_reason(o, row):
    """(reason, rule) of one object, or (None, None) where nothing had to be decided."""
    ex, rng = row["exercise"], random.Random(f"{row['key']}/{o['number']}")
    rule, hard = RULES[ex], ex == "ex-021"
    hiders = [n for n, _px in o["hiders"]]
    who = hider(hiders[0]) if hiders else "something in front"
    partner = next((p for p in row["objects"] if p["number"] == o["partner"]), None)
    own = partner and hiders and hiders[0] == partner["name"]
    if o["status"] == "optional":
        return optional_reason(o, row, rule)
    if o["outside"] > .235 and "occluded" in o["flags"] and hard:
        return (f"{cap(part(o['outside']))} of it lies outside the picture and {who} covers some of the rest. Still "
                f"{part(o['visible'])} of the whole can be seen, so it has a box and both flags."), rule["cut"]
    if o["outside"] > .235:
        return rng.choice([
            f"{cap(part(o['outside']))} of it lies outside the picture. The box ends at the border" + (", and it is cut off." if hard else "."),
            f"The border takes {part(o['outside'])} of it away; what is left gets the box" + (" and the flag for cut off." if hard else "."),
            f"It runs out of the picture, and more than a fifth of it is gone. The box stops where the picture stops{', with the flag' if hard else ''}.",
        ]), rule["cut"]
    if o["outside"] > .01 and o["box"][0] <= 2 or o["outside"] > .01 and o["box"][0] + o["box"][2] >= 798 or o["outside"] > .02:
        if "truncated" in o["flags_any"]:
            return "Close to a fifth of it lies outside the picture, so the flag for cut off may be set or not.", rule["cut"]
        if hard:
            return rng.choice([
                "It touches the border, but less than a fifth lies outside: no flag for cut off.",
                "Only a small part of it is lost at the border, so it does not count as cut off.",
            ]), rule["cut"]
    if o["label"] == "traffic_light" and hiders and set(hiders) == {"post"}:
        return light_reason(o, rng, rule)
    if o["hidden"] > .085 and hiders and not own:
        v = 1 - o["hidden"]
        if v < .4:
            return rng.choice([
                f"Most of it stands behind {who}; {part(v)} can be seen, and the box holds just that.",
                f"{cap(who)} leaves {part(v)} of it in view. That is well above 15 %, so it gets a box around what shows.",
                f"Only {part(v)} of it looks out from behind {who}. Stop the box where {who} begins.",
            ]), rule["hidden"]
        return rng.choice([
            f"{cap(who)} covers {part(o['hidden'])} of it. The box goes round the visible part" + (", and the flag for hidden is set." if hard else "."),
            f"A part of it is behind {who}: do not finish the shape by guessing.",
            f"You see {part(v)} of it. The box does not reach on behind {who}.",
            f"{cap(who)} stands before it; {part(v)} is left to see, and that is what the box holds.",
        ]), rule["occluded" if hard and v > .75 else "hidden"]
    if "occluded" in o["flags_any"] and hard and hiders and not own and o["hidden"] > .03:
        return f"{cap(who)} covers close to a twentieth of it, so the flag for hidden may be set or not.", rule["occluded"]
    if o["label"] == "traffic_light":
        return light_reason(o, rng, rule)
    if partner and o["label"] == "person":
        return rng.choice([
            f"The rider is a person with a box of their own, though it overlaps the one of the {partner['model']}.",
            f"A person riding is still a person: one box from helmet or hair to shoe, without the {partner['model']}.",
            f"Rider and {partner['model']} are two objects. This box follows the body alone.",
        ]), rule["rider"]
    if partner:
        flag = " The rider's legs hide a part of it, which counts." if hard and "occluded" in o["flags"] else ""
        return rng.choice([
            f"The {o['model']} alone, from tyre to tyre and up to the handlebars; the rider has another box.{flag}",
            f"Handlebars and both tyres set the edges, not the person on top.{flag}",
        ]), rule["rider"]
    return plain_reason(o, rng, rule)


def optional_reason(o, row, rule):
    if o["visible"] < .19:
        return ("It is within three points of 15 % visible, so a box counts neither for nor against you.",
                rule.get("close", rule["hidden"]))
    if o["box"][3] <= 13:
        return (f"At {o['box'][3]} px in height it is right at the floor of 12 px: a box is right, and so is none.",
                rule.get("close", rule["small"]))
    return "It can hardly be told from what is behind it, so a box counts neither for nor against you.", rule["class"]


def light_reason(o, rng, rule):
    if "behind" in o["name"]:
        return rng.choice([
            "It faces the other way, but a traffic light counts from behind as well.",
            "You see only its dark back. It is still a traffic light.",
        ]), rule["light"]
    if o["box"][3] < 32:
        return rng.choice([
            "Small, so zoom in: the box holds the housing and its board, not the post.",
            f"Only {o['box'][2]} px wide. Every pixel of air counts here; the post stays outside.",
        ]), rule["light"]
    return rng.choice([
        "Housing and board are boxed, the post is not.",
        "The box ends below the lowest lamp housing; the post is street furniture.",
    ]), rule["light"]


def plain_reason(o, rng, rule):
    m = o["model"]
    shadow = o.get("shadow")
    if shadow and max(shadow) >= max(12, .12 * o["box"][2]):
        k = shadow.index(max(shadow))
        where = ("to the left", "beyond the top", "to the right", "towards you")[k]
        return rng.choice([
            f"Its shadow reaches about {shadow[k]} px {where}. The box ends at the bodywork and the tyres.",
            f"Dark road {where} is shadow, about {shadow[k]} px of it, and no part of the vehicle.",
            f"About {shadow[k]} px of shadow lie {where}; none of them belong in the box.",
        ]), rule["shadow"]
    if o["box"][3] < 26:
        return rng.choice([
            f"Far away but {o['box'][3]} px high, which is above the floor of 12 px.",
            f"Small at {o['box'][2]} by {o['box'][3]} px, and easily overlooked; it counts like any other.",
        ]), rule["small"]
    if m == "small van":
        return rng.choice([
            "Behind the front seats it has closed sides and a tall load space: a van, even if no longer than an estate car.",
            "No side windows at the back and a square tail: this is a van, not a car.",
        ]), rule["van"]
    if m == "minibus":
        return "Windows all round, but built and as tall as a van: it goes with vans, lorries and buses.", rule["van"]
    if m == "pickup":
        return "The open bed does not make it a lorry. Pickups are cars here.", rule["van"]
    if m in ("estate car", "off-road car"):
        return rng.choice([
            "A long roof with side windows to the very back: a car, not a van.",
            "Tall or long, but made for people, with windows behind the rear doors: a car.",
        ]), rule["van"]
    if "umbrella" in o["name"]:
        return "The umbrella is held by the person and belongs in the box.", rule["held"]
    if "child" in o["name"]:
        return "Children are persons like any other; only the box is smaller.", rule["class"]
    return None, None


def decoy_sentence(d, row, rng):
    where = side(d["box"])
    if d["kind"] == "reflection":
        o = next(o for o in row["objects"] if o["number"] == d["of"])
        return rng.choice([
            f"{cap(the(o))} appears a second time in the {d['where']}; a reflection gets no box.",
            f"The image of {the(o)} in the {d['where']} is a reflection, not an object.",
        ])
    if d["kind"] == "poster" and d.get("model") == "dummy":
        return f"The shop dummy {where} is no person."
    if d["kind"] == "poster" and d.get("model") in ("trailer", "caravan"):
        return f"The {d['name']} {where} has no engine and no class."
    if d["kind"] == "poster":
        what = d["name"].replace("printed ", "")
        return rng.choice([f"The {what} on the board {where} is printed, so it gets no box.",
                           f"Leave the advertising board {where} alone: a printed {what} is no object."])
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
        if o["hidden"] > .12 and hiders and not own:
            v = 1 - o["hidden"]
            out.append((2.2 + o["hidden"] if hard else 1.2, "hidden", rng.choice([
                f"{cap(the(o))} {side(o['box'])} stands partly behind {hider(hiders[0])}, so its box holds {part(v)} of it.",
                f"{cap(hider(hiders[0]))} covers {part(o['hidden'])} of {the(o)}; box only what shows.",
                f"Behind {hider(hiders[0])} {the(o)} shows {part(v)} of itself, and no more belongs in its box.",
                f"Where {hider(hiders[0])} begins, the box of {the(o)} ends: {part(v)} of it can be seen.",
            ])))
        if o["outside"] > .235:
            out.append((2.4 if hard else 1.6, "cut", rng.choice([
                f"{cap(the(o))} loses {part(o['outside'])} at the border, where its box ends" + (" and the flag is due." if hard else "."),
                f"The border cuts {part(o['outside'])} off {the(o)}; its box runs to the last row or column of the picture.",
                f"More than a fifth of {the(o)} lies outside the picture" + (", so it is cut off." if hard else "; box what is left."),
            ])))
        elif hard and .03 < o["outside"] < .165:
            out.append((2.3, "border", f"{cap(the(o))} touches the border but keeps more than four fifths, so it is not cut off."))
        if o.get("shadow") and max(o["shadow"]) >= max(16, .15 * o["box"][2]):
            k = o["shadow"].index(max(o["shadow"]))
            where = ("to its left", "behind it", "to its right", "in front of it")[k]
            out.append((1.9, "shadow", rng.choice([
                f"{cap(the(o))} throws a shadow beyond its wheels; the box stops at the tyres.",
                f"The dark patch {where} is the shadow of {the(o)} and stays outside the box.",
                f"Some {o['shadow'][k]} px of shadow lie {where} when you box {the(o)}.",
            ])))
        if o["model"] in ("small van", "pickup", "minibus"):
            out.append((1.3, "class", {
                "small van": f"Though hardly longer than a car, {the(o)} is a van: look behind the front seats.",
                "pickup": f"{cap(the(o))} has an open bed and is a car all the same.",
                "minibus": f"In spite of its windows {the(o)} goes with vans, lorries and buses.",
            }[o["model"]]))
        if partner and o["label"] == "person":
            out.append((1.5, "rider", rng.choice([
                f"{cap(the(o))} and the {partner['name']} are two boxes that overlap.",
                f"Two boxes where somebody rides: one for the {partner['name']}, one for {the(o)}.",
            ])))
        if "behind" in o["name"]:
            out.append((1.6, "behind", f"The traffic light {side(o['box'])} is seen from behind and counts all the same."))
        if o["box"][3] < 24 and o["hidden"] < .1:
            out.append((1.4, "small", rng.choice([
                f"{cap(the(o))} {side(o['box'])} is only {o['box'][3]} px high and easy to miss.",
                f"Do not pass over {the(o)} {side(o['box'])}: at {o['box'][3]} px in height it is above the floor.",
            ])))
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
    for _w, kind, s in sorted(choices, key=lambda c: -c[0] - rng.random() * .5):
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
    view = {"pole": "seen from above", "mid": "seen from a raised place", "low": "seen from low down", "long": "seen through a long lens",
            "across": "looking across it", "path": "seen from the pavement", "dash": "seen from the roadway"}[row["view"]]
    if row["layout"] == "yard" and row["view"] in ("path", "dash"):
        view = "seen at eye level"
    return f"{row['words']} {row['light_words']}, {view}"


def concept(row):
    """The kind of difficulty the picture turns on."""
    o = [x for x in row["objects"] if x["status"] == "gold"]
    if row["exercise"] == "ex-021":
        if any(x["outside"] > .235 for x in o) and any(x["hidden"] > .3 for x in o):
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
    hard = sum(x["hidden"] > .3 or x["outside"] > .235 or x["box"][3] < 24 for x in o) + len(row["decoys"]) / 2
    dark = row["light"] in ("fog", "dusk", "wetdusk")
    score = hard + .2 * len(o) + dark
    return 1 if score < 2.6 else 2 if score < 5 else 3
