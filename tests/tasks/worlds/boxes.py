"""Boxes, one object in each square of a grid."""

from hypothesis import strategies as st

from tests.tasks.worlds import label

TASK = {"answer": {"flags": [{"id": "occ", "name": "Hidden"}, {"id": "cut", "name": "Cut"}]}}
EASY = (
    {"image": "a.webp", "width": 800, "height": 500, "alt": "x"},
    {"boxes": [{"id": f"{x}", "box": [x, 60, 90, 90], "label": "a"} for x in (50, 250, 450)]},
)
SHOWN_ANSWER = {"flags", "noun"}
SHOWN_ITEM = {"image", "width", "height", "alt"}


@st.composite
def world(draw):
    """(item, gold): up to six boxes with flags, some optional."""
    gold = []
    for n, cell in enumerate(draw(st.lists(st.integers(0, 11), unique=True, max_size=6))):
        # One object in each square of 200 px, at least 40 px from its neighbours.
        left, top = cell % 4 * 200 + draw(st.integers(20, 60)), cell // 4 * 200 + draw(st.integers(20, 60))
        box = [left, top, draw(st.integers(6, 110)), draw(st.integers(6, 110))]
        flags = draw(st.lists(st.sampled_from(["occ", "cut"]), unique=True))
        optional = {"optional": True} if draw(st.integers(0, 4)) == 0 else {}
        gold.append({"id": f"g{n}", "box": box, "label": draw(label), "flags": flags, **optional})
    return {"image": "a.webp", "width": 800, "height": 600, "alt": "x"}, {"boxes": gold}


def add_extra(item, answer, name):
    """The item and answer with one more object in the lowest strip, where gold has none."""
    more = {"id": "more", "box": [5, 575, 20, 20], "label": name, "flags": []}
    return item, {"boxes": [*answer["boxes"], more]}
