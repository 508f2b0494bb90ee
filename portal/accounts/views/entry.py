"""Signing up, signing in, signing out."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user

from portal.accounts import limits, services
from portal.accounts.forms import SignInForm, SignUpForm
from portal.accounts.models import User
from portal.accounts.pages import EntryPage
from portal.accounts.session import sign_in, sign_out
from portal.accounts.views import bp
from portal.db import now_utc, transaction
from portal.web.forms import form_page
from portal.web.guards import safe_next
from portal.web.i18n import gettext as _


def wanted_next() -> str:
    """Where to go afterwards, if that is a page of this site; else empty."""
    return safe_next(request.values.get("next"), "")


def _guest() -> User | None:
    return current_user._get_current_object() if current_user.is_authenticated and current_user.is_guest else None


def _is_member() -> bool:
    return current_user.is_authenticated and not current_user.is_guest


def _entry_page(template: str, form: object, *, wait: int = 0, taken: bool = False) -> tuple:
    """The form's page; 429 with the time to wait, 422 when something was refused, else 200."""
    page = EntryPage(next=wanted_next(), guest=_guest() is not None, wait=wait, taken=taken)
    status = 429 if wait else 422 if form.errors else 200
    return render_template(template, form=form, page=page), status, {"Retry-After": wait} if wait else {}


@bp.route("/signup", methods=["GET", "POST"])
@form_page
def signup() -> object:
    if _is_member():
        return redirect(wanted_next() or "/")
    form = SignUpForm()
    if not form.validate_on_submit():
        return _entry_page("accounts/signup.html", form)
    now, email = now_utc(), form.email.data
    try:
        with transaction() as session:
            limits.count_address(session, "signup", now=now, most=60)
            user = services.join(
                session,
                _guest(),
                email,
                form.password.data,
                limits.asker(email),
                time_zone=form.time_zone.data,
                now=now,
            )
    except services.Taken:
        form.email.errors = [_("There is an account with this e-mail. Sign in, or choose a new password.")]
        return _entry_page("accounts/signup.html", form, taken=True)
    except limits.TooManyTries as error:
        return _entry_page("accounts/signup.html", form, wait=error.seconds)
    sign_in(user)
    return _with_mark(redirect(wanted_next() or "/welcome"), email)


@bp.route("/signin", methods=["GET", "POST"])
@form_page
def signin() -> object:
    if _is_member():
        return redirect(wanted_next() or "/")
    form = SignInForm()
    if not form.validate_on_submit():
        return _entry_page("accounts/signin.html", form)
    email = form.email.data
    try:
        with transaction() as session:
            user = services.check_sign_in(session, email, form.password.data, limits.asker(email), now=now_utc())
    except limits.TooManyTries as error:
        return _entry_page("accounts/signin.html", form, wait=error.seconds)
    if user is None:
        form.form_errors = [_("E-mail and password do not belong together. Nothing else is wrong.")]
        return _entry_page("accounts/signin.html", form)
    sign_in(user, remember=form.remember.data)
    return _with_mark(redirect(wanted_next() or "/"), email)


def _with_mark(response: object, email: str) -> Response:
    response = make_response(response)
    limits.know_browser(response, email)
    return response


@bp.post("/signout")
def signout() -> object:
    if current_user.is_authenticated:
        sign_out()
        flash(_("You are signed out."))
    return redirect(url_for(".signin"))
