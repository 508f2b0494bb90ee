"""Errors over the texts of the spans world, with severities."""

from hypothesis import strategies as st

from tests.tasks.worlds import spans

TASK = {}
EASY = (
    spans.EASY[0],
    {"spans": [{"start": s, "end": s + 11, "category": "a", "severity": "major"} for s in (0, 24, 48)]},
)
SHOWN_ANSWER = {"severities"}
SHOWN_ITEM = {"text", "dir"}


@st.composite
def world(draw):
    """(item, gold)."""
    item, gold = draw(spans.world())
    errors = []
    for one in gold["spans"]:
        more = {key: one[key] for key in ("optional",) if key in one}
        severity = draw(st.sampled_from(["minor", "major", "critical"]))
        errors.append(
            {"start": one["start"], "end": one["end"], "category": one["label"], "severity": severity, **more}
        )
    return item, {"spans": errors}


def add_extra(item, answer, name):
    """The item and answer with one more error where gold has none."""
    item = {"text": item["text"] + " Kesmar"}
    end = len(item["text"])
    more = {"start": end - 6, "end": end, "category": name, "severity": "minor"}
    return item, {"spans": [*answer["spans"], more]}
