"""The demo: a learner with results and a published page, made once."""

from pathlib import Path

import pytest

from portal.portfolio.models import Portfolio, Sample
from portal.web import demo
from portal.web.serve import keep_apart


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


@pytest.mark.parametrize("folder", [{}, {"DATA_DIR": "/srv/school"}])
def test_the_demo_never_touches_the_site_that_is_set_up_here(folder):
    env = {"DATABASE_URL": "postgresql://school", "PORT": "8001", **folder}
    keep_apart(env, Path("/srv/school"))
    assert env == {"DATA_DIR": "/srv/school/demo", "PORT": "8001"}


def test_without_the_demo_nobody_has_that_address(app, stranger):
    assert stranger.get(f"/p/{demo.HANDLE}").status_code == 404
