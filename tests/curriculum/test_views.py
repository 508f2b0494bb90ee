"""/learn: open to all; questions with reasons; where one left off."""

from html import unescape

import pytest

from portal.curriculum import views
from portal.curriculum.models import LessonProgress
from portal.web.events import Event
from tests.clients import Client


@pytest.fixture
def lesson(app):
    """A lesson with questions."""
    return next(one for one in app.extensions["library"].lessons.values() if one.questions)


def answers(lesson, *, right=True) -> dict:
    """One answer to each question, right or wrong."""
    return {
        f"q{number}": str(next(place for place, option in enumerate(question.options) if option.right is right))
        for number, question in enumerate(lesson.questions)
    }


def test_every_lesson_opens_for_anybody(app, stranger, member, client_of, make_user):
    guest = client_of(make_user(guest=True))
    for lesson in app.extensions["library"].lessons.values():
        for client in (stranger, member, guest):
            page = client.get(f"/learn/{lesson.id}")
            assert page.status_code == 200
            assert lesson.title in page.text.replace("&#39;", "'").replace("&amp;", "&")


def test_lessons_follow_each_other(app, stranger):
    for lesson in app.extensions["library"].lessons.values():
        page = stranger.get(f"/learn/{lesson.id}").text
        for beside in (lesson.prev, lesson.next):
            assert beside is None or f'href="/learn/{beside}"' in page
        assert lesson.practice is None or f'href="/practice/{lesson.practice}"' in page


def test_the_list_names_every_lesson_and_exercise(app, stranger):
    page = stranger.get("/learn").text
    library = app.extensions["library"]
    assert all(f'href="/learn/{one}"' in page for one in library.lessons)
    assert all(f'href="/practice/{one}"' in page for one in library.exercises)


def test_looking_tells_no_answer(lesson, stranger, member):
    for client in (stranger, member):
        page = unescape(client.get(f"/learn/{lesson.id}").text)
        for question in lesson.questions:
            assert question.ask in page
            assert not any(option.why in page for option in question.options)


def test_each_answer_gets_its_reason(lesson, stranger):
    for right in (True, False):
        sent = answers(lesson, right=right)
        page = unescape(stranger.submit(f"/learn/{lesson.id}/check", sent).text)
        for number, question in enumerate(lesson.questions):
            assert question.options[int(sent[f"q{number}"])].why in page


def test_all_answered_the_lesson_is_done_for_good(lesson, member, rows):
    member.submit(f"/learn/{lesson.id}/check", answers(lesson, right=False))
    first = rows(LessonProgress)[0]
    assert (first.lesson_id, first.right) == (lesson.id, 0)
    assert first.done_at is not None
    member.submit(f"/learn/{lesson.id}/check", answers(lesson))
    second = rows(LessonProgress)[0]
    assert (second.right, second.done_at) == (len(lesson.questions), first.done_at)
    assert [one.what for one in rows(Event)] == ["lesson_done"]


def test_with_a_question_left_open_it_is_not_done(lesson, member, rows):
    member.get(f"/learn/{lesson.id}")
    sent = answers(lesson)
    sent.popitem()
    assert member.submit(f"/learn/{lesson.id}/check", sent).status_code == 200
    assert rows(LessonProgress)[0].done_at is None


@pytest.mark.parametrize("value", ["", "99", "-1", "x", "²", "9" * 5000, "<script>", "1.5", "\0"])
def test_an_answer_that_is_none_is_left_open(lesson, member, rows, value):
    answer = member.submit(f"/learn/{lesson.id}/check", dict.fromkeys(answers(lesson), value))
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert all(row.done_at is None for row in rows(LessonProgress))


def test_nothing_is_kept_of_strangers(lesson, stranger, rows):
    stranger.get(f"/learn/{lesson.id}")
    stranger.submit(f"/learn/{lesson.id}/check", answers(lesson))
    assert rows(LessonProgress) == []


def test_one_goes_on_where_one_left_off(app, member, monkeypatch, later):
    first, second, third = list(app.extensions["library"].lessons)[:3]
    for minutes, lesson in enumerate((first, second, third)):
        monkeypatch.setattr(views, "now_utc", lambda minutes=minutes: later(minutes=minutes))
        member.get(f"/learn/{lesson}")
    assert f'href="/learn/{third}"' in member.get("/").text
    monkeypatch.setattr(views, "now_utc", lambda: later(hours=1))
    member.get(f"/learn/{first}")
    page = member.get("/learn").text
    assert page.index(f'href="/learn/{first}"') < page.index(f'href="/learn/{second}"')


def test_opening_again_within_ten_minutes_writes_nothing(member, lesson, queries_of):
    member.get(f"/learn/{lesson.id}")
    with queries_of() as seen:
        member.get(f"/learn/{lesson.id}")
    assert not [one for one in seen if not one.startswith("SELECT")]


def test_two_tabs_at_once_open_a_lesson_for_the_first_time(member, lesson, at_once, app, rows):
    tabs = [Client(app) for _ in range(4)]
    for tab in tabs:
        tab.sign_in(member.user_id)
    got = at_once(*[lambda tab=tab: tab.get(f"/learn/{lesson.id}").status_code for tab in tabs])
    assert got == [200] * 4
    assert len(rows(LessonProgress)) == 1


def test_two_tabs_at_once_answer_for_the_first_time(member, lesson, at_once, app, rows):
    tabs = [Client(app), Client(app)]
    for tab in tabs:
        tab.sign_in(member.user_id)
    sent = answers(lesson)
    got = at_once(*[lambda tab=tab: tab.submit(f"/learn/{lesson.id}/check", sent).status_code for tab in tabs])
    assert got == [200, 200]
    assert len(rows(LessonProgress)) == 1


@pytest.mark.parametrize("name", ["nonsense", "%00", "..", "x" * 3000, "%3Cscript%3E"])
def test_a_lesson_that_does_not_exist_is_404(stranger, name):
    for answer in (stranger.get(f"/learn/{name}"), stranger.submit(f"/learn/{name}/check")):
        assert answer.status_code == 404
        assert "<script>" not in answer.text


@pytest.mark.parametrize("path", ["/learn", "/practice"])
def test_what_is_searched_for_is_found_and_shown_as_text(stranger, path):
    page = stranger.get(path, query_string={"q": "refund"}).text
    assert "/practice/ex-010" in page
    page = stranger.get(path, query_string={"q": "<script>alert(1)</script>"})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    for odd in ("\0", "%", "'", '"', "\\", "ف" * 500, " ", "*" * 500):
        assert stranger.get(path, query_string={"q": odd}).status_code == 200


def test_queries_stay_as_many_as_lessons_are_done(member, app, queries_of):
    lessons = list(app.extensions["library"].lessons.values())
    member.get(f"/learn/{lessons[0].id}")
    with queries_of() as few:
        member.get("/learn")
    for lesson in lessons[1:8]:
        member.get(f"/learn/{lesson.id}")
    with queries_of() as many:
        member.get("/learn")
    assert len(many) == len(few)
