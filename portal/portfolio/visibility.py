"""What of a page may be seen: the one place that decides, for the public page, its preview and its confirmation."""

from collections.abc import Collection, Sequence
from datetime import datetime

from portal.db import get_session, transaction
from portal.portfolio.facts import strip_of
from portal.portfolio.models import Portfolio, Sample
from portal.portfolio.pages import ShownSample, Visible
from portal.portfolio.queries import Result, results_of, without_interval
from portal.portfolio.showing import measured_row, shown_sample
from portal.skills.services import complete_intervals
from portal.web.filters import current_library

# In the order of the page. Case studies and the writing sample will stand after the sample.
SECTIONS = ("facts", "measured", "sample", "background", "experience")


def strangers_view(page: Portfolio, sample: Sample | None, *, now: datetime) -> Visible:
    """What strangers see of the page once it is published, read for the answer in hand."""
    session, library = get_session(), current_library()
    results = complete_results(page.user_id, page.results) if page.results else []
    return visible(page, results, shown_sample(session, library, sample) if sample else None, now=now)


def complete_results(user_id: int, chosen: Collection[str] | None = None) -> list[Result]:
    """The results with their intervals; those that nobody has looked at yet are made here and kept."""
    results = results_of(get_session(), user_id, chosen)
    if any(row.low is None for row in results):
        with transaction() as session:
            complete_intervals(session, current_library(), without_interval(session, user_id))
        results = results_of(session, user_id, chosen)
    return results


def visible(page: Portfolio, results: Sequence[Result], sample: ShownSample | None, *, now: datetime) -> Visible:
    """The decision itself: which of these reach a stranger."""
    hidden = frozenset(page.hidden)
    rows = () if "measured" in hidden else tuple(one for one in results if one.public_id in page.results)
    return Visible(
        name=page.name,
        line=page.line,
        facts=() if "facts" in hidden else strip_of(page, now),
        measured=tuple(measured_row(one) for one in rows),
        tiers=tuple(dict.fromkeys(one.tier for one in rows)),
        checkers=tuple(dict.fromkeys((one.site.rpartition("//")[2], one.operator) for one in rows)),
        sample=None if "sample" in hidden else sample,
        background=() if "background" in hidden else _paragraphs(page.background),
        experience=() if "experience" in hidden else _paragraphs(page.experience),
        handle=page.handle or "",
        indexed=page.indexed,
        published_at=page.published_at,
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.splitlines() if part.strip())
