import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.formats import FormatError, Report
from portal.formats.model import Span
from tests.formats.folders import read_text, said
from tests.formats.round_trip import there_and_back

TEXTS_ARE_MADE = "texts: 1 changed (put together from tokens with single spaces)"


def spans(record):
    return [(record.text[s.start : s.end], s.label) for s in record.spans]


def test_sentences_become_records_with_code_point_offsets(tmp_path):
    content = "-DOCSTART- O\n\nZoë\tB-PER\n👍\tO\nRio\tB-LOC\nGrande\tI-LOC\n\n\nBen\tB-PER\nAna\tB-PER\n"
    first, second = read_text(tmp_path, "conll2002", content)
    assert (first.item, first.text) == ("1", "Zoë 👍 Rio Grande")
    assert spans(first) == [("Zoë", "PER"), ("Rio Grande", "LOC")]
    assert spans(second) == [("Ben", "PER"), ("Ana", "PER")]


def test_a_repair_is_announced_with_its_place(tmp_path):
    report = Report()
    [record] = read_text(tmp_path, "conll2002", "Rio I-LOC\nGrande I-LOC\nAna I-PER\n", report)
    assert spans(record) == [("Rio Grande", "LOC"), ("Ana", "PER")]
    assert said(report) == [
        "tags: 2 changed (not as the format writes them; read as conlleval reads them; first at line 1)",
        TEXTS_ARE_MADE,
    ]


def test_iob1_is_the_rule_of_2003_and_iob2_is_announced(tmp_path):
    report = Report()
    content = "-DOCSTART- -X- O O\n\nAna NNP I-NP I-PER\nBen NNP I-NP B-PER\nRio NNP I-NP I-LOC\n"
    [record] = read_text(tmp_path, "conll2003", content, report)
    assert spans(record) == [("Ana", "PER"), ("Ben", "PER"), ("Rio", "LOC")]
    assert not any(line.startswith("tags") for line in said(report))
    assert "parts of speech and chunks: 3 dropped (only the last column is read; first at line 3)" in said(report)
    report = Report()
    [record] = read_text(tmp_path, "conll2003", "Ana -X- _ B-PER\nLi -X- _ I-PER\n", report)
    assert spans(record) == [("Ana Li", "PER")]
    assert "tags: 1 changed (not as the format writes them; read as conlleval reads them; first at line 1)" in said(
        report
    )


def test_iobes_and_bilou_are_understood(tmp_path):
    content = "a B-X\nb I-X\nc E-X\nd S-X\ne U-Y\nf B-Y\ng L-Y\n"
    [record] = read_text(tmp_path, "conll2002", content)
    assert spans(record) == [("a b c", "X"), ("d", "X"), ("e", "Y"), ("f g", "Y")]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("conll2002", "SOCCERO SOCCERO SOCCERO\nJAPAN B-LOC\n", "line 1: 'SOCCERO' is no tag"),
        ("conll2002", "JAPAN B-LOC\nWIN N O\n", "line 2: has 3 columns, must have 2"),
        ("conll2002", "JAPAN\n", "line 1: 'JAPAN' is no tag"),
        ("conll2003", "JAPAN B-LOC\n", "line 1: has 2 columns, must have 4"),
        ("conll2002", "", "is empty"),
        ("conll2002", "\n\n", "is empty"),
    ],
)
def test_a_broken_line_is_named(tmp_path, name, content, message):
    with pytest.raises(FormatError) as caught:
        read_text(tmp_path, name, content)
    assert message in str(caught.value)


tokens = st.lists(st.text(st.sampled_from("aé👍-.O"), min_size=1, max_size=4), min_size=1, max_size=6)


@st.composite
def sentences(draw):
    words = draw(tokens)
    found, at, i = [], 0, 0
    while i < len(words):
        count = draw(st.integers(1, len(words) - i))
        length = len(" ".join(words[i : i + count]))
        if label := draw(st.sampled_from([None, "PER", "B-LOC"])):
            found.append(Span(str(len(found)), at, at + length, label))
        at, i = at + length + 1, i + count
    return " ".join(words), tuple(found)


@pytest.mark.parametrize("name", ["conll2002", "conll2003"])
@given(made=sentences())
def test_what_was_written_reads_the_same(name, made):
    text, given_spans = made
    [record], report = there_and_back(name, "1", text=text, spans=given_spans)
    assert (record.item, record.text, record.spans) == ("1", text, given_spans)
    assert not any(line.startswith(("spans", "tags", "tokens", "labels", "names")) for line in said(report))


def test_what_tokens_cannot_say_is_reported():
    text = "Ana-Li came  to Rome."
    given_spans = (
        Span("0", 0, 3, "PER"),
        Span("1", 0, 6, "full name"),
        Span("2", 12, 20, "LOC"),
        Span("3", 11, 13, "gap"),
    )
    [record], report = there_and_back("conll2002", "m1", text=text, spans=given_spans)
    assert record.text == "Ana-Li came to Rome ."
    assert spans(record) == [("Ana-Li", "full_name"), ("to Rome", "LOC")]
    lines = sorted(line.split(";")[0] for line in said(report))
    assert lines == [
        "labels: 1 changed (white space is written as _",
        "names of items: 1 changed (sentences are numbered",
        "spans: 1 changed (white space at their edges is left out",
        "spans: 1 dropped (they hold white space alone",
        "spans: 1 dropped (they overlap others, and a token has one tag",
        "texts: 1 changed (put together from tokens with single spaces)",
        "texts: 1 changed (white space between tokens is not kept",
        "tokens: 1 changed (cut at the edge of a span",
    ]
