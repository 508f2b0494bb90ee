"""Jobs: in the caller's transaction, once by key, again after a failure, never twice at once; and the chores."""

from datetime import timedelta

import pytest

from portal import jobs
from portal.db import now_utc, transaction
from portal.jobs import LEASE, TRIES, Job
from portal.practice.models import Attempt, GradeRow
from portal.web.events import Event, record


@pytest.fixture
def work(app):
    """work(handler): jobs of the kind "test" are run by it."""
    before = dict(app.extensions["job_handlers"])
    yield lambda handler: jobs.handles(app, "test", handler)
    app.extensions["job_handlers"] = before


@pytest.fixture
def enqueue(app, now):
    """enqueue(key, **facts): a job of the kind "test"."""

    def add(key="one", *, after=None, **facts) -> None:
        with app.app_context(), transaction() as session:
            jobs.enqueue(session, "test", key, facts, now=now, after=after)

    return add


def test_a_job_is_run_once_with_its_facts(app, work, enqueue, now, rows):
    seen = []
    work(lambda session, facts, at: seen.append(facts))
    enqueue(a=1)
    assert jobs.run_due(app, now=now) == 1
    assert jobs.run_due(app, now=now) == 0
    assert seen == [{"a": 1}]
    assert rows(Job)[0].done_at is not None


def test_the_same_key_is_the_same_job(app, work, enqueue, now, rows):
    enqueue("one", a=1)
    enqueue("one", a=2)
    assert [one.facts for one in rows(Job)] == [{"a": 1}]
    work(lambda *_all: None)
    jobs.run_due(app, now=now)
    enqueue("one", a=3)
    assert jobs.run_due(app, now=now) == 0


def test_the_same_key_at_once_is_the_same_job(enqueue, at_once, rows):
    at_once(*[lambda: enqueue("one")] * 4)
    assert len(rows(Job)) == 1


def test_a_job_goes_with_the_transaction_that_made_it(app, now, rows):
    def fail():
        with app.app_context(), transaction() as session:
            jobs.enqueue(session, "test", "one", {}, now=now)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert rows(Job) == []


def test_a_job_waits_for_its_time(app, work, enqueue, now, later):
    work(lambda *_all: None)
    enqueue(after=later(hours=1))
    assert jobs.run_due(app, now=now) == 0
    assert jobs.run_due(app, now=later(hours=1)) == 1


def test_what_a_failed_job_wrote_is_undone_and_it_is_tried_again_later_each_time(app, work, enqueue, rows, logged):
    def fail(session, facts, at):
        record(session, None, "half done", now=at)
        session.flush()
        raise ValueError("no luck")

    work(fail)
    enqueue()
    waits = []
    for number in range(1, TRIES + 1):
        at = rows(Job)[0].run_after
        assert jobs.run_due(app, now=max(at, now_utc())) == 1
        one = rows(Job)[0]
        assert (one.tries, one.error, one.done_at) == (number, "ValueError: no luck", None)
        waits.append(one.run_after - now_utc())
    assert rows(Event) == []
    assert rows(Job)[0].failed_at is not None
    assert all(a < b for a, b in zip(waits[:-1], waits[1:-1], strict=False))
    assert jobs.run_due(app, now=now_utc() + timedelta(days=9)) == 0
    assert [line["what"] for line in logged()] == ["job failed"] * TRIES
    assert all("job" in line for line in logged())


def test_a_failed_job_holds_up_no_other(app, work, enqueue, now, rows):
    def handler(session, facts, at):
        if facts["bad"]:
            raise ValueError

    work(handler)
    enqueue("bad", bad=True)
    enqueue("good", bad=False)
    jobs.run_due(app, now=now)
    assert {one.key: one.done_at is not None for one in rows(Job)} == {"bad": False, "good": True}


def test_a_job_nobody_can_run_is_kept_with_its_error(app, enqueue, now, rows):
    enqueue()
    assert jobs.run_due(app, now=now) == 1
    assert rows(Job)[0].error == "KeyError: 'test'"


def test_two_workers_never_run_the_same_job(app, work, enqueue, at_once, now):
    seen = []
    work(lambda session, facts, at: seen.append(facts["n"]))
    for number in range(6):
        enqueue(f"job {number}", n=number)
    at_once(*[lambda: jobs.run_due(app, now=now)] * 3)
    jobs.run_due(app, now=now)
    assert sorted(seen) == list(range(6))


def test_the_job_of_a_worker_that_died_is_taken_up_when_its_lease_is_over(app, work, enqueue, now):
    seen = []
    work(lambda session, facts, at: seen.append(1))
    enqueue()
    assert jobs._take(app, now) is not None
    assert jobs.run_due(app, now=now + LEASE - timedelta(seconds=1)) == 0
    assert jobs.run_due(app, now=now + LEASE + timedelta(seconds=1)) == 1
    assert seen == [1]


def test_chores_run_when_their_time_has_come(app, now, later):
    seen = []
    before = app.extensions["chores"]
    app.extensions["chores"] = []
    try:
        jobs.chore(app, timedelta(hours=1), lambda session, at: seen.append(at))
        for at in (now, later(minutes=59), later(hours=1), later(hours=1, minutes=1)):
            jobs.run_chores(app, now=at)
        assert seen == [now, later(hours=1)]
    finally:
        app.extensions["chores"] = before


def test_every_chore_of_the_site_runs_on_an_empty_database(app, now):
    assert len(app.extensions["chores"]) >= 4
    jobs.run_chores(app, now=now, all_of_them=True)


def test_a_set_past_its_deadline_is_graded_by_the_worker_as_it_stands(app, make_attempt, make_user, rows, now, later):
    attempt = make_attempt(make_user(), close=False)
    with app.app_context(), transaction() as session:
        session.get_one(Attempt, attempt).deadline = later(hours=1)
    jobs.run_chores(app, now=now, all_of_them=True)
    assert rows(GradeRow) == []
    jobs.run_chores(app, now=later(hours=1, seconds=1), all_of_them=True)
    assert [row.score for row in rows(GradeRow)] == [1.0]
    assert rows(Attempt)[0].state == "closed"
