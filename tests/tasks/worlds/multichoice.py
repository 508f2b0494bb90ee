"""Multichoice over three labels, some optional, now and then none."""

from hypothesis import strategies as st

from tests.grading.make import LABELS

TASK = {}
EASY = ({"text": "x"}, {"labels": ["a", "b"]})
SHOWN_ANSWER = set()
SHOWN_ITEM = {"text", "dir", "image", "width", "height", "alt"}


@st.composite
def world(draw):
    """(item, gold): each label needed, optional or absent."""
    places = {one["id"]: draw(st.sampled_from(["labels", "optional", ""])) for one in LABELS}
    gold = {key: [label for label, place in places.items() if place == key] for key in ("labels", "optional")}
    return {"text": "x"}, gold
