"""The timer: it is a row, so it runs on whatever happens to the browser."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from portal.career import queries, services
from portal.career.forms.pay import StartForm, StopForm
from portal.career.views import bp
from portal.career.views.log import log_page, today_of
from portal.db import get_session, now_utc, transaction
from portal.web.forms import form_page
from portal.web.guards import member_required
from portal.web.i18n import gettext as _


@bp.post("/pay/timer/start")
@member_required
@form_page
def start_timer() -> object:
    """Starts the timer, or leaves the one that runs alone."""
    form = StartForm()
    if not form.validate_on_submit():
        return log_page(start=form), 422
    now = now_utc()
    with transaction() as session:
        services.start_timer(
            session,
            current_user.id,
            form.client_id.data,
            platform=form.place(),
            kind=form.kind,
            paid=form.paid,
            today=today_of(current_user, now),
            now=now,
        )
    return redirect(url_for(".pay"))


@bp.post("/pay/<int:entry_id>/stop")
@member_required
@form_page
def stop_timer(entry_id: int) -> object:
    """Stops the timer and asks for the one thing missing: what came in."""
    entry = queries.find_entry(get_session(), current_user.id, entry_id) or abort(404)
    form = StopForm()
    given = None
    if "minutes" in request.form:
        if not form.validate_on_submit():
            return log_page(stop=form), 422
        given = form.minutes.minutes
    try:
        with transaction() as session:
            services.stop_timer(session, entry, minutes=given, now=now_utc())
    except services.ForgottenError:
        flash(_("This timer ran for very long. Say how long you really worked."))
        return redirect(url_for(".pay"))
    return redirect(url_for(".change_entry", entry_id=entry_id, stopped=1))
