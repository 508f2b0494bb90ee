import json
import tomllib

import pytest

from config import ROOT
from portal.cli import main
from portal.formats import FormatError
from portal.library import check
from portal.library.imported import Wanted, import_exercise
from tests.formats.folders import put

WEBP = ROOT / "tests/library/fixtures/lossy.webp"
TOML_BLANKS = [
    "exercise.toml: licence: must not be empty",
    "exercise.toml: skills: must have at least 1 entries",
    "exercise.toml: summary: must not be empty",
]


def lines(folder, name):
    return [json.loads(line) for line in (folder / name).read_text().splitlines()]


def problems(folder):
    """What `content check` says of the exercise in that folder, beside the site's own content."""
    found = check([ROOT / "content", folder.parent.parent], quick=True)
    return [str(problem).partition(f"{folder.name}/")[2] for problem in found if folder.name in str(problem)]


def cvat(*images):
    return f"<annotations><version>1.1</version>{''.join(images)}</annotations>"


def image(name, size, *boxes):
    width, height = size
    shapes = "".join(
        f'<box label="{label}" occluded="{hidden}" xtl="{x}" ytl="{y}" xbr="{x + w}" ybr="{y + h}"/>'
        for label, hidden, x, y, w, h in boxes
    )
    return f'<image id="0" name="{name}" width="{width}" height="{height}">{shapes}</image>'


def test_boxes_become_an_exercise_and_the_check_names_what_is_left(tmp_path):
    from portal.library.media import inspect

    picture = inspect(WEBP)
    size = picture.width, picture.height
    put(tmp_path, "images/street.webp", WEBP.read_bytes())
    path = put(tmp_path, "labels.xml", cvat(image("street.webp", size, ("Big car", 1, -3, 2, 10, 5))))
    folder = tmp_path / "new/exercises/ex-900"
    import_exercise(path, folder, Wanted("boxes"))
    toml = tomllib.loads((folder / "exercise.toml").read_text())
    assert toml["labels"] == [{"id": "big_car", "name": "Big car", "hint": ""}]
    assert toml["answer"] == {"flags": [{"id": "occluded", "name": "occluded"}]}
    [item], [gold] = lines(folder, "items.jsonl"), lines(folder, "gold.jsonl")
    # Cut back to the picture: 3 px of the box lay outside it.
    assert gold["gold"] == {"boxes": [{"id": "g1", "box": [0, 2, 7, 5], "label": "big_car", "flags": ["occluded"]}]}
    assert (item["input"]["width"], item["input"]["height"]) == size
    [copied] = (folder / "media").iterdir()
    assert copied.read_bytes() == WEBP.read_bytes()
    assert copied.name == item["input"]["image"]
    assert "street" not in (folder / "items.jsonl").read_text()
    assert problems(folder) == [
        *TOML_BLANKS,
        f"gold.jsonl: line 1, {item['id']}, why: must not be empty",
        "guideline.md: R1 Big car: says nothing",
        f"items.jsonl: line 1, {item['id']}, concept: must not be empty",
        f"items.jsonl: line 1, {item['id']}, input.alt: must not be empty",
    ]


