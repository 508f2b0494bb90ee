import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.formats import FormatError, Report
from portal.formats.model import Class, Relation, Span
from tests.formats.folders import put, read, read_text, said
from tests.formats.made import texts_with_spans
from tests.formats.round_trip import there_and_back


def test_classes_spans_and_relations_are_read_in_every_shape(tmp_path):
    content = (
        '{"text": "Ana met Ben 👍 in Rome", "label": ["travel", "people"]}\n'
        '{"id": 7, "text": "Ana met Ben 👍 in Rome", "labels": [[17, 21, "LOC"]]}\n'
        '{"text": "Ana met Ben", "entities": [{"id": 4, "start_offset": 0, "end_offset": 3, "label": "PER"},'
        ' {"id": 9, "start_offset": 8, "end_offset": 11, "label": "PER"}],'
        ' "relations": [{"from_id": 4, "to_id": 9, "type": "met"}]}\n'
        '{"text": "Ana", "entities": [[0, 3, "PER"]], "cats": ["name"]}\n'
    )
    first, second, third, fourth = read_text(tmp_path, "doccano", content)
    assert (first.item, first.classes) == ("1", (Class("travel"), Class("people")))
    assert (second.item, second.spans) == ("7", (Span("0", 17, 21, "LOC"),))
    assert second.text[17:21] == "Rome"
    assert third.relations == (Relation("4", "9", "met"),)
    assert (fourth.spans, fourth.classes) == ((Span("0", 0, 3, "PER"),), (Class("name"),))


def test_a_json_list_is_read_and_what_has_no_text_is_reported(tmp_path):
    report = Report()
    path = put(tmp_path, "a.json", '[{"text": "a", "label": []}, {"label": ["x"]}, {"text": "b", "meta": {"u": 1}}]')
    assert [r.item for r in read(path, "doccano", report)] == ["1", "3"]
    assert said(report) == [
        "items: 1 dropped (without a text there is nothing to label; first at [1])",
        "further fields: 1 dropped (not labels; first at [2]: meta)",
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"text": "abc", "label": [[0, 4, "X"]]}', "line 1: label[0]: 0 to 4 must lie within the text, 0 to 3"),
        ('{"text": "abc", "label": [[2, 2, "X"]]}', "label[0]: 2 to 2 must lie within"),
        ('{"text": "abc", "label": [[0, 1]]}', "label[0]: must be [start, end, label]"),
        ('{"text": "abc", "label": [[0, 1.5, "X"]]}', "label[0][1]: must be a whole number"),
        ('{"text": 3, "label": []}', "text: must be a text"),
        ('{"text": "abc", "entities": [{"id": 1, "label": "X"}]}', "entities[0]: start_offset is missing"),
        (
            '{"text": "abc", "entities": [], "relations": [{"from_id": 1, "to_id": 2, "type": "t"}]}',
            "relations[0]: there is no span with the id 1",
        ),
        (
            '{"text": "abc", "entities": [{"id": 1, "start_offset": 0, "end_offset": 1, "label": "X"},'
            ' {"id": 1, "start_offset": 1, "end_offset": 2, "label": "X"}]}',
            "entities: the id 1 is there twice",
        ),
        ('["abc"]', "[0]: must be an object"),
        ('{"text": "abc", "label": [[0, NaN, "X"]]}', "line 1: NaN is not a number"),
        ("", "is empty"),
    ],
)
def test_a_broken_line_is_named_with_its_path(tmp_path, line, message):
    with pytest.raises(FormatError) as caught:
        read_text(tmp_path, "doccano", line)
    assert message in str(caught.value)


@given(texts_with_spans(), st.booleans(), st.lists(st.sampled_from(["a", "b", "c"]), unique=True))
def test_what_was_written_reads_the_same(made, related, labels):
    text, spans = made
    relations = (Relation(spans[0].id, spans[-1].id, "to"),) if spans and related else ()
    classes = tuple(Class(label) for label in labels)
    [record], report = there_and_back("doccano", "12", text=text, spans=spans, classes=classes, relations=relations)
    assert (record.item, record.text, record.spans) == ("12", text, spans)
    assert (record.classes, record.relations) == (classes, relations)
    assert not said(report)


def test_100000_spans_in_one_text(tmp_path):
    text = "ab " * 100_000
    spans = tuple(Span(str(i), 3 * i, 3 * i + 2, "X") for i in range(100_000))
    [record], _ = there_and_back("doccano", "1", text=text, spans=spans)
    assert record.spans == spans
