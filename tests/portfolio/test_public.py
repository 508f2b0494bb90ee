"""The public page: private until published, gone when it is gone, and nobody else's business in between."""

import re
from datetime import timedelta

import pytest

from portal.db import now_utc, transaction
from portal.portfolio import services
from portal.portfolio.models import Handle, Portfolio, Sample


@pytest.fixture
def published(saved, publish):
    """A member whose page is open to strangers."""
    publish(saved.user_id)
    return saved


def stamp_in(text: str) -> str:
    return re.search(r'name="stamp" value="([^"]+)"', text)[1]


def test_a_page_is_private_until_it_is_published(saved, stranger, other):
    assert stranger.get("/p/demo-learner").status_code == 404
    assert other.get("/p/demo-learner").status_code == 404
    assert saved.get("/p/demo-learner").location == "/portfolio/preview"
    assert saved.get("/portfolio/preview").status_code == 200


def test_publishing_lists_what_will_be_visible_and_then_shows_exactly_that(
    saved, stranger, other, make_attempt, show_results, choose_sample
):
    make_attempt(saved.user_id, "ex-010", "test")
    show_results(saved.user_id)
    choose_sample(saved.user_id)
    confirmation = saved.get("/portfolio/publish").text
    for part in (
        "Demo Learner",
        "Boxes and policy labels",
        "25 hours a week",
        "1 result",
        "zoom in first",
        "Shop work",
    ):
        assert part in confirmation
    assert stranger.get("/p/demo-learner").status_code == 404
    assert saved.submit("/portfolio/publish", {"stamp": stamp_in(confirmation)}).location == "/portfolio"
    for client in (stranger, other, saved):
        page = client.get("/p/demo-learner")
        assert page.status_code == 200
        assert "Demo Learner" in page.text
        assert "@example.org" not in page.text
    saved.submit("/portfolio/unpublish")
    assert stranger.get("/p/demo-learner").status_code == 404


@pytest.mark.parametrize("change", ["page", "sample"])
def test_what_changed_after_the_confirmation_is_not_published(saved, stranger, page_form, choose_sample, change):
    stamp = stamp_in(saved.get("/portfolio/publish").text)
    if change == "page":
        saved.submit("/portfolio", page_form(version="1", line="Written in another tab"))
    else:
        choose_sample(saved.user_id, words="Written in another tab")
    answer = saved.submit("/portfolio/publish", {"stamp": stamp})
    assert answer.status_code == 409
    assert "Written in another tab" in answer.text
    assert stranger.get("/p/demo-learner").status_code == 404
    assert saved.submit("/portfolio/publish", {"stamp": stamp_in(answer.text)}).status_code == 302
    assert stranger.get("/p/demo-learner").status_code == 200


@pytest.mark.parametrize("stamp", ["", "1", "1.0.0", "x", "9.9"])
def test_a_stamp_that_is_none_publishes_nothing(saved, stranger, stamp):
    assert saved.submit("/portfolio/publish", {"stamp": stamp}).status_code == 409
    assert stranger.get("/p/demo-learner").status_code == 404


def test_what_is_saved_on_a_published_page_is_seen_at_once(published, stranger, page_form):
    published.submit("/portfolio", page_form(version="1", line="A new line"))
    assert "A new line" in stranger.get("/p/demo-learner").text


def test_only_the_owner_sees_the_bar(published, stranger, other):
    assert "owner-bar" in published.get("/p/demo-learner").text
    for client in (stranger, other):
        text = client.get("/p/demo-learner").text
        assert "owner-bar" not in text
        assert 'href="/portfolio"' not in text


def test_the_preview_is_the_public_page(published, stranger, make_attempt, show_results, choose_sample):
    make_attempt(published.user_id, "ex-010", "test")
    show_results(published.user_id)
    choose_sample(published.user_id)

    def shown(text: str) -> str:
        return text[text.index("<article") : text.index("</article>")]

    assert shown(published.get("/portfolio/preview").text) == shown(stranger.get("/p/demo-learner").text)


