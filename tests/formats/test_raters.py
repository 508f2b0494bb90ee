"""Several files become one table only where their people said something about the same things."""

import json

import pytest

from portal.formats import FormatError
from portal.formats.raters import Wanted, join
from portal.grading.agreement import Span, compare


@pytest.fixture
def write(tmp_path):
    """write(name, text) -> the path; a list is written as JSON lines, bytes as they are."""

    def make(name, content):
        path = tmp_path / name
        if isinstance(content, list):
            content = "".join(json.dumps(line) + "\n" for line in content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


@pytest.fixture
def refused(write):
    """refused({name: content}, **wanted) -> the words of the refusal."""

    def try_it(files, **wanted):
        with pytest.raises(FormatError) as caught:
            join([write(name, content) for name, content in files.items()], Wanted(**wanted), names=list(files))
        return str(caught.value)

    return try_it


def ratings(joined):
    """{rater: {item: rating}} of what is there."""
    table = joined.table
    return {
        name: {item: value for item, value in zip(table.items, column, strict=True) if value is not None}
        for name, column in zip(table.raters, table.ratings, strict=True)
    }


def said(joined):
    return " ".join(note.plain() for note in joined.notes)


def test_files_are_joined_on_the_id_whatever_the_order_and_a_byte_order_mark_is_no_letter(write):
    a = write("anna.csv", b"\xef\xbb\xbfitem,label\r\ni1,spam\r\ni2,ham\r\ni3,spam\r\n")
    b = write("ben.csv", "item,label\ni3,ham\ni1,spam\ni9,ham\n")
    joined = join([a, b], Wanted())
    assert ratings(joined) == {
        "anna": {"i1": "spam", "i2": "ham", "i3": "spam"},
        "ben": {"i3": "ham", "i1": "spam", "i9": "ham"},
    }
    assert joined.table.items == ("i1", "i2", "i3", "i9")


def test_an_empty_cell_is_missing_and_the_word_none_is_a_label(write):
    joined = join([write("wide.csv", "item,anna,ben\ni1,none,ham\ni2,,ham\ni3,ham,none\n")], Wanted())
    assert ratings(joined) == {"anna": {"i1": "none", "i3": "ham"}, "ben": {"i1": "ham", "i2": "ham", "i3": "none"}}


def test_long_and_wide_tables_say_the_same(write):
    wide = join([write("wide.csv", "item,anna,ben\ni1,a,b\ni2,b,b\n")], Wanted())
    rows = "item,annotator,label\ni1,anna,a\ni2,ben,b\ni1,ben,b\ni2,anna,b\n"
    long = join([write("long.csv", rows)], Wanted())
    assert ratings(wide) == ratings(long)


def test_numbers_are_a_scale_unless_they_are_yes_and_no(write):
    scale = join([write("s.csv", "item,a,b\ni1,1,2\ni2,5,4\ni3,3,3\n")], Wanted())
    assert (scale.table.kind, scale.table.level) == ("scale", "ordinal")
    assert "compared as a scale" in said(scale)
    yes_no = join([write("y.csv", "item,a,b\ni1,1,0\ni2,0,0\n")], Wanted())
    assert yes_no.table.kind == "labels"
    fine = join([write("f.csv", "item,annotator,score\ni1,a,1.5\ni1,b,2\ni2,a,3\ni2,b,9.25\n")], Wanted())
    assert (fine.table.kind, fine.table.level) == ("scale", "interval")
    asked = join([write("s.csv", "item,a,b\ni1,1,2\ni2,5,4\ni3,3,3\n")], Wanted(kind="labels"))
    assert asked.table.kind == "labels"


def test_a_scale_of_words_takes_its_order_from_the_caller(write, refused):
    rows = "item,a,b\ni1,low,mid\ni2,high,High\n"
    joined = join([write("w.csv", rows)], Wanted(order=("low", "mid", "high"), fold_case=True))
    assert joined.table.labels == (1, 2, 3)
    assert ratings(joined) == {"a": {"i1": 1, "i2": 3}, "b": {"i1": 2, "i2": 3}}
    assert "low is 1" in said(joined)
    assert "not among the steps" in refused({"w.csv": rows}, order=("low", "mid", "high"))
    assert "is no number" in refused({"w.csv": rows}, kind="scale")


def test_several_labels_an_item_are_sets_and_one_slip_is_not(write):
    several = [{"id": 1, "text": "x", "label": ["a", "b"]}, {"id": 2, "text": "y", "label": []}]
    joined = join([write("a.jsonl", several), write("b.jsonl", several)], Wanted())
    assert joined.table.kind == "sets"
    assert ratings(joined)["a"] == {"1": frozenset("ab"), "2": frozenset()}
    many = "".join(f"i{i},a,{'x' if i % 2 else 'y'}\ni{i},b,y\n" for i in range(40))
    slip = join([write("long.csv", "item,annotator,label\n" + many + "i0,a,x\n")], Wanted())
    assert slip.table.kind == "labels"
    assert "the first is compared" in said(slip)


def test_spans_are_compared_with_the_length_of_their_text(write):
    a = [{"id": 1, "text": "Ada met Bob", "label": [[0, 3, "PER"]]}, {"id": 2, "text": "No one", "label": []}]
    b = [{"id": 2, "text": "No one", "label": []}, {"id": 1, "text": "Ada met Bob", "label": [[8, 11, "PER"]]}]
    joined = join([write("a.jsonl", a), write("b.jsonl", b)], Wanted())
    assert joined.table.kind == "spans"
    assert joined.table.lengths == (11, 6)
    assert ratings(joined)["b"] == {"1": (Span(8, 11, "PER"),), "2": ()}


def test_spans_of_different_texts_are_refused_and_labels_of_them_are_warned_about(write, refused):
    a = [{"id": 1, "text": "Ada met Bob", "label": [[0, 3, "PER"]]}]
    b = [{"id": 1, "text": "Rome is big", "label": [[0, 4, "LOC"]]}]
    assert "1: has another text with a than with b" in refused({"a.jsonl": a, "b.jsonl": b})
    labels = [[{"id": 1, "text": text, "label": ["x"]}] for text in ("one", "two")]
    joined = join([write("a.jsonl", labels[0]), write("b.jsonl", labels[1])], Wanted())
    assert "1 items have different texts" in said(joined)


def test_boxes_are_compared_picture_by_picture(write):
    voc = (
        "<annotation><filename>1.jpg</filename><size><width>200</width><height>100</height><depth>3</depth></size>"
        "<object><name>car</name><bndbox><xmin>{left}</xmin><ymin>0</ymin><xmax>60</xmax><ymax>50</ymax></bndbox>"
        "</object></annotation>"
    )
    folders = []
    for name, left in (("anna", 10), ("ben", 12)):
        folder = write(f"{name}.txt", "").with_suffix("")
        folder.mkdir()
        (folder / "1.xml").write_text(voc.format(left=left))
        folders.append(folder)
    joined = join(folders, Wanted())
    assert joined.table.kind == "boxes"
    left_edges = [marks[0].rect[0] for column in joined.table.ratings for marks in column]
    assert left_edges[1] - left_edges[0] == 2


def test_items_without_a_common_id_are_joined_on_their_text(write):
    a = [{"id": n, "text": text, "label": [[0, 3, "X"]]} for n, text in enumerate(["Ada met Bob", "Rome is big"])]
    b = [{"id": n, "text": text, "label": []} for n, text in enumerate(["Rome is big", "Ada met Bob", "Else"], 7)]
    joined = join([write("a.jsonl", a), write("b.jsonl", b)], Wanted())
    assert joined.table.items == ("0", "1", "9")
    assert "2 items with exactly the same text were taken for the same" in said(joined)


def test_a_text_twice_joins_nothing(refused):
    a = [{"id": n, "text": "Yes", "label": [[0, 3, "X"]]} for n in (1, 2)]
    b = [{"id": n, "text": "Yes", "label": [[0, 3, "X"]]} for n in (3, 4)]
    assert "no item was labelled by two annotators" in refused({"a.jsonl": a, "b.jsonl": b})


def test_files_of_one_recording_each_are_the_same_recording(write):
    cue = "WEBVTT\n\n00:01.000 --> 00:0{end}.000\n<v Ann>Hello\n"
    joined = join([write("anna.vtt", cue.format(end=3)), write("ben.vtt", cue.format(end=4))], Wanted())
    assert joined.table.kind == "segments"
    assert joined.table.items == ("anna",)
    assert "taken for the same item" in said(joined)


def test_outlines_and_painted_areas_are_compared_by_what_they_cover(write):
    def coco(shift):
        ring = [0 + shift, 0, 40 + shift, 0, 40 + shift, 40, 0 + shift, 40]
        # Column by column: 100 columns of 50, the first ten of them set from the top for 20 pixels.
        mask = {"size": [50, 100], "counts": [0, *[20, 30] * 10, 4500]}
        areas = [{"segmentation": [ring], "iscrowd": 0}, {"segmentation": mask, "iscrowd": 1}]
        more = {"image_id": 1, "category_id": 1, "bbox": [0, 0, 40, 40], "area": 1600}
        return json.dumps(
            {
                "images": [{"id": 1, "file_name": "1.jpg", "width": 100, "height": 50}],
                "categories": [{"id": 1, "name": "car"}],
                "annotations": [{"id": n, **area, **more} for n, area in enumerate(areas, 1)],
            }
        )

    paths = [write("a.json", coco(0)), write("b.json", coco(10))]
    for kind, iou in (("polygons", 30 / 50), ("masks", 1.0)):
        joined = join(paths, Wanted(kind=kind))
        assert joined.table.kind == kind
        assert compare(joined.table, resamples=2).figures["iou"].value == pytest.approx(iou)


def test_the_same_name_in_two_files_is_one_person_unless_both_hold_the_item(write):
    head = "item,annotator,label\n"
    first = write("one.csv", head + "i1,anna,a\ni1,ben,a\n")
    second = write("two.csv", head + "i2,anna,b\ni1,ben,b\n")
    joined = join([first, second], Wanted())
    assert set(joined.table.raters) == {"anna", "ben (one)", "ben (two)"}


def test_two_files_of_one_name_stay_two_people(write, tmp_path):
    (tmp_path / "x").mkdir()
    a, b = write("labels.csv", "item,label\ni1,a\n"), write("x/labels.csv", "item,label\ni1,a\n")
    assert join([a, b], Wanted()).table.raters == ("labels", "labels 2")


def test_case_is_folded_only_when_asked(write, refused):
    rows = "item,a,b\ni1,Spam,spam\ni2,ham,Ham\ni3,ham,ham\n"
    apart = join([write("w.csv", rows)], Wanted())
    assert ratings(apart)["a"]["i1"] == "Spam"
    assert "upper and lower case" in said(apart)
    folded = join([write("w.csv", rows)], Wanted(fold_case=True))
    assert ratings(folded)["a"] == ratings(folded)["b"]
    assert "upper and lower case" not in said(folded)
    assert "spell their labels differently" in refused({"w.csv": "item,a,b\ni1,Spam,spam\ni2,Ham,ham\n"})


def test_one_question_of_several_can_be_chosen(write, refused):
    rows = "item,annotator,question,label\n" + "".join(
        f"i{i},{who},{question},{label}\n"
        for i in range(3)
        for who in "ab"
        for question, label in (("tone", "warm"), ("topic", "food"))
    )
    joined = join([write("q.csv", rows)], Wanted(question="topic"))
    assert ratings(joined)["a"]["i0"] == "food"
    assert "classes (tone)" in said(joined)
    assert "there are: tone, topic" in refused({"q.csv": rows}, question="length")


ONE = "item,label\ni1,a\n"
LONG = "item,annotator,score\n"
CANNOT = {
    "no item was labelled by two annotators: a has “i1”, b has “x1”": {"a.csv": ONE, "b.csv": "item,label\nx1,a\n"},
    "only one annotator is here: a": {"a.csv": ONE},
    "a.csv: is empty": {"a.csv": ""},
    "a.csv: holds no labelled items": {"a.csv": "item,label\n", "b.csv": ONE},
    "a.csv: line 2: is neither UTF-8 nor UTF-16": {"a.csv": b"item,label\ni1,caf\xe9\n", "b.csv": ONE},
    "a.csv: line 2: has 3 cells where the first row has 2": {"a.csv": "item,label\ni1,a,b\n"},
    "a.csv: line 3: the item i1 is there twice": {"a.csv": "item,x,y\ni1,a,b\ni1,a,b\n"},
    "a.png: is no text file": {"a.png": b"\x89PNG\r\n\x1a\n\x00\x00", "b.csv": ONE},
    "the scales do not match: a rates from 1 to 5, b from 10 to 90": {
        "w.csv": LONG + "i1,a,1\ni1,b,10\ni2,a,5\ni2,b,90\n"
    },
    "a and b have no label in common: “spam”, “ham” and “1”, “0”": {"w.csv": "item,a,b\ni1,spam,1\ni2,ham,0\n"},
}


@pytest.mark.parametrize("words", CANNOT)
def test_what_cannot_be_compared_is_refused_in_words(refused, words):
    assert words in refused(CANNOT[words])


def test_scales_that_may_differ_are_compared_with_a_warning(write):
    rows = "item,annotator,score\ni1,a,1\ni1,b,2\ni2,a,5\ni2,b,10\n"
    assert "if these are two scales" in said(join([write("w.csv", rows)], Wanted()))


def test_files_of_different_kinds_say_what_each_holds(refused):
    spans = [{"id": 1, "text": "Ada met Bob", "label": [[0, 3, "PER"]]}]
    classes = [{"id": 1, "text": "Ada met Bob", "label": ["x"]}]
    words = refused({"a.jsonl": spans, "b.jsonl": classes})
    assert "a has spans, b has classes" in words


def test_more_raters_than_a_page_can_show_are_refused(refused):
    header = ",".join(f"r{i}" for i in range(51))
    assert "51 annotators are too many" in refused({"w.csv": f"item,{header}\ni1{',a' * 51}\n"})
