"""Ratings of three dimensions from 1 to 5, some with a second right number."""

from hypothesis import strategies as st

from tests.grading.make import LABELS

TASK = {"answer": {"low": 1, "high": 5}}
EASY = ({"text": "x"}, {"scores": {"a": 3, "b": 1, "c": 4}})
SHOWN_ANSWER = {"low", "high"}
SHOWN_ITEM = {"text", "dir", "image", "width", "height", "alt"}


@st.composite
def world(draw):
    """(item, gold): a number a dimension, now and then its neighbour too."""
    scores = {one["id"]: draw(st.integers(1, 5)) for one in LABELS}
    also = {name: [min(5, score + 1)] for name, score in scores.items() if draw(st.integers(0, 3)) == 0}
    return {"text": "x"}, {"scores": scores, "any": also}
