"""What the server draws of a graded item: everything that was marked, mistakes numbered as in the account."""

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.tasks.boxes.figure import figure as boxes
from portal.tasks.figures import numbered
from portal.tasks.spans.figure import figure as spans

tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)
PICTURE = {"image": "/media/a.webp", "width": 800, "height": 500, "alt": "x"}
TEXT = "Dr. Fenn 😀 of Port Ellery 東京 wrote it"
TAGS = ("missed", "extra", "misnamed", "loose", "right", "ignored")


@st.composite
def objects(draw, side):
    """Objects as a grade stores them; a missed one has no `yours`, an extra no `gold`."""
    found = []
    for tag in draw(st.lists(st.sampled_from(TAGS), max_size=7)):
        yours, gold = draw(side), draw(side)
        found.append(
            {"tag": tag, "yours": None if tag == "missed" else yours, "gold": None if tag == "extra" else gold}
        )
    return found


@st.composite
def box(draw):
    x, y = draw(st.integers(0, 780)), draw(st.integers(0, 480))
    return {"box": [x, y, draw(st.integers(1, 800 - x)), draw(st.integers(1, 500 - y))], "label": "a"}


@st.composite
def span(draw):
    start = draw(st.integers(0, len(TEXT) - 1))
    return {"start": start, "end": draw(st.integers(start + 1, len(TEXT))), "label": "a"}


def test_mistakes_are_told_first_and_what_does_not_count_is_not_told():
    told = numbered([{"tag": tag} for tag in reversed(TAGS)])
    assert [(number, one["tag"]) for number, one in told] == list(enumerate(TAGS[:-1], 1))


@tried
@given(objects(box()))
def test_every_box_is_drawn_and_every_mistake_has_a_tag_within_what_is_seen(graded):
    drawn = boxes(PICTURE, graded)
    told = [one for one in graded if one["tag"] != "ignored"]
    slips = [one for one in told if one["tag"] != "right"]
    sides = [(side, one["tag"] == "right", one[side]["box"]) for one in told for side in ("yours", "gold") if one[side]]
    assert sum(layer.path.count("z") for layer in drawn.layers) == len(sides)
    for side, right, (x, y, width, height) in sides:
        [layer] = [layer for layer in drawn.layers if (layer.side, layer.right) == (side, right)]
        assert f"M{x} {y}h{width}v{height}h-{width}z" in layer.path
    for view in filter(None, (drawn.whole, drawn.close)):
        x, y, width, height = view.box
        assert 0 <= x <= x + width <= 800.2
        assert 0 <= y <= y + height <= 500.2
        assert abs(width / height - 1.6) < 0.01
        assert [tag.number for tag in view.tags] == list(range(1, len(slips) + 1))
        for tag in view.tags:
            assert x - 0.2 <= tag.x <= x + width - view.size + 0.2
            assert y - 0.2 <= tag.y


@tried
@given(objects(box()))
def test_a_closer_look_holds_all_of_every_mistake(graded):
    close = boxes(PICTURE, graded).close
    if close is None:
        return
    x, y, width, height = close.box
    for one in graded:
        if one["tag"] in ("right", "ignored"):
            continue
        for left, top, across, down in (side["box"] for side in (one["yours"], one["gold"]) if side):
            assert x - 0.1 <= left
            assert left + across <= x + width + 0.1
            assert y - 0.1 <= top
            assert top + down <= y + height + 0.1


def test_a_picture_without_a_mistake_needs_no_closer_look():
    side = {"box": [10, 10, 20, 20], "label": "a"}
    assert boxes(PICTURE, [{"tag": "right", "yours": side, "gold": side}]).close is None
    assert boxes(PICTURE, []).close is None


@tried
@given(objects(span()))
def test_the_pieces_are_the_text_and_each_character_is_marked_by_who_marked_it(graded):
    pieces = spans({"text": TEXT}, graded)
    assert "".join(piece.text for piece in pieces) == TEXT
    told = [one for one in graded if one["tag"] != "ignored"]
    at = 0
    for piece in pieces:
        for place in range(at, at + len(piece.text)):
            for side in ("yours", "gold"):
                marked = any(one[side] and one[side]["start"] <= place < one[side]["end"] for one in told)
                assert getattr(piece, side) == marked
        at += len(piece.text)
    slips = sum(one["tag"] != "right" for one in told)
    assert sorted(number for piece in pieces for number in piece.tags) == list(range(1, slips + 1))
