"""Labels made up for round trips."""

from hypothesis import strategies as st

from portal.formats.model import Span

TEXTS = st.text(st.sampled_from("ab é👍مà\u0301."), min_size=1, max_size=20)
LABELS = st.sampled_from(["PER", "LOC", "Organisation"])


@st.composite
def texts_with_spans(draw, texts=TEXTS, labels=LABELS):
    """(text, spans): anywhere in the text, nested, overlapping and twice the same; ids "0", "1" and on."""
    text = draw(texts)
    places = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 8), labels), max_size=4))
    return text, tuple(
        Span(str(i), start, min(len(text), start + length), label) for i, (start, length, label) in enumerate(places)
    )