def test_search_engines_are_asked_to_stay_away_unless_invited(published, stranger, page_form):
    page = stranger.get("/p/demo-learner")
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page.text
    published.submit("/portfolio", page_form(version="1", indexed="y"))
    page = stranger.get("/p/demo-learner")
    assert "X-Robots-Tag" not in page.headers
    assert 'name="robots"' not in page.text
    published.submit("/portfolio/unpublish")
    assert published.get("/portfolio/preview").headers["X-Robots-Tag"] == "noindex"


def test_no_copy_of_a_page_is_kept_anywhere(published, stranger):
    for client, path in ((stranger, "/p/demo-learner"), (published, "/portfolio/preview"), (published, "/portfolio")):
        assert "no-store" in client.get(path).headers["Cache-Control"]


def test_links_elsewhere_come_from_the_public_address_alone(published, stranger, app):
    text = stranger.get("/p/demo-learner", headers={"Host": "localhost"}).text
    assert '<meta property="og:title" content="Demo Learner">' in text
    assert '<meta property="og:description" content="Boxes and policy labels">' in text
    assert '<meta property="og:type" content="profile">' in text
    for absolute in ("og:url", "og:image", "canonical", "http://localhost"):
        assert absolute not in text
    site = app.jinja_env.globals["site"]
    site.public_url = "https://goldpath.example.org"
    try:
        text = stranger.get("/p/demo-learner").text
    finally:
        site.public_url = ""
    assert '<meta property="og:url" content="https://goldpath.example.org/p/demo-learner">' in text
    image = re.search(r'property="og:image" content="https://goldpath.example.org(/static/img/card\.\w+\.png)"', text)
    assert image
    assert '<link rel="canonical" href="https://goldpath.example.org/p/demo-learner">' in text


def test_a_page_in_another_script_keeps_its_direction(member, publish, stranger, page_form):
    member.submit("/portfolio", page_form(name="ليلى حدّاد", line="تصنيف النصوص", place="عمّان"))
    publish(member.user_id)
    text = stranger.get("/p/demo-learner").text
    assert '<h1 dir="auto">ليلى حدّاد</h1>' in text
    assert "<bdi>عمّان, UTC</bdi>" in text


def test_a_page_that_was_taken_down_is_gone_at_once(published, stranger, other, page_form):
    published.submit("/portfolio/remove")
    for client in (stranger, other, published):
        assert client.get("/p/demo-learner").status_code == 410
    assert other.submit("/portfolio", page_form()).status_code == 422
    assert published.get("/portfolio/preview").status_code == 404
    assert "Bring it back" in published.get("/portfolio").text


def test_a_page_that_was_taken_down_comes_back_private(published, stranger, rows):
    published.submit("/portfolio/remove")
    assert published.submit("/portfolio/restore").location == "/portfolio"
    assert stranger.get("/p/demo-learner").status_code == 404
    assert "Shop work" in published.get("/portfolio").text
    assert published.submit("/portfolio/restore").status_code == 302
    assert rows(Portfolio)[0].removed_at is None


def test_nothing_is_saved_into_a_page_that_was_taken_down(published, page_form, rows):
    published.submit("/portfolio/remove")
    published.submit("/portfolio", page_form(version="2", name="Too late"))
    assert rows(Portfolio)[0].name == "Demo Learner"


def test_after_thirty_days_a_removed_page_is_deleted_and_its_address_stays_gone(
    published, stranger, app, rows, choose_sample, page_form
):
    choose_sample(published.user_id)
    published.submit("/portfolio/remove")
    with app.app_context(), transaction() as session:
        services.forget_removed(session, now_utc() + timedelta(days=29))
    assert len(rows(Portfolio)) == 1
    with app.app_context(), transaction() as session:
        services.forget_removed(session, now_utc() + timedelta(days=31))
    assert rows(Portfolio) == []
    assert rows(Sample) == []
    assert [(row.handle, row.user_id) for row in rows(Handle)] == [("demo-learner", None)]
    assert stranger.get("/p/demo-learner").status_code == 410
    assert published.submit("/portfolio/restore").status_code == 302
    # Not even who had it gets it again.
    assert published.submit("/portfolio", page_form()).status_code == 422


