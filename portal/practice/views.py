"""Practice sets: the list, one exercise, the workbench, the result, the history."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from portal.db import get_session, now_utc, transaction
from portal.grading.types import AnswerError
from portal.library import Exercise
from portal.practice import answers, attempts, grades, lists, queries, results, workbench
from portal.practice.forms import ChallengeForm
from portal.practice.models import Attempt
from portal.web import limits
from portal.web.addresses import LARGEST_ID, row_id
from portal.web.filters import current_library
from portal.web.guards import learner_required, member_required
from portal.web.i18n import gettext as _

bp = Blueprint("practice", __name__)


def exercise_or_404(exercise_id: str) -> Exercise:
    """The exercise of that id."""
    return current_library().exercises.get(exercise_id) or abort(404)


def attempt_or_404(attempt_id: int) -> Attempt:
    """The caller's own attempt; somebody else's does not exist for them."""
    return queries.find_attempt(get_session(), current_user.id, attempt_id) or abort(404)


@bp.get("/practice")
def index() -> str:
    page = lists.list_page(get_session(), current_library(), current_user, request.args.get("q", "").strip()[:100])
    return render_template("practice/index.html", page=page)


@bp.get("/practice/history")
@member_required
def history() -> str:
    before = row_id(request.args.get("before")) or LARGEST_ID
    page = lists.history_page(get_session(), current_library(), current_user.id, before)
    return render_template("practice/history.html", page=page)


@bp.get("/practice/<exercise_id>")
def exercise(exercise_id: str) -> str:
    page = lists.exercise_page(get_session(), current_library(), current_user, exercise_or_404(exercise_id))
    return render_template("practice/exercise.html", page=page)


@bp.post("/practice/<exercise_id>/start")
@learner_required
def start(exercise_id: str) -> object:
    found = exercise_or_404(exercise_id)
    limits.limit("start", most=30, who=str(current_user.id))
    try:
        with transaction() as session:
            attempt, _made = attempts.start_attempt(
                session, current_user, found, request.form.get("mode", "practice"), now=now_utc()
            )
    except attempts.OtherOpen as error:
        flash(_("This set is open already. Finish it, or set it aside, before you start another."))
        return redirect(url_for(".attempt", attempt_id=error.attempt_id))
    except attempts.NotAllowed as error:
        if str(error) != "guest":
            abort(400)
        flash(_("Sign up to go on: your first result is kept."))
        return redirect(url_for("accounts.signup"))
    return redirect(url_for(".attempt", attempt_id=attempt.id))


@bp.get("/practice/attempts/<int:attempt_id>")
@learner_required
def attempt(attempt_id: int) -> object:
    found = attempt_or_404(attempt_id)
    if found.state == "closed":
        return _result(found, ChallengeForm(formdata=None))
    if found.state != "open":
        flash(_("That set was put aside. Here you can start a new one."))
        return redirect(url_for(".exercise", exercise_id=found.exercise_id))
    page = workbench.workbench_page(get_session(), current_library(), found, request.args.get("item"))
    return render_template("practice/workbench.html", page=page)


def _result(found: Attempt, form: ChallengeForm, wrong_slot: str | None = None) -> str:
    """The result page; intervals are made here when it is the first look."""
    library = current_library()
    with transaction() as session:
        row = grades.newest_grade(session, found)
        grades.ensure_intervals(session, library, found, row, now=now_utc())
    page = results.result_page(get_session(), library, found)
    return render_template("practice/result.html", page=page, form=form, wrong_slot=wrong_slot)


@bp.post("/practice/attempts/<int:attempt_id>/answers/<slot_id>")
@learner_required
def answer(attempt_id: int, slot_id: str) -> object:
    """An answer from the form that works without script. In practice it is checked at once."""
    found = attempt_or_404(attempt_id)
    slot = queries.find_slot(get_session(), found, slot_id) or abort(404)
    here = redirect(url_for(".attempt", attempt_id=attempt_id, item=slot_id))
    raw = workbench.answer_from_form(request.form)
    if raw is None:
        flash(_("Choose one of the labels first."), "error")
        return here
    try:
        with transaction() as session:
            answers.save_answer(
                session,
                current_library(),
                current_user.id,
                attempt_id,
                slot_id,
                raw,
                version=row_id(request.form.get("version")),
                seconds=0.0,
                now=now_utc(),
            )
            if found.mode == "practice":
                answers.lock_answer(session, found, slot, now=now_utc())
    except AnswerError as error:
        flash(workbench.refusal(error), "error")
        return here
    except answers.Conflict as conflict:
        # A button pressed twice sends its form twice: the same answer is no conflict.
        if conflict.answer != raw:
            flash(
                _("This answer was changed elsewhere, in another tab or on another device. It stands below."), "error"
            )
            return here
    except attempts.Closed:
        flash(_("This answer can no longer change: the set is over, or its reasons have been shown."), "error")
        return here
    return here if found.mode == "practice" else redirect(url_for(".attempt", attempt_id=attempt_id))


@bp.post("/practice/attempts/<int:attempt_id>/submit")
@learner_required
def submit(attempt_id: int) -> object:
    found = attempt_or_404(attempt_id)
    try:
        with transaction() as session:
            grades.submit_attempt(session, current_library(), found, now=now_utc())
    except attempts.Closed:
        flash(_("That set was put aside. Here you can start a new one."))
        return redirect(url_for(".exercise", exercise_id=found.exercise_id))
    return redirect(url_for(".attempt", attempt_id=attempt_id))


@bp.post("/practice/attempts/<int:attempt_id>/abandon")
@member_required
def abandon(attempt_id: int) -> object:
    found = attempt_or_404(attempt_id)
    try:
        with transaction() as session:
            attempts.abandon(session, found, now=now_utc())
    except attempts.Closed:
        flash(_("This set was over already."))
    else:
        if found.state == "closed":
            flash(_("The further items are set aside; the result you had stands."))
            return redirect(url_for(".attempt", attempt_id=attempt_id))
        flash(_("Set aside. It is not graded and counts for nothing."))
    return redirect(url_for(".exercise", exercise_id=found.exercise_id))


@bp.post("/practice/attempts/<int:attempt_id>/more")
@member_required
def more(attempt_id: int) -> object:
    """Too close to call: up to 12 more items, once, decided on all."""
    found = attempt_or_404(attempt_id)
    row = grades.newest_grade(get_session(), found)
    exercise = current_library().exercises.get(found.exercise_id)
    if row is None or not row.too_close or exercise is None:
        abort(409)
    try:
        with transaction() as session:
            extended = attempts.more_items(session, found, exercise, now=now_utc())
    except attempts.OtherOpen as error:
        flash(_("Another set of this exercise is open. Finish it, or set it aside; then more items can decide."))
        return redirect(url_for(".attempt", attempt_id=error.attempt_id))
    except attempts.Closed:
        abort(409)
    if not extended:
        flash(_("There are no fresh items left, so this result stands as it is."))
    return redirect(url_for(".attempt", attempt_id=attempt_id))


@bp.post("/practice/attempts/<int:attempt_id>/challenge/<slot_id>")
@member_required
def challenge(attempt_id: int, slot_id: str) -> object:
    """This reference is wrong: stored with the item; score shown with and without it."""
    found = attempt_or_404(attempt_id)
    slot = queries.find_slot(get_session(), found, slot_id) or abort(404)
    if found.state != "closed":
        abort(409)
    if request.form.get("withdraw"):
        with transaction() as session:
            answers.withdraw_challenge(session, found, slot_id)
        flash(_("Taken back."))
        return redirect(url_for(".attempt", attempt_id=attempt_id) + f"#item-{slot_id}")
    form = ChallengeForm()
    form.rule.choices = [("", _("None of them")), *workbench.rule_choices(get_session(), current_library(), found)]
    if not form.validate():
        return _result(found, form, slot_id), 422
    with transaction() as session:
        answers.challenge(session, found, slot, rule=form.rule.data, reason=form.reason.data, now=now_utc())
    flash(_("Kept with the item. Your score is shown with and without it."))
    return redirect(url_for(".attempt", attempt_id=attempt_id) + f"#item-{slot_id}")


@bp.get("/media/<name>")
def media(name: str) -> object:
    """A picture by the hash of its bytes: never changes, so it may be kept for ever."""
    return workbench.send_media(current_library(), name)
