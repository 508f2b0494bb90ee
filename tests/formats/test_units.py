import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.formats import FormatError
from portal.formats.model import Box, Keypoints, Picture, Polygon, Record
from portal.formats.pictures import size_of
from portal.formats.units import Utf16, in_pixels, number, seconds_of, stamp_of


@given(st.text(alphabet=st.sampled_from("aé👍\u0301م𝔘"), max_size=20))
def test_utf16_offsets_go_there_and_back(text):
    units = Utf16(text)
    for point in range(len(text) + 1):
        unit = units.to_units(point)
        assert unit == len(text[:point].encode("utf-16-le")) // 2
        assert units.to_points(unit) == point
    assert units.length == len(text.encode("utf-16-le")) // 2


def test_half_a_character_and_outside_have_no_offset():
    units = Utf16("a👍b")
    assert [units.to_points(unit) for unit in range(-1, 6)] == [None, 0, 1, None, 2, 3, None]


def test_shares_become_pixels_once_the_size_is_known():
    record = Record(
        "a",
        media=Picture("a.png", unit="share"),
        boxes=(Box("1", 0.5, 0.25, 0.1, 0.2, "car"),),
        polygons=(Polygon("2", (((0, 0), (1, 0), (1, 1)),), "car"),),
        keypoints=(Keypoints("3", "car", {"nose": (0.5, 0.5, 2)}),),
    )
    with pytest.raises(FormatError, match=r"size of the picture a\.png is not known"):
        in_pixels(record)
    found = in_pixels(record, (200, 100))
    assert found.media == Picture("a.png", 200, 100)
    assert found.boxes[0] == Box("1", 100, 25, 20, 20, "car")
    assert found.polygons[0].rings == (((0, 0), (200, 0), (200, 100)),)
    assert found.keypoints[0].points == {"nose": (100, 50, 2)}
    assert in_pixels(found) is found


@given(st.integers(0, 10**9))
def test_time_stamps_go_there_and_back(thousandths):
    seconds = thousandths / 1000
    assert seconds_of(stamp_of(seconds)) == pytest.approx(seconds, abs=1e-6)
    assert stamp_of(seconds_of(stamp_of(seconds, ",")), ",") == stamp_of(seconds, ",")


@pytest.mark.parametrize("stamp", ["", "1:2.5", "00:61:00.000", "00:00:01", "00:00:01.5", "-00:01.000", "٠٠:٠٠:٠١.٠٠٠"])
def test_what_is_no_time_stamp_is_none(stamp):
    assert seconds_of(stamp) is None


def test_numbers_are_written_short():
    assert [str(number(n)) for n in (3.0, 0.1 + 0.2, 1 / 3, -0.0)] == ["3", "0.3", "0.333333", "0"]


@pytest.mark.parametrize("format", ["png", "jpeg", "gif", "webp", "bmp"])
def test_the_size_of_a_picture_is_read_from_its_start(format):
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (37, 21)).save(out, format)
    assert size_of(out.getvalue()) == (37, 21)
    for cut in range(0, 40, 3):
        size_of(out.getvalue()[:cut])  # cut anywhere, it never raises
    assert size_of(b"no picture at all, only text of some length") is None
