"""/portfolio: the editor, for its owner. /p/<handle>: the page, for anyone once it is published."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from portal.db import get_session, now_utc, transaction
from portal.portfolio import services
from portal.portfolio.forms import PortfolioForm
from portal.portfolio.models import Handle, Portfolio
from portal.portfolio.visibility import SECTIONS, Visible, visible
from portal.skills.models import Evidence
from portal.skills.queries import evidence_of
from portal.skills.services import complete_intervals
from portal.web.filters import current_library
from portal.web.guards import member_required

bp = Blueprint("portfolio", __name__)


@dataclass(frozen=True, slots=True)
class EditPage:
    """/portfolio"""

    page: Portfolio
    evidence: tuple[Evidence, ...]
    hidden: frozenset[str]
    conflict: bool


def _evidence(user_id: int) -> list[Evidence]:
    """One row a sitting, newest first, with intervals."""
    rows = evidence_of(get_session(), user_id)
    if any(row.low is None for row in rows):
        with transaction() as session:
            complete_intervals(session, current_library(), rows)
    seen: dict[int, Evidence] = {}
    for row in rows:
        seen.setdefault(row.attempt_id, row)
    # Only what was checked on fresh items is offered as a result to strangers.
    return [row for row in seen.values() if row.mode in ("test", "exam") and row.seen_before == 0]


@bp.route("/portfolio", methods=["GET", "POST"])
@member_required
def edit() -> object:
    page = services.own_page(get_session(), current_user.id)
    evidence = _evidence(current_user.id)
    form = PortfolioForm(obj=page)
    conflict = False
    hidden = list(page.hidden)
    if request.method == "GET":
        form.version.data = str(page.version)
    else:
        known = [*SECTIONS, *(row.public_id for row in evidence)]
        hidden = [one for one in known if not request.form.get(f"show-{one}")]
        if form.validate():
            try:
                with transaction() as session:
                    services.save(
                        session,
                        page,
                        version=int(form.version.data) if form.version.data.isdigit() else 0,
                        handle=form.handle.data,
                        texts={name: form[name].data or "" for name in services.TEXTS},
                        hidden=hidden,
                        indexed=form.indexed.data,
                        now=now_utc(),
                    )
            except services.HandleTaken:
                form.handle.errors = [_("Somebody has or had this address. Choose another.")]
            except services.Stale:
                conflict = True
            else:
                flash(_("Saved."))
                return redirect(url_for(".edit"))
    view = EditPage(page, tuple(evidence), frozenset(hidden), conflict)
    status = 409 if conflict else 422 if form.errors else 200
    return render_template("portfolio/edit.html", form=form, page=view), status


@bp.get("/portfolio/preview")
@member_required
def preview() -> str:
    page = services.own_page(get_session(), current_user.id)
    return _public(visible(page, _evidence(current_user.id)), preview=True)


def _public(shown: Visible, *, preview: bool) -> str:
    return render_template("portfolio/public.html", page=shown, preview=preview)


def _stored() -> Portfolio:
    return services.find_page(get_session(), current_user.id) or abort(404)


@bp.post("/portfolio/publish")
@member_required
def publish() -> object:
    page = _stored()
    with transaction() as session:
        services.publish(session, page, on=request.form.get("on") == "1", now=now_utc())
    flash(_("Published.") if page.published_at else _("Private again."))
    return redirect(url_for(".edit"))


@bp.post("/portfolio/remove")
@member_required
def remove() -> object:
    page = _stored()
    with transaction() as session:
        services.remove(session, page, now=now_utc())
    flash(_("Removed. Its address will not be given to anyone."))
    return redirect(url_for(".edit"))


@bp.get("/p/<handle>")
def public(handle: str) -> object:
    session = get_session()
    row = session.get(Handle, handle)
    if row is None:
        abort(404)
    if row.user_id is None:
        abort(410)
    page = session.scalar(select(Portfolio).where(Portfolio.handle == handle))
    if page is None or page.published_at is None:
        if page is not None and current_user.is_authenticated and current_user.id == page.user_id:
            return redirect(url_for(".preview"))
        abort(404)
    return _public(visible(page, _evidence(page.user_id)), preview=False)
