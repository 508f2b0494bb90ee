"""The sample with a mistake: only practice items, frozen as graded, whatever becomes of the content."""

import json
import re
import shutil
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.db import get_session, now_utc, transaction
from portal.portfolio import queries, samples, services
from portal.portfolio.models import Sample
from portal.practice.models import Attempt
from tests.library.folders import jsonl
from tests.sets import gold_of

WORDS = "I took in the shadow. Since then I zoom to the tyres first."


@pytest.fixture
def published(saved, publish):
    publish(saved.user_id)
    return saved


@pytest.fixture
def page_of(published, stranger):
    """page_of() -> the article a stranger reads."""

    def read() -> str:
        text = stranger.get("/p/demo-learner").text
        return text[text.index("<article") : text.index("</article>")]

    return read


def pick(client, attempt_id: int, place: int = 0) -> dict:
    """What the browser sends when that mistake of the set is chosen."""
    text = client.get(f"/portfolio/sample?set={attempt_id}").text
    slots = re.findall(r'name="slot" value="([^"]+)"', text)
    version = re.search(r'name="version" type="hidden" value="(\d+)"', text)[1]
    return {"version": version, "set": str(attempt_id), "slot": slots[place], "lesson_learned": WORDS}


def edited(exercise_id, name, change):
    """An edit of the content: every row of the file is changed in place; a change that gives False removes it."""

    def edit(root):
        path = root / "exercises" / exercise_id / name
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        path.write_text(jsonl([row for row in rows if change(row) is not False]))

    return edit


def test_a_mistake_is_chosen_and_stands_on_the_page(published, page_of, make_attempt, loose):
    attempt = make_attempt(published.user_id, "ex-020", "practice", answers=loose)
    assert published.submit("/portfolio/sample", pick(published, attempt)).location == "/portfolio#sample"
    text = page_of()
    assert WORDS in text
    for side in ("yours", "gold"):
        assert re.search(rf'<path class="fig-line {side}" d="M[^"]+z" vector-effect="non-scaling-stroke"/>', text)
    assert re.search(r'<image href="/media/\w+\.webp" width="800" height="500"/>', text)
    assert re.search(r"Found, with a slip: left edge \d+ px too far left", text)
    assert "Rule R" in text
    assert "The answer" in text
    assert "Yours" not in text
    assert re.search(r"\d+ others were right", text)


def test_nothing_on_the_page_speaks_to_its_reader_as_the_learner(
    published, page_of, choose_sample, make_attempt, show_results
):
    for exercise in ("ex-010", "ex-020", "ex-101"):
        make_attempt(published.user_id, exercise, "test")
    show_results(published.user_id)
    for exercise in ("ex-010", "ex-020", "ex-101"):
        choose_sample(published.user_id, exercise)
        text = re.sub(
            r'<div class="rule">.*?</div>|<blockquote.*?</blockquote>|<p class="fig-text".*?</p>',
            "",
            page_of(),
            flags=re.S,
        )
        assert not re.findall(r"\b[Yy]ou(?:rs?)?\b", re.sub(r"<[^>]+>", " ", text)), exercise


def test_a_text_is_shown_with_both_marks(published, page_of, choose_sample):
    choose_sample(published.user_id, "ex-101")
    text = page_of()
    assert 'class="fig-span gold"' in text
    assert 'class="fig-span yours gold"' in text
    assert "Missed: " in text
    assert '<span class="fig-number" aria-hidden="true">1</span>' in text


def test_a_message_is_shown_with_both_labels(published, page_of, choose_sample, app):
    sample = choose_sample(published.user_id, "ex-010")
    text = page_of()
    names = {one.id: one.name for one in app.extensions["library"].exercises["ex-010"].labels}
    for side in ("yours", "gold"):
        assert f"<dd>{names[sample.graded[side]['label']]}</dd>" in text


@pytest.mark.parametrize("kind", ["ex-010", "ex-020", "ex-101"])
@pytest.mark.parametrize("change", ["gold and text edited", "item removed", "exercise removed", "labels renamed"])
def test_what_was_graded_is_shown_after_any_change_of_the_content(
    published, page_of, choose_sample, edit_content, stranger, kind, change
):
    sample = choose_sample(published.user_id, kind)
    before = page_of()
    item = sample.graded["item"]

    def reworded(row):
        if row["id"] == item:
            row["why"] = "Another reason altogether."

    def is_other(row):
        return row["id"] != item

    edits = {
        "gold and text edited": [edited(kind, "gold.jsonl", reworded)],
        "item removed": [edited(kind, name, is_other) for name in ("items.jsonl", "gold.jsonl")],
        "exercise removed": [lambda root: shutil.rmtree(root / "exercises" / kind)],
        "labels renamed": [
            lambda root: (path := root / "exercises" / kind / "exercise.toml").write_text(
                re.sub(r'(\[\[labels\]\]\nid = "\w+"\nname = ")', r"\1New ", path.read_text())
            )
        ],
    }
    edit_content(*edits[change])
    assert page_of() == before
    assert published.get("/portfolio/preview").status_code == 200
    assert published.get("/portfolio/sample").status_code == 200
    for picture in set(re.findall(r'href="(/media/[^"]+)"', before)):
        assert stranger.get(picture).status_code == 200


