import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.formats import FormatError, Report
from portal.formats.label_studio_regions import centre_to_corner, corner_to_centre
from portal.formats.model import (
    Box,
    Class,
    Clip,
    Keypoints,
    Picture,
    Polygon,
    Record,
    Relation,
    Segment,
    Span,
)
from tests.formats.folders import put, read, said
from tests.formats.made import texts_with_spans
from tests.formats.round_trip import all_there_and_back, there_and_back


def task(folder, *results, data=None, report=None, **annotation):
    """The records of one task with one annotation."""
    raw = [
        {"id": 5, "data": data or {"image": "/data/a.png"}, "annotations": [{"result": list(results), **annotation}]}
    ]
    return read(put(folder, "a.json", json.dumps(raw)), "label_studio", report)


def drawn(kind, value, name="r1", **more):
    size = {"original_width": 200, "original_height": 100}
    return {"id": name, "type": kind, "from_name": "label", "to_name": "image", "value": value, **size, **more}


def marked(kind, value, name="r1", to="text", **more):
    return {"id": name, "type": kind, "from_name": "label", "to_name": to, "value": value, **more}


def test_per_cent_becomes_pixels_and_what_is_said_of_a_region_its_attributes(tmp_path):
    place = {"x": 10, "y": 20, "width": 30, "height": 40, "rotation": 0}
    [record] = task(
        tmp_path,
        drawn("rectangle", place),
        drawn("labels", {**place, "labels": ["car"]}),
        drawn("choices", {**place, "choices": ["red"]}, from_name="colour"),
        drawn("choices", {**place, "choices": ["cut", "far"]}, from_name="flags"),
        drawn("choices", {"choices": ["day"]}, "r2", from_name="light"),
        completed_by={"id": 3, "email": "ana@example.org"},
    )
    assert (record.item, record.annotator, record.media) == ("5", "3", Picture("a.png", 200, 100))
    assert record.boxes == (Box("r1", 20, 20, 60, 40, "car", frozenset({"cut", "far"}), 0, {"colour": "red"}),)
    assert record.classes == (Class("day", "light"),)


def test_a_turned_box_turns_about_its_corner_there_and_its_centre_here(tmp_path):
    value = {"x": 50, "y": 50, "width": 10, "height": 10, "rotation": 90, "rectanglelabels": ["car"]}
    [record] = task(tmp_path, drawn("rectanglelabels", value))
    [box] = record.boxes
    # 20 x 10 px with its corner at (100, 50), turned a quarter: it hangs to the left, its centre at (95, 60).
    assert (box.x, box.y, box.width, box.height, box.rotation) == (85, 55, 20, 10, 90)


@given(*[st.floats(-100, 100)] * 2, *[st.floats(1, 100)] * 2, st.floats(0, 360))
def test_corner_and_centre_go_there_and_back(x, y, width, height, turned):
    there = corner_to_centre(x, y, width, height, turned)
    assert centre_to_corner(*there, width, height, turned) == pytest.approx((x, y), abs=1e-9)


def test_spans_count_utf16_units_and_relations_follow_their_direction(tmp_path):
    text = {"text": "👍 Ana met Ben"}
    ana = marked("labels", {"start": 3, "end": 6, "text": "Ana", "labels": ["PER"]}, "a")
    ben = marked("labels", {"start": 11, "end": 14, "labels": ["PER", "BOSS"]}, "b")
    arrow = {"type": "relation", "from_id": "a", "to_id": "b", "direction": "left", "labels": ["met"]}
    report = Report()
    [record] = task(tmp_path, ana, ben, arrow, data=text, report=report)
    assert record.spans == (Span("a", 2, 5, "PER"), Span("b", 10, 13, "PER"))
    assert record.relations == (Relation("b", "a", "met"),)
    assert [line.split(" (")[0] for line in said(report)] == ["further labels of regions: 1 dropped"]


