"""What comes out of sound content, and that nobody can change it."""

import dataclasses
import json
import subprocess
import sys

import pytest

from portal.library import ContentErrors, load_library
from tests.library.folders import EXERCISE, golds, items, jsonl, remove, replace, webp, write


@pytest.fixture
def library(content):
    return load_library([content])


def test_an_exercise_holds_what_its_files_say(library):
    exercise = library.exercises["ex-1"]
    assert (exercise.title, exercise.kind, exercise.lang, exercise.draw) == (
        "Happy or not",
        "choice",
        "en",
        10,
    )
    assert exercise.modes == ("practice", "test")
    assert [label.key for label in exercise.labels] == ["1", "2"]
    assert exercise.marks[0].distinction == 0.9
    assert exercise.feedback[0].filters == {"gold": ["sad"], "yours": ["happy"]}
    assert len(exercise.pool("test")) == 30
    assert exercise.task.names == {"happy": "Happy", "sad": "Sad"}


def test_an_item_reads_its_gold_as_its_kind_does(library):
    item = library.exercises["ex-1"].items["p01"]
    assert item.gold.label == "happy"
    assert item.raw_gold == {"label": "happy"}
    assert item.class_counts == {"happy": 1}
    assert item.why == "The writer says so in p01."
    assert item.entry().item.text == "Letter p01: I am glad."


def test_what_a_browser_sees_of_an_item_holds_no_gold(library):
    assert library.exercises["ex-1"].items["p01"].public_input() == {"text": "Letter p01: I am glad."}


def test_an_item_in_a_log_does_not_tell_its_gold(library):
    exercise = library.exercises["ex-1"]
    assert repr(exercise.items["p01"]) == "<Item ex-1/p01>"
    assert repr(exercise) == "<Exercise ex-1>"


def test_a_picture_is_shown_under_its_hash(content):
    shown = {"image": "k3j5h7g9.webp", "width": 40, "height": 20, "alt": "A red field"}
    rows = items()
    rows[0]["input"] = shown
    write("exercises/ex-1/items.jsonl", jsonl(rows))(content)
    write("exercises/ex-1/media/k3j5h7g9.webp", webp())(content)
    library = load_library([content])
    address = library.exercises["ex-1"].items["p00"].public_input()["image"]
    name = address.removeprefix("/media/")
    assert name.endswith(".webp")
    assert "k3j5h7g9" not in name
    assert library.media[name] == content / "exercises/ex-1/media/k3j5h7g9.webp"


def test_rules_are_html_without_ids_and_know_their_lesson(library):
    rules = library.exercises["ex-1"].rules
    assert list(rules) == ["R1", "R2"]
    assert (rules["R1"].name, rules["R1"].lesson, rules["R2"].lesson) == ("Words decide", "a-1", None)
    assert "<em>not</em>" in rules["R1"].html
    assert all(' id="' not in rule.html for rule in rules.values())


def test_a_guideline_has_a_section_for_each_rule(library):
    html = library.exercises["ex-1"].guideline_html
    assert '<section class="rule" id="rule-r1"><h3><span class="rule-id">R1</span> Words decide</h3>' in html
    assert 'id="guideline-out-of-scope"' in html
    assert 'popovertarget="guideline-term-gold-1"' in html


def test_lessons_stand_in_the_order_of_the_curriculum(library):
    first, second = library.lessons["a-1"], library.lessons["a-2"]
    assert (first.track, first.prev, first.next) == ("o", None, "a-2")
    assert (second.prev, second.next) == ("a-1", None)
    assert first.questions[0].options[0].right
    assert first.toc[0] == ("edges", "Edges", 2)
    assert first.practice == "ex-1"


def test_nothing_in_the_library_can_be_changed(library):
    exercise = library.exercises["ex-1"]
    item = exercise.items["p00"]
    with pytest.raises(TypeError):
        library.exercises["ex-2"] = exercise
    with pytest.raises(TypeError):
        exercise.items["p00"] = None
    with pytest.raises(TypeError):
        exercise.rules["R1"] = None
    with pytest.raises(TypeError):
        item.class_counts["happy"] = 9
    for thing, field in (
        (library, "lessons"),
        (exercise, "draw"),
        (item, "pool"),
        (library.lessons["a-1"], "html"),
    ):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(thing, field, None)


def test_a_dict_handed_out_is_the_callers_own(library):
    item = library.exercises["ex-1"].items["p00"]
    item.raw_gold["label"] = "happy"
    item.raw_input.clear()
    item.of.raw_task["labels"].clear()
    assert item.raw_gold == {"label": "sad"}
    assert item.raw_input
    assert item.of.raw_task["labels"]


def add_exam(root):
    """A folder with an exam pool for ex-1 and an exercise of its own."""
    exam = [
        {**row, "id": f"x{i:02}", "pool": "exam", "input": {"text": f"Exam {i} {row['input']['text']}"}}
        for i, row in enumerate(items()[10:])
    ]
    gold = [{**row, "id": f"x{i:02}"} for i, row in enumerate(golds()[10:])]
    write("exercises/ex-1/items.jsonl", jsonl(exam))(root)
    write("exercises/ex-1/gold.jsonl", jsonl(gold))(root)
    return root


