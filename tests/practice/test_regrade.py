"""What was graded stays as it was when the content changes; a re-grade is a further, dated grade."""

import json
import shutil
from html import escape

import pytest

from portal import create_app
from portal.practice.models import Attempt, GradeRow, ItemVersion, TaskVersion
from portal.skills.models import Evidence, EvidenceNote
from portal.web.events import Event
from tests.library.folders import jsonl, replace
from tests.sets import gold_of, wrong_for

HOME = "exercises/ex-010"


def lines(name, change):
    """An edit: each line of the exercise's file becomes what `change(row)` gives; None removes it."""

    def edit(root):
        path = root / HOME / name
        rows = [change(json.loads(line)) for line in path.read_text().splitlines()]
        path.write_text(jsonl([row for row in rows if row is not None]))

    return edit


def without(*ids):
    """An edit: these items leave the content."""

    def keep(row):
        return None if row["id"] in ids else row

    return lambda root: [lines(name, keep)(root) for name in ("items.jsonl", "gold.jsonl")]


def gone(root):
    """An edit: the exercise leaves the content, and the curriculum no longer names it."""
    shutil.rmtree(root / HOME)


def regold(*ids, label="refund", why="Decided anew."):
    """An edit: the reference of these items becomes another."""

    def change(row):
        if row["id"] in ids:
            label_now = label if row["gold"].get("label") != label else "other"
            row.update(gold={"label": label_now}, alternatives=[], why=why, second_pass={"label": label_now})
        return row

    return lines("gold.jsonl", change)


def reword(*ids):
    """An edit: these items ask something else."""

    def change(row):
        if row["id"] in ids:
            row["input"] = {"text": "An entirely different message about a parcel."}
        return row

    return lines("items.jsonl", change)


@pytest.fixture
def result(member, make_attempt, items_of):
    """(id of an attempt with two of thirty wrong, its items in order)."""
    seen = []

    def answers(item):
        seen.append(item)
        return wrong_for(item) if len(seen) in (3, 4) else gold_of(item)

    attempt = make_attempt(member.user_id, answers=answers)
    return attempt, list(items_of(attempt).values())


@pytest.fixture
def regrade(app):
    """regrade(exercise="ex-010") -> what `./goldpath regrade` prints."""

    def run(exercise="ex-010"):
        done = app.test_cli_runner().invoke(args=["regrade", exercise])
        assert done.exit_code == 0, done.output
        return done.output

    return run


@pytest.fixture
def public(member, stranger, public_page, result):
    """public() -> what a stranger reads on the member's page."""
    address = public_page(member)

    def read() -> str:
        page = stranger.get(address)
        assert page.status_code == 200
        return page.text

    return read


def shown(text: str) -> str:
    """As it stands in a page."""
    return escape(text, quote=False).replace('"', "&#34;").replace("'", "&#39;")


EDITS = {
    "an item's reference": lambda ids: [regold(*ids)],
    "an item's text": lambda ids: [reword(*ids)],
    "items removed": lambda ids: [without(*ids)],
    "the whole exercise": lambda ids: [gone],
    "the guideline": lambda ids: [replace(f"{HOME}/guideline.md", "## R1", "A new preface.\n\n## R1")],
    "the marks": lambda ids: [replace(f"{HOME}/exercise.toml", "at_least = 0.80", "at_least = 0.99")],
    "a label's name": lambda ids: [
        replace(f"{HOME}/exercise.toml", 'id = "refund"\nname = "', 'id = "refund"\nname = "New ')
    ],
    "everything": lambda ids: [
        regold(*ids[:10]),
        reword(*ids[10:12]),
        without(*ids[12:14]),
        replace(f"{HOME}/guideline.md", "## R1", "A new preface.\n\n## R1"),
        replace(f"{HOME}/exercise.toml", "at_least = 0.80", "at_least = 0.99"),
    ],
}


@pytest.mark.parametrize("name", EDITS)
def test_result_evidence_and_public_page_still_show_what_was_graded(name, result, member, public, edit_content, rows):
    attempt, items = result
    address = f"/practice/attempts/{attempt}"
    before = member.get(address).text
    api, skills, page = member.get(f"/api/v1/attempts/{attempt}").json, rows(Evidence)[0].headline, public()
    edit_content(*EDITS[name]([item.id for item in items]))
    after = member.get(address)
    assert after.status_code == 200
    for item in items:
        assert shown(item.why) in after.text
        assert shown(item.input.text) in after.text
    headline = before[before.index("<h1") : before.index("</h1>")]
    assert headline in after.text
    assert member.get(f"/api/v1/attempts/{attempt}").json == api
    assert rows(Evidence)[0].headline == skills
    assert public() == page
    assert member.get("/skills/text-annotation").status_code == 200
    assert member.get("/practice/history").status_code == 200
    assert member.get("/").status_code == 200
    assert len(rows(GradeRow)) == 1