def test_segments_take_their_words_and_whole_items_their_ratings(tmp_path):
    place = {"start": 0.5, "end": 2, "channel": 0}
    [record] = task(
        tmp_path,
        marked("labels", {**place, "labels": ["agent"]}, to="audio", original_length=9.5),
        marked("textarea", {**place, "text": ["hello", "there"]}, to="audio", original_length=9.5),
        marked("rating", {"rating": 4}, "r2", to="audio", from_name="clarity"),
        marked("textarea", {"text": ["hello there"]}, "r3", to="audio"),
        data={"audio": "https://example.org/call.wav?sig=1"},
    )
    assert record.media == Clip("call.wav", 9.5)
    assert record.segments == (Segment(0.5, 2, "agent", "hello\nthere"),)
    assert (record.scores, record.transcript) == ({"clarity": 4}, "hello there")


def test_keypoints_are_gathered_under_their_box(tmp_path):
    frame = drawn("rectanglelabels", {"x": 0, "y": 0, "width": 50, "height": 50, "rectanglelabels": ["dog"]}, "d")
    nose = drawn("keypointlabels", {"x": 10, "y": 10, "width": 1, "keypointlabels": ["nose"]}, "n", parentID="d")
    tail = drawn("keypointlabels", {"x": 40, "y": 40, "width": 1, "keypointlabels": ["tail"]}, "t", parentID="d")
    alone = drawn("keypointlabels", {"x": 5, "y": 5, "width": 1, "keypointlabels": ["ball"]}, "b")
    [record] = task(tmp_path, frame, nose, tail, alone)
    assert record.boxes == ()
    assert record.keypoints == (
        Keypoints("d", "dog", {"nose": (20, 10, 2), "tail": (80, 40, 2)}),
        Keypoints("b", "ball", {"ball": (10, 5, 2)}),
    )


def test_what_we_cannot_hold_is_reported(tmp_path):
    report = Report()
    raw = [
        {
            "data": {"image": "a.png"},
            "annotations": [
                {
                    "result": [drawn("brushlabels", {"format": "rle", "rle": [1], "brushlabels": ["x"]})],
                    "completed_by": 1,
                },
                {"result": [], "completed_by": 1},
                {"result": [], "was_cancelled": True},
            ],
            "predictions": [{"result": []}],
        },
        {"data": {"image": "b.png"}, "annotations": []},
    ]
    records = read(put(tmp_path, "a.json", json.dumps(raw)), "label_studio", report)
    assert [(r.item, r.annotator) for r in records] == [("1", "1"), ("1", "1 (2)")]
    assert sorted(line.split(" (")[0] for line in said(report)) == [
        "annotators: 1 changed",
        "brush masks: 1 dropped",
        "items: 1 dropped",
        "predictions: 1 dropped",
        "skipped annotations: 1 dropped",
    ]


def test_a_task_with_several_pictures_is_an_item_for_each(tmp_path):
    box = {"x": 10, "y": 10, "width": 10, "height": 10, "rectanglelabels": ["title"]}
    first, second = drawn("rectanglelabels", box, "a"), drawn("rectanglelabels", box, "b")
    first["to_name"], second["to_name"] = "page_0", "page_1"
    records = task(tmp_path, first, second, data={"images": [{"url": "0.png"}, {"url": "1.png"}]})
    assert [(r.item, len(r.boxes)) for r in records] == [("5/page_0", 1), ("5/page_1", 1)]


@pytest.mark.parametrize(
    ("result", "message"),
    [
        ({"type": "choices", "to_name": [1], "value": {"choices": []}}, "result[0].to_name: must be a text"),
        ({"value": {}}, "[0].annotations[0].result[0]: type is missing"),
        (drawn("rectanglelabels", {"x": "1", "y": 0, "width": 1, "height": 1}), "value.x: must be a number"),
        (drawn("rectanglelabels", {"x": 1, "y": 0, "height": 1}), "result[0].value: width is missing"),
        (drawn("polygonlabels", {"points": [[1]]}), "result[0].value.points[0]: must be two numbers"),
        (drawn("polygonlabels", {}), "result[0].value: points is missing"),
        ({**drawn("rectangle", {"x": 1, "y": 0, "width": 1, "height": 1}), "original_width": 0}, "must have a width"),
    ],
)
def test_a_broken_result_is_named_with_its_path(tmp_path, result, message):
    with pytest.raises(FormatError) as caught:
        task(tmp_path, result)
    assert message in str(caught.value)


