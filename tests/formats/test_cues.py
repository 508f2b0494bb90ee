import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.formats import FormatError, Report
from portal.formats.model import Segment
from tests.formats.folders import read_text, said
from tests.formats.round_trip import there_and_back

SRT = "1\r\n00:00:00,000 --> 00:00:02,500\r\nHello,\r\nhow can I help?\r\n\r\n"
SRT += "7\r\n00:00:03,000 --> 00:00:04,000 X1:40\r\nYes\r\n"
VTT = """WEBVTT - a call

NOTE made by hand
over two lines

STYLE
::cue { color: red }

intro
00:00.000 --> 00:02.500 align:start
<v.loud Agent>Hello &amp; <b>welcome</b></v>

00:00:03.000 --> 00:00:04.000
<v Caller>Yes.</v> <v Agent>Good.
"""


def test_srt_is_read_with_its_line_ends_and_odd_numbers(tmp_path):
    report = Report()
    [record] = read_text(tmp_path, "srt", SRT, report, "call")
    assert record.item == "call"
    assert record.segments == (Segment(0, 2.5, "", "Hello,\nhow can I help?"), Segment(3, 4, "", "Yes"))
    assert said(report) == [
        "cue numbers: 1 changed (counted anew; first at line 6)",
        "places of cues: 1 dropped (segments have none; first at line 7)",
    ]


def test_voices_are_labels_and_marks_are_taken_off(tmp_path):
    report = Report()
    [record] = read_text(tmp_path, "webvtt", VTT, report)
    assert record.segments == (
        Segment(0, 2.5, "Agent", "Hello & welcome"),
        Segment(3, 4, "Caller", "Yes. "),
        Segment(3, 4, "Agent", "Good."),
    )
    assert [line.split(" (")[0] for line in said(report)] == [
        "cues: 1 changed",
        "notes and styles: 2 dropped",
        "names of cues: 1 dropped",
        "places of cues: 1 dropped",
        "marks within words: 1 dropped",
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("srt", "1\n00:00:05,000 --> 00:00:04,000\nx\n", "line 2: ends before it starts"),
        ("srt", "1\n00:00:99,000 --> 00:01:04,000\nx\n", "line 2: a time must look like"),
        ("srt", "1\nhello\n", "line 2: must be two times"),
        ("srt", "1\n", "must be two times"),
        ("webvtt", "hello\n", "line 1: must be WEBVTT"),
        ("webvtt", "WEBVTT\n\n00:00.000 --> tomorrow\nx\n", "line 3: must be two times"),
        ("webvtt", "WEBVTT\n\nonly a name\n", "must be two times"),
    ],
)
def test_a_broken_cue_is_named(tmp_path, name, content, message):
    with pytest.raises(FormatError) as caught:
        read_text(tmp_path, name, content)
    assert message in str(caught.value)


times = st.integers(0, 400_000).map(lambda n: n / 1000)
words = st.lists(st.text(st.sampled_from("aé👍<>&;- "), min_size=1).filter(str.strip), max_size=2).map("\n".join)


def segments(labels):
    return st.builds(lambda a, b, label, text: Segment(min(a, b), max(a, b), label, text), times, times, labels, words)


@given(st.lists(segments(st.sampled_from(["", "Agent", "A > B & c"])), min_size=1, max_size=4))
def test_webvtt_reads_the_same_as_written(given_segments):
    [record], report = there_and_back("webvtt", "call", segments=tuple(given_segments))
    assert record.segments == tuple(given_segments)
    assert not said(report)


@given(st.lists(segments(st.just("")), min_size=1, max_size=4))
def test_srt_reads_the_same_as_written(given_segments):
    [record], report = there_and_back("srt", "call", segments=tuple(given_segments))
    assert record.segments == tuple(given_segments)
    assert not said(report)


def test_what_cues_cannot_hold_is_said():
    labelled = (Segment(0.12345, 1, "Agent", "one\n\ntwo"),)
    [record], report = there_and_back("srt", "a/b c", segments=labelled)
    assert record.item == "a_b_c"
    assert record.segments == (Segment(0.123, 1, "", "one\ntwo"),)
    assert sorted(line.split(" (")[0] for line in said(report)) == [
        "labels of segments: 1 dropped",
        "names of items: 1 changed",
        "times: 1 changed",
        "words of segments: 1 changed",
    ]
