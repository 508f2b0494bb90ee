"""Each way content can be broken gives the line that says so."""

from pathlib import Path

import pytest

from portal.library import ContentErrors, check, load_library
from portal.library.media import inspect
from tests.library.folders import SVG, change_line, remove, replace, webp, write

EX = "exercises/ex-1"
TOML = f"{EX}/exercise.toml"
GUIDE = f"{EX}/guideline.md"
ITEMS = f"{EX}/items.jsonl"
GOLD = f"{EX}/gold.jsonl"
FIXTURES = Path(__file__).parent / "fixtures"


def lines(content) -> list[str]:
    return [str(problem) for problem in check([content], quick=True)]


def test_sound_content_has_no_problems(content):
    assert lines(content) == []


def set_in(field, value):
    return lambda row: row.__setitem__(field, value)


BROKEN = {
    "toml": (
        replace(TOML, 'kind = "choice"', "kind = "),
        f"{TOML}: is not valid TOML: Invalid value (at line 2, column 8)",
    ),
    "unknown key": (
        replace(TOML, "draw = 10", "draw = 10\ncolour = 1"),
        f"{TOML}: colour: is not a field we know",
    ),
    "a kind without a page to label on": (
        replace(TOML, '"choice"', '"multichoice"'),
        f"{TOML}: kind: multichoice can be graded but has no page to label on yet",
    ),
    "unknown kind": (replace(TOML, '"choice"', '"chioce"'), f"{TOML}: kind: unknown kind chioce"),
    "folder's name": (
        replace(TOML, "title", 'id = "ex-2"\ntitle'),
        f"{TOML}: id: must be the folder's name, ex-1",
    ),
    "missing field": (replace(TOML, 'licence = "CC BY 4.0"\n', ""), f"{TOML}: licence: is missing"),
    "metric": (replace(TOML, '"score"', '"scor"'), f"{TOML}: pass[0].metric: choice has no metric scor"),
    "distinction": (
        replace(TOML, "distinction = 0.9", "distinction = 0.6"),
        f"{TOML}: pass[0].distinction: is below at_least",
    ),
    "label used twice": (
        replace(TOML, 'id = "sad"', 'id = "happy"'),
        f"{TOML}: labels[1].id: happy is used twice",
    ),
    "rule": (replace(TOML, "R1 =", "R7 ="), f"{TOML}: rules.R7: there is no rule R7 in the guideline"),
    "lesson": (
        replace(TOML, 'lessons = ["a-1"]', 'lessons = ["a-9"]'),
        f"{TOML}: lessons: there is no lesson a-9",
    ),
    "skill": (
        replace(TOML, 'id = "text-', 'id = "test-'),
        f"{TOML}: skills: there is no skill test-annotation",
    ),
    "pattern": (
        replace(TOML, '"confused"', '"confusd"'),
        f"{TOML}: feedback[0] (rosy): choice has no pattern confusd",
    ),
    "filter": (
        replace(TOML, "at_least = 2", 'edge = "left"\nat_least = 2'),
        f"{TOML}: feedback[0] (rosy): the pattern confused has no filter edge",
    ),
    "filter's label": (
        replace(TOML, 'yours = ["happy"]', 'yours = ["hapy"]'),
        f"{TOML}: feedback[0] (rosy): yours: hapy is not used in this exercise",
    ),
    "fact": (
        replace(TOML, "{n}", "{px}"),
        f"{TOML}: feedback[0] (rosy): say: the pattern confused gives no {{px}}",
    ),
    "feedback's rule": (
        replace(TOML, 'rule = "R1"', 'rule = "R8"'),
        f"{TOML}: feedback[0] (rosy): there is no rule R8 in the guideline",
    ),
    "persona": (
        replace(TOML, '[[personas]]\nid = "rosy"', '[[personas]]\nid = "grim"'),
        f"{TOML}: personas[0]: there is no feedback grim",
    ),
    "taste": (
        replace(TOML, "draw = 10", 'draw = 10\ntaste = ["t00"]'),
        f"{TOML}: taste: there is no item t00 in the practice pool",
    ),
    "pool": (
        replace(TOML, "draw = 10", "draw = 11"),
        f"{TOML}: draw: the test pool has 30 items; 3 x 11 are needed",
    ),
    "guideline title": (
        replace(GUIDE, "# Happy or not", "Happy or not"),
        f"{GUIDE}: must start with # Title",
    ),
    "guideline heading": (
        replace(GUIDE, "## R2 Doubt", "## Doubt"),
        f"{GUIDE}: Doubt: a heading is a rule (## R2 Short name) or ## Out of scope",
    ),
    "guideline term": (
        replace(GUIDE, "glossary:gold", "glossary:iou"),
        f"{GUIDE}: the statement: there is no glossary term iou",
    ),
    "guideline fragment": (
        replace(GUIDE, "#edges", "#sides"),
        f"{GUIDE}: body: the lesson a-1 has no heading #sides",
    ),
    "no guideline": (remove(GUIDE), f"{GUIDE}: is missing"),
    "json": (
        write(ITEMS, '{"id" "x"}\n'),
        f"{ITEMS}: line 1: is not valid JSON: Expecting ':' delimiter: line 1 column 7 (char 6)",
    ),
    "key twice": (
        write(ITEMS, '{"id": "x", "id": "y"}\n'),
        f"{ITEMS}: line 1: is not valid JSON: id is there twice",
    ),
    "no gold": (
        change_line(GOLD, 2, set_in("id", "p99")),
        f"{ITEMS}: line 2, p01: has no gold",
    ),
    "gold of nothing": (
        change_line(GOLD, 2, set_in("id", "p99")),
        f"{GOLD}: line 2, p99: is gold for an item that does not exist",
    ),
    "pool's name": (
        change_line(ITEMS, 3, set_in("pool", "tset")),
        f"{ITEMS}: line 3, p02, pool: must be one of 'practice', 'test' or 'exam'",
    ),
    "input": (
        change_line(ITEMS, 3, set_in("input", {"text": ""})),
        f"{ITEMS}: line 3, p02, input.text: must not be empty",
    ),
    "gold in the items": (
        change_line(ITEMS, 3, set_in("gold", {"label": "sad"})),
        f"{ITEMS}: line 3, p02, gold: is not a field we know",
    ),
    "gold's label": (
        change_line(GOLD, 3, set_in("gold", {"label": "bad"})),
        f"{GOLD}: line 3, p02, gold.label: unknown label bad",
    ),
    "alternative": (
        change_line(GOLD, 3, set_in("alternatives", [{"gold": {"label": "bad"}}])),
        f"{GOLD}: line 3, p02, alternatives[0].gold.label: unknown label bad",
    ),
    "gold's rule": (
        change_line(GOLD, 3, set_in("rules", ["R1", "R9"])),
        f"{GOLD}: line 3, p02: there is no rule R9 in the guideline",
    ),
    "no second pass": (
        change_line(GOLD, 3, set_in("second_pass", None)),
        f"{GOLD}: line 3, p02, second_pass: is missing: every text is labelled twice",
    ),
    "second pass": (
        change_line(GOLD, 3, set_in("second_pass", {"label": "happy"})),
        f"{GOLD}: line 3, p02, second_pass: differs from the gold and every alternative; "
        "rewrite the item or mark it ambiguous",
    ),
    "same text": (
        change_line(ITEMS, 3, set_in("input", {"text": "letter  P00: I am down."})),
        f"{ITEMS}: line 3, p02: shows the same as p00",
    ),
    "repeat": (
        change_line(ITEMS, 3, set_in("repeat_of", "t01")),
        f"{ITEMS}: line 3, p02, repeat_of: there is no item t01 in this pool to repeat",
    ),
    "stray file": (write(f"{EX}/notes.txt", "x"), f"{EX}/notes.txt: does not belong in an exercise"),
    "no header": (
        write("lessons/a-2.md", "## Hi\n"),
        "lessons/a-2.md: must start with a TOML header between two lines of +++",
    ),
    "two right": (
        replace("lessons/a-2.md", '{ text = "That"', '{ text = "That", right = true'),
        "lessons/a-2.md: questions[0]: must have exactly one right option, not 2",
    ),
    "no reason": (
        replace("lessons/a-2.md", ', why = "It is not."', ""),
        "lessons/a-2.md: questions[0].options[1].why: is missing",
    ),
    "practice": (
        replace("lessons/a-2.md", 'practice = "ex-1"', 'practice = "ex-9"'),
        "lessons/a-2.md: practice: there is no exercise ex-9",
    ),
    "mark": (
        replace("lessons/a-2.md", "one source", "sure"),
        "lessons/a-2.md: sources[0].mark: "
        "must be one of 'confirmed', 'one source', 'no trace found' or 'does not add up'",
    ),
    "raw html": (
        replace("lessons/a-2.md", "Go on", "<b>Go</b> on"),
        "lessons/a-2.md: body: raw HTML is not allowed: <b>",
    ),
    "term": (
        replace("lessons/a-2.md", "glossary:gold", "glossary:iou"),
        "lessons/a-2.md: body: there is no glossary term iou",
    ),
    "link": (
        replace("lessons/a-2.md", "exercise:ex-1", "exercise:ex-9"),
        "lessons/a-2.md: body: there is no exercise ex-9",
    ),
    "strange link": (
        replace("lessons/a-2.md", "exercise:ex-1", "javascript:x"),
        "lessons/a-2.md: body: a link must be lesson:, exercise:, glossary:, https: or #, not javascript:x",
    ),
    "footnote": (
        replace("lessons/a-2.md", "[^1]:", "[^2]:"),
        "lessons/a-2.md: body: a footnote mark has no footnote",
    ),
    "picture": (
        replace("lessons/a-2.md", "box.svg", "bax.svg"),
        "lessons/a-2.md: body: there is no picture media/bax.svg",
    ),
    "no words for a picture": (
        replace("lessons/a-2.md", "![A box]", "![]"),
        "lessons/a-2.md: body: the picture media/box.svg has no text for those who cannot see it",
    ),
    "heading": (
        replace("lessons/a-2.md", "## Edges", "### Edges"),
        "lessons/a-2.md: body: the heading Edges skips a level",
    ),
    "module": (replace("lessons/a-2.md", '"m1"', '"m2"'), "lessons/a-2.md: module: there is no module m2"),
    "unlisted lesson": (
        replace("curriculum.toml", ', "a-2"', ""),
        "lessons/a-2.md: module: curriculum.toml does not list this lesson under m1",
    ),
    "listed twice": (
        replace("curriculum.toml", '"a-2"', '"a-2", "a-1"'),
        "curriculum.toml: module m1: the lesson a-1 is listed before, under m1",
    ),
    "skill levels": (
        replace("skills.toml", ', ""]', "]"),
        "skills.toml: skill[0].levels: must have at least 5 entries",
    ),
    "script in a drawing": (
        write("lessons/media/box.svg", SVG.replace("<rect", "<script/><rect")),
        "lessons/media/box.svg: must not hold <script>",
    ),
    "orphan drawing": (write("lessons/media/old.svg", SVG), "lessons/media/old.svg: belongs to no lesson"),
}