def test_a_new_page_can_be_started_at_once(published, rows, page_form):
    published.submit("/portfolio/forget")
    assert len(rows(Portfolio)) == 1, "only a page that was taken down is deleted"
    published.submit("/portfolio/remove")
    published.submit("/portfolio/forget")
    assert rows(Portfolio) == []
    assert published.submit("/portfolio", page_form(handle="new-start")).status_code == 302


def test_an_address_that_was_changed_is_gone_and_can_be_taken_back_by_its_owner_alone(
    published, stranger, other, page_form
):
    published.submit("/portfolio", page_form(version="1", handle="other-name"))
    assert stranger.get("/p/demo-learner").status_code == 410
    assert stranger.get("/p/other-name").status_code == 200
    assert "other-name" not in stranger.get("/p/demo-learner").text
    assert other.submit("/portfolio", page_form()).status_code == 422
    assert published.submit("/portfolio", page_form(version="2")).status_code == 302
    assert stranger.get("/p/demo-learner").status_code == 200
    assert stranger.get("/p/other-name").status_code == 410


def test_deleting_the_account_leaves_an_address_that_answers_gone(client_of, make_user, page_form, stranger, rows):
    owner = client_of(make_user("ada@example.org", password="a long enough password"))
    owner.submit("/portfolio", page_form())
    owner.submit("/settings/delete", {"current": "a long enough password", "word": "DELETE"})
    assert rows(Portfolio) == []
    assert stranger.get("/p/demo-learner").status_code == 410


@pytest.mark.parametrize("handle", ["nobody-here", "<b>", "a" * 500, "%00", "..", "demo-learner/x"])
def test_an_unknown_address_is_not_found(stranger, handle):
    assert stranger.get(f"/p/{handle}").status_code == 404


def test_one_learner_cannot_act_on_the_page_of_another(published, other, stranger):
    for action in ("unpublish", "remove", "restore", "forget", "sample/remove"):
        other.submit(f"/portfolio/{action}")
    assert stranger.get("/p/demo-learner").status_code == 200


def test_the_page_does_as_many_queries_with_many_results_as_with_few(
    published, stranger, make_attempt, show_results, choose_sample, queries_of, app
):
    choose_sample(published.user_id)

    def count(paths=("/p/demo-learner",), client=stranger) -> int:
        for path in paths:
            client.get(path)
        with queries_of() as seen:
            for path in paths:
                assert client.get(path).status_code == 200
        return len(seen)

    own = ("/portfolio", "/portfolio/publish", "/portfolio/sample")
    make_attempt(published.user_id, "ex-010", "test")
    _copy_results(app, published.user_id, range(100, 101))
    assert len(show_results(published.user_id)) == 2
    few, few_own = count(), count(own, published)
    _copy_results(app, published.user_id, range(200, 350))
    assert len(show_results(published.user_id)) == 152
    assert count() == few == 3
    assert count(own, published) == few_own


def _copy_results(app, user_id: int, numbers: range) -> None:
    """More sittings, as rows: each an attempt and its evidence, graded again once."""
    from portal.practice.models import Attempt
    from portal.skills.models import Evidence, EvidenceNote

    def columns(row, *without) -> dict:
        return {
            c.name: getattr(row, c.name) for c in row.__table__.columns if c.name not in ("id", "public_id", *without)
        }

    with app.app_context(), transaction() as session:
        attempt = session.query(Attempt).filter_by(user_id=user_id, mode="test").first()
        evidence = session.query(Evidence).filter_by(attempt_id=attempt.id).first()
        for number in numbers:
            copy = Attempt(**columns(attempt, "attempt_no"), attempt_no=number)
            session.add(copy)
            session.flush()
            row = Evidence(**columns(evidence, "attempt_id", "attempt_no"), attempt_id=copy.id, attempt_no=number)
            row.notes.append(EvidenceNote(at=row.closed_at, cause="regrade", value=0.5, earned=1, possible=2))
            session.add(row)
