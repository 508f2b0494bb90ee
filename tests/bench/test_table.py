"""The table and its verdicts."""

from bench.table import LINES, MOST_REQUESTS, Line, Row, render

LINE = Line("page", "a page", "x floor page", 3, 2)


def test_the_worse_of_both_figures_is_judged():
    assert Row(LINE, one=1.0, eight=3.01).verdict == "FAIL"
    assert Row(LINE, one=2.5, eight=1.0).verdict == "pass"
    assert Row(LINE, one=2.0, eight=1.9).verdict == "pass, stretch"


def test_the_limit_itself_passes():
    assert not Row(LINE, one=3.0).failed


def test_a_trouble_fails_whatever_the_figure():
    row = Row(LINE, one=0.1, trouble="asks other hosts: example.org")
    assert row.failed
    assert "example.org" in render([row])


def test_every_row_of_the_table_is_as_wide():
    rows = [Row(LINE, one=1.0, eight=12.3456), Row(LINES["start"], one=1.25, detail="the floor takes 0.33 s")]
    lines = render(rows).splitlines()
    assert len(lines) == 4
    assert len({len(line) for line in lines}) == 1
    assert "12.35" in lines[2]


def test_every_line_aims_below_its_limit():
    assert all(line.stretch < line.limit for line in LINES.values())
    assert MOST_REQUESTS.keys() <= LINES.keys()
