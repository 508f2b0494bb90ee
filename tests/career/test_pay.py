"""The pay log as pages: whose it is, what a form refuses, what is kept."""

import csv
import io
import re

import pytest

from portal.career import queries
from portal.career.models import PayEntry
from portal.db import get_session, transaction

PAGES = ["/pay", "/pay/new", "/pay/removed", "/pay.csv"]


def entries(app, user_id) -> list[PayEntry]:
    with app.app_context():
        session = get_session()
        return list(session.query(PayEntry).filter_by(user_id=user_id).order_by(PayEntry.id))


@pytest.mark.parametrize("url", PAGES)
def test_each_page_works_for_a_member_and_not_for_a_stranger(member, stranger, url):
    assert member.get(url).status_code == 200
    answer = stranger.get(url)
    assert answer.status_code == 302
    assert answer.location.startswith("/signin")


def test_a_guest_has_no_pay_log(client_of, make_user):
    guest = client_of(make_user(guest=True))
    assert guest.get("/pay").status_code == 302


@pytest.mark.parametrize("action", ["", "/stop", "/remove", "/restore"])
def test_somebody_elses_entry_does_not_exist(member, other, log, entry_form, action, app):
    entry_id = log(member.user_id)
    assert other.get(f"/pay/{entry_id}").status_code == 404
    assert other.submit(f"/pay/{entry_id}{action}", entry_form(version="1")).status_code == 404
    (entry,) = entries(app, member.user_id)
    assert (entry.version, entry.removed_at) == (1, None)


def test_pages_and_the_file_show_ones_own_pay_alone(member, other, log):
    log(member.user_id, platform="Only mine", received_minor=123_456)
    for url in (*PAGES, "/market"):
        text = other.get(url).text
        assert "Only mine" not in text
        assert "1,234.56" not in text


@pytest.mark.parametrize("action", ["/pay/timer/start", "/pay/new"])
def test_a_request_without_its_token_changes_nothing(member, app, entry_form, action):
    assert member.post(action, data=entry_form()).status_code == 400
    assert entries(app, member.user_id) == []


def test_a_new_entry_is_saved_exactly(member, app, entry_form):
    pieces = {"rate": "750", "rate_period": "piece", "rate_per_items": "1000", "pieces": "1200"}
    form = entry_form(received="1.250,00", currency="EUR", minutes="90", platform="  Acme   Labels ", **pieces)
    assert member.submit("/pay/new", form).location == "/pay"
    (entry,) = entries(app, member.user_id)
    assert (entry.received_minor, entry.currency, entry.minutes) == (125_000, "EUR", 90)
    assert (entry.rate_minor, entry.rate_per_items, entry.pieces) == (75_000, 1000, 1200)
    assert entry.platform == "Acme Labels"


