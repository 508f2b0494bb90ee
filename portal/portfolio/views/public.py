"""The page itself, for strangers and for its owner's preview: one template, one decision."""

from flask import Response, abort, make_response, redirect, render_template, url_for
from flask_login import current_user

from portal.db import get_session, now_utc
from portal.portfolio import queries
from portal.portfolio.models import Portfolio
from portal.portfolio.pages import Visible
from portal.portfolio.views import bp
from portal.portfolio.visibility import strangers_view
from portal.web.guards import member_required


def stored_page() -> Portfolio:
    """The caller's own page that is not taken down, or 404."""
    page = queries.find_page(get_session(), current_user.id)
    return page if page is not None and page.removed_at is None else abort(404)


def seen_by_strangers(page: Portfolio) -> Visible:
    """What strangers see of it."""
    return strangers_view(page, queries.find_sample(get_session(), page.id), now=now_utc())


@bp.get("/portfolio/preview")
@member_required
def preview() -> Response:
    page = stored_page()
    return _answer(seen_by_strangers(page), owner=True, preview=page.published_at is None)


@bp.get("/p/<handle>")
def public(handle: str) -> object:
    found = queries.page_at(get_session(), handle)
    page = found.page
    if page is None:
        # Gone for good, or moved by its owner: an address that was somebody's never leads to anybody else.
        abort(410 if found.was_used else 404)
    owner = current_user.is_authenticated and current_user.id == page.user_id
    if page.published_at is None:
        return redirect(url_for(".preview")) if owner else abort(404)
    return _answer(strangers_view(page, found.sample, now=now_utc()), owner=owner, preview=False)


def _answer(shown: Visible, *, owner: bool, preview: bool) -> Response:
    """The page. Nothing may be kept of it anywhere: what its owner hides is hidden at the next look."""
    response = make_response(render_template("portfolio/public.html", page=shown, owner=owner, preview=preview))
    if preview or not shown.indexed:
        response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-store"
    return response