def test_filling_the_blanks_is_all_that_is_left_to_do(tmp_path):
    rows = [{"text": f"Ana met Ben on day {i}\r\n", "label": [[0, 3, "PER"], [8, 12, "PER"]]} for i in range(8)]
    path = put(tmp_path, "a.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    folder = tmp_path / "new/exercises/ex-901"
    report = import_exercise(path, folder, Wanted("spans"))
    assert [str(line).split(";")[0] for line in report] == [
        "items: 8 kept",
        "texts: 8 changed (line ends made plain",
        "spans: 8 changed (white space at their edges is left out",
    ]
    toml = (folder / "exercise.toml").read_text()
    toml = toml.replace('summary = ""', 'summary = "Find people."').replace('licence = ""', 'licence = "CC BY 4.0"')
    put(folder, "exercise.toml", toml.replace("skills = []", 'skills = [{ id = "text-annotation", level = 1 }]'))
    put(folder, "guideline.md", (folder / "guideline.md").read_text() + "\nA name of somebody.\n")
    items = [{**item, "concept": "name"} for item in lines(folder, "items.jsonl")]
    golds = [{**gold, "why": "Both are names.", "second_pass": gold["gold"]} for gold in lines(folder, "gold.jsonl")]
    put(folder, "items.jsonl", "".join(json.dumps(item) + "\n" for item in items))
    put(folder, "gold.jsonl", "".join(json.dumps(gold) + "\n" for gold in golds))
    left = problems(folder)
    # Two items make no set in which every label occurs five times: more items are needed, and nothing else.
    assert left
    assert all(problem.startswith("exercise.toml: draw: a set from the") for problem in left), left
    assert [item["pool"] for item in items].count("test") == 6


def test_classes_of_one_annotator_and_one_question(tmp_path):
    table = "item,annotator,question,label,text\n1,ana,tone,good,Hi\n1,ana,topic,pay,Hi\n1,ben,tone,bad,Hi\n"
    path, folder = put(tmp_path, "a.csv", table), tmp_path / "exercises/ex-902"
    with pytest.raises(FormatError, match="is by ben, others are by ana"):
        import_exercise(path, folder, Wanted("choice", question="tone"))
    with pytest.raises(FormatError, match=r"answers several questions \(tone, topic\)"):
        import_exercise(path, folder, Wanted("choice", annotator="ana"))
    import_exercise(path, folder, Wanted("choice", annotator="ana", question="tone"))
    assert [gold["gold"] for gold in lines(folder, "gold.jsonl")] == [{"label": "good"}]
    with pytest.raises(FormatError, match="is there already"):
        import_exercise(path, folder, Wanted("choice"))


def test_ratings_set_the_scale(tmp_path):
    path = put(tmp_path, "a.csv", "item,question,score,text\n1,Tone of voice,2,Hi\n2,Tone of voice,5,Ho\n")
    folder = tmp_path / "exercises/ex-903"
    import_exercise(path, folder, Wanted("rating"))
    assert tomllib.loads((folder / "exercise.toml").read_text())["answer"] == {"low": 2, "high": 5}
    assert {json.dumps(gold["gold"]) for gold in lines(folder, "gold.jsonl")} == {
        '{"scores": {"tone_of_voice": 2}}',
        '{"scores": {"tone_of_voice": 5}}',
    }


def test_a_picture_of_another_size_than_the_labels_say_is_refused(tmp_path):
    put(tmp_path, "street.webp", WEBP.read_bytes())
    path = put(tmp_path, "labels.xml", cvat(image("street.webp", (9999, 9999))))
    with pytest.raises(FormatError, match="the labels say 9999 x 9999 pixels, the picture has"):
        import_exercise(path, tmp_path / "exercises/ex-904", Wanted("boxes"))
    assert list((tmp_path / "exercises").iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "content", "message"),
    [
        ("boxes", '{"text": "a", "label": ["x"]}', "holds nothing to make an exercise of boxes from"),
        ("choice", '{"text": "a", "label": ["x", "y"]}', "1: has 2 labels; the kind multichoice takes several"),
    ],
)
def test_a_file_without_labels_of_the_kind_is_refused(tmp_path, kind, content, message):
    path = put(tmp_path, "a.jsonl", content)
    with pytest.raises(FormatError) as caught:
        import_exercise(path, tmp_path / "exercises/ex-905", Wanted(kind))
    assert message in str(caught.value)


def test_the_command_writes_the_folder_and_names_the_check(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = put(tmp_path, "Street Talk.jsonl", '{"text": "Ana", "label": [[0, 3, "PER"]]}')
    assert main(["exercise", "import", str(path), "--kind", "spans"]) == 0
    out = capsys.readouterr().out
    assert "imported/exercises/street-talk is written." in out
    assert f"./goldpath content check {ROOT / 'content'} {tmp_path / 'imported'}" in out
    assert main(["exercise", "import", str(path), "--kind", "spans", "--out", "exercises/No Good"]) == 1
    assert "lower case letters" in capsys.readouterr().err
