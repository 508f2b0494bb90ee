"""/pay: the log, its entries, what was removed, and the whole of it as a file."""

import csv
import datetime as dt
import io

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from portal.career import queries, services
from portal.career.forms.pay import EntryForm, LogFilterForm, StartForm, StopForm, clock
from portal.career.models import PayEntry
from portal.career.pages import pay as pages
from portal.career.queries import LogFilter
from portal.career.views import bp
from portal.db import get_session, now_utc, transaction
from portal.web.currencies import write_minor
from portal.web.filters import zone
from portal.web.forms import form_page
from portal.web.guards import member_required
from portal.web.i18n import gettext as _


def today_of(user: object, now: dt.datetime) -> dt.date:
    """The day it is where the user is."""
    return now.astimezone(zone(user.time_zone)).date()


@bp.get("/pay")
@member_required
def pay() -> object:
    return log_page()


def log_page(start: StartForm | None = None, stop: StopForm | None = None) -> str:
    """The log, with the form that was refused, if one was."""
    session, now = get_session(), now_utc()
    form, wanted = _filter()
    rows, older = queries.log_page(session, current_user.id, wanted, _cursor(request.args.get("before", "")))
    last = rows[0] if rows and wanted.is_open and "before" not in request.args else None
    if start is None:
        start = StartForm(formdata=None)
        start.begin_as(last or queries.last_entry(session, current_user.id))
    query = {name: value for name in ("month", "platform") if (value := request.args.get(name, "").strip())}
    platforms = queries.platforms(session, current_user.id)
    page = pages.LogPage(
        timer=pages.timer_of(queries.running_timer(session, current_user.id), now),
        start=start,
        stop=stop or StopForm(formdata=None),
        totals=tuple(queries.totals(session, current_user.id, today_of(current_user, now), wanted)),
        platforms=tuple(platforms),
        places=_places(platforms),
        lines=tuple(pages.line_of(row) for row in rows),
        filter=form,
        filtered=not wanted.is_open,
        query=query,
        older=f"{older[0].isoformat()}.{older[1]}" if older else None,
        is_first="before" not in request.args,
        removed=_just_removed(session),
    )
    return render_template("career/pay.html", page=page)


def _places(platforms: list[queries.PlatformLine]) -> tuple[str, ...]:
    """Names to offer while one is typed."""
    return tuple(sorted({one.platform for one in platforms} - {""}))


def _filter() -> tuple[LogFilterForm, LogFilter]:
    """The filter as sent, and what it means; a month that is none filters nothing and says so."""
    form = LogFilterForm(request.args)
    form.validate()
    return form, LogFilter(form.first_day, (form.platform.data or "")[:80])


def _cursor(text: str) -> tuple[dt.date, int] | None:
    """Where a page begins: "2026-11-23.17". None for anything else, which is the first page."""
    day, _dot, number = text.partition(".")
    try:
        return dt.date.fromisoformat(day), int(number[:18])
    except ValueError:
        return None


def _just_removed(session: object) -> PayEntry | None:
    number = request.args.get("removed", "")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    since = now_utc() - services.KEPT_REMOVED
    return next(
        (one for one in queries.removed_entries(session, current_user.id, since) if one.id == int(number)),
        None,
    )


def _entry_or_404(entry_id: int) -> PayEntry:
    return queries.find_entry(get_session(), current_user.id, entry_id) or abort(404)


@bp.route("/pay/new", methods=["GET", "POST"])
@member_required
@form_page
def new_entry() -> object:
    now = now_utc()
    form = EntryForm()
    form.today = today_of(current_user, now)
    if request.method == "GET":
        form.begin_as(queries.last_entry(get_session(), current_user.id), form.today)
    elif form.validate_on_submit():
        with transaction() as session:
            services.add_entry(session, current_user.id, form.client_id.data, form.facts(), now=now)
        flash(_("Saved."))
        return redirect(url_for(".pay"))
    return _entry_page(form, None), 422 if form.errors else 200