def test_a_further_folder_adds_a_pool_to_an_exercise(content, tmp_path):
    replace("exercises/ex-1/exercise.toml", '"test"]', '"test", "exam"]')(content)
    extra = add_exam(tmp_path / "extra")
    alone = load_library([content]).exercises["ex-1"]
    together = load_library([content, extra]).exercises["ex-1"]
    assert alone.modes == ("practice", "test")
    assert together.modes == ("practice", "test", "exam")
    assert len(together.pool("exam")) == 30
    assert alone.revision != together.revision


def test_a_further_folder_cannot_replace_an_exercise_or_a_lesson(content, tmp_path):
    extra = tmp_path / "extra"
    write("exercises/ex-1/exercise.toml", EXERCISE)(extra)
    write("lessons/a-1.md", "x")(extra)
    with pytest.raises(ContentErrors) as raised:
        load_library([content, extra])
    assert [str(problem) for problem in raised.value.problems] == [
        "extra/exercises/ex-1/exercise.toml: ex-1 exists already; only items can be added",
        "extra/lessons/a-1.md: only exercises/ is read from a further folder",
    ]


def test_revision_moves_with_what_scores_and_text_revision_with_words(content):
    before = load_library([content]).exercises["ex-1"]
    replace("exercises/ex-1/exercise.toml", "Say whether", "Tell whether")(content)
    worded = load_library([content]).exercises["ex-1"]
    assert worded.revision == before.revision
    assert worded.text_revision != before.text_revision
    replace("exercises/ex-1/exercise.toml", "at_least = 0.7", "at_least = 0.75")(content)
    assert load_library([content]).exercises["ex-1"].revision != before.revision


def test_search_finds_by_title_first_and_marks_the_words(library):
    hits = library.search("mood")
    assert [hit.id for hit in hits] == ["a-1", "a-2"]
    hit = library.search("REFERENCE ans")[0]
    start, end = hit.marks[0]
    assert hit.snippet[start:end] == "reference"
    assert library.search("sad happy")[0].kind == "exercise"
    assert library.search("") == []
    assert library.search("moods zebra") == []


def test_search_does_not_look_inside_pop_outs(library):
    assert library.search("kept apart") == []


def test_a_second_start_reads_the_same_from_the_cache(content, tmp_path):
    cold = load_library([content], tmp_path / "cache")
    warm = load_library([content], tmp_path / "cache")
    assert warm.lessons["a-1"].html == cold.lessons["a-1"].html
    one, other = cold.exercises["ex-1"], warm.exercises["ex-1"]
    assert one.task_version() == other.task_version()
    assert [item.version() for item in one.items.values()] == [item.version() for item in other.items.values()]
    assert warm.market == cold.market


def test_a_warm_start_renders_nothing(content, tmp_path):
    load_library([content], tmp_path / "cache")
    code = (
        "import sys; from pathlib import Path; from portal.library import load_library;"
        "load_library([Path(sys.argv[1])], Path(sys.argv[2]));"
        "print([m for m in ('markdown', 'pygments', 'pydantic', 'flask', 'sqlalchemy') if m in sys.modules])"
    )
    root = str(pytest.importorskip("config").ROOT)
    arguments = [sys.executable, "-c", code, str(content), str(tmp_path / "cache")]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True, env={"PYTHONPATH": root})
    assert done.stdout.strip() == "[]"


def test_a_changed_term_shows_in_lessons_read_from_the_cache(content, tmp_path):
    load_library([content], tmp_path / "cache")
    replace("glossary.toml", "The reference answer", "The right answer")(content)
    assert "The right answer" in load_library([content], tmp_path / "cache").lessons["a-1"].html


def test_a_cached_lesson_whose_picture_has_gone_is_still_a_problem(content, tmp_path):
    load_library([content], tmp_path / "cache")
    remove("lessons/media/box.svg")(content)
    with pytest.raises(ContentErrors) as raised:
        load_library([content], tmp_path / "cache")
    assert "there is no picture media/box.svg" in str(raised.value)


def test_a_broken_cache_is_as_good_as_none(content, tmp_path):
    load_library([content], tmp_path / "cache")
    file = tmp_path / "cache" / "library.jsonl"
    lines = file.read_bytes().splitlines()
    file.write_bytes(b"\n".join(line[: len(line) // 2] for line in lines) + b"\n\xff\tx")
    assert len(load_library([content], tmp_path / "cache").lessons) == 2


def test_broken_content_is_never_kept(content, tmp_path):
    replace("lessons/a-1.md", "Go on", "<i>Go on")(content)
    for _ in range(2):
        with pytest.raises(ContentErrors, match="raw HTML"):
            load_library([content], tmp_path / "cache")


def test_text_beyond_ascii_stays_as_it_is(content):
    text = "Grüße 😀 שלום"
    rows = items()
    rows[0]["input"] = {"text": text, "dir": "rtl"}
    (content / "exercises/ex-1/items.jsonl").write_text(
        "\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8"
    )
    item = load_library([content]).exercises["ex-1"].items["p00"]
    assert item.input.text == text
    assert item.raw_input["dir"] == "rtl"
