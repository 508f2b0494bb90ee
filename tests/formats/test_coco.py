"""COCO: the most exact label an annotation holds, sparse categories, run lengths either way."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from portal.formats import FormatError, Report
from portal.formats.coco import inside
from portal.formats.model import Box, Keypoints, Mask, Picture, Polygon, Record
from tests.formats.folders import read_text, said
from tests.formats.pictures import records, there_and_back

SQUARE = [1, 1, 3, 1, 3, 3, 1, 3]


def data(*annotations, **more):
    return json.dumps(
        {
            "annotations": [{"id": i, "image_id": 40, "category_id": 7, **one} for i, one in enumerate(annotations)],
            "categories": [{"id": 7, "name": "cat"}, {"id": 90, "name": "person", "keypoints": ["nose", "ear"]}],
            "images": [{"id": 40, "file_name": "val/b.jpg", "width": 5, "height": 4}],
            **more,
        }
    )


def one(folder, *annotations):
    [record] = read_text(folder, "coco", data(*annotations))
    return record


def test_annotations_may_come_before_what_they_point_to(tmp_path):
    record = one(tmp_path, {"bbox": [1, 1, 2.5, 2], "iscrowd": 1, "attributes": {"x": 1, "y": "hello"}})
    assert (record.item, record.media) == ("val/b", Picture("val/b.jpg", 5, 4))
    assert record.boxes == (Box("0", 1, 1, 2.5, 2, "cat", frozenset({"crowd"}), attributes={"x": "1", "y": "hello"}),)


def test_an_outline_stands_for_its_box(tmp_path):
    report = Report()
    text = data({"bbox": [1, 1, 2, 2], "segmentation": [SQUARE]}, {"bbox": [0, 0, 5, 4], "segmentation": [SQUARE]})
    [record] = read_text(tmp_path, "coco", text, report)
    ring = ((1, 1), (3, 1), (3, 3), (1, 3))
    assert record.boxes == ()
    assert record.polygons == (Polygon("0", (ring,), "cat"), Polygon("1", (ring,), "cat"))
    assert said(report) == [
        "boxes beside outlines: 1 changed (they do not bound the outline, which counts; first at annotations[1])"
    ]


@pytest.mark.parametrize("counts", [[9, 2, 9], "929"])
def test_run_lengths_are_read_as_a_list_and_as_a_string(tmp_path, counts):
    record = one(tmp_path, {"segmentation": {"size": [4, 5], "counts": counts}})
    assert record.masks[0].counts == (9, 2, 9)


def test_keypoints_take_their_names_from_the_category(tmp_path):
    record = one(tmp_path, {"category_id": 90, "keypoints": [1, 2, 2, 0, 0, 0]})
    assert record.keypoints == (Keypoints("0", "person", {"nose": (1, 2, 2), "ear": (0, 0, 0)}),)


def test_several_captions_are_numbered_as_annotators(tmp_path):
    found = read_text(tmp_path, "coco", data({"caption": "A cat."}, {"caption": "A small cat."}))
    assert [(record.annotator, record.transcript) for record in found] == [("1", "A cat."), ("2", "A small cat.")]


def test_a_picture_without_annotations_is_an_item_with_nothing_to_mark(tmp_path):
    assert one(tmp_path) == Record("val/b", media=Picture("val/b.jpg", 5, 4))


@pytest.mark.parametrize(
    ("annotation", "message"),
    [
        ({"bbox": [1, 1, 2]}, "annotations[0].bbox: must be left, top, width, height"),
        ({"bbox": [1, 1, 0, 2]}, "annotations[0].bbox: is a box of no size"),
        ({"bbox": [1, 1, "2", 2]}, "annotations[0].bbox[2]: must be a number"),
        ({}, "annotations[0]: bbox is missing"),
        ({"bbox": [1, 1, 2, 2], "category_id": 8}, "annotations[0].category_id: there is no category 8"),
        ({"bbox": [1, 1, 2, 2], "image_id": 41}, "annotations[0].image_id: there is no image 41"),
        ({"segmentation": [[1, 2, 3, 4]]}, "annotations[0].segmentation[0]: must be at least three pairs"),
        ({"segmentation": {"size": [4, 5], "counts": [9, 2]}}, "annotations[0].segmentation.counts: the runs cover 11"),
        ({"segmentation": {"size": [5, 4], "counts": [20]}}, "annotations[0].segmentation.size: is not the size"),
        ({"category_id": 90, "keypoints": [1, 2, 2]}, "annotations[0].keypoints: has 1 points, its category names 2"),
    ],
)
def test_what_is_wrong_is_named_with_its_path(tmp_path, annotation, message):
    with pytest.raises(FormatError) as caught:
        one(tmp_path, annotation)
    assert message in str(caught.value)


def test_nan_is_no_number(tmp_path):
    with pytest.raises(FormatError, match="NaN"):
        one(tmp_path, {"bbox": [1, 1, float("nan"), 2]})


def test_an_id_used_twice_is_refused(tmp_path):
    with pytest.raises(FormatError, match="used twice"):
        read_text(tmp_path, "coco", data(categories=[{"id": 7, "name": "cat"}, {"id": 7, "name": "dog"}]))


@settings(derandomize=True, max_examples=50, deadline=None, database=None)
@given(records(flags=("crowd",), polygons=True))
def test_reading_what_was_written_gives_the_same_labels(found):
    with tempfile.TemporaryDirectory() as folder:
        back = there_and_back(found, "coco", Path(folder))
    assert [_without_ids(record) for record in back] == [_without_ids(record) for record in found]


def _without_ids(record):
    boxes = [(b.x, b.y, b.width, b.height, b.label, b.flags) for b in record.boxes]
    return record.item, record.media, boxes, [(p.rings, p.label) for p in record.polygons]


def test_masks_keypoints_and_captions_survive(tmp_path):
    found = Record(
        "b",
        media=Picture("b.jpg", 5, 4),
        masks=(Mask("1", 5, 4, (9, 2, 9), "cat"),),
        keypoints=(Keypoints("2", "person", {"nose": (1, 2, 2), "ear": (0, 0, 0)}),),
        transcript="A cat.",
    )
    assert there_and_back([found], "coco", tmp_path) == [found]


def test_a_hole_is_left_out_and_said_and_a_second_part_is_kept(tmp_path):
    outer, hole = ((0, 0), (4, 0), (4, 4), (0, 4)), ((1, 1), (2, 1), (2, 2))
    part = ((4.5, 0), (5, 0), (5, 1))
    report = Report()
    picture = Picture("b.jpg", 5, 4)
    [back] = there_and_back(
        [Record("b", media=picture, polygons=(Polygon("1", (outer, hole, part), "cat"),))], "coco", tmp_path, report
    )
    assert back.polygons[0].rings == (outer, part)
    assert said(report) == ["holes: 1 dropped (a polygon has none here; first at b)"]


def test_inside_follows_the_even_odd_rule():
    ring = ((0, 0), (4, 0), (4, 4), (2, 1), (0, 4))
    assert inside((1, 1), ring)
    assert not inside((2, 3), ring)
