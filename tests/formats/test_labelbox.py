"""Labelbox NDJSON: exports and imports are read, imports are written."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from portal.formats import FormatError, Report
from portal.formats.model import Box, Class, Keypoints, Picture, Polygon, Record, Relation, Span
from tests.formats.folders import read_text, said
from tests.formats.pictures import records, there_and_back

TEXT = "Fenn 😀 left Orla."


def export(objects=(), classifications=(), relationships=(), **more):
    annotations = {"objects": objects, "classifications": classifications, "relationships": relationships}
    label = {"label_details": {"created_by": "ann@example.org"}, "annotations": annotations}
    row = {"data_row": {"id": "x1", "external_id": "street.png"}, "media_attributes": {"width": 640, "height": 480}}
    return json.dumps({**row, "projects": {"p": {"labels": [label]}}, **more}) + "\n"


def text_export(objects, relationships=()):
    row = {"id": "t1", "row_data": TEXT}
    return export(objects, (), relationships, data_row=row, media_attributes={"mime_type": "text/plain"})


def test_each_annotator_of_an_export_is_a_record(tmp_path):
    report = Report()
    found = export(
        [
            {"name": "car", "bounding_box": {"left": 1, "top": 2, "width": 30, "height": 40}, "classifications": [{}]},
            {"name": "road", "polygon": [{"x": 1, "y": 1}, {"x": 9, "y": 1}, {"x": 9, "y": 9}, {"x": 1, "y": 1}]},
            {"name": "light", "point": {"x": 5, "y": 6}},
            {"name": "sky", "mask": {"url": "https://example.org/m.png"}},
        ],
        [{"name": "Weather", "radio_answer": {"name": "rain"}}, {"name": "Seen", "checklist_answers": [{"name": "a"}]}],
    )
    [record] = read_text(tmp_path, "labelbox", found, report)
    assert (record.item, record.annotator) == ("street", "ann@example.org")
    assert record.media == Picture("street.png", 640, 480)
    assert record.boxes == (Box("1", 1, 2, 30, 40, "car"),)
    assert record.polygons == (Polygon("2", (((1, 1), (9, 1), (9, 9)),), "road"),)
    assert record.keypoints == (Keypoints("3", "light", {"1": (5, 6, 2)}),)
    assert record.classes == (Class("rain", "Weather"), Class("a", "Seen"))
    assert [line.split(" (")[0] for line in said(report)] == [
        "classes of single objects: 1 dropped",
        "labels of other kinds: 1 dropped",
    ]


def test_text_ends_with_its_last_utf16_unit(tmp_path):
    objects = [
        {"feature_id": "f1", "name": "person", "location": {"start": 0, "end": 3}},
        {"feature_id": "f2", "name": "place", "location": {"start": 13, "end": 16}},
    ]
    arrow = {"name": "left", "unidirectional_relationship": {"source": "f1", "target": "f2"}}
    [record] = read_text(tmp_path, "labelbox", text_export(objects, [arrow]))
    assert [TEXT[span.start : span.end] for span in record.spans] == ["Fenn", "Orla"]
    assert record.relations == (Relation("1", "2", "left"),)


@pytest.mark.parametrize(
    ("location", "message"),
    [
        ({"start": 5, "end": 5}, "middle of a character"),
        ({"start": 13, "end": 99}, "reaches outside the text"),
        ({"start": 4, "end": 2}, "reaches outside the text"),
        ({"start": 4}, "end is missing"),
    ],
)
def test_offsets_that_fit_no_text_are_refused(tmp_path, location, message):
    with pytest.raises(FormatError) as caught:
        read_text(tmp_path, "labelbox", text_export([{"name": "person", "location": location}]))
    assert message in str(caught.value)


def test_a_box_of_no_size_is_refused(tmp_path):
    row = {"dataRow": {"globalKey": "a"}, "name": "car", "bbox": {"left": 1, "top": 1, "width": 0, "height": 2}}
    with pytest.raises(FormatError, match="no size"):
        read_text(tmp_path, "labelbox", json.dumps(row))


def test_a_data_row_without_labels_is_an_item_with_nothing_to_mark(tmp_path):
    [record] = read_text(tmp_path, "labelbox", export(projects={}))
    assert (record.item, record.boxes) == ("street", ())


@settings(derandomize=True, max_examples=50, deadline=None, database=None)
@given(records(polygons=True))
def test_reading_what_was_written_gives_the_same_labels(found):
    found = [record for record in found if record.boxes or record.polygons]
    if not found:
        return
    with tempfile.TemporaryDirectory() as folder:
        back = there_and_back(found, "labelbox", Path(folder))
    assert [(r.item, r.boxes, r.polygons) for r in back] == [(r.item, r.boxes, r.polygons) for r in found]


def test_classes_and_points_survive_and_texts_keep_their_offsets(tmp_path):
    classes = (Class("rain", "Weather"), Class("a", "Seen"), Class("b", "Seen"))
    found = Record("1", classes=classes, keypoints=(Keypoints("4", "light", {"1": (5, 6, 2)}),))
    [back] = there_and_back([found], "labelbox", tmp_path)
    assert (back.classes, back.keypoints) == (classes, found.keypoints)
    [back] = there_and_back([Record("2", text="Fenn left.", spans=(Span("1", 0, 4, "person"),))], "labelbox", tmp_path)
    assert back.spans == (Span("1", 0, 4, "person"),)


def test_an_item_without_labels_leaves_no_line_and_that_is_said(tmp_path):
    report = Report()
    found = Record("1", classes=(Class("rain", "Weather"),))
    back = there_and_back([found, Record("2")], "labelbox", tmp_path, report)
    assert [record.item for record in back] == ["1"]
    assert said(report) == ["items: 1 dropped (without a label nothing is written of them; first at 2)"]
