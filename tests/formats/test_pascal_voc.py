"""Pascal VOC: boxes by their corners, flags as elements."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from portal.formats import FormatError, Report
from portal.formats.model import Box, Picture, Record
from portal.formats.pascal_voc import FLAGS
from tests.formats.folders import read_text, said
from tests.formats.pictures import records, there_and_back

XML = """<annotation><filename>street.png</filename><size><width>800</width><height>500</height></size>
<object><name>car</name><truncated>1</truncated><difficult>0</difficult><pose>Left</pose>
<bndbox><xmin>10</xmin><ymin>20.5</ymin><xmax>110</xmax><ymax>70.5</ymax></bndbox></object></annotation>"""


def test_corners_are_edges(tmp_path):
    [record] = read_text(tmp_path, "pascal_voc", XML)
    assert (record.item, record.media) == ("street", Picture("street.png", 800, 500))
    assert record.boxes == (Box("1", 10, 20.5, 100, 50, "car", frozenset({"truncated"}), attributes={"pose": "Left"}),)


@settings(derandomize=True, max_examples=50, deadline=None, database=None)
@given(records(flags=FLAGS))
def test_reading_what_was_written_gives_the_same_labels(found):
    with tempfile.TemporaryDirectory() as folder:
        back = there_and_back(found, "pascal_voc", Path(folder))
    # The name of a file cannot hold every item's name, the picture's name inside it can.
    assert sorted(map(repr, back)) == sorted(map(repr, found))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<xmax>110</xmax>", "<xmax>10</xmax>", "line 3: is a box of no size"),
        ("<xmax>110</xmax>", "<xmax>wide</xmax>", "line 3: xmax: must be a number, not 'wide'"),
        ("<xmax>110</xmax>", "<xmax>NaN</xmax>", "line 3: xmax: must be a finite number"),
        ("<name>car</name>", "", "line 2: name is missing"),
        ("<bndbox>", "<box>", "mismatched tag"),
        ("<annotation>", '<!DOCTYPE a [<!ENTITY b "bb">]><annotation>', "declares a document type"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path, old, new, message):
    with pytest.raises(FormatError) as caught:
        read_text(tmp_path, "pascal_voc", XML.replace(old, new))
    assert message in str(caught.value)
    assert "labels.xml" in str(caught.value)


def test_what_does_not_fit_is_said(tmp_path):
    boxes = (Box("1", 1, 1, 5, 5, "a", rotation=30), Box("2", 1, 1, 5, 5, "b", frozenset({"crowd"})))
    report = Report()
    [back] = there_and_back([Record("x", media=Picture("x.jpg", 9, 9), boxes=boxes)], "pascal_voc", tmp_path, report)
    assert back.boxes == (replace(boxes[1], flags=frozenset()),)
    assert said(report) == [
        "boxes: 1 dropped (they are turned; this format has upright ones only; first at x)",
        "flags and attributes: 1 dropped (this format has no place for them; first at x)",
    ]
