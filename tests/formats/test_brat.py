import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.formats import FormatError, Report, detect
from portal.formats.model import Relation, Span
from portal.formats.source import Source
from tests.formats.folders import put, read, said
from tests.formats.made import texts_with_spans
from tests.formats.round_trip import there_and_back

TEXT = "Ana 👍 met\r\nBen in Rome.\n"
LABELS = """T1\tPER 0 3\tAna
T2\tPER 11 14\tBen
T3\tPLACE 11 14;18 22\tBen Rome
R1\tmet Arg1:T1 Arg2:T2
A1\tNegation T1
M2\tMood T2 glad enough
E1\tMeeting:T3 Who:T1
R2\tcause Arg1:E1 Arg2:T1
A3\tNegation E1
#1\tAnnotatorNotes T1\tsure?
*\tEquiv T1 T2
N1\tReference T1 Wikidata:Q1\tAna
"""


def test_spans_relations_and_attributes_are_read_and_the_rest_is_reported(tmp_path):
    put(tmp_path, "a.txt", TEXT)
    report = Report()
    [record] = read(put(tmp_path, "a.ann", LABELS), "brat", report)
    assert (record.item, record.text) == ("a", TEXT)
    assert record.spans == (
        Span("T1", 0, 3, "PER", {"Negation": "true"}),
        Span("T2", 11, 14, "PER", {"Mood": "glad enough"}),
        Span("T3", 11, 22, "PLACE"),
    )
    assert record.relations == (Relation("T1", "T2", "met"),)
    assert sorted(line.split(" (")[0] for line in said(report)) == [
        "attributes: 1 dropped",
        "equivalences: 1 dropped",
        "events: 1 dropped",
        "links to other resources: 1 dropped",
        "notes: 1 dropped",
        "relations: 1 dropped",
        "spans: 1 changed",
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T1\tPER 0 99\tAna", "line 1: 0 to 99 must lie within the text, 0 to 24"),
        ("T1\tPER 0 4\tAnna", "line 1: 0 to 4 holds 'Ana ', not 'Anna'"),
        ("T1\tPER 3 3\t", "3 to 3 must lie"),
        ("T1 PER 0 3 Ana", "line 1: must be an id, a tab"),
        ("T1\tPER 0 3\tAna\nT1\tPER 0 3\tAna", "line 2: the id T1 is there twice"),
        ("R1\tmet Arg1:T1 Arg2:T2", "line 1: connects a span that is not there"),
        ("hello", "line 1: is no line of brat's"),
    ],
)
def test_a_broken_line_is_named(tmp_path, line, message):
    put(tmp_path, "a.txt", TEXT)
    with pytest.raises(FormatError) as caught:
        read(put(tmp_path, "a.ann", line), "brat")
    assert message in str(caught.value)


def test_labels_without_their_text_are_refused(tmp_path):
    with pytest.raises(FormatError, match=r"a\.ann: has no a\.txt beside it"):
        read(put(tmp_path, "a.ann", LABELS), "brat")


def test_no_labels_are_an_empty_file(tmp_path):
    put(tmp_path, "sub/a.txt", TEXT)
    put(tmp_path, "sub/a.ann", "")
    with Source(tmp_path) as source:
        assert detect(source, "sub/a.ann").name == "brat"
    [record] = read(tmp_path, "brat")
    assert (record.item, record.spans) == ("sub/a", ())


@given(texts_with_spans(st.text(st.sampled_from("ab é👍\r\n\u2028."), min_size=1, max_size=20)), st.booleans())
def test_what_was_written_reads_the_same(made, related):
    text, spans = made
    spans = tuple(Span(f"T{i}", s.start, s.end, s.label, {"Sure": "true"}) for i, s in enumerate(spans, 1))
    relations = tuple(Relation("T1", s.id, "to") for s in spans) if related else ()
    [record], report = there_and_back("brat", "doc", text=text, spans=spans, relations=relations)
    assert (record.item, record.text, record.spans, record.relations) == ("doc", text, spans, relations)
    assert not said(report)
