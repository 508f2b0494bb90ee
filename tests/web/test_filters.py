"""How numbers are written: never kinder than they are."""

import pytest

from portal.web.filters import percent


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0, "0 %"), (0.001, "1 %"), (0.944, "94 %"), (0.9999, "99 %"), (1, "100 %"), (1.0, "100 %")],
)
def test_a_share_is_written_in_per_cent(value, text):
    assert percent(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.7999, "79.9 %"), (0.796, "79.6 %"), (0.795, "79.5 %"), (0.794, "79 %"), (0.8, "80 %"), (0.804, "80 %")],
)
def test_a_missed_mark_is_never_rounded_to_be_reached(value, text):
    assert percent(value, 0.8) == text


def test_a_mark_reached_but_for_floating_point_is_reached():
    assert percent(0.1 + 0.2 + 0.5 - 1e-12, 0.8) == "80 %"