def test_an_item_that_moved_to_the_test_pool_is_shown_to_nobody(published, page_of, choose_sample, edit_content):
    sample = choose_sample(published.user_id, "ex-010")

    def moved(row):
        if row["id"] == sample.graded["item"]:
            row["pool"] = "test"

    edit_content(edited("ex-010", "items.jsonl", moved))
    assert "Since then I zoom in first" not in page_of()
    assert "One sample" not in page_of()
    assert sample.graded["why"] not in published.get("/portfolio/publish").text
    assert f'value="{sample.slot_id}"' not in published.get(f"/portfolio/sample?set={sample.attempt_id}").text


def test_only_ones_own_closed_practice_sets_are_offered(saved, other, make_attempt, loose, make_user):
    mine = make_attempt(saved.user_id, "ex-010", "practice", answers=loose)
    checked = make_attempt(saved.user_id, "ex-100", "test", answers=loose)
    still_open = make_attempt(saved.user_id, "ex-101", "practice", answers=loose, close=False)
    theirs = make_attempt(make_user(), "ex-010", "practice", answers=loose)
    listed = re.findall(r"/portfolio/sample\?set=(\d+)", saved.get("/portfolio/sample").text)
    assert listed == [str(mine)]
    for attempt in (checked, still_open, theirs, 0, "x", -1, 10**30):
        assert saved.get(f"/portfolio/sample?set={attempt}").status_code == 404
        form = {"version": "0", "set": str(attempt), "slot": "x", "lesson_learned": WORDS}
        assert saved.submit("/portfolio/sample", form).status_code == 404


def test_a_practice_result_with_mistakes_leads_here_and_a_checked_one_does_not(saved, make_attempt, loose):
    link = "/portfolio/sample?set="
    practised = make_attempt(saved.user_id, "ex-010", "practice", answers=loose)
    assert f"{link}{practised}" in saved.get(f"/practice/attempts/{practised}").text
    for attempt in (make_attempt(saved.user_id, "ex-010"), make_attempt(saved.user_id, "ex-100", "practice")):
        assert link not in saved.get(f"/practice/attempts/{attempt}").text


