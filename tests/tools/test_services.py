"""Reports are made once, kept when asked, gone when their time is over; files never outlive their report."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest

from portal import jobs
from portal.db import transaction
from portal.formats import FormatError
from portal.formats.raters import Wanted
from portal.tools import personal, queries, services, work
from portal.tools.models import AgreementReport, AgreementUpload
from tests.tools.conftest import WIDE


def ask(session, user_id, files, now, client_id="form-one", **wanted):
    return services.ask_for_report(session, user_id, client_id, files, Wanted(**wanted), 0.5, now=now)


def test_small_files_make_a_report_at_once_and_are_not_stored(session, make_user, now, stored):
    row = ask(session, make_user(), [("wide.csv", WIDE)], now)
    assert row.state == "done"
    assert row.report["shared"] == 3
    assert row.title == "anna, ben"
    assert stored(AgreementUpload) == []


def test_the_same_form_sent_twice_makes_one_report(session, make_user, now):
    user_id = make_user()
    first = ask(session, user_id, [("wide.csv", WIDE)], now)
    assert ask(session, user_id, [("other.csv", b"no labels at all")], now).id == first.id


def test_files_that_cannot_be_compared_store_nothing(session, make_user, now, stored):
    with pytest.raises(FormatError, match="is empty"):
        ask(session, make_user(), [("a.csv", b"")], now)
    assert stored(AgreementReport) == []


def test_large_files_wait_for_the_worker_and_are_deleted_by_it(app, make_user, now, large, stored):
    with app.app_context(), transaction() as session:
        row = ask(session, make_user(), [("large.csv", large)], now)
        assert (row.state, row.report) == ("waiting", None)
    assert len(stored(AgreementUpload)) == 1
    assert jobs.run_due(app, now=now) == 1
    (row,) = stored(AgreementReport)
    assert (row.state, row.progress) == ("done", 100)
    assert row.headline["facts"]["shared"] == 40_000
    assert stored(AgreementUpload) == []


def test_a_large_file_that_cannot_be_compared_says_why_and_is_deleted(app, make_user, now, stored):
    with app.app_context(), transaction() as session:
        ask(session, make_user(), [("big.csv", b"item,label\n" + b"i,a,b\n" * 200_000)], now)
    jobs.run_due(app, now=now)
    (row,) = stored(AgreementReport)
    assert row.state == "failed"
    assert row.problem["where"] == "big.csv: line 2"
    assert stored(AgreementUpload) == []


def test_a_fault_of_ours_ends_the_waiting_too(app, make_user, now, large, stored, monkeypatch, caplog):
    def break_down(*_args, **_kwargs):
        raise RuntimeError("broken")

    with app.app_context(), transaction() as session:
        ask(session, make_user(), [("large.csv", large)], now)
    monkeypatch.setattr(work, "make_report", break_down)
    jobs.run_due(app, now=now)
    (row,) = stored(AgreementReport)
    assert row.problem["say"]["text"].startswith("Something broke on our side")


def test_progress_is_seen_before_the_job_is_done(app, make_user, now, large, monkeypatch, stored):
    seen = []
    monkeypatch.setattr(work, "compare", lambda *args, **kwargs: seen.append(stored(AgreementReport)[0].progress))
    with app.app_context(), transaction() as session:
        ask(session, make_user(), [("large.csv", large)], now)
    jobs.run_due(app, now=now)
    assert seen == [65]


@pytest.mark.parametrize(
    ("member", "state", "words"),
    [("a/wide.csv", "done", "{shared} items were labelled by {who}"), ("../wide.csv", "failed", "leads outside")],
)
def test_archives_wait_for_the_worker_however_small(app, make_user, now, stored, member, state, words):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(member, WIDE)
    with app.app_context(), transaction() as session:
        assert ask(session, make_user(), [("labels.zip", packed.getvalue())], now).state == "waiting"
    jobs.run_due(app, now=now)
    (row,) = stored(AgreementReport)
    assert row.state == state
    assert words in (row.headline or row.problem["say"])["text"]


def test_only_two_reports_of_a_person_may_wait(session, make_user, now, large):
    user_id, other_id = make_user(), make_user()
    for number in (1, 2):
        ask(session, user_id, [("large.csv", large)], now, f"form-{number}")
    with pytest.raises(services.FullError):
        ask(session, user_id, [("large.csv", large)], now, "form-3")
    assert ask(session, other_id, [("large.csv", large)], now).state == "waiting"


def test_a_waiting_report_that_is_removed_goes_at_once_with_its_files(app, make_user, now, large, stored):
    with app.app_context(), transaction() as session:
        services.remove_report(session, ask(session, make_user(), [("large.csv", large)], now), now=now)
    assert stored(AgreementReport) == stored(AgreementUpload) == []
    jobs.run_due(app, now=now)
    assert stored(AgreementReport) == []


def test_a_report_goes_after_a_week_unless_it_is_kept(session, make_user, make_report, now):
    user_id = make_user()
    kept, left = make_report(user_id), make_report(user_id)
    row = queries.find_report(session, user_id, kept)
    services.keep_report(session, row, version=1, title="Pilot", note="", now=now)
    services.forget_old(session, now + timedelta(days=6))
    assert queries.find_report(session, user_id, left) is not None
    services.forget_old(session, now + timedelta(days=8))
    session.expire_all()
    assert queries.find_report(session, user_id, left) is None
    assert queries.find_report(session, user_id, kept).title == "Pilot"


def test_a_removed_report_comes_back_within_30_days_and_is_then_kept(session, make_user, make_report, now):
    user_id = make_user()
    row = queries.find_report(session, user_id, make_report(user_id))
    services.remove_report(session, row, now=now)
    assert queries.find_report(session, user_id, row.id) is None
    services.forget_old(session, now + timedelta(days=29))
    assert services.restore_report(session, user_id, row.id, now=now + timedelta(days=29))
    session.refresh(row)
    assert (row.removed_at, row.kept_at) == (None, now + timedelta(days=29))
    services.remove_report(session, row, now=now)
    assert not services.restore_report(session, user_id, row.id, now=now + timedelta(days=31))
    services.forget_old(session, now + timedelta(days=31))
    assert queries.removed_reports(session, user_id, now - timedelta(days=99)) == []


def test_nobody_brings_back_somebody_elses_report(session, make_user, make_report, now):
    owner, other = make_user(), make_user()
    row = queries.find_report(session, owner, make_report(owner))
    services.remove_report(session, row, now=now)
    assert not services.restore_report(session, other, row.id, now=now)


def test_title_and_note_are_not_overwritten_unseen(session, make_user, make_report, now):
    user_id = make_user()
    row = queries.find_report(session, user_id, make_report(user_id))
    services.keep_report(session, row, version=1, title="First", note="", now=now)
    with pytest.raises(services.StaleError):
        services.keep_report(session, row, version=1, title="Second", note="", now=now)
    assert (row.title, row.version) == ("First", 2)


def test_the_oldest_unkept_reports_make_room(session, make_user, make_report, now):
    user_id = make_user()
    ids = [make_report(user_id) for _ in range(services.MOST_UNKEPT + 2)]
    assert sorted(row.id for row in queries.reports_of(session, user_id)) == ids[2:]


def test_what_is_kept_about_a_person_is_handed_out_and_erased(session, make_user, make_report, now):
    from portal.accounts.models import User

    user = session.get_one(User, make_user())
    make_report(user.id)
    (found,) = personal.export(session, user)
    assert found["title"] == "anna, ben"
    assert found["report"]["shared"] == 3
    assert found["asked_for"]["iou"] == 0.5
    personal.erase(session, user)
    assert personal.export(session, user) == []


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\labels\\a.csv", "a.csv"),
        ("..", "file"),
        (".hidden.csv", "hidden.csv"),
        ("a\x00b\n.csv", "ab.csv"),
        ("", "file"),
        ("x" * 300 + ".csv", "x" * 196 + ".csv"),
    ],
)
def test_an_uploaded_name_never_leads_anywhere(given, wanted):
    assert work.safe_name(given) == wanted
