"""/privacy speaks of every table that knows a person."""

from portal.accounts import privacy
from portal.db import Base


def about_people() -> set[str]:
    """Tables from which foreign keys lead to a person, at once or over others."""
    tables = {table.name: table for table in Base.metadata.sorted_tables}
    found = {"users"}
    while True:
        more = {
            name for name, table in tables.items() if any(key.column.table.name in found for key in table.foreign_keys)
        }
        if more <= found:
            return found
        found |= more


def test_every_table_that_knows_a_person_is_described(site):
    assert about_people() - privacy.described() == set()


def test_every_other_table_is_known_to_hold_nobody(site):
    everything = {table.name for table in Base.metadata.sorted_tables}
    assert everything - privacy.described() - privacy.NOT_ABOUT_PEOPLE == set()


def test_no_table_is_described_that_does_not_exist(site):
    everything = {table.name for table in Base.metadata.sorted_tables}
    assert (privacy.described() | privacy.NOT_ABOUT_PEOPLE) - everything == set()


def test_anybody_may_read_it(stranger, member, client_of, make_user):
    for client in (stranger, member, client_of(make_user(guest=True))):
        page = client.get("/privacy")
        assert page.status_code == 200
        assert "Everything we keep about you" in page.text
    assert "Download my data" in member.get("/privacy").text
    assert "Download my data" not in stranger.get("/privacy").text


def test_it_says_what_why_how_long_and_how_to_take_it_away():
    for group in privacy.GROUPS:
        for kept in group.kept:
            assert all(str(words) for words in (kept.name, kept.what, kept.why, kept.how_long, kept.take_away))
