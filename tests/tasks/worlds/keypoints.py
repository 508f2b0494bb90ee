"""Keypoints of objects that lie far apart, some optional."""

from hypothesis import strategies as st

from tests.tasks.worlds import label

NAMES = ["nose", "left", "right", "foot"]
TASK = {"answer": {"points": [{"id": one, "name": one.title()} for one in NAMES], "sides": [["left", "right"]]}}
ITEM = {"image": "a.webp", "width": 800, "height": 600, "alt": "x"}


def person(x, y, size, **more):
    points = {"nose": (0.5, 0), "left": (0.9, 0.4), "right": (0.1, 0.4), "foot": (0.5, 1)}
    return {
        "id": f"g{x}",
        "label": "a",
        "points": {one: [x + a * size, y + b * size, 2] for one, (a, b) in points.items()},
        **more,
    }


EASY = (ITEM, {"objects": [person(x, 60, 100) for x in (50, 300, 550)]})
SHOWN_ANSWER = {"points", "sides"}
SHOWN_ITEM = {"image", "width", "height", "alt"}


@st.composite
def world(draw):
    """(item, gold): up to four objects with one to four points, some hidden, some optional."""
    gold = []
    for cell in draw(st.lists(st.integers(0, 3), unique=True, max_size=4)):
        one = person(cell * 200 + draw(st.integers(10, 40)), draw(st.integers(20, 300)), draw(st.integers(20, 120)))
        box = [one["points"]["right"][0], one["points"]["nose"][1], 100, 120]
        for name in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=3)):
            if draw(st.booleans()):
                del one["points"][name]
            else:
                one["points"][name][2] = 1
        optional = {"optional": True} if draw(st.integers(0, 4)) == 0 else {}
        gold.append({**one, "label": draw(label), "box": box, **optional})
    return ITEM, {"objects": gold}


def add_extra(item, answer, name):
    """The item and answer with one more object in the lowest corner, where gold has none."""
    more = {"id": "more", "label": name, "points": {"nose": [790, 590, 2]}}
    return item, {"objects": [*answer["objects"], more]}
