"""Tracks that each keep to their own band of the picture, some optional, some that end early."""

from hypothesis import strategies as st

from tests.tasks.worlds import label

TASK = {"scoring": {"stride": 1}}
ITEM = {"video": "a.webm", "frames": 20, "fps": 10, "width": 800, "height": 600, "alt": "A crossing"}


def drive(n, top, first=0, end=None, **more):
    keyframes = [{"frame": first, "box": [10, top, 80, 60]}, {"frame": 17, "box": [310, top, 80, 60]}]
    if end is not None:
        keyframes = [keyframes[0], {"frame": end, "box": [150, top, 80, 60], "outside": True}]
    return {"id": f"g{n}", "label": "a", "keyframes": keyframes, **more}


EASY = (ITEM, {"tracks": [drive(n, top) for n, top in enumerate((20, 140, 260))]})
SHOWN_ANSWER = set()
SHOWN_ITEM = {"video", "frames", "fps", "width", "height", "alt"}


@st.composite
def world(draw):
    """(item, gold): up to four tracks."""
    gold = []
    for n in draw(st.lists(st.integers(0, 3), unique=True, max_size=4)):
        end = draw(st.none() | st.integers(12, 18))
        optional = {"optional": True} if draw(st.integers(0, 4)) == 0 else {}
        gold.append({**drive(n, 20 + 120 * n, draw(st.integers(0, 8)), end), "label": draw(label), **optional})
    return ITEM, {"tracks": gold}


def add_extra(item, answer, name):
    """The item and answer with one more track in the lowest corner, where gold has none."""
    more = {"id": "more", "label": name, "keyframes": [{"frame": 0, "box": [700, 540, 40, 40]}]}
    return item, {"tracks": [*answer["tracks"], more]}