def test_an_item_that_was_right_cannot_be_chosen(saved, make_attempt, items_of, loose, rows):
    attempt = make_attempt(saved.user_id, "ex-010", "practice", answers=lambda item: gold_of(item))
    assert "No mistake in this set" in saved.get(f"/portfolio/sample?set={attempt}").text
    slot = next(iter(items_of(attempt)))
    form = {"version": "0", "set": str(attempt), "slot": slot, "lesson_learned": WORDS}
    answer = saved.submit("/portfolio/sample", form)
    assert answer.status_code == 422
    assert rows(Sample) == []


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("slot", "", "Choose one of them"),
        ("slot", "forged", "Choose one of them"),
        ("lesson_learned", "  ", "what you do otherwise"),
        ("lesson_learned", "x" * 801, "At most 800"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_field(saved, make_attempt, loose, rows, field, typed, words):
    attempt = make_attempt(saved.user_id, "ex-010", "practice", answers=loose)
    answer = saved.submit("/portfolio/sample", {**pick(saved, attempt), field: typed})
    assert answer.status_code == 422
    assert words in answer.text
    assert f'id="{field}-error"' in answer.text
    assert WORDS in answer.text or field == "lesson_learned"
    assert rows(Sample) == []


def test_a_page_must_exist_before_it_gets_a_sample(member):
    assert member.get("/portfolio/sample").location == "/portfolio"


def test_the_words_can_be_changed_while_the_item_stays_frozen(published, page_of, choose_sample, rows):
    sample = choose_sample(published.user_id)
    form = {
        "version": "1",
        "set": sample.attempt_id,
        "slot": sample.slot_id,
        "lesson_learned": "Now <b>I</b> look twice.",
    }
    assert published.submit("/portfolio/sample", form).status_code == 302
    assert "Now &lt;b&gt;I&lt;/b&gt; look twice." in page_of()
    (row,) = rows(Sample)
    assert (row.graded, row.version) == (sample.graded, 2)


def test_a_stale_form_changes_nothing_and_shows_both_texts(saved, choose_sample, rows):
    sample = choose_sample(saved.user_id)
    form = {"version": "1", "set": sample.attempt_id, "slot": sample.slot_id}
    saved.submit("/portfolio/sample", {**form, "lesson_learned": "From the other tab"})
    answer = saved.submit("/portfolio/sample", {**form, "lesson_learned": "From this tab"})
    assert answer.status_code == 409
    assert "From the other tab" in answer.text
    assert "From this tab" in answer.text
    assert rows(Sample)[0].lesson_learned == "From the other tab"
    assert saved.submit("/portfolio/sample", {**form, "version": "2", "lesson_learned": "Mine"}).status_code == 302


def test_two_tabs_that_choose_at_once_leave_one_sample(saved, make_attempt, loose, at_once, client_of, rows):
    attempt = make_attempt(saved.user_id, "ex-010", "practice", answers=loose)
    first, second = pick(saved, attempt), pick(saved, attempt, 1)
    tab = client_of(saved.user_id)
    statuses = at_once(
        lambda: saved.submit("/portfolio/sample", first).status_code,
        lambda: tab.submit("/portfolio/sample", second).status_code,
    )
    assert sorted(statuses) == [302, 409]
    assert len(rows(Sample)) == 1


def test_a_change_between_reading_the_page_and_saving_is_not_written_over(app, saved, choose_sample, rows):
    chosen = choose_sample(saved.user_id)
    with app.app_context():
        session, library = get_session(), app.extensions["library"]
        page = queries.find_page(session, saved.user_id)
        seen = queries.find_sample(session, page.id)
        found = samples.mistakes_of(session, library, session.get_one(Attempt, chosen.attempt_id))
        session.commit()
        with Session(app.extensions["engine"]) as tab:
            tab.execute(update(Sample).values(lesson_learned="From the other tab", version=2))
            tab.commit()
        with pytest.raises(samples.StaleSampleError) as stale, transaction():
            samples.choose(session, page, found, found.mistakes[0], "From this tab", seen.version, now=now_utc())
        assert stale.value.sample.lesson_learned == "From the other tab"
    assert rows(Sample)[0].lesson_learned == "From the other tab"


def test_another_mistake_takes_the_place_of_the_first(published, page_of, choose_sample, rows):
    choose_sample(published.user_id, "ex-010", "The first")
    choose_sample(published.user_id, "ex-020", "The second")
    assert len(rows(Sample)) == 1
    assert "The second" in page_of()
    assert "The first" not in page_of()


def test_a_sample_taken_off_can_be_put_back_for_thirty_days(published, page_of, choose_sample, app, rows):
    choose_sample(published.user_id)
    published.submit("/portfolio/sample/remove")
    assert "zoom in first" not in page_of()
    assert "Put it back" in published.get("/portfolio").text
    published.submit("/portfolio/sample/restore")
    assert "zoom in first" in page_of()
    published.submit("/portfolio/sample/remove")
    with app.app_context(), transaction() as session:
        services.forget_removed(session, now_utc() + timedelta(days=31))
    assert rows(Sample) == []
    assert published.submit("/portfolio/sample/restore").status_code == 302
    assert published.submit("/portfolio/sample/remove").status_code == 404


def test_a_later_verdict_is_noted_beside_the_first(published, page_of, choose_sample, edit_content, app, rows):
    sample = choose_sample(published.user_id, "ex-010")
    answer, item = sample.graded["yours"], sample.graded["item"]

    def agreed(row):
        if row["id"] == item:
            row.update(gold=answer, alternatives=[], second_pass=answer)

    before = page_of()
    edit_content(edited("ex-010", "gold.jsonl", agreed))
    done = app.test_cli_runner().invoke(args=["regrade", "ex-010"])
    assert done.exit_code == 0, done.output
    assert [verdict for _at, verdict in rows(Sample)[0].notes] == ["right"]
    after = page_of()
    assert "graded again, now: right" in after
    assert "graded again" not in before
    for kept in re.findall(r"<dd>[^<]+</dd>", before):
        assert kept in after


def test_nothing_of_the_content_but_what_is_shown_reaches_the_page(published, page_of, choose_sample):
    for exercise in ("ex-010", "ex-020", "ex-101"):
        sample = choose_sample(published.user_id, exercise)
        text = page_of()
        for hidden in (sample.graded["item"], sample.slot_id, sample.item_hash, sample.task_hash, "concept"):
            assert hidden not in text


def test_a_set_of_other_pools_is_never_showable(app, make_user, make_attempt, loose):
    attempt_id = make_attempt(make_user(), "ex-010", "test", answers=loose)
    with app.app_context():
        attempt = get_session().get_one(Attempt, attempt_id)
        found = samples.mistakes_of(get_session(), app.extensions["library"], attempt)
    assert found.mistakes == ()
