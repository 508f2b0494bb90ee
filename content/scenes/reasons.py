"""Why one object is boxed as it is: a sentence and its rule, where something had to be decided."""

from __future__ import annotations

import random

from phrases import RULES, cap, hider, part


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
    if o["outside"] > 0.235 and "occluded" in o["flags"] and hard:
        return (
            f"{cap(part(o['outside']))} of it lies outside the picture and {who} covers some of the rest. Still "
            f"{part(o['visible'])} of the whole can be seen, so it has a box and both flags."
        ), rule["cut"]
    if o["outside"] > 0.235:
        return rng.choice(
            [
                f"{cap(part(o['outside']))} of it lies outside the picture. The box ends at the border"
                + (", and it is cut off." if hard else "."),
                f"The border takes {part(o['outside'])} of it away; what is left gets the box"
                + (" and the flag for cut off." if hard else "."),
                f"It runs out of the picture, and more than a fifth of it is gone. The box stops where the picture stops{', with the flag' if hard else ''}.",
            ]
        ), rule["cut"]
    if (
        o["outside"] > 0.01
        and o["box"][0] <= 2
        or o["outside"] > 0.01
        and o["box"][0] + o["box"][2] >= 798
        or o["outside"] > 0.02
    ):
        if "truncated" in o["flags_any"]:
            return (
                "Close to a fifth of it lies outside the picture, so the flag for cut off may be set or not.",
                rule["cut"],
            )
        if hard:
            return rng.choice(
                [
                    "It touches the border, but less than a fifth lies outside: no flag for cut off.",
                    "Only a small part of it is lost at the border, so it does not count as cut off.",
                ]
            ), rule["cut"]
    if o["label"] == "traffic_light" and hiders and set(hiders) == {"post"}:
        return light_reason(o, rng, rule)
    if o["hidden"] > 0.085 and hiders and not own:
        v = 1 - o["hidden"]
        if v < 0.4:
            return rng.choice(
                [
                    f"Most of it stands behind {who}; {part(v)} can be seen, and the box holds just that.",
                    f"{cap(who)} leaves {part(v)} of it in view. That is well above 15 %, so it gets a box around what shows.",
                    f"Only {part(v)} of it looks out from behind {who}. Stop the box where {who} begins.",
                ]
            ), rule["hidden"]
        return rng.choice(
            [
                f"{cap(who)} covers {part(o['hidden'])} of it. The box goes round the visible part"
                + (", and the flag for hidden is set." if hard else "."),
                f"A part of it is behind {who}: do not finish the shape by guessing.",
                f"You see {part(v)} of it. The box does not reach on behind {who}.",
                f"{cap(who)} stands before it; {part(v)} is left to see, and that is what the box holds.",
            ]
        ), rule["occluded" if hard and v > 0.75 else "hidden"]
    if "occluded" in o["flags_any"] and hard and hiders and not own and o["hidden"] > 0.03:
        return (
            f"{cap(who)} covers close to a twentieth of it, so the flag for hidden may be set or not.",
            rule["occluded"],
        )
    if o["label"] == "traffic_light":
        return light_reason(o, rng, rule)
    if partner and o["label"] == "person":
        return rng.choice(
            [
                f"The rider is a person with a box of their own, though it overlaps the one of the {partner['model']}.",
                f"A person riding is still a person: one box from helmet or hair to shoe, without the {partner['model']}.",
                f"Rider and {partner['model']} are two objects. This box follows the body alone.",
            ]
        ), rule["rider"]
    if partner:
        flag = " The rider's legs hide a part of it, which counts." if hard and "occluded" in o["flags"] else ""
        return rng.choice(
            [
                f"The {o['model']} alone, from tyre to tyre and up to the handlebars; the rider has another box.{flag}",
                f"Handlebars and both tyres set the edges, not the person on top.{flag}",
            ]
        ), rule["rider"]
    return plain_reason(o, rng, rule)


def optional_reason(o, row, rule):
    if o["visible"] < 0.19:
        return (
            "It is within three points of 15 % visible, so a box counts neither for nor against you.",
            rule.get("close", rule["hidden"]),
        )
    if o["box"][3] <= 13:
        return (
            f"At {o['box'][3]} px in height it is right at the floor of 12 px: a box is right, and so is none.",
            rule.get("close", rule["small"]),
        )
    if min(o["box"][2:]) < 6:
        return (
            f"Only {min(o['box'][2:])} px of it show across, so a box counts neither for nor against you.",
            rule["class"],
        )
    return "It can hardly be told from what is behind it, so a box counts neither for nor against you.", rule["class"]


def light_reason(o, rng, rule):
    if "behind" in o["name"]:
        return rng.choice(
            [
                "It faces the other way, but a traffic light counts from behind as well.",
                "You see only its dark back. It is still a traffic light.",
            ]
        ), rule["light"]
    if o["box"][3] < 32:
        return rng.choice(
            [
                "Small, so zoom in: the box holds the housing and its board, not the post.",
                f"Only {o['box'][2]} px wide. Every pixel of air counts here; the post stays outside.",
            ]
        ), rule["light"]
    return rng.choice(
        [
            "Housing and board are boxed, the post is not.",
            "The box ends below the lowest lamp housing; the post is street furniture.",
        ]
    ), rule["light"]


def plain_reason(o, rng, rule):
    m = o["model"]
    shadow = o.get("shadow")
    if shadow and max(shadow) >= max(12, 0.12 * o["box"][2]):
        k = shadow.index(max(shadow))
        where = ("to the left", "beyond the top", "to the right", "towards you")[k]
        return rng.choice(
            [
                f"Its shadow reaches about {shadow[k]} px {where}. The box ends at the bodywork and the tyres.",
                f"Dark road {where} is shadow, about {shadow[k]} px of it, and no part of the vehicle.",
                f"About {shadow[k]} px of shadow lie {where}; none of them belong in the box.",
            ]
        ), rule["shadow"]
    if o["box"][3] < 26:
        return rng.choice(
            [
                f"Far away but {o['box'][3]} px high, which is above the floor of 12 px.",
                f"Small at {o['box'][2]} by {o['box'][3]} px, and easily overlooked; it counts like any other.",
            ]
        ), rule["small"]
    if m == "small van":
        return rng.choice(
            [
                "Behind the front seats it has closed sides and a tall load space: a van, even if no longer than an estate car.",
                "No side windows at the back and a square tail: this is a van, not a car.",
            ]
        ), rule["van"]
    if m == "minibus":
        return (
            "Windows all round, but built and as tall as a van: it goes with vans, lorries and buses.",
            rule["van"],
        )
    if m == "pickup":
        return "The open bed does not make it a lorry. Pickups are cars here.", rule["van"]
    if m in ("estate car", "off-road car"):
        return rng.choice(
            [
                "A long roof with side windows to the very back: a car, not a van.",
                "Tall or long, but made for people, with windows behind the rear doors: a car.",
            ]
        ), rule["van"]
    if "umbrella" in o["name"]:
        return "The umbrella is held by the person and belongs in the box.", rule["held"]
    if "child" in o["name"]:
        return "Children are persons like any other; only the box is smaller.", rule["class"]
    return None, None
