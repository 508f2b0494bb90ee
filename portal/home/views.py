"""The landing page or today, five messages as a guest, and the first two questions."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select

from portal.accounts import services as accounts
from portal.accounts.session import sign_in
from portal.db import get_session, now_utc, transaction
from portal.grading.types import AnswerError
from portal.home import tasting, today
from portal.home.forms import WelcomeForm
from portal.library import Exercise
from portal.practice import attempts
from portal.practice.models import Attempt
from portal.web import limits
from portal.web.filters import current_library
from portal.web.guards import member_required
from portal.web.i18n import gettext as _

bp = Blueprint("home", __name__)

LANDING_EXERCISE = "ex-010"


@bp.get("/")
def index() -> str:
    library = current_library()
    if current_user.is_authenticated and not current_user.is_guest:
        return render_template("home/today.html", page=today.today_page(get_session(), library, current_user))
    exercise = library.exercises.get(LANDING_EXERCISE)
    taste = tasting.first_page(exercise) if exercise is not None else None
    figure = library.market.figures.get("growth-310")
    return render_template("home/landing.html", page=taste, figure=figure, going=_guest_attempt(LANDING_EXERCISE))


def _exercise_or_404(exercise_id: str) -> Exercise:
    exercise = current_library().exercises.get(exercise_id)
    return exercise if exercise is not None and exercise.try_ else abort(404)


def _guest_attempt(exercise_id: str) -> Attempt | None:
    """The attempt of the guest who is asking, if there is one."""
    if not current_user.is_authenticated or not current_user.is_guest:
        return None
    return get_session().scalar(
        select(Attempt)
        .where(Attempt.user_id == current_user.id, Attempt.exercise_id == exercise_id)
        .order_by(Attempt.id.desc())
        .limit(1)
    )


@bp.get("/try/<exercise_id>")
def taste(exercise_id: str) -> object:
    exercise = _exercise_or_404(exercise_id)
    if current_user.is_authenticated and not current_user.is_guest:
        return redirect(url_for("practice.exercise", exercise_id=exercise_id))
    attempt = _guest_attempt(exercise_id)
    if attempt is None:
        page = tasting.first_page(exercise)
    else:
        page = tasting.page(get_session(), current_library(), exercise, attempt, request.args.get("shown"))
    return render_template("home/taste.html", page=page)


@bp.post("/try/<exercise_id>")
def taste_answer(exercise_id: str) -> object:
    """Stores a guest's answer; the guest is made with the first one, never by looking."""
    exercise = _exercise_or_404(exercise_id)
    if current_user.is_authenticated and not current_user.is_guest:
        return redirect(url_for("practice.exercise", exercise_id=exercise_id))
    label = request.form.get("label", "")
    if label not in {one.id for one in exercise.labels}:
        flash(_("Choose one of the labels first."), "error")
        return redirect(url_for(".taste", exercise_id=exercise_id))
    attempt = _guest_attempt(exercise_id)
    if attempt is None and not current_user.is_authenticated:
        limits.limit("guest", most=100, seconds=3600)
    now = now_utc()
    try:
        with transaction() as session:
            if attempt is None:
                guest = current_user if current_user.is_authenticated else accounts.make_guest(session, now)
                attempt = tasting.start(session, guest, exercise, now=now)
            number = request.form.get("number", type=int)
            slot = tasting.answer(session, current_library(), attempt, number, label, now=now)
    except AnswerError as error:
        flash(_(error.message).format(**error.params), "error")
        return redirect(url_for(".taste", exercise_id=exercise_id))
    except attempts.NotAllowed:
        flash(_("Sign up to go on: your first result is kept."))
        return redirect(url_for("accounts.signup"))
    if not current_user.is_authenticated:
        sign_in(guest)
    return redirect(url_for(".taste", exercise_id=exercise_id, shown=slot.slot_id if slot else None))


@bp.route("/welcome", methods=["GET", "POST"])
@member_required
def welcome() -> object:
    """Two questions; both may be left open."""
    form = WelcomeForm(obj=current_user)
    backgrounds = current_library().market.backgrounds.values()
    form.background.choices = [("", _("Rather not say")), *((one.id, one.name) for one in backgrounds)]
    if form.validate_on_submit():
        with transaction():
            current_user.background = form.background.data or ""
            current_user.hours_a_week = form.hours_a_week.data
        return redirect(url_for(".index"))
    return render_template("home/welcome.html", form=form), 422 if form.errors else 200


@bp.get("/how-it-works")
def how_it_works() -> str:
    return render_template("home/how.html", kinds=_kinds())


def _kinds() -> list[tuple[str, dict]]:
    from portal import tasks

    return [(name, dict(kind.metrics)) for name, kind in tasks.discover().items() if tasks.has_widget(name)]
