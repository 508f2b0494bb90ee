"""/tools/agreement: how far the people agree whose label files these are. Each report is its owner's alone."""

import io
import json
import re
from datetime import timedelta

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge, TooManyRequests

from portal.db import get_session, now_utc, transaction
from portal.formats import FormatError
from portal.grading.agreement.export import with_sentences, write_csv
from portal.tools import pages, queries, services, work
from portal.tools.forms import KeepForm, UploadForm
from portal.tools.models import AgreementReport
from portal.web.filters import headline
from portal.web.forms import form_page
from portal.web.guards import member_required
from portal.web.i18n import gettext
from portal.web.i18n import gettext as _
from portal.web.limits import limit

bp = Blueprint("tools", __name__)

# Reports an hour; nobody compares more by hand, and each costs seconds.
MOST_AN_HOUR = 30
# After this long the page of a waiting report says that something is wrong.
LATE = timedelta(minutes=15)
# What a refused upload is still read to its end, so that the browser listens to the answer.
DRAINED = 200 * work.MEGABYTE


@bp.route("/tools/agreement", methods=["GET", "POST"])
@member_required
@form_page
def agreement() -> object:
    form = UploadForm()
    if not form.validate_on_submit():
        return _index(form, 422 if form.errors else 200)
    try:
        limit("agreement", most=MOST_AN_HOUR, seconds=3600, who=str(current_user.id))
    except TooManyRequests as error:
        return _index(form, 429, wait=error.retry_after)
    try:
        with transaction() as session:
            report = services.ask_for_report(
                session,
                current_user.id,
                form.client_id.data,
                form.read_files(),
                form.wanted(),
                form.overlap,
                now=now_utc(),
            )
    except FormatError as error:
        form.files.errors = [_refusal(work.problem_of(error))]
        return _index(form, 422)
    except services.FullError:
        form.files.errors = [_("Two of your uploads are still being worked on. Wait for them first.")]
        return _index(form, 422)
    return redirect(url_for(".report", report_id=report.id), 303)


def _refusal(problem: dict) -> str:
    """File, place and reason in one line."""
    return ": ".join(part for part in (problem["where"], headline(problem["say"])) if part)


def _index(form: UploadForm, status: int, wait: int = 0) -> object:
    session = get_session()
    page = pages.IndexPage(
        form=form,
        reports=tuple(queries.reports_of(session, current_user.id)),
        removed=_just_removed(session),
        most_bytes=current_app.config["MAX_CONTENT_LENGTH"],
        wait_seconds=wait,
    )
    headers = {"Retry-After": str(wait)} if wait else {}
    return render_template("tools/index.html", page=page), status, headers


@bp.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> object:
    """More than the site takes: the page of the form says so and names the command line."""
    _drain()
    if not current_user.is_authenticated or current_user.is_guest:
        return redirect(url_for("accounts.signin", next="/tools/agreement"), 303)
    # The form itself was part of what could not be read.
    form = UploadForm(formdata=None)
    form.files.errors = [_("That is more than the %(n)s MB this page takes.", n=_megabytes())]
    return _index(form, 413)


def _megabytes() -> int:
    return current_app.config["MAX_CONTENT_LENGTH"] // work.MEGABYTE


def _drain() -> None:
    """Reads what a browser is still sending: with unread data the connection would break before the answer."""
    stream, left = request.environ["wsgi.input"], min(request.content_length or 0, DRAINED)
    while left > 0 and (chunk := stream.read(min(left, work.MEGABYTE))):
        left -= len(chunk)


def _just_removed(session: object) -> AgreementReport | None:
    number = request.args.get("removed", "")
    if not re.fullmatch(r"[0-9]{1,18}", number):
        return None
    rows = queries.removed_reports(session, current_user.id, now_utc() - services.KEPT_REMOVED)
    return next((row for row in rows if row.id == int(number)), None)