def test_a_form_sent_twice_makes_one_entry(member, app, entry_form):
    for _time in range(2):
        assert member.submit("/pay/new", entry_form()).location == "/pay"
    assert len(entries(app, member.user_id)) == 1


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("received", "-5", "below zero"),
        ("received", "NaN", "in figures"),
        ("received", "1e400", "in figures"),
        ("received", "1,234", "thousand times"),
        ("received", "9" * 30, "more than this log can hold"),
        ("expenses", "-1", "below zero"),
        ("minutes", "99999", "24 hours"),
        ("minutes", "-3", "below zero"),
        ("minutes", "soon", "1:30"),
        ("minutes", "  ", "How long"),
        ("worked_on", "2999-01-01", "not come yet"),
        ("worked_on", "1999-01-01", "too long ago"),
        ("worked_on", "yesterday", "2026-11-23"),
        ("rate", "12", "for an hour"),
        ("rate_max", "12", "lower end"),
        ("rate_per_items", "0", "1,000,000,000"),
        ("pieces", "-1", "1,000,000,000"),
        ("pieces", "many", "whole number"),
        ("platform", "x" * 81, "80 characters"),
        ("note", "x" * 2001, "2,000 characters"),
        ("work", "paid-dream", "valid choice"),
        ("currency", "XXX", "valid choice"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_kept(member, app, entry_form, field, typed, words):
    answer = member.submit("/pay/new", entry_form(**{field: typed}))
    assert answer.status_code == 422
    # What an amount is for is a field of its own.
    where = "rate_period" if field == "rate" else field
    assert words in re.search(rf'class="error" id="{where}-error">([^<]*)<', answer.text)[1]
    if field not in ("work", "currency"):
        assert typed.strip() in answer.text
    assert entries(app, member.user_id) == []


def test_yen_have_no_decimals(member, entry_form):
    answer = member.submit("/pay/new", entry_form(currency="JPY", received="12.50"))
    assert answer.status_code == 422
    assert "JPY has no decimals" in answer.text
    assert 'value="12.50"' in answer.text


def test_html_in_every_field_is_shown_as_text(member, app, entry_form):
    script = "<script>alert(1)</script>"
    member.submit("/pay/new", entry_form(platform=script, source=script, note=script))
    (entry,) = entries(app, member.user_id)
    for url in ("/pay", f"/pay/{entry.id}", "/pay/new"):
        answer = member.get(url)
        assert answer.status_code == 200
        assert script not in answer.text
    assert "&lt;script&gt;" in member.get("/pay").text


def test_a_stale_page_keeps_what_was_typed(member, app, entry_form):
    answer = member.post("/pay/new", data=entry_form(note="long thoughts", csrf_token="old"))
    assert answer.status_code == 400
    assert "long thoughts" in answer.text
    assert member.submit("/pay/new", entry_form(note="long thoughts")).status_code == 302


def test_an_entry_is_changed_by_whoever_saw_it_last(member, app, log, entry_form):
    entry_id = log(member.user_id)
    form = entry_form(version="1", note="from the phone", received="20.00")
    assert member.submit(f"/pay/{entry_id}", form).location == "/pay"
    stale = member.submit(f"/pay/{entry_id}", entry_form(version="1", note="from the laptop", received="30.00"))
    assert stale.status_code == 409
    assert "from the phone" in stale.text
    assert "from the laptop" in stale.text
    assert "20.00" in stale.text
    assert 'value="30.00"' in stale.text
    assert entries(app, member.user_id)[0].note == "from the phone"
    version = re.search(r'name="version"[^>]*value="(\d+)"', stale.text)[1]
    again = entry_form(version=version, note="from the laptop", received="30.00")
    assert member.submit(f"/pay/{entry_id}", again).status_code == 302
    assert entries(app, member.user_id)[0].received_minor == 3000


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 40, "2"])
def test_a_version_that_never_was_is_a_conflict(member, app, log, entry_form, version):
    entry_id = log(member.user_id)
    assert member.submit(f"/pay/{entry_id}", entry_form(version=version)).status_code == 409
    assert entries(app, member.user_id)[0].version == 1


def test_a_removed_entry_is_out_of_the_log_and_can_come_back(member, log):
    entry_id = log(member.user_id, platform="Acme Labels")
    page = member.get(member.submit(f"/pay/{entry_id}/remove").location)
    assert f'action="/pay/{entry_id}/restore"' in page.text
    assert member.get(f"/pay/{entry_id}").status_code == 404
    assert "Acme Labels" in member.get("/pay/removed").text
    for _time in range(2):
        assert member.submit(f"/pay/{entry_id}/restore").status_code == 302
    assert member.get(f"/pay/{entry_id}").status_code == 200


def test_the_timer_runs_across_devices_and_asks_for_one_thing(member, client_of, app):
    start = {"client_id": "timer-of-a-test", "work": "paid-task", "platform": "Acme Labels"}
    assert member.submit("/pay/timer/start", start).location == "/pay"
    phone = client_of(member.user_id)
    page = phone.get("/pay").text
    assert "The timer is running" in page
    stop = re.search(r'action="(/pay/\d+/stop)"', page)[1]
    answer = phone.submit(stop)
    assert answer.location.endswith("?stopped=1")
    assert "What came in?" in phone.get(answer.location).text
    assert member.submit(stop).location == answer.location
    assert "Start the timer" in member.get("/pay").text


def test_a_running_timer_has_no_page_to_change_yet(member, app):
    member.submit("/pay/timer/start", {"client_id": "timer-of-a-test", "work": "paid-task"})
    (entry,) = entries(app, member.user_id)
    assert member.get(f"/pay/{entry.id}").location == "/pay"


def test_a_refused_start_keeps_what_was_typed(member, app):
    answer = member.submit("/pay/timer/start", {"work": "paid-task", "platform": "long name " * 9})
    assert answer.status_code == 422
    assert "long name long name" in answer.text
    assert entries(app, member.user_id) == []


def test_a_forgotten_timer_asks_how_long_it_really_was(member, app):
    from datetime import timedelta

    member.submit("/pay/timer/start", {"client_id": "timer-of-a-test", "work": "paid-task"})
    with app.app_context(), transaction() as session:
        entry = session.query(PayEntry).one()
        entry.started_at -= timedelta(hours=26)
        entry_id = entry.id
    page = member.get("/pay").text
    assert "Did you forget this timer?" in page
    assert "26 hours" in page
    assert member.submit(f"/pay/{entry_id}/stop").location == "/pay"
    refused = member.submit(f"/pay/{entry_id}/stop", {"minutes": "26:00"})
    assert refused.status_code == 422
    assert 'value="26:00"' in refused.text
    assert member.submit(f"/pay/{entry_id}/stop", {"minutes": "1:15"}).status_code == 302
    assert entries(app, member.user_id)[0].minutes == 75


