"""Timers, entries and totals, without pages."""

import datetime as dt

import pytest

from portal.accounts.models import User
from portal.career import personal, queries, services
from portal.career.models import PayEntry
from portal.career.queries import LogFilter

ALL = LogFilter()


@pytest.fixture
def user_id(make_user):
    """A member."""
    return make_user()


@pytest.fixture
def start(session, user_id, now):
    """start(client_id) -> the timer that runs then."""

    def make(client_id: str = "timer-one", at=now, **fields) -> PayEntry:
        plain = {"platform": "Acme Labels", "kind": "task", "paid": True, "today": at.date()}
        return services.start_timer(session, user_id, client_id, **(plain | fields), now=at)

    return make


def test_one_timer_runs_at_a_time(start, session, user_id, later):
    first = start("timer-one")
    assert start("timer-two", at=later(minutes=5)).id == first.id
    assert queries.running_timer(session, user_id).id == first.id


def test_a_second_running_timer_is_refused_by_the_database(start, session, user_id, now):
    from sqlalchemy.exc import IntegrityError

    first = start()
    copy = {name: getattr(first, name) for name in ("user_id", "worked_on", "currency", "created_at", "changed_at")}
    session.add(PayEntry(client_id="timer-two", started_at=now, **copy))
    with pytest.raises(IntegrityError):
        session.flush()


def test_two_people_can_have_a_timer_each(start, session, make_user, now):
    hers = make_user()
    start()
    facts = {"platform": "", "kind": "task", "paid": True, "today": now.date(), "now": now}
    assert services.start_timer(session, hers, "timer-one", **facts).user_id == hers


def test_a_start_sent_again_after_the_stop_starts_nothing(start, session, user_id, later):
    entry = start("timer-one")
    services.stop_timer(session, entry, now=later(minutes=30))
    assert start("timer-one", at=later(minutes=31)).id == entry.id
    assert queries.running_timer(session, user_id) is None


@pytest.mark.parametrize(("ran", "minutes"), [({"seconds": 20}, 1), ({"minutes": 90}, 90), ({"hours": 15}, 900)])
def test_a_timer_counts_whole_minutes_and_at_least_one(start, session, later, ran, minutes):
    entry = services.stop_timer(session, start(), now=later(**ran))
    assert (entry.minutes, entry.is_running) == (minutes, False)


def test_stopping_twice_keeps_the_first_time(start, session, later):
    entry = services.stop_timer(session, start(), now=later(minutes=30))
    assert services.stop_timer(session, entry, now=later(hours=9)).minutes == 30


def test_a_forgotten_timer_asks_before_it_counts(start, session, later):
    entry = start()
    with pytest.raises(services.ForgottenError):
        services.stop_timer(session, entry, now=later(hours=17))
    assert entry.is_running
    assert services.stop_timer(session, entry, minutes=75, now=later(hours=17)).minutes == 75


def test_a_timer_thrown_away_can_come_back_though_another_runs(start, session, user_id, later):
    entry = start("timer-one")
    services.remove_entry(session, entry, now=later(minutes=10))
    other = start("timer-two", at=later(minutes=11))
    assert other.id != entry.id
    assert services.restore_entry(session, user_id, entry.id, now=later(minutes=12))
    assert queries.find_entry(session, user_id, entry.id).minutes == 10


def test_a_timer_takes_currency_and_tax_from_the_last_entry(start, session, user_id, facts, now):
    services.add_entry(session, user_id, "entry-one", facts(currency="JPY", basis="net"), now=now)
    entry = start()
    assert (entry.currency, entry.basis) == ("JPY", "net")


def test_a_form_sent_twice_makes_one_entry(session, user_id, facts, now):
    first = services.add_entry(session, user_id, "entry-one", facts(), now=now)
    assert services.add_entry(session, user_id, "entry-one", facts(minutes=5), now=now).id == first.id
    assert first.minutes == 60


def test_a_change_needs_the_version_it_was_made_on(session, user_id, facts, now):
    entry = services.add_entry(session, user_id, "entry-one", facts(), now=now)
    services.change_entry(session, entry, 1, facts(minutes=90), now=now)
    with pytest.raises(services.StaleError) as caught:
        services.change_entry(session, entry, 1, facts(minutes=5), now=now)
    assert (caught.value.entry.minutes, caught.value.entry.version) == (90, 2)


def test_removed_entries_come_back_within_30_days_and_are_then_forgotten(session, user_id, facts, now, later):
    entry = services.add_entry(session, user_id, "entry-one", facts(), now=now)
    services.remove_entry(session, entry, now=now)
    assert queries.find_entry(session, user_id, entry.id) is None
    services.forget_removed(session, later(days=29))
    assert not services.restore_entry(session, user_id, entry.id, now=later(days=31))
    assert services.restore_entry(session, user_id, entry.id, now=later(days=29))
    services.remove_entry(session, entry, now=now)
    services.forget_removed(session, later(days=31))
    assert queries.by_client_id(session, user_id, "entry-one") is None


@pytest.fixture
def add(session, user_id, facts, now):
    """add(**fields) -> a stored entry."""
    count = iter(range(10**6))
    return lambda **fields: services.add_entry(session, user_id, f"entry-{next(count):05}", facts(**fields), now=now)


def totals(session, user_id, now, wanted=ALL):
    return queries.totals(session, user_id, now.date(), wanted)


