import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.formats import FormatError, Report
from portal.formats.model import Segment
from tests.formats.folders import read_text, said
from tests.formats.round_trip import there_and_back

LINES = """;; made by hand
SPEAKER call-1 1 0.50 1.25 <NA> <NA> agent <NA> <NA>
SPEAKER call-2 1 0 3 <NA> <NA> agent <NA>
SPEAKER call-1 1 2 0.5 <NA> <NA> <NA> <NA> <NA>

LEXEME call-1 1 2 0.5 hello lex agent <NA> <NA>
"""


def test_turns_are_gathered_by_recording_and_durations_become_ends(tmp_path):
    report = Report()
    first, second = read_text(tmp_path, "rttm", LINES, report)
    assert (first.item, first.segments) == ("call-1", (Segment(0.5, 1.75, "agent"), Segment(2, 2.5, "")))
    assert second.segments == (Segment(0, 3, "agent"),)
    assert said(report) == ["lines of other kinds: 1 dropped (only SPEAKER lines are read; first at line 6)"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("SPEAKER a 1 0.5 x <NA> <NA> b <NA> <NA>", "line 1: must be a number, not 'x'"),
        ("SPEAKER a 1 nan 1 <NA> <NA> b <NA> <NA>", "line 1: must be a finite number"),
        ("SPEAKER a 1 -1 1 <NA> <NA> b <NA> <NA>", "line 1: onset and duration must not be negative"),
        ("SPEAKER a 1 1 2", "line 1: must be SPEAKER, file, channel"),
    ],
)
def test_a_broken_line_is_named(tmp_path, line, message):
    with pytest.raises(FormatError) as caught:
        read_text(tmp_path, "rttm", line)
    assert message in str(caught.value)


times = st.integers(0, 100_000).map(lambda n: n / 1000)
segments = st.builds(
    lambda start, length, label: Segment(start, round(start + length, 6), label),
    times,
    times,
    st.sampled_from(["", "agent", "Zoë"]),
)


@given(st.lists(segments, min_size=1, max_size=5))
def test_what_was_written_reads_the_same(segments):
    [record], report = there_and_back("rttm", "call", segments=tuple(segments))
    assert record.segments == tuple(segments)
    assert not said(report)
