"""Ground Truth manifests: each label attribute beside its metadata."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from portal.formats import FormatError, Report
from portal.formats.model import Box, Class, Picture, Record, Span
from tests.formats.folders import read_text, said
from tests.formats.pictures import records, there_and_back

BOXES = {
    "source-ref": "s3://bucket/street.png",
    "cars": {
        "image_size": [{"width": 640, "height": 480, "depth": 3}],
        "annotations": [{"class_id": 1, "left": 399, "top": 251, "width": 155, "height": 101}],
    },
    "cars-metadata": {"class-map": {"0": "bus", "1": "car"}, "type": "groundtruth/object-detection"},
    "note": "checked twice",
}
SPANS = {
    "source": "Fenn left Orla 😀.",
    "names": {"annotations": {"entities": [{"startOffset": 10, "endOffset": 14, "label": "place"}], "labels": []}},
    "names-metadata": {"type": "groundtruth/text-span"},
    "mood": 2,
    "mood-metadata": {"class-name": "calm", "type": "groundtruth/text-classification"},
    "topics": [0, 3],
    "topics-metadata": {
        "class-map": {"0": "travel", "3": "people"},
        "type": "groundtruth/text-classification-multilabel",
    },
}


def lines(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_boxes_are_named_by_the_class_map(tmp_path):
    report = Report()
    [record] = read_text(tmp_path, "ground_truth", lines(BOXES), report)
    assert (record.item, record.media) == ("street", Picture("street.png", 640, 480))
    assert record.boxes == (Box("1", 399, 251, 155, 101, "car"),)
    assert said(report) == [
        "values beside the labels: 1 dropped (they have no metadata that says what they are; first at line 1: note)"
    ]


def test_classes_answer_the_question_their_attribute_names(tmp_path):
    [record] = read_text(tmp_path, "ground_truth", lines(SPANS))
    assert (record.item, record.text) == ("1", SPANS["source"])
    assert record.classes == (Class("calm", "mood"), Class("travel", "topics"), Class("people", "topics"))
    assert record.spans == (Span("1", 10, 14, "place"),)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({**BOXES, "cars": {"annotations": [{"class_id": 9}]}}, "annotations[0]: left is missing"),
        (
            {**BOXES, "cars": {"annotations": [{"class_id": 9, "left": 1, "top": 1, "width": 1, "height": 1}]}},
            "class 9 is not in the class map",
        ),
        (
            {**BOXES, "cars": {"annotations": [{"class_id": 1, "left": 1, "top": 1, "width": 0, "height": 1}]}},
            "is a box of no size",
        ),
        ({**SPANS, "source": "short"}, "names.entities[0]: reaches outside the text"),
        ({**SPANS, "topics": [7]}, "class 7 is not in the class map"),
        ({"mood": 2}, "source is missing"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path, row, message):
    with pytest.raises(FormatError) as caught:
        read_text(tmp_path, "ground_truth", lines(row))
    assert message in str(caught.value)
    assert "line 1" in str(caught.value)


@settings(derandomize=True, max_examples=50, deadline=None, database=None)
@given(records())
def test_reading_what_was_written_gives_the_same_boxes(found):
    with tempfile.TemporaryDirectory() as folder:
        back = there_and_back(found, "ground_truth", Path(folder))
    assert [record.boxes for record in back] == [record.boxes for record in found]


def test_spans_and_classes_survive(tmp_path):
    found = Record(
        "1",
        text="Fenn left Orla 😀.",
        spans=(Span("1", 10, 14, "place"), Span("2", 15, 16, "emoji")),
        classes=(Class("calm", "mood"), Class("a", "topics"), Class("b", "topics")),
    )
    assert there_and_back([found], "ground_truth", tmp_path) == [found]
