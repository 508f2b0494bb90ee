"""Audits of four labelled words, some of them wrong, some either way."""

from hypothesis import strategies as st

from tests.tasks.worlds import label

TASK = {
    "answer": {
        "kinds": [{"id": "label", "name": "Label"}, {"id": "edges", "name": "Edges"}],
        "severities": [{"id": "minor", "name": "Minor"}, {"id": "major", "name": "Major"}],
        "fix": True,
    }
}
TEXT = "Fenn Orla Ward Kesmar"
PLACES = ((0, 4), (5, 9), (10, 14), (15, 21))


def shown(*labels):
    return [
        {"id": f"o{i}", "start": a, "end": b, "label": one}
        for i, ((a, b), one) in enumerate(zip(PLACES, labels, strict=True))
    ]


EASY = (
    {"text": TEXT, "objects": shown("a", "a", "b", "b")},
    {
        "verdicts": [
            {"object": one, "verdict": "wrong", "kind": "label", "severity": "minor", "fix": "c"}
            for one in ("o0", "o2")
        ]
    },
)
OPEN_ENDED = {"d_prime"}
SHOWN_ANSWER = {"kinds", "severities", "fix"}
SHOWN_ITEM = {"text", "dir", "image", "width", "height", "alt", "objects"}


@st.composite
def world(draw):
    """(item, gold)."""
    objects = shown(*[draw(label) for _ in PLACES])
    verdicts = []
    for one in objects:
        what = draw(st.sampled_from(["ok", "absent", "wrong", "unmendable", "either"]))
        if what == "ok":
            verdicts.append({"object": one["id"], "verdict": "ok"})
        elif what != "absent":
            more = {"fix": next(other for other in "abc" if other != one["label"])} if what == "wrong" else {}
            more |= {"optional": True} if what == "either" else {}
            kind, severity = draw(st.sampled_from(["label", "edges"])), draw(st.sampled_from(["minor", "major"]))
            verdicts.append({"object": one["id"], "verdict": "wrong", "kind": kind, "severity": severity, **more})
    return {"text": TEXT, "objects": objects}, {"verdicts": verdicts}