def _report_or_404(report_id: int) -> AgreementReport:
    return queries.find_report(get_session(), current_user.id, report_id) or abort(404)


def _done_or_404(report_id: int) -> AgreementReport:
    row = _report_or_404(report_id)
    return row if row.state == "done" else abort(404)


@bp.get("/tools/agreement/<int:report_id>")
@member_required
def report(report_id: int) -> object:
    row = _report_or_404(report_id)
    if row.state != "done":
        late = row.state == "waiting" and now_utc() - row.created_at > LATE
        return render_template("tools/waiting.html", page=pages.WaitingPage(row, late))
    form = KeepForm(formdata=None, obj=row)
    form.version.data = str(row.version)
    return _report_page(row, form)


def _report_page(row: AgreementReport, form: KeepForm, *, conflict: bool = False) -> str:
    goes_at = None if row.kept_at else row.created_at + services.UNKEPT
    return render_template("tools/report.html", page=pages.report_page(row, form, goes_at, conflict=conflict))


@bp.get("/tools/agreement/<int:report_id>/status")
@member_required
def status(report_id: int) -> dict:
    row = _report_or_404(report_id)
    return {"state": row.state, "progress": row.progress}


@bp.post("/tools/agreement/<int:report_id>/keep")
@member_required
def keep(report_id: int) -> object:
    row = _done_or_404(report_id)
    form = KeepForm()
    if not form.validate():
        return _report_page(row, form), 422
    try:
        with transaction() as session:
            services.keep_report(
                session,
                row,
                version=form.known_version,
                title=form.title.data,
                note=form.note.data or "",
                now=now_utc(),
            )
    except services.StaleError:
        form.version.data = str(row.version)
        return _report_page(row, form, conflict=True), 409
    except services.FullError:
        form.title.errors = [_("You have kept %(n)s reports. Remove one first.", n=services.MOST_KEPT)]
        return _report_page(row, form), 422
    flash(_("Kept. It stays until you remove it."))
    # The form was sent with #keep, which the browser would hold on to.
    return redirect(url_for(".report", report_id=row.id, _anchor="main"), 303)


@bp.post("/tools/agreement/<int:report_id>/remove")
@member_required
def remove(report_id: int) -> object:
    row = _report_or_404(report_id)
    with transaction() as session:
        services.remove_report(session, row, now=now_utc())
    return redirect(url_for(".agreement", removed=report_id), 303)


@bp.post("/tools/agreement/<int:report_id>/restore")
@member_required
def restore(report_id: int) -> object:
    """Back into the list. Pressed twice, it is still there."""
    with transaction() as session:
        back = services.restore_report(session, current_user.id, report_id, now=now_utc())
    if not back:
        _report_or_404(report_id)
    flash(_("It is back, and kept."))
    return redirect(url_for(".agreement"), 303)


@bp.get("/tools/agreement/removed")
@member_required
def removed() -> str:
    rows = queries.removed_reports(get_session(), current_user.id, now_utc() - services.KEPT_REMOVED)
    return render_template("tools/removed.html", page=pages.RemovedPage(tuple(rows)))


@bp.get("/tools/agreement/<int:report_id>/report.json")
@member_required
def as_json(report_id: int) -> Response:
    row = _done_or_404(report_id)
    found = {"title": row.title, "note": row.note, **with_sentences(row.report, gettext)}
    text = json.dumps(found, ensure_ascii=False, indent=1)
    return Response(text, mimetype="application/json", headers=_attachment("json"))


@bp.get("/tools/agreement/<int:report_id>/report.csv")
@member_required
def as_csv(report_id: int) -> Response:
    row = _done_or_404(report_id)
    out = io.StringIO()
    write_csv(row.report, out)
    return Response("\N{BYTE ORDER MARK}" + out.getvalue(), mimetype="text/csv", headers=_attachment("csv"))


def _attachment(ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="agreement.{ending}"'}
