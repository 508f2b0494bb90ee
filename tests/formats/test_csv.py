import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.formats import FormatError, Report
from portal.formats.model import Class, Record
from tests.formats.folders import put, read, read_text
from tests.formats.folders import said as said_of
from tests.formats.round_trip import all_there_and_back

LONG = 'item,annotator,label\nm1,ana,spam\nm1,ben,"not, spam"\nm2,ana,spam\n'
WIDE = "id;ana;ben;text\nm1;spam;;hello\nm2;ham;spam;\n"


def labels(records):
    return [(r.item, r.annotator, *(c.label for c in r.classes)) for r in records]


def test_a_long_table_has_a_row_for_each_label(tmp_path):
    assert labels(read_text(tmp_path, "csv", LONG)) == [
        ("m1", "ana", "spam"),
        ("m1", "ben", "not, spam"),
        ("m2", "ana", "spam"),
    ]


def test_a_wide_table_has_a_column_for_each_rater_and_an_empty_cell_is_no_rating(tmp_path):
    records = read_text(tmp_path, "csv", WIDE)
    assert labels(records) == [("m1", "ana", "spam"), ("m2", "ana", "ham"), ("m2", "ben", "spam")]
    assert [r.text for r in records] == ["hello", "", ""]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_what_spreadsheets_save_is_read(tmp_path, codec):
    path = put(tmp_path, "a.csv", LONG.replace(",", "\t").replace("\n", "\r\n").encode(codec))
    assert len(read(path, "csv")) == 3


def test_scores_are_numbers_and_questions_are_kept_apart(tmp_path):
    content = "unit,rater,dimension,rating\na,1,tone,4\na,1,facts,2.5\n"
    [record] = read_text(tmp_path, "csv", content)
    assert record.scores == {"tone": 4, "facts": 2.5}


def test_texts_without_an_item_are_numbered_and_shared_by_annotators(tmp_path):
    content = "text,annotator,label\nhi,ana,a\nho,ana,b\nhi,ben,b\n"
    assert labels(read_text(tmp_path, "csv", content)) == [("1", "ana", "a"), ("1", "ben", "b"), ("2", "ana", "b")]


def test_several_labels_and_repeats_are_reported(tmp_path):
    report = Report()
    [record] = read_text(tmp_path, "csv", "item,label,colour\na,x,red\na,y,red\na,x,red\n", report)
    assert record.classes == (Class("x"), Class("y"))
    assert said_of(report) == [
        "rows: 1 changed (further labels of an item by the same annotator are added to the first; first at line 3)",
        "columns: 1 dropped (not among item, annotator, question, label, score, text; first at colour)",
        "rows: 1 dropped (they say the same again; first at line 4)",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ("item,annotator,label\nm1,ana\n", "line 2: has 2 cells where the first row has 3"),
        ('item,annotator,label\nm1,"ana,spam\n', "line 2: is not a valid row"),
        ("item,item,label\n", "line 1: the column item is there twice"),
        ("item,annotator,label\n,ana,x\n", "line 2: names no item"),
        ("id,ana,ben\na,x,y\na,x,y\n", "line 3: the item a is there twice"),
        ("item,annotator,score\na,ana,four\n", "line 2: must be a number, not 'four'"),
        ("item,annotator,score\na,ana,nan\n", "line 2: must be a finite number"),
        ("item,annotator,score\na,ana,1\na,ana,2\n", "line 3: ana rated a twice"),
        ("hello\nworld\n", "line 1: must name the columns"),
    ],
)
def test_a_broken_table_is_refused_at_its_line(tmp_path, content, message):
    with pytest.raises(FormatError) as caught:
        read_text(tmp_path, "csv", content)
    assert message in str(caught.value)


names = st.text(st.sampled_from("aé👍,;\"'\n-0 "), min_size=1, max_size=5).map(str.strip).filter(bool)


said = st.tuples(
    st.lists(st.builds(Class, names, st.sampled_from(["", "tone"])), unique=True, max_size=3),
    st.dictionaries(st.sampled_from(["", "tone"]), st.floats(allow_nan=False, allow_infinity=False)),
)
people = st.sampled_from(["", "ana", "ben"])


@given(st.dictionaries(st.sampled_from(["a", "b"]), st.tuples(names, st.dictionaries(people, said, min_size=1))))
def test_what_was_written_reads_the_same(given_items):
    given_records = [
        Record(item, annotator, text=text, classes=tuple(classes), scores=scores)
        for item, (text, by_annotator) in given_items.items()
        for annotator, (classes, scores) in by_annotator.items()
    ]
    records, _ = all_there_and_back("csv", given_records)
    assert records == given_records


def test_rows_of_an_item_may_lie_apart(tmp_path):
    content = "item,annotator,label\nb,ana,x\na,ana,y\nb,ben,y\na,ben,y\n"
    assert labels(read_text(tmp_path, "csv", content)) == [
        ("b", "ana", "x"),
        ("b", "ben", "y"),
        ("a", "ana", "y"),
        ("a", "ben", "y"),
    ]


def test_a_second_text_of_an_item_is_reported(tmp_path):
    report = Report()
    content = "item,annotator,label,text\na,ana,x,one\na,ben,y,two\n"
    assert [r.text for r in read_text(tmp_path, "csv", content, report)] == ["one", "one"]
    assert said_of(report) == ["texts: 1 changed (another one for the same item, the first is kept; first at line 3)"]