def test_a_start_never_grades_again(result, edit_content, rows, settings):
    edit_content(regold(*[item.id for item in result[1]]))
    create_app(settings).extensions["engine"].dispose()
    assert len(rows(GradeRow)) == 1


def test_an_open_set_goes_on_with_the_items_that_were_drawn(member, make_attempt, items_of, edit_content):
    attempt = make_attempt(member.user_id, close=False, answers=None)
    items = items_of(attempt)
    edit_content(*EDITS["everything"]([item.id for item in items.values()]))
    sent = member.get(f"/api/v1/attempts/{attempt}").json["items"]
    assert [one["input"] for one in sent] == [item.public_input() for item in items.values()]
    for slot, item in items.items():
        address = f"/api/v1/attempts/{attempt}/answers/{slot}"
        assert member.call("PUT", address, {"answer": gold_of(item)}, If_Match="0").status_code == 204
    grade = member.call("POST", f"/api/v1/attempts/{attempt}/submit").json
    assert (grade["score"], grade["passed"]) == (1.0, True)


def test_an_open_set_goes_on_when_its_exercise_has_gone(member, make_attempt, items_of, edit_content):
    attempt = make_attempt(member.user_id, "ex-010", "practice", close=False, answers=None)
    slot, item = next(iter(items_of(attempt).items()))
    edit_content(gone)
    assert member.get(f"/practice/attempts/{attempt}").status_code == 200
    address = f"/api/v1/attempts/{attempt}/answers/{slot}"
    assert member.call("PUT", address, {"answer": gold_of(item)}, If_Match="0").status_code == 204
    assert member.call("POST", f"{address}/check").json["why"] == item.why
    assert member.call("POST", f"/api/v1/attempts/{attempt}/submit").status_code == 200
    page = member.get(f"/practice/attempts/{attempt}")
    assert page.status_code == 200
    assert shown(item.why) in page.text


def test_pictures_outlive_the_exercise(member, stranger, make_attempt, items_of, edit_content):
    attempt = make_attempt(member.user_id, "ex-020")
    addresses = [item.public_input()["image"] for item in items_of(attempt).values()]
    edit_content(lambda root: shutil.rmtree(root / "exercises/ex-020"))
    assert member.get(f"/practice/attempts/{attempt}").status_code == 200
    for address in addresses:
        assert stranger.get(address).status_code == 200


def test_a_regrade_adds_a_grade_and_a_dated_note(result, member, edit_content, regrade, rows, public):
    attempt, items = result
    page_before = public()
    member.get("/skills/text-annotation")
    first, evidence = rows(GradeRow)[0], rows(Evidence)[0]
    edit_content(regold(*[item.id for item in items[10:16]]))
    assert regrade() == "1 attempt graded again, 1 changed.\n"
    grades = rows(GradeRow)
    assert [(row.revision, row.cause, round(row.score * 30)) for row in grades] == [
        (1, "submit", 28),
        (2, "regrade", 22),
    ]
    assert (grades[0].items, grades[0].summary) == (first.items, first.summary)
    after, note = rows(Evidence)[0], rows(EvidenceNote)[0]
    for name in ("value", "low", "high", "n", "earned", "headline", "passed", "closed_at"):
        assert getattr(after, name) == getattr(evidence, name), name
    assert (note.cause, round(note.value * 30)) == ("regrade", 22)
    assert rows(Attempt)[0].score == grades[1].score
    text = member.get(f"/practice/attempts/{attempt}").text
    assert "graded again" in text
    assert "Decided anew." in text
    assert "graded again" in public()
    assert "graded again" not in page_before
    assert "graded again" in member.get("/skills/text-annotation").text
    assert [row.what for row in rows(Event)].count("attempt_regraded") == 1


def test_a_regrade_without_a_difference_adds_nothing(result, edit_content, regrade, rows):
    assert regrade() == "1 attempt graded again, 0 changed.\n"
    assert len(rows(GradeRow)) == 1
    edit_content(regold(*[item.id for item in result[1]][:1]))
    regrade()
    regrade()
    assert len(rows(GradeRow)) == 2


