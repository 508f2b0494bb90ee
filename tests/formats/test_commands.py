import subprocess
import sys
import zipfile

from config import ROOT
from portal.cli import main
from tests.formats.folders import put

VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ana>hi\n"


def test_convert_writes_the_target_and_says_what_was_lost(tmp_path, capsys):
    path = put(tmp_path, "call.vtt", VTT)
    assert main(["convert", str(path), str(tmp_path / "call.rttm"), "--to", "rttm"]) == 0
    assert (tmp_path / "call.rttm").read_text() == "SPEAKER call 1 0 1 <NA> <NA> Ana <NA> <NA>\n"
    out = capsys.readouterr().out
    assert "is read as WebVTT" in out
    assert "segments: 1 kept" in out
    assert "words of segments: 1 dropped (RTTM holds none" in out


def test_a_conversion_that_fails_leaves_nothing(tmp_path, capsys):
    path = put(tmp_path, "call.vtt", VTT + "\nbroken --> cue\n")
    assert main(["convert", str(path), str(tmp_path / "out" / "a.rttm"), "--to", "rttm"]) == 1
    assert f"goldpath: {path}: line 6: must be two times" in capsys.readouterr().err
    assert list((tmp_path / "out").iterdir()) == []


def test_convert_overwrites_nothing(tmp_path, capsys):
    path = put(tmp_path, "call.vtt", VTT)
    assert main(["convert", str(path), str(path), "--to", "rttm"]) == 1
    assert "is there already" in capsys.readouterr().err
    assert path.read_text() == VTT


def test_one_annotator_is_picked_where_the_target_has_room_for_one(tmp_path, capsys):
    table = put(tmp_path, "a.csv", "item,annotator,label\n1,ana,x\n1,ben,y\n")
    call = ["convert", str(table), str(tmp_path / "out.rttm"), "--to", "rttm"]
    assert main(call) == 1
    assert "is by ben, others are by ana; the format has room for one" in capsys.readouterr().err
    assert main([*call, "--annotator", "eve"]) == 1
    assert "holds nothing by eve that RTTM has a place for" in capsys.readouterr().err


def test_formats_check_has_a_line_for_every_file(tmp_path, capsys):
    put(tmp_path, "call.vtt", VTT)
    put(tmp_path, "bad.vtt", "WEBVTT\n\nx --> y\n")
    put(tmp_path, "empty.json", "")
    put(tmp_path, "notes.txt", "nothing of use")
    put(tmp_path, "README.txt", "nothing of use either")
    put(tmp_path, "photo.jpg", b"\xff\xd8\xff")
    put(tmp_path, "moves.txt", "1,1,0,0,4,8,1,3,1.0\n")
    with zipfile.ZipFile(tmp_path / "calls.zip", "w") as archive:
        archive.writestr("call.vtt", VTT)
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("../call.vtt", VTT)
    assert main(["formats", "check", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "README.txt: a note for people",
        "bad.vtt: refused: line 3: must be two times with --> between them",
        "call.vtt: read as WebVTT (items: 1, segments: 1)",
        "calls.zip: read as WebVTT (items: 1, segments: 1)",
        "empty.json: refused: is empty",
        "evil.zip: refused: ../call.vtt: leads outside the archive",
        "moves.txt: refused: this is MOT Challenge, which we do not read; convert it to CVAT video XML",
        "notes.txt: refused: is not in a format we know; if it is, say which",
        "photo.jpg: a picture, recording or film",
        "9 files: 2 read, 1 companion, 1 media, 5 refused, 0 failed.",
    ]


def test_a_fault_of_ours_fails_the_check_and_the_other_files_are_still_told(tmp_path, capsys, monkeypatch):
    from portal.formats import webvtt

    put(tmp_path, "a.vtt", VTT)
    put(tmp_path, "b.srt", "1\n00:00:00,000 --> 00:00:01,000\nhi\n")
    monkeypatch.setattr(webvtt, "blocks", lambda lines: 1 / 0)
    assert main(["formats", "check", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "a.vtt: failed: ZeroDivisionError" in out
    assert "b.srt: read as SubRip (SRT)" in out


def test_a_path_that_is_not_there_is_a_wrong_call(tmp_path, capsys):
    assert main(["formats", "check", str(tmp_path / "gone")]) == 2
    assert "gone: does not exist" in capsys.readouterr().err


def test_formats_load_nothing_of_the_site_and_only_the_one_asked_for():
    code = (
        "import sys, portal.formats; portal.formats.get('rttm');"
        "print([m for m in ('flask', 'sqlalchemy', 'pydantic', 'portal.formats.webvtt') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_an_item_that_loses_every_label_is_not_written_as_if_there_was_nothing_to_mark(tmp_path, capsys):
    path = put(tmp_path, "a.jsonl", '{"text": "Ana", "label": [[0, 3, "PER"]]}\n')
    assert main(["convert", str(path), str(tmp_path / "out"), "--to", "yolo"]) == 1
    assert "a.jsonl: holds nothing that YOLO text has a place for" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_two_items_with_pictures_of_one_name_stay_two(tmp_path, capsys):
    picture = '<image id="{}" subset="{}" name="a.jpg" width="9" height="9"><tag label="x"/></image>'
    both = picture.format(0, "Train") + picture.format(1, "Test")
    path = put(tmp_path, "a.xml", f"<annotations><version>1.1</version>{both}</annotations>")
    assert main(["convert", str(path), str(tmp_path / "b.xml"), "--to", "cvat"]) == 0
    assert "names of pictures: 1 changed (two items have the same; the item's is taken" in capsys.readouterr().out
    assert main(["convert", str(tmp_path / "b.xml"), str(tmp_path / "c.csv"), "--to", "csv"]) == 0
    assert len((tmp_path / "c.csv").read_text().splitlines()) == 3


def test_an_item_twice_by_one_annotator_is_refused_however_many_annotators_it_has(tmp_path, capsys):
    people = [f"p{i}" for i in range(40)]
    rows = "".join(f"1,{who},x\n" for who in people)
    path = put(tmp_path, "a.csv", f"item,annotator,label\n{rows}")
    assert main(["convert", str(path), str(tmp_path / "b.json"), "--to", "label_studio"]) == 0
    task = (tmp_path / "b.json").read_text().splitlines()[1]
    put(tmp_path, "c.json", f"[{task},\n{task}]")
    assert main(["convert", str(tmp_path / "c.json"), str(tmp_path / "d.csv"), "--to", "csv"]) == 1
    assert "c.json: 1: is there twice by the same annotator" in capsys.readouterr().err


def test_files_of_a_folder_that_are_no_labels_are_counted_and_pictures_and_notes_are_not(tmp_path, capsys):
    put(tmp_path, "in/call.vtt", VTT)
    put(tmp_path, "in/broken.json", "[1,")
    put(tmp_path, "in/photo.jpg", b"\xff\xd8\xff")
    put(tmp_path, "in/README.md", "Calls.")
    assert main(["convert", str(tmp_path / "in"), str(tmp_path / "a.rttm"), "--to", "rttm"]) == 0
    out = capsys.readouterr().out
    assert "files: 1 dropped (in no format we read; `goldpath formats check` says why; first at " in out
    assert "broken.json)" in out
