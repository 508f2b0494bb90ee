"""Choosing one mistake from a closed practice set, and writing what changed after it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from portal.db import get_session, now_utc, transaction
from portal.portfolio import queries, samples, sentences
from portal.portfolio.forms import SampleForm
from portal.portfolio.models import Portfolio, Sample
from portal.portfolio.pages import ChoosePage, MistakeChoice, SamplePage
from portal.portfolio.samples import Mistakes
from portal.portfolio.showing import shown_sample
from portal.portfolio.views import bp
from portal.portfolio.views.public import stored_page
from portal.practice.models import Attempt
from portal.practice.queries import closed_sets, find_attempt
from portal.tasks.figures import numbered
from portal.tasks.text import shown
from portal.web.addresses import row_id
from portal.web.filters import current_library
from portal.web.forms import form_page
from portal.web.guards import member_required
from portal.web.i18n import gettext as _

SETS = 20


@bp.get("/portfolio/sample")
@member_required
def sample() -> object:
    page = queries.find_page(get_session(), current_user.id)
    if page is None or page.removed_at is not None:
        flash(_("Save your page first, then choose a sample for it."))
        return redirect(url_for(".edit"))
    row = queries.find_sample(get_session(), page.id)
    form = SampleForm(formdata=None)
    form.version.data = str(row.version) if row else "0"
    if "set" in request.args:
        return _choose(form, _set_or_404(request.args["set"]), row)
    if row is not None:
        form.set.data, form.slot.data, form.lesson_learned.data = row.attempt_id, row.slot_id, row.lesson_learned
    return _overview(form, row)


@bp.post("/portfolio/sample")
@member_required
@form_page
def save_sample() -> object:
    page, form = stored_page(), SampleForm()
    row = queries.find_sample(get_session(), page.id)
    found = _set_or_404(form.set.data)
    mistake = found.find(form.slot.data or "")
    valid = form.validate()
    if mistake is None:
        form.slot.errors = [_("Choose one of them.")]
    if not valid or mistake is None:
        return _again(form, found, row), 422
    try:
        with transaction() as session:
            samples.choose(session, page, found, mistake, form.lesson_learned.data, form.known_version, now=now_utc())
    except samples.StaleSampleError as stale:
        form.version.data = str(stale.sample.version) if stale.sample else "0"
        return _again(form, found, stale.sample, stale.sample.lesson_learned if stale.sample else ""), 409
    flash(_("Your sample is on the page."))
    return redirect(url_for(".edit") + "#sample")


def _set_or_404(text: str | None) -> Mistakes:
    """The caller's own closed practice set; no other pool is ever offered."""
    attempt = find_attempt(get_session(), current_user.id, row_id(text) or 0)
    if attempt is None or attempt.state != "closed" or attempt.mode != samples.POOL:
        abort(404)
    return samples.mistakes_of(get_session(), current_library(), attempt)


def _again(form: SampleForm, found: Mistakes, row: Sample | None, saved_text: str | None = None) -> str:
    """The page the form came from, with what was typed."""
    if row is not None and (row.attempt_id, row.slot_id) == (found.attempt.id, form.slot.data):
        return _overview(form, row, saved_text)
    return _choose(form, found, row, saved_text)


def _overview(form: SampleForm, row: Sample | None, saved_text: str | None = None) -> str:
    session, library = get_session(), current_library()
    before = row_id(request.args.get("before"))
    rows = closed_sets(session, current_user.id, samples.POOL, before=before, limit=SETS + 1)
    view = SamplePage(
        sample=shown_sample(session, library, row) if row else None,
        sets=tuple((one.id, _title(one), one.closed_at, one.score) for one in rows[:SETS]),
        before=rows[SETS - 1].id if len(rows) > SETS else None,
        saved_text=saved_text,
    )
    return render_template("portfolio/sample.html", form=form, page=view)


def _title(attempt: Attempt) -> str:
    exercise = current_library().exercises.get(attempt.exercise_id)
    return exercise.title if exercise is not None else attempt.exercise_id


def _choose(form: SampleForm, found: Mistakes, row: Sample | None, saved_text: str | None = None) -> str:
    view = ChoosePage(
        attempt_id=found.attempt.id,
        title=found.title,
        closed_at=found.attempt.closed_at,
        kind=found.kind,
        labels=found.labels,
        mistakes=tuple(_mistake(number, one) for number, one in enumerate(found.mistakes, 1)),
        replaces=row is not None,
        saved_text=saved_text,
    )
    return render_template("portfolio/choose.html", form=form, page=view)


def _mistake(number: int, mistake: samples.Mistake) -> MistakeChoice:
    """In one line: what the item is, and the first thing that went wrong with it."""
    said = mistake.item.input
    _number, first = numbered(mistake.stored["objects"])[0]
    about = shown(said.get("alt") or said.get("text", ""), 80)
    return MistakeChoice(mistake.stored["slot"], number, about, sentences.told(first["say"]), mistake.item)


@bp.post("/portfolio/sample/remove")
@member_required
def remove_sample() -> object:
    page: Portfolio = stored_page()
    with transaction() as session:
        row = queries.find_sample(session, page.id) or abort(404)
        samples.remove(session, row, now=now_utc())
    flash(_("The sample is off your page. For 30 days you can put it back."))
    return redirect(url_for(".edit") + "#sample")


@bp.post("/portfolio/sample/restore")
@member_required
def restore_sample() -> object:
    page: Portfolio = stored_page()
    with transaction() as session:
        back = samples.restore(session, page, now=now_utc())
    flash(_("The sample is back on your page.") if back else _("There is nothing to put back."))
    return redirect(url_for(".edit") + "#sample")
