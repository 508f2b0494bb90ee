"""What of a page may be seen: the one place that decides, for the public page, its preview and its confirmation."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.library import Library
from portal.portfolio.facts import strip_of
from portal.portfolio.models import Portfolio
from portal.portfolio.pages import ShownSample, Visible
from portal.portfolio.queries import find_sample, results_of
from portal.portfolio.showing import measured_row, shown_sample
from portal.skills.models import Evidence
from portal.skills.services import complete_intervals

# In the order of the page. Case studies and the writing sample will stand after the sample.
SECTIONS = ("facts", "measured", "sample", "background", "experience")


def strangers_view(session: Session, library: Library, page: Portfolio, *, now: datetime) -> Visible:
    """What strangers see of the page once it is published. Missing intervals are made and kept; commits nothing."""
    results = results_of(session, page.user_id, page.results) if page.results else []
    complete_intervals(session, library, results)
    row = find_sample(session, page.id)
    return visible(page, results, shown_sample(session, library, row) if row else None, now=now)


def visible(page: Portfolio, results: Sequence[Evidence], sample: ShownSample | None, *, now: datetime) -> Visible:
    """The decision itself: which of these reach a stranger."""
    hidden = frozenset(page.hidden)
    rows = () if "measured" in hidden else tuple(one for one in results if one.public_id in page.results)
    return Visible(
        name=page.name,
        line=page.line,
        facts=() if "facts" in hidden else strip_of(page, now),
        measured=tuple(measured_row(one) for one in rows),
        tiers=tuple(dict.fromkeys(one.tier for one in rows)),
        checkers=tuple(dict.fromkeys((one.site.removeprefix("https://"), one.operator) for one in rows)),
        sample=None if "sample" in hidden else sample,
        background=() if "background" in hidden else _paragraphs(page.background),
        experience=() if "experience" in hidden else _paragraphs(page.experience),
        handle=page.handle or "",
        indexed=page.indexed,
        published_at=page.published_at,
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.splitlines() if part.strip())