@bp.route("/pay/<int:entry_id>", methods=["GET", "POST"])
@member_required
@form_page
def change_entry(entry_id: int) -> object:
    entry = _entry_or_404(entry_id)
    if entry.is_running:
        return redirect(url_for(".pay"))
    now = now_utc()
    form = EntryForm()
    form.today = max(today_of(current_user, now), entry.worked_on)
    if request.method == "GET":
        form.show(entry)
    elif form.validate_on_submit():
        try:
            with transaction() as session:
                services.change_entry(session, entry, _version(form), form.facts(), now=now)
        except services.StaleError as stale:
            return _entry_page(form, stale.entry, _differences(form, stale.entry)), 409
        flash(_("Saved."))
        return redirect(url_for(".pay"))
    return _entry_page(form, entry), 422 if form.errors else 200


def _version(form: EntryForm) -> int:
    text = form.version.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _differences(form: EntryForm, entry: PayEntry) -> tuple[pages.Difference, ...]:
    """Where the log and the form say different things. The form now builds on what the log says."""
    saved = EntryForm(formdata=None)
    saved.show(entry)
    form.version.data = str(entry.version)
    found = []
    for field in saved:
        if field.name in ("csrf_token", "client_id", "version"):
            continue
        ours, theirs = _shown(field), _shown(form[field.name])
        if ours != theirs:
            found.append(pages.Difference(str(field.label.text), ours, theirs))
    return tuple(found)


def _shown(field: object) -> str:
    """A field's value as a person reads it; the same amount or time typed in two ways reads the same."""
    if field.type == "SelectField":
        return next((str(choice.label) for choice in field.iter_choices() if choice.selected), "")
    if field.type == "MinutesField" and field.minutes is not None:
        return clock(field.minutes)
    return "" if field.data is None else str(field.data)


def _entry_page(form: EntryForm, entry: PayEntry | None, differences: tuple[pages.Difference, ...] = ()) -> str:
    page = pages.EntryPage(
        form=form,
        entry=entry,
        just_stopped=request.args.get("stopped") == "1",
        open_more=any(form[name].errors for name in form.MORE),
        platforms=_places(queries.platforms(get_session(), current_user.id)),
        by_rate=pages.due_by_rate(entry) if entry is not None else None,
        differences=differences,
    )
    return render_template("career/entry.html", page=page)


@bp.post("/pay/<int:entry_id>/remove")
@member_required
def remove_entry(entry_id: int) -> object:
    entry = _entry_or_404(entry_id)
    with transaction() as session:
        services.remove_entry(session, entry, now=now_utc())
    return redirect(url_for(".pay", removed=entry_id))


@bp.post("/pay/<int:entry_id>/restore")
@member_required
def restore_entry(entry_id: int) -> object:
    """Back into the log. Pressed twice, it is still there."""
    with transaction() as session:
        back = services.restore_entry(session, current_user.id, entry_id, now=now_utc())
    if not back:
        _entry_or_404(entry_id)
    flash(_("It is back in your log."))
    return redirect(url_for(".pay"))


@bp.get("/pay/removed")
@member_required
def removed_entries() -> str:
    rows = queries.removed_entries(get_session(), current_user.id, now_utc() - services.KEPT_REMOVED)
    return render_template("career/removed.html", page=pages.RemovedPage(tuple(rows)))


COLUMNS = (
    "day", "platform", "kind", "paid", "minutes", "received", "expenses", "currency", "gross_or_net",
    "advertised", "advertised_to", "advertised_for", "advertised_pieces", "pieces", "source", "note",
)  # fmt: skip


@bp.get("/pay.csv")
@member_required
def download() -> Response:
    """The selection as a file: one line an entry, amounts in major units, with a point."""
    _form, wanted = _filter()
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in queries.all_entries(get_session(), current_user.id, wanted):
        writer.writerow(_csv_row(row))
    headers = {"Content-Disposition": 'attachment; filename="pay.csv"'}
    return Response("\N{BYTE ORDER MARK}" + out.getvalue(), mimetype="text/csv", headers=headers)


def _csv_row(row: PayEntry) -> list:
    def amount(minor: int | None) -> str:
        return "" if minor is None else write_minor(minor, row.currency)

    return [
        row.worked_on.isoformat(), _cell(row.platform), row.kind, "yes" if row.paid else "no", row.minutes,
        amount(row.received_minor), amount(row.expenses_minor), row.currency, row.basis,
        amount(row.rate_minor), amount(row.rate_max_minor), row.rate_period or "", row.rate_per_items or "",
        "" if row.pieces is None else row.pieces, _cell(row.source), _cell(row.note),
    ]  # fmt: skip


def _cell(text: str) -> str:
    """Text that a spreadsheet will not run as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
