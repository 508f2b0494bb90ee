"""Links sent by mail: a forgotten password, a new address. They work signed out: the mailbox is the proof."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from portal.accounts import limits, mail, queries, services
from portal.accounts.forms import ConfirmForm, ForgotForm, ResetForm
from portal.accounts.pages import ForgotPage
from portal.accounts.session import sign_in
from portal.accounts.views import bp
from portal.db import get_session, now_utc, transaction
from portal.web.forms import form_page
from portal.web.i18n import gettext as _


@bp.route("/forgot", methods=["GET", "POST"])
@form_page
def forgot() -> object:
    """The answer is the same whether the address has an account or not."""
    form, now, wait = ForgotForm(), now_utc(), 0
    if form.validate_on_submit():
        try:
            with transaction() as session:
                limits.count_address(session, "forgot", now=now)
                services.ask_for_reset(session, form.email.data, now=now)
            return redirect(url_for(".forgot", asked="yes"))
        except limits.TooManyTries as error:
            wait = error.seconds
    page = ForgotPage(sends=mail.can_send(), asked=request.args.get("asked") == "yes", wait=wait)
    status = 429 if wait else 422 if form.errors else 200
    return render_template("accounts/forgot.html", form=form, page=page), status


def _link_gone() -> tuple:
    """One page for a link that is unknown, used or expired: which of them says something about somebody."""
    return render_template("accounts/link_gone.html"), 410


@bp.route("/reset/<token>", methods=["GET", "POST"])
@form_page
def reset(token: str) -> object:
    now = now_utc()
    found = queries.find_link(get_session(), "reset", token, now)
    if found is None:
        return _link_gone()
    form = ResetForm()
    form.account_email = found[1].email
    if not form.validate_on_submit():
        return render_template("accounts/reset.html", form=form, email=found[1].email), 422 if form.errors else 200
    with transaction() as session:
        user = services.reset_password(session, token, form.password.data, now=now)
    if user is None:
        return _link_gone()
    sign_in(user)
    flash(_("Your new password works. Every other browser was signed out."))
    return redirect("/")


@bp.route("/settings/email/<token>", methods=["GET", "POST"])
@form_page
def confirm_email(token: str) -> object:
    """Opening the link changes nothing: mail scanners open links too. The button does."""
    now = now_utc()
    found = queries.find_link(get_session(), "email", token, now)
    if found is None:
        return _link_gone()
    form = ConfirmForm()
    if not form.validate_on_submit():
        return render_template("accounts/email_confirm.html", form=form, email=found[0].email)
    try:
        with transaction() as session:
            user = services.change_email(session, token, now=now)
    except services.Taken:
        user = None
    if user is None:
        return _link_gone()
    flash(_("Your e-mail address is now %(email)s.", email=user.email))
    signed_in = current_user.is_authenticated and not current_user.is_guest
    return redirect(url_for(".settings" if signed_in else ".signin"))
