"""Spans over words that bring edge punctuation, emoji and unspaced script."""

from hypothesis import strategies as st

from tests.tasks.worlds import label

WORDS = [
    "Dr.",
    "Fenn",
    "the",
    "Port",
    "of",
    "Ellery",
    "(Orla)",
    "Müller’s",
    "😀",
    "50%",
    "and",
    "東京,",
    "it.",
]
TASK = {"answer": {}}
EASY = (
    {"text": "Fenn Ellery went by and " * 3 + "nobody there noticed anything unusual"},
    {"spans": [{"start": s, "end": s + 11, "label": "a"} for s in (0, 24, 48)]},
)
SHOWN_ANSWER = {"noun"}
SHOWN_ITEM = {"text", "dir"}


@st.composite
def world(draw):
    """(item, gold): up to four spans of one to three words, some optional."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=14))
    text = " ".join(words)
    starts = [sum(len(w) + 1 for w in words[:i]) for i in range(len(words))]
    marks = {}
    for _ in range(draw(st.integers(0, 4))):
        i = draw(st.integers(0, len(words) - 1))
        j = min(len(words) - 1, i + draw(st.integers(0, 2)))
        mark = {"start": starts[i], "end": starts[j] + len(words[j]), "label": draw(label)}
        # Edges that do not count must not make two gold spans one.
        marks[text[mark["start"] : mark["end"]].strip(".,()’s "), i] = mark
    gold = [{**m, **({"optional": True} if draw(st.integers(0, 4)) == 0 else {})} for m in marks.values()]
    return {"text": text}, {"spans": gold}


def add_extra(item, answer, name):
    """The item and answer with one more object where gold has none."""
    item = {"text": item["text"] + " Kesmar"}
    end = len(item["text"])
    return item, {"spans": [*answer["spans"], {"start": end - 6, "end": end, "label": name}]}
