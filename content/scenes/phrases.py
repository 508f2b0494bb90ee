"""Names, places and shares in words, and the rule that stands behind each kind of decision."""

RULES = {
    "ex-020": {
        "tight": "R2",
        "shadow": "R3",
        "rider": "R4",
        "van": "R5",
        "light": "R6",
        "fake": "R7",
        "small": "R8",
        "hidden": "R9",
        "cut": "R9",
        "class": "R1",
        "held": "R2",
    },
    "ex-021": {
        "tight": "R8",
        "shadow": "R8",
        "rider": "R2",
        "van": "R2",
        "light": "R2",
        "fake": "R7",
        "small": "R6",
        "hidden": "R1",
        "cut": "R3",
        "occluded": "R4",
        "gone": "R5",
        "class": "R2",
        "held": "R8",
        "close": "R9",
    },
}


THINGS = {
    "post": "the post of a traffic light",
    "tree": "a tree",
    "house": "a house",
    "lamp post": "a lamp post",
    "bin": "a bin",
    "bench": "a bench",
    "post box": "a post box",
    "planter": "a planter",
    "sign": "a sign",
    "wheelie bin": "a wheelie bin",
    "bollard": "a bollard",
    "hedge": "a garden boundary",
    "board": "an advertising board",
    "railing": "the railing",
    "cone": "a cone",
    "barrier": "a barrier",
    "bush": "a bush",
    "printed figure": "an advertising board",
    "printed car": "an advertising board",
    "printed bicycle": "an advertising board",
}


PARTS = [
    (0.1, "a tenth"),
    (0.2, "a fifth"),
    (0.25, "a quarter"),
    (0.33, "a third"),
    (0.4, "two fifths"),
    (0.5, "half"),
    (0.6, "three fifths"),
    (0.67, "two thirds"),
    (0.75, "three quarters"),
    (0.8, "four fifths"),
    (0.9, "nine tenths"),
]


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
