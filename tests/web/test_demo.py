"""The demo: a learner with results and a published page, made once."""

from portal.portfolio.models import Portfolio, Sample
from portal.web import demo


def test_the_demo_learner_has_a_published_page_with_a_sample(app, stranger, rows, capsys):
    demo.fill(app)
    assert demo.EMAIL in capsys.readouterr().out
    page = stranger.get(f"/p/{demo.HANDLE}")
    assert page.status_code == 200
    for shown in ("Demo Learner", "second attempt", "rendered scenes", "Rule R3", "fig-line yours"):
        assert shown in page.text
    before = [(row.id, row.version) for row in (*rows(Portfolio), *rows(Sample))]
    demo.fill(app)
    assert [(row.id, row.version) for row in (*rows(Portfolio), *rows(Sample))] == before


def test_without_the_demo_nobody_has_that_address(app, stranger):
    assert stranger.get(f"/p/{demo.HANDLE}").status_code == 404