def test_the_real_rate_counts_unpaid_time_and_expenses(session, user_id, add, now):
    add(minutes=60, received_minor=1800)
    add(minutes=30, paid=False, kind="test", received_minor=None, expenses_minor=300)
    (total,) = totals(session, user_id, now)
    assert total.all.hourly_minor == 1000
    assert total.all.unpaid_share == pytest.approx(1 / 3)


def test_currencies_are_never_mixed(session, user_id, add, now):
    add(minutes=120, received_minor=2400)
    add(minutes=60, received_minor=1500, currency="JPY")
    found = {one.currency: one.all.hourly_minor for one in totals(session, user_id, now)}
    assert found == {"USD": 1200, "JPY": 1500}


def test_money_without_time_has_no_hourly_rate(session, user_id, add, now):
    add(minutes=0, received_minor=5000)
    (total,) = totals(session, user_id, now)
    assert (total.all.hourly_minor, total.all.unpaid_share, total.all.received_minor) == (None, None, 5000)


def test_week_begins_on_monday_and_month_on_its_first_day(session, user_id, add, now):
    today = now.date()
    assert today.isoweekday() == 1
    add(worked_on=today, minutes=10)
    add(worked_on=today - dt.timedelta(days=1), minutes=20)
    add(worked_on=today.replace(day=1), minutes=40)
    add(worked_on=today.replace(day=1) - dt.timedelta(days=1), minutes=80)
    (total,) = totals(session, user_id, now)
    assert [one.minutes for one in (total.week, total.month, total.all)] == [10, 70, 150]


def test_a_selection_has_its_own_sums(session, user_id, add, now):
    add(minutes=10, platform="Acme Labels", worked_on=dt.date(2026, 1, 31))
    add(minutes=20, platform="Northwind Data", worked_on=dt.date(2026, 1, 1))
    add(minutes=40, platform="Acme Labels", worked_on=dt.date(2026, 2, 1))
    january = LogFilter(dt.date(2026, 1, 1))
    assert totals(session, user_id, now, january)[0].selection.minutes == 30
    both = LogFilter(dt.date(2026, 1, 1), "Acme Labels")
    assert totals(session, user_id, now, both)[0].selection.minutes == 10
    assert len(queries.log_page(session, user_id, both)[0]) == 1


def test_money_not_said_is_not_money_of_nothing(session, user_id, add, now):
    add(received_minor=None)
    add(received_minor=0)
    add(received_minor=None, paid=False)
    (total,) = totals(session, user_id, now)
    assert total.unsettled == 1


def test_totals_of_the_largest_amounts_are_exact(session, user_id, add, now):
    for _one in range(3):
        add(received_minor=999_999_999_999, minutes=1)
    (total,) = totals(session, user_id, now)
    assert total.all.received_minor == 3 * 999_999_999_999


def test_advertised_stands_beside_real_by_platform(session, user_id, add, now):
    add(minutes=60, received_minor=1800, rate_minor=1500, rate_max_minor=2000, rate_period="hour")
    add(minutes=60, paid=False, kind="waiting", received_minor=None)
    add(platform="Piecework", minutes=60, received_minor=600, rate_minor=750, rate_period="piece",
        rate_per_items=1000, pieces=800)  # fmt: skip
    found = {line.platform: (line.rate_hourly, line.sums.hourly_minor) for line in queries.platforms(session, user_id)}
    assert found == {"Acme Labels": ((1500, 2000), 900), "Piecework": ((600,), 600)}


def test_the_newest_advertised_rate_counts(session, user_id, add, now):
    add(rate_minor=2000, rate_period="hour", worked_on=dt.date(2026, 1, 1))
    add(rate_minor=1500, rate_period="hour", worked_on=dt.date(2026, 2, 1))
    add(worked_on=dt.date(2026, 3, 1))
    assert queries.platforms(session, user_id)[0].rate_hourly == (1500,)


def test_pages_hold_every_entry_once(session, user_id, add, now):
    made = {add(worked_on=dt.date(2026, 1, 1 + number % 3)).id for number in range(75)}
    seen, cursor = [], None
    while True:
        rows, cursor = queries.log_page(session, user_id, ALL, cursor)
        seen += [row.id for row in rows]
        if cursor is None:
            break
    assert len(seen) == len(made) == 75
    assert set(seen) == made


def test_a_running_timer_and_removed_entries_count_for_nothing(start, session, user_id, add, now):
    start()
    services.remove_entry(session, add(), now=now)
    assert totals(session, user_id, now) == []
    assert queries.log_page(session, user_id, ALL) == ([], None)


def test_everything_is_handed_out_and_erased(session, user_id, add, start, make_user, now):
    import json

    hers = make_user()
    add(note="Guideline changed twice.")
    services.remove_entry(session, add(), now=now)
    start()
    user = session.get_one(User, user_id)
    kept = personal.PERSONAL.export(session, user)
    assert json.loads(json.dumps(kept)) == kept
    assert len(kept) == 3
    assert kept[0]["note"] == "Guideline changed twice."
    personal.PERSONAL.erase(session, session.get_one(User, hers))
    assert len(personal.PERSONAL.export(session, user)) == 3
    personal.PERSONAL.erase(session, user)
    assert personal.PERSONAL.export(session, user) == []