def test_a_day_is_the_day_where_one_lives(client_of, make_user, app):
    from datetime import UTC, datetime

    from portal.career.views.log import today_of

    class Traveller:
        time_zone = "Pacific/Auckland"

    assert today_of(Traveller, datetime(2026, 1, 1, 12, tzinfo=UTC)).day == 2


def test_the_file_holds_amounts_exactly_and_no_formulas(member, log):
    log(member.user_id, platform="=HYPERLINK(1)", note="+1\nline", received_minor=1205, currency="USD")
    log(
        member.user_id,
        received_minor=None,
        currency="JPY",
        rate_minor=750,
        rate_period="piece",
        rate_per_items=1000,
    )
    answer = member.get("/pay.csv")
    assert answer.content_type.startswith("text/csv")
    first, second = csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")))
    assert (first["platform"], first["note"], first["received"]) == ("'=HYPERLINK(1)", "'+1\nline", "12.05")
    assert (second["received"], second["advertised"], second["advertised_pieces"]) == ("", "750", "1000")


def test_a_part_of_the_log_can_be_seen_and_taken_home(member, log):
    import datetime as dt

    log(member.user_id, platform="Acme Labels", worked_on=dt.date(2026, 1, 5))
    log(member.user_id, platform="Northwind Data", worked_on=dt.date(2026, 2, 5))
    page = member.get("/pay?month=2026-01").text
    assert page.count('<a href="/pay/') == 2  # the entry, and what was removed
    assert "This selection" in page
    assert member.get("/pay.csv?platform=Northwind+Data").text.count("Northwind Data") == 1
    assert "Acme Labels" not in member.get("/pay.csv?platform=Northwind+Data").text


@pytest.mark.parametrize("query", ["month=13", "month=9999-12", "month=2026-13", "month=0001-01", "month=<b>"])
def test_a_month_that_is_none_says_so_and_hides_nothing(member, log, query):
    log(member.user_id)
    page = member.get(f"/pay?{query}")
    assert page.status_code == 200
    assert "as in 2026-11" in page.text


@pytest.mark.parametrize("query", ["before=x", "before=2026-01-01.x", "before=.5", "removed=x", "removed=" + "9" * 40])
def test_a_broken_address_shows_the_log(member, query):
    assert member.get(f"/pay?{query}").status_code == 200


def test_queries_stay_as_many_as_the_log_grows(member, log, queries_of):
    def count(url: str) -> int:
        with queries_of() as seen:
            assert member.get(url).status_code == 200
        return len(seen)

    entry_id = log(member.user_id)
    few = {url: count(url) for url in (*PAGES, "/market", f"/pay/{entry_id}")}
    for number in range(60):
        log(member.user_id, platform=f"Place {number}", rate_minor=1500, rate_period="hour")
    assert {url: count(url) for url in few} == few
    assert few["/pay"] <= 7


def test_the_log_is_read_by_its_index(app, log, make_user):
    user_id = make_user()
    log(user_id)
    with app.app_context():
        session = get_session()
        if session.get_bind().dialect.name != "sqlite":
            return  # an empty PostgreSQL table is read whole
        plan = session.connection().exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT id FROM pay_entries WHERE user_id = 1 AND removed_at IS NULL "
            "ORDER BY worked_on DESC, id DESC LIMIT 31"
        )
        words = " ".join(str(row[3]) for row in plan)
    assert "ix_pay_entries_user_id_worked_on_id" in words
    assert "TEMP B-TREE" not in words


def test_the_page_says_what_is_undefined(member, log):
    log(member.user_id, minutes=0, received_minor=5000)
    page = member.get("/pay").text
    assert "no hourly rate yet" in page
    assert "nothing can be divided by no hours" in page


def test_deleting_the_account_takes_the_log_along(app, member, log):
    from portal.accounts.models import User

    log(member.user_id)
    with app.app_context(), transaction() as session:
        session.delete(session.get_one(User, member.user_id))
    assert entries(app, member.user_id) == []


def test_owner_and_page_are_asked_for_by_every_read(app, make_user, log):
    mine, hers = make_user(), make_user()
    entry_id = log(mine)
    with app.app_context():
        session = get_session()
        assert queries.find_entry(session, hers, entry_id) is None
        assert queries.log_page(session, hers, queries.LogFilter()) == ([], None)
        assert queries.platforms(session, hers) == []
        assert queries.unpaid_share(session, hers) is None
