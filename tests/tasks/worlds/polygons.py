"""Polygons, one object in each square of a grid, some with a hole."""

from hypothesis import strategies as st

from tests.tasks.worlds import label

TASK = {}
ITEM = {"image": "a.webp", "width": 800, "height": 600, "alt": "x"}


def square(x, y, side):
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side]]


EASY = (ITEM, {"polygons": [{"id": f"{x}", "rings": [square(x, 60, 90)], "label": "a"} for x in (50, 250, 450)]})
SHOWN_ANSWER = {"noun"}
SHOWN_ITEM = {"image", "width", "height", "alt"}


@st.composite
def world(draw):
    """(item, gold): up to five shapes."""
    gold = []
    for n, cell in enumerate(draw(st.lists(st.integers(0, 11), unique=True, max_size=5))):
        x, y = cell % 4 * 200 + draw(st.integers(20, 60)), cell // 4 * 200 + draw(st.integers(20, 60))
        side = draw(st.integers(12, 110))
        rings = [square(x, y, side)]
        if side > 60 and draw(st.booleans()):
            rings.append(square(x + 20, y + 20, side - 40))
        if draw(st.booleans()):
            rings[0] = [[x, y], [x + side, y + side // 3], [x + side // 2, y + side]]
            rings = rings[:1]
        optional = {"optional": True} if draw(st.integers(0, 4)) == 0 else {}
        gold.append({"id": f"g{n}", "rings": rings, "label": draw(label), **optional})
    return ITEM, {"polygons": gold}


def add_extra(item, answer, name):
    """The item and answer with one more object in the lowest strip, where gold has none."""
    return item, {"polygons": [*answer["polygons"], {"id": "more", "rings": [square(5, 575, 20)], "label": name}]}