@pytest.mark.parametrize(("spoil", "line"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_content_says_where_and_what(content, spoil, line):
    spoil(content)
    assert f"content/{line}" in lines(content)


def test_one_broken_file_is_one_problem_and_not_one_for_each_link_to_it(content):
    replace(TOML, "draw = 10", "draw = 0")(content)
    replace("skills.toml", "number = 1", "number = 0")(content)
    replace("glossary.toml", 'name = "Gold"\n', "")(content)
    assert lines(content) == [
        f"content/{TOML}: draw: must be at least 1",
        "content/glossary.toml: term[0].name: is missing",
        "content/skills.toml: skill[0].number: must be at least 1",
    ]


def test_every_problem_is_listed_at_once(content):
    for spoil, _ in (BROKEN["metric"], BROKEN["second pass"], BROKEN["raw html"], BROKEN["listed twice"]):
        spoil(content)
    with pytest.raises(ContentErrors) as raised:
        load_library([content])
    assert len(raised.value.problems) == 5  # <b> and </b> are two
    assert str(raised.value).startswith("5 problems in the content\ncontent/curriculum.toml: ")


def test_a_missing_folder_is_a_problem(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert [str(p) for p in check([tmp_path / "none"], quick=True)] == ["none: there is no such folder"]


def test_a_class_too_rare_for_three_sets_is_a_problem(content):
    for number in (12, 14, 16, 18):
        change_line(GOLD, number, lambda row: row.update(gold={"label": "sad"}, second_pass={"label": "sad"}))(content)
    assert lines(content) == [f"content/{TOML}: draw: a set from the test pool can hold only 1 of happy; 5 are needed"]


@pytest.fixture
def pictured(content):
    """The content with its first item a picture."""
    shown = {"image": "k3j5h7g9.webp", "width": 40, "height": 20, "alt": "A red field"}
    change_line(ITEMS, 1, set_in("input", shown))(content)
    write(f"{EX}/media/k3j5h7g9.webp", webp())(content)
    assert lines(content) == []
    return content


def test_a_picture_must_be_as_large_as_its_item_says(pictured):
    write(f"{EX}/media/k3j5h7g9.webp", webp(41, 20))(pictured)
    assert lines(pictured) == [f"content/{ITEMS}: line 1, p00, input: media/k3j5h7g9.webp has 41 x 20 pixels"]


def test_a_picture_must_not_say_who_made_it(pictured):
    change_line(ITEMS, 1, lambda row: row["input"].update(width=123, height=77))(pictured)
    write(f"{EX}/media/k3j5h7g9.webp", (FIXTURES / "exif.webp").read_bytes())(pictured)
    path = f"content/{EX}/media/k3j5h7g9.webp"
    assert lines(pictured) == [f"{path}: carries EXIF; re-encode it without metadata"]


def test_a_picture_must_be_small(pictured):
    data = webp() + b"ALPH" + (160_000).to_bytes(4, "little") + bytes(160_000)
    write(f"{EX}/media/k3j5h7g9.webp", data)(pictured)
    assert lines(pictured) == [f"content/{EX}/media/k3j5h7g9.webp: has 160 kB; 150 kB is the most"]


def test_pictures_are_there_used_and_named_at_random(pictured):
    (pictured / EX / "media" / "k3j5h7g9.webp").rename(pictured / EX / "media" / "red-field.webp")
    assert lines(pictured) == [
        f"content/{ITEMS}: line 1, p00, input.image: there is no file media/k3j5h7g9.webp",
        f"content/{EX}/media/red-field.webp: belongs to no item",
        f"content/{EX}/media/red-field.webp: the name must be 8 to 64 random letters and digits, then .webp",
    ]


@pytest.mark.parametrize("name", ["lossy", "lossless", "animated"])
def test_pictures_in_every_webp_coding_give_their_size(name):
    picture = inspect(FIXTURES / f"{name}.webp")
    assert (picture.width, picture.height, picture.faults) == (123, 77, ())
