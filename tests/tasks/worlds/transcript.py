"""Transcripts of a few words, or of silence."""

from hypothesis import strategies as st

TASK = {"labels": []}
ITEM = {"audio": "a.opus", "seconds": 2.5, "alt": "A caller"}
EASY = (ITEM, {"text": "I ordered the blue kettle, not the red one."})
SHOWN_ANSWER = {"exact"}
SHOWN_ITEM = {"audio", "seconds", "alt"}
WORDS = ["the", "the", "kettle,", "Müller’s", "twenty", "20", "um", "東京", "—", "café", "e\u0301"]


@st.composite
def world(draw):
    """(item, gold)."""
    return ITEM, {"text": " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=8)))}