@pytest.mark.parametrize("then", ["an item's reference", "items removed", "the whole exercise", "the guideline"])
def test_a_regraded_result_can_be_shown_after_the_next_edit(result, member, edit_content, regrade, then, rows):
    attempt, items = result
    ids = [item.id for item in items]
    edit_content(regold(*ids[:5]), replace(f"{HOME}/guideline.md", "## R1", "A first preface.\n\n## R1"))
    regrade()
    address = f"/practice/attempts/{attempt}"
    assert "Decided anew." in member.get(address).text
    edit_content(
        *(EDITS[then](ids) if then != "an item's reference" else [regold(*ids[:5], label="status", why="Twice.")])
    )
    page = member.get(address)
    assert page.status_code == 200
    assert "Decided anew." in page.text
    hashes = {one["hash"] for row in rows(GradeRow) for one in json.loads(row.items)}
    assert hashes <= {row.hash for row in rows(ItemVersion)}
    assert {row.summary["task"] for row in rows(GradeRow)} <= {row.hash for row in rows(TaskVersion)}


def test_an_item_that_asks_something_else_now_is_graded_as_it_was_asked(result, edit_content, regrade, rows):
    _attempt, items = result
    reworded = items[10].id
    edit_content(reword(reworded), regold(reworded, items[11].id))
    regrade()
    first, second = (json.loads(row.items) for row in rows(GradeRow))
    assert second[10] == first[10]
    assert second[11]["gold"] != first[11]["gold"]
    assert rows(GradeRow)[1].score == pytest.approx(27 / 30)


def test_an_item_that_has_gone_is_graded_as_it_was(result, edit_content, regrade, rows):
    _attempt, items = result
    edit_content(without(items[10].id), regold(items[11].id))
    regrade()
    first, second = (json.loads(row.items) for row in rows(GradeRow))
    assert second[10] == first[10]
    assert len(second) == 30


def test_a_regrade_holds_todays_marks_against_the_answers(result, edit_content, regrade, rows, member):
    attempt, _items = result
    assert rows(GradeRow)[0].passed
    edit_content(*EDITS["the marks"]([]))
    regrade()
    assert [row.passed for row in rows(GradeRow)] == [True, False]
    member.get(f"/practice/attempts/{attempt}")
    marks = [{mark["metric"]: mark["at_least"] for mark in row.summary["marks"]} for row in rows(GradeRow)]
    assert (marks[0]["score"], marks[1]["score"]) == (0.8, 0.99)


def test_answers_that_todays_labels_cannot_read_keep_their_grade(result, edit_content, regrade, rows, member):
    attempt, _items = result

    def rename(root):
        for path in (root / HOME).glob("*.*"):
            path.write_text(path.read_text().replace('"refund"', '"returns"'))

    library = edit_content(rename)
    assert "returns" in {label.id for label in library.exercises["ex-010"].labels}
    assert regrade() == "1 attempt graded again, 0 changed.\n"
    assert len(rows(GradeRow)) == 1
    assert member.get(f"/practice/attempts/{attempt}").status_code == 200


def test_open_and_abandoned_sets_and_other_exercises_are_left_alone(member, make_attempt, edit_content, regrade, rows):
    make_attempt(member.user_id, close=False)
    make_attempt(member.user_id, "ex-100")
    assert regrade() == "0 attempts graded again, 0 changed.\n"
    assert len(rows(GradeRow)) == 1


def test_an_exercise_nobody_knows_is_said_to_be_unknown(app):
    done = app.test_cli_runner().invoke(args=["regrade", "ex-999"])
    assert done.exit_code != 0
    assert "ex-999" in done.output


def test_a_regrade_can_be_made_of_an_exercise_that_has_gone(result, edit_content, regrade, rows):
    edit_content(gone)
    assert regrade() == "1 attempt graded again, 0 changed.\n"
    assert len(rows(GradeRow)) == 1


def test_evidence_gets_the_interval_of_its_own_grade_though_regraded_first(result, edit_content, regrade, rows, member):
    """The interval is made at first read; a re-grade before that must not change what the row says."""
    _attempt, items = result
    edit_content(regold(*[item.id for item in items[10:22]]))
    regrade()
    member.get("/skills/text-annotation")
    row = rows(Evidence)[0]
    assert row.value == pytest.approx(28 / 30)
    assert row.low < row.value < row.high
