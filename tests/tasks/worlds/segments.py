"""Segments one after the other with gaps between them, some optional."""

from hypothesis import strategies as st

from tests.tasks.worlds import label

TASK = {"scoring": {"tolerance": 0.2}}
ITEM = {"audio": "a.opus", "seconds": 60, "alt": "A shop"}
EASY = (ITEM, {"segments": [{"start": s, "end": s + 4.0, "label": "a"} for s in (5.0, 20.0, 40.0)]})
SHOWN_ANSWER = set()
SHOWN_ITEM = {"audio", "seconds", "alt"}


@st.composite
def world(draw):
    """(item, gold): up to five stretches, each within its own ten seconds."""
    gold = []
    for slot in draw(st.lists(st.integers(0, 4), unique=True, max_size=5)):
        start = slot * 10 + draw(st.integers(10, 30)) / 10
        end = start + draw(st.integers(2, 50)) / 10
        optional = {"optional": True} if draw(st.integers(0, 4)) == 0 else {}
        gold.append({"start": start, "end": end, "label": draw(label), **optional})
    return ITEM, {"segments": gold}


def add_extra(item, answer, name):
    """The item and answer with one more stretch at the end, where gold has none."""
    return item, {"segments": [*answer["segments"], {"start": 58.0, "end": 58.5, "label": name}]}
