"""Rankings of two to five options, neighbours now and then equally good."""

from hypothesis import strategies as st

TASK = {"labels": []}
OPTIONS = [{"id": one, "text": f"Answer {one} " + "x" * n} for n, one in enumerate("pqrst")]
EASY = ({"options": OPTIONS}, {"order": ["t", "q", "p", "s", "r"]})
# Its lists are orders, so nothing may be shuffled.
ORDERED = True
SHOWN_ANSWER = set()
SHOWN_ITEM = {"options", "prompt", "dir"}


@st.composite
def world(draw):
    """(item, gold)."""
    options = OPTIONS[: draw(st.integers(2, 5))]
    order = draw(st.permutations([one["id"] for one in options]))
    groups = [order[:1]]
    for one in order[1:]:
        if len(groups) > 1 and draw(st.integers(0, 3)) == 0:
            groups[-1] = [*groups[-1], one]
        else:
            groups.append([one])
    return {"prompt": "Which?", "options": options}, {"order": groups}