def test_half_a_character_is_no_offset(tmp_path):
    with pytest.raises(FormatError, match=r"result\[0\]\.value: 1 to 2 must lie within the text"):
        task(tmp_path, marked("labels", {"start": 1, "end": 2, "labels": ["x"]}), data={"text": "👍a"})


@given(texts_with_spans(), st.booleans(), st.lists(st.sampled_from(["a", "b"]), unique=True))
def test_texts_read_the_same_as_written(made, related, labels):
    text, spans = made
    relations = tuple(Relation("0", s.id, "to") for s in spans) if related else ()
    classes = tuple(Class(label) for label in labels)
    [record], report = there_and_back(
        "label_studio", "7", annotator="2", text=text, spans=spans, relations=relations, classes=classes
    )
    assert record == Record("7", "2", text, spans=spans, relations=relations, classes=classes)
    assert not said(report)


coordinates = st.integers(0, 90).map(float)
sizes = st.integers(1, 60).map(lambda n: n / 4)


@given(st.lists(st.tuples(coordinates, coordinates, sizes, sizes, st.sampled_from([0, 30.5, 90])), max_size=3))
def test_boxes_read_the_same_as_written(places):
    boxes = tuple(
        Box(f"b{i}", x, y, w, h, "car", frozenset({"cut"} if i else ()), float(turned), {"colour": "red"})
        for i, (x, y, w, h, turned) in enumerate(places)
    )
    [record], report = there_and_back("label_studio", "a.png", media=Picture("a.png", 123, 77), boxes=boxes)
    assert [(b.id, b.label, b.flags, dict(b.attributes)) for b in record.boxes] == [
        (b.id, b.label, b.flags, dict(b.attributes)) for b in boxes
    ]
    for there, here in zip(record.boxes, boxes, strict=True):
        assert (there.x, there.y, there.width, there.height, there.rotation) == pytest.approx(
            (here.x, here.y, here.width, here.height, here.rotation), abs=1e-5
        )
    assert not said(report)


def test_everything_else_reads_the_same_as_written():
    records = [
        Record(
            "1",
            media=Picture("a.png", 200, 100),
            polygons=(Polygon("p", (((1, 2), (30, 4.5), (5, 60)),), "road", frozenset({"cut"}), {"wet": "yes"}),),
            keypoints=(Keypoints("k", "dog", {"nose": (20, 10, 2), "tail": (80, 40, 2)}),),
        ),
        Record("2", "ana", media=Clip("a.wav", 9.0), segments=(Segment(0, 1.25, "x", "hi\nyou"), Segment(1, 2))),
        Record("2", "ben", media=Clip("a.wav"), scores={"": 3, "tone": -0.5}, order=("b", "a"), transcript="hi"),
        Record("3", "ana", classes=(Class("x"), Class("y", "topic"))),
        Record("4", media=Picture("b.png", unit="share"), boxes=(Box("1", 0.5, 0.25, 0.125, 0.5, "car"),)),
    ]
    found, report = all_there_and_back("label_studio", records)
    assert found[0].keypoints == records[0].keypoints
    assert found[0].polygons == records[0].polygons
    assert found[1:] == records[1:]
    assert said(report) == [
        "boxes: 1 changed (around keypoints, read as the object they belong to; first at [0].annotations[0].result[3])"
    ]


def test_20000_spans_in_one_text():
    text = "👍b " * 20_000
    spans = tuple(Span(str(i), 3 * i, 3 * i + 2, "X") for i in range(20_000))
    [record], _ = there_and_back("label_studio", "1", text=text, spans=spans)
    assert record.spans == spans
