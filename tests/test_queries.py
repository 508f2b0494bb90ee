"""List pages ask the database as often for many rows as for few."""

import pytest

from portal.accounts.models import ApiToken, Mail, Role
from portal.accounts.session import hash_token
from portal.career.models import PayEntry
from portal.db import transaction

PAGES = [
    "/",
    "/learn",
    "/practice",
    "/practice?q=name",
    "/practice/history",
    "/practice/ex-010",
    "/skills",
    "/skills/text-annotation",
    "/pay",
    "/pay.csv",
    "/pay/removed",
    "/portfolio",
    "/portfolio/preview",
    "/portfolio/publish",
    "/portfolio/sample",
    "/settings",
    "/settings/tokens",
    "/settings/export",
    "/operator/mail",
    "/api/v1/exercises",
    "/api/v1/me/export",
]


@pytest.fixture
def grow(member, app, make_attempt, public_page, now, later):
    """grow(n): n more rows of everything that is listed, all the member's."""
    count = 0

    def more(number: int) -> None:
        nonlocal count
        for _ in range(number):
            count += 1
            for exercise, mode in (("ex-010", "test"), ("ex-100", "test"), ("ex-008", "practice")):
                make_attempt(member.user_id, exercise, mode, seed=count, at=later(days=count))
            with app.app_context(), transaction() as session:
                for removed in (None, now):
                    session.add(
                        PayEntry(
                            user_id=member.user_id,
                            client_id=f"entry-{count}-{removed}",
                            worked_on=now.date(),
                            platform=f"Platform {count}",
                            minutes=60,
                            received_minor=1200,
                            currency="USD",
                            created_at=now,
                            changed_at=now,
                            removed_at=removed,
                        )
                    )
                name = f"key {count}"
                key = ApiToken(user_id=member.user_id, name=name, token_hash=hash_token(name), hint="a", created_at=now)
                mail = Mail(user_id=member.user_id, to="a@example.org", subject=name, body=name, created_at=now)
                session.add_all([key, mail])

    with app.app_context(), transaction() as session:
        session.add(Role(user_id=member.user_id, name="operator"))
    more(1)
    PAGES.append(public_page(member))
    yield more
    PAGES.pop()


def test_as_many_queries_for_many_rows_as_for_few(member, grow, queries_of):
    def asked() -> dict[str, int]:
        counts = {}
        for page in PAGES:
            # Once before: intervals are made at the first look and kept.
            assert member.get(page).status_code == 200, page
            with queries_of() as seen:
                member.get(page)
            counts[page] = len(seen)
        return counts

    few = asked()
    grow(3)
    assert asked() == few
    assert max(few.values()) <= 25
