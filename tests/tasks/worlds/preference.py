"""Preferences with ties, strengths and reasons."""

from hypothesis import strategies as st

from tests.tasks.worlds import label

TASK = {"answer": {"tie": True, "strength": 3}}
EASY = ({"a": "Short.", "b": "Rather longer."}, {"choice": "A", "strength": 2, "reasons": ["a"]})
SHOWN_ANSWER = {"tie", "strength"}
SHOWN_ITEM = {"a", "b", "prompt", "dir"}


@st.composite
def world(draw):
    """(item, gold): a side with strength and reasons, or a tie."""
    item = {"prompt": "Which?", "a": "Short.", "b": "Rather longer."}
    choice = draw(st.sampled_from(["A", "B", "tie"]))
    if choice == "tie":
        return item, {"choice": "tie"}
    return item, {
        "choice": choice,
        "strength": draw(st.integers(1, 3)),
        "reasons": draw(st.lists(label, unique=True, max_size=2)),
    }
