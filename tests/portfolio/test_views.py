"""The public page: private until published, exactly what is switched on, gone when it is gone."""

import pytest

TYPED = {
    "handle": "demo-learner",
    "name": "Demo Learner",
    "line": "Boxes <script>alert(1)</script>",
    "facts": "UTC+1\nEnglish C2",
    "background": "Shop work",
    "experience": "None yet",
    "version": "1",
}
ALL = {f"show-{one}": "1" for one in ("facts", "measured", "background", "experience")}


@pytest.fixture
def saved(member):
    assert member.submit("/portfolio", {**TYPED, **ALL}).status_code == 302
    return member


def test_a_page_is_private_until_it_is_published(saved, stranger, other):
    assert stranger.get("/p/demo-learner").status_code == 404
    assert other.get("/p/demo-learner").status_code == 404
    assert saved.get("/p/demo-learner").location == "/portfolio/preview"
    assert saved.get("/portfolio/preview").status_code == 200
    saved.submit("/portfolio/publish", {"on": "1"})
    page = stranger.get("/p/demo-learner")
    assert page.status_code == 200
    assert "Demo Learner" in page.text
    assert "noindex" in page.text
    assert "<script>alert" not in page.text
    assert "@example.org" not in page.text
    saved.submit("/portfolio/publish", {"on": "0"})
    assert stranger.get("/p/demo-learner").status_code == 404


def test_a_section_switched_off_is_nowhere_in_the_page(saved, stranger):
    saved.submit("/portfolio/publish", {"on": "1"})
    saved.submit("/portfolio", {**TYPED, **ALL, "show-background": "", "version": "2"})
    assert "Shop work" not in stranger.get("/p/demo-learner").text
    assert "None yet" in stranger.get("/p/demo-learner").text


def test_a_removed_page_is_gone_and_its_handle_is_never_given_again(saved, stranger, other):
    saved.submit("/portfolio/remove")
    assert stranger.get("/p/demo-learner").status_code == 410
    answer = other.submit("/portfolio", {**TYPED, **ALL})
    assert answer.status_code == 422
    assert "Somebody has or had this address" in answer.text


def test_a_handle_in_use_is_refused_and_what_was_typed_is_kept(saved, other):
    answer = other.submit("/portfolio", {**TYPED, **ALL})
    assert answer.status_code == 422
    assert "Shop work" in answer.text


@pytest.mark.parametrize("handle", ["", "ab", "A B", "-demo", "how", "x" * 31, "<b>x</b>"])
def test_a_bad_handle_is_refused_at_its_field(member, handle):
    answer = member.submit("/portfolio", {**TYPED, "handle": handle})
    assert answer.status_code == 422
    assert 'id="handle-error"' in answer.text


def test_a_stale_version_changes_nothing_and_shows_both_texts(saved):
    answer = saved.submit("/portfolio", {**TYPED, **ALL, "name": "Another Name"})
    assert answer.status_code == 409
    assert "Another Name" in answer.text
    assert "Demo Learner" in answer.text


@pytest.mark.parametrize("path", ["/portfolio", "/portfolio/preview"])
def test_strangers_are_asked_to_sign_in(stranger, path):
    assert "/signin" in stranger.get(path).location


@pytest.mark.parametrize("path", ["/portfolio/publish", "/portfolio/remove"])
def test_a_page_that_does_not_exist_cannot_be_published_or_removed(member, stranger, path):
    assert member.submit(path).status_code == 404
    assert "/signin" in stranger.submit(path).location


def test_an_unknown_handle_is_not_found(stranger):
    assert stranger.get("/p/nobody-here").status_code == 404
