"""CVAT XML: pictures with their shapes, films with their tracks."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.formats import FormatError, Report
from portal.formats.model import Box, Class, Clip, Keyframe, Keypoints, Mask, Picture, Record, Track
from portal.formats.runs import cut_out, placed
from tests.formats.folders import read_text, said
from tests.formats.pictures import records, there_and_back

tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)
IMAGES = """<annotations><version>1.1</version>
<image id="0" name="a.png" width="6" height="4">
<box label="car" occluded="1" xtl="1" ytl="1" xbr="3.5" ybr="2" z_order="0"><attribute
 name="colour">red</attribute></box>
<mask label="road" rle="1, 2, 1" left="2" top="1" width="2" height="2"></mask>
<skeleton label="person"><points label="nose" outside="0" occluded="1" points="2,3"/><points
 label="ear" outside="1" points="0,0"/></skeleton>
<polyline label="lane" points="1,2;3,4"/>
<tag label="night"/>
</image></annotations>"""
VIDEO = """<annotations><version>1.1</version><meta><task><original_size
><width>25</width><height>20</height></original_size>
<stop_frame>9</stop_frame></task><source>film.mp4</source></meta>
<track id="7" label="car"><box frame="0" keyframe="1" outside="0" occluded="0" xtl="1" ytl="2" xbr="3" ybr="4"/>
<box frame="1" keyframe="0" outside="0" occluded="0" xtl="2" ytl="2" xbr="4" ybr="4"/>
<box frame="2" keyframe="1" outside="1" occluded="1" xtl="3" ytl="2" xbr="5" ybr="4"/></track></annotations>"""


def test_each_shape_of_a_picture_is_a_label_of_its_kind(tmp_path):
    report = Report()
    [record] = read_text(tmp_path, "cvat", IMAGES, report)
    assert (record.item, record.media) == ("a", Picture("a.png", 6, 4))
    assert record.boxes == (Box("1", 1, 1, 2.5, 1, "car", frozenset({"occluded"}), attributes={"colour": "red"}),)
    assert record.keypoints == (Keypoints("3", "person", {"nose": (2, 3, 1), "ear": (0, 0, 0)}),)
    assert record.classes == (Class("night"),)
    assert said(report) == [
        "shapes of other kinds: 1 dropped (no label of ours is like them; first at line 8: polyline)"
    ]


def test_masks_go_from_rows_in_a_box_to_columns_of_the_picture(tmp_path):
    # Rows of the box: .# / #. ; the picture has four rows, and the box starts at column 2, row 1.
    [record] = read_text(tmp_path, "cvat", IMAGES)
    assert record.masks == (Mask("2", 6, 4, (10, 1, 2, 1, 10), "road"),)


def test_a_film_is_one_record_and_its_objects_are_tracks(tmp_path):
    [record] = read_text(tmp_path, "cvat", VIDEO)
    assert (record.item, record.media) == ("film", Clip("film.mp4", frames=10, width=25, height=20))
    frames = (Keyframe(0, 1, 2, 2, 2), Keyframe(2, 3, 2, 2, 2, True, frozenset({"occluded"})))
    assert record.tracks == (Track("7", "car", frames),)


def test_the_same_picture_in_two_subsets_is_two_items(tmp_path):
    image = '<image name="a.png" width="6" height="4" subset="{}"/>'
    text = f"<annotations><version>1.1</version>{image.format('Train')}{image.format('Test')}</annotations>"
    assert [record.item for record in read_text(tmp_path, "cvat", text)] == ["a", "Test/a"]


@tried
@given(records(flags=("occluded",), polygons=True))
def test_reading_pictures_that_were_written_gives_the_same_labels(found):
    with tempfile.TemporaryDirectory() as folder:
        assert there_and_back(found, "cvat", Path(folder)) == found


def test_reading_a_film_that_was_written_gives_the_same_tracks(tmp_path):
    frames = (Keyframe(0, 1.5, 2, 2, 2), Keyframe(5, 3, 2, 2.25, 2, True, frozenset({"occluded"}), {"side": "<left>"}))
    clip = Clip("film.mp4", frames=9, width=25, height=20)
    film = Record("film", media=clip, tracks=(Track("0", "a & b", frames), Track("1", "c", frames[:1])))
    assert there_and_back([film], "cvat", tmp_path) == [film]


def test_reading_points_and_masks_that_were_written_gives_the_same(tmp_path):
    found = Record(
        "a",
        media=Picture("a.png", 6, 4),
        masks=(Mask("1", 6, 4, (10, 1, 2, 1, 10), "road"),),
        keypoints=(
            Keypoints("2", "spot", {"1": (1, 2, 2), "2": (3, 4, 2)}),
            Keypoints("3", "person", {"nose": (2, 3, 1)}),
        ),
    )
    assert there_and_back([found], "cvat", tmp_path) == [found]


@tried
@given(st.integers(1, 5), st.integers(1, 5), st.data())
def test_a_mask_cut_out_and_placed_again_is_the_same(width, height, data):
    pixels = data.draw(st.lists(st.booleans(), min_size=width * height, max_size=width * height))
    runs, covered = [0], False
    for pixel in pixels:
        if pixel != covered:
            runs.append(0)
            covered = pixel
        runs[-1] += 1
    box, inner = cut_out(runs, (width, height))
    assert placed(inner, box, (width, height)) == tuple(runs)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('xbr="3.5"', 'xbr="1"', "line 3: is a box of no size"),
        ('xbr="3.5"', "", "line 3: xbr is missing"),
        ('xbr="3.5"', 'xbr="inf"', "line 3: xbr: must be a finite number"),
        ('rle="1, 2, 1"', 'rle="1, 2"', "line 5: has run lengths that do not add up to its size"),
        ('left="2"', 'left="5"', "line 5: reaches outside the picture"),
        ('points="2,3"', 'points="2"', "line 6: points: must be pairs"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path, old, new, message):
    with pytest.raises(FormatError) as caught:
        read_text(tmp_path, "cvat", IMAGES.replace(old, new))
    assert message in str(caught.value)


def test_a_frame_twice_on_a_track_is_refused(tmp_path):
    with pytest.raises(FormatError, match="frame"):
        read_text(tmp_path, "cvat", VIDEO.replace('frame="2"', 'frame="0"'))


def test_a_film_beside_pictures_is_refused(tmp_path):
    film = Record("film", media=Clip("film.mp4"))
    picture = Record("a", media=Picture("a.png", 6, 4))
    for found in ([film, picture], [picture, film], [film, film]):
        with pytest.raises(FormatError, match="film"):
            there_and_back(found, "cvat", tmp_path)
