"""YOLO: shares of the picture, class names beside the labels."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from portal.formats import FormatError, Report
from portal.formats.model import Box, Picture, Polygon, Record
from portal.formats.yolo import yaml_names
from tests.formats.folders import put, read, said
from tests.formats.pictures import records, there_and_back

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
    + (200).to_bytes(4, "big")
    + (100).to_bytes(4, "big")
    + b"\x08\x02"
    + bytes(9)
)


@pytest.fixture
def folder(tmp_path):
    put(tmp_path, "classes.txt", "car\ntwo words\n")
    put(tmp_path, "labels/a.txt", "0 0.5 0.5 0.25 0.5\n1 0 0 0.5 0 0.5 0.5 0 0.5\n")
    put(tmp_path, "labels/empty.txt", "")
    return tmp_path


def test_without_the_picture_geometry_stays_in_shares(folder):
    a, empty = read(folder, "yolo")
    assert a.media == Picture("a", unit="share")
    assert a.boxes == (Box("1", 0.375, 0.25, 0.25, 0.5, "car"),)
    assert a.polygons == (Polygon("2", (((0, 0), (0.5, 0), (0.5, 0.5), (0, 0.5)),), "two words"),)
    assert (empty.item, empty.boxes) == ("empty", ())


def test_the_picture_beside_the_labels_gives_pixels(folder):
    put(folder, "images/a.png", PNG)
    a, _empty = read(folder, "yolo")
    assert a.media == Picture("a.png", 200, 100)
    assert a.boxes == (Box("1", 75, 25, 50, 50, "car"),)


def test_the_same_name_in_two_folders_is_two_pictures(tmp_path):
    for name in ("train/1.txt", "val/1.txt", "val/2.txt"):
        put(tmp_path, name, "0 0.5 0.5 0.1 0.1\n")
    assert [record.item for record in read(tmp_path, "yolo")] == ["train/1", "val/1", "2"]


@pytest.mark.parametrize(
    "text",
    [
        "nc: 2\nnames: ['car', \"two words\"]\n",
        "names:\n  - car\n  - 'two words'\nnc: 2\n",
        "names:\n  0: car\n  1: two words # a comment\n",
        "names: {0: car, 1: two words}\n",
    ],
)
def test_class_names_are_read_in_every_usual_spelling(text):
    assert yaml_names(text) == ["car", "two words"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("0 0.5 0.5 0.25", "line 1: has 4 columns"),
        ("0 0.5 0.5 0.25 0", "line 1: is a box of no size"),
        ("0 0.5 0.5 25 0.5", "line 1: 25.0 is no share of the picture"),
        ("car 0.5 0.5 0.25 0.5", "line 1: must start with the number of a class"),
        ("7 0.5 0.5 0.25 0.5", "line 1: has class 7, but only 2 classes are named"),
        ("0 0.5 0.5 inf 0.5", "line 1: must be a finite number"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(folder, line, message):
    put(folder, "labels/a.txt", line + "\n")
    with pytest.raises(FormatError) as caught:
        read(folder, "yolo")
    assert message in str(caught.value)
    assert "labels/a.txt" in str(caught.value)


def test_oriented_boxes_and_confidences_are_dropped_and_said(folder):
    put(folder, "labels/a.txt", "0 0 2 0 2 2 0 2 ship 0\n0 0.5 0.5 0.25 0.5 0.9\n")
    report = Report()
    a, _empty = read(folder, "yolo", report)
    assert len(a.boxes) == 1
    assert said(report) == [
        "oriented boxes: 1 dropped (only upright boxes and polygons are read; first at labels/a.txt: line 1)",
        "confidences: 1 dropped (labels of people have none; first at labels/a.txt: line 2)",
    ]


def test_classes_without_names_are_called_by_their_number(tmp_path):
    report = Report()
    [record] = read(put(tmp_path, "a.txt", "3 0.5 0.5 0.1 0.1\n"), "yolo", report)
    assert record.boxes[0].label == "3"
    assert said(report) == ["labels: 1 changed (they are called by their number; put classes.txt beside them)"]


@settings(derandomize=True, max_examples=50, deadline=None, database=None)
@given(records(polygons=True))
def test_reading_what_was_written_gives_the_same_labels(found):
    with tempfile.TemporaryDirectory() as folder:
        back = there_and_back(found, "yolo", Path(folder))
    assert len(back) == len(found)
    assert sorted(map(_in_pixels, back)) == sorted(map(_in_pixels, found))


def _in_pixels(record: Record):
    """Labels in pixels of 640 by 480, rounded to a thousandth, by label."""
    share = record.media.unit == "share"
    fx, fy = (640, 480) if share else (1, 1)
    boxes = [(b.label, round(b.x * fx, 3), round(b.y * fy, 3), round(b.width * fx, 3)) for b in record.boxes]
    shapes = [(p.label, *(round(x * fx, 3) for x, _ in p.rings[0])) for p in record.polygons]
    return boxes, shapes


def test_writing_needs_the_size_of_the_picture(tmp_path):
    record = Record("x", media=Picture("x.jpg"), boxes=(Box("1", 1, 1, 5, 5, "a"),))
    with pytest.raises(FormatError, match="size of the picture"):
        there_and_back([record], "yolo", tmp_path)
