"""Choice, with everything an answer may hold."""

from hypothesis import strategies as st

from tests.tasks.worlds import label

TASK = {"answer": {"second": True, "abstain": True, "confidence": True}}
EASY = ({"text": "x"}, {"label": "a"})
SHOWN_ANSWER = {"second", "abstain", "confidence"}
SHOWN_ITEM = {"text", "dir", "image", "width", "height", "alt"}


@st.composite
def world(draw):
    """(item, gold): a label, now and then a second one, or an abstention."""
    first, second = draw(label), draw(st.none() | label)
    if draw(st.integers(0, 5)) == 0:
        return {"text": "x"}, {"abstain": True}
    return {"text": "x"}, {"label": first, **({"second": second} if second not in (None, first) else {})}
