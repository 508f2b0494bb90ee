"""Settings: one overview, and a page for each change that needs more than a button."""

import json

from flask import Response, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import lazy_gettext
from flask_login import current_user

from portal.accounts import limits, mail, passwords, queries, services
from portal.accounts.forms import DeleteForm, EmailForm, PasswordForm, TokenForm, ZoneForm
from portal.accounts.models import User
from portal.accounts.pages import EmailPage, Happened, SettingsPage, TokensPage
from portal.accounts.session import sign_out, stay_signed_in
from portal.accounts.views import bp
from portal.db import get_session, now_utc, transaction
from portal.web import events
from portal.web.forms import BaseForm, form_page
from portal.web.guards import learner_required, member_required
from portal.web.i18n import gettext as _

HAPPENED = {
    "signed_up": lazy_gettext("Account made"),
    "signed_in": lazy_gettext("Signed in"),
    "signed_out_everywhere": lazy_gettext("Signed out everywhere"),
    "password_changed": lazy_gettext("Password changed"),
    "reset_asked": lazy_gettext("Link for a new password asked for"),
    "password_reset": lazy_gettext("New password chosen by mail"),
    "email_change_asked": lazy_gettext("New e-mail address asked for"),
    "email_changed": lazy_gettext("E-mail address changed"),
    "key_made": lazy_gettext("API key made"),
    "key_revoked": lazy_gettext("API key revoked"),
    "data_exported": lazy_gettext("Data downloaded"),
}


def _me() -> User:
    return current_user._get_current_object()


def _status(form: BaseForm, wait: int = 0) -> int:
    return 429 if wait else 422 if form.errors else 200


def _password_holds(field: object) -> int:
    """Seconds to wait after too many tries, or 0. Says at the field when the password is wrong."""
    user, now = _me(), now_utc()
    try:
        with transaction() as session:
            counted = limits.count_own_password(session, user.email, now=now)
            if passwords.verify_password(user.password_hash, field.data):
                limits.take_back(session, counted, now=now)
                return 0
    except limits.TooManyTries as error:
        field.errors = [_("Too many tries. Wait %(n)s seconds; what you typed is kept.", n=error.seconds)]
        return error.seconds
    field.errors = [_("This is not your password.")]
    return 0


@bp.route("/settings", methods=["GET", "POST"])
@member_required
@form_page
def settings() -> object:
    user, now = _me(), now_utc()
    form = ZoneForm(obj=user)
    if form.validate_on_submit():
        with transaction() as session:
            services.set_time_zone(session, user, form.time_zone.data, now=now)
        flash(_("Times are now shown in %(zone)s.", zone=user.time_zone.replace("_", " ")))
        return redirect(url_for(".settings"))
    session = get_session()
    happened = queries.recent_events(session, user.id, tuple(HAPPENED))
    page = SettingsPage(
        email=user.email,
        pending_email=queries.pending_email(session, user.id, now),
        hours_a_week=user.hours_a_week,
        keys=queries.count_tokens(session, user.id),
        operator="operator" in user.role_names,
        happened=tuple(Happened(str(HAPPENED[one.what]), one.at) for one in happened),
        site_time=now,
    )
    return render_template("accounts/settings.html", form=form, page=page), _status(form)


@bp.route("/settings/password", methods=["GET", "POST"])
@member_required
@form_page
def change_password() -> object:
    form, wait = PasswordForm(), 0
    form.account_email = current_user.email
    if form.validate_on_submit():
        wait = _password_holds(form.current)
        if not form.errors:
            with transaction() as session:
                services.change_password(session, _me(), form.password.data, now=now_utc())
            stay_signed_in(_me())
            flash(_("Your password is changed. Every other browser was signed out; this one stays."))
            return redirect(url_for(".settings"))
    return render_template("accounts/password.html", form=form, email=current_user.email), _status(form, wait)


@bp.route("/settings/email", methods=["GET", "POST"])
@member_required
@form_page
def change_email() -> object:
    form, wait, user, now = EmailForm(), 0, _me(), now_utc()
    if form.validate_on_submit():
        email = form.email.data
        if email == user.email:
            form.email.errors = [_("This is the address you have already.")]
        else:
            wait = _password_holds(form.current)
        if not form.errors:
            try:
                with transaction() as session:
                    services.ask_for_email(session, user, email, limits.asker(user.email), now=now)
                flash(_("Open the link in the mail to %(email)s. Until then nothing changes.", email=email))
                return redirect(url_for(".change_email"))
            except services.Taken:
                form.email.errors = [_("Another account uses this address.")]
            except limits.TooManyTries as error:
                wait = error.seconds
    pending = queries.pending_email(get_session(), user.id, now)
    page = EmailPage(email=user.email, pending=pending, sends=mail.can_send(), wait=wait)
    return render_template("accounts/email.html", form=form, page=page), _status(form, wait)


@bp.post("/settings/signout-everywhere")
@member_required
def signout_everywhere() -> object:
    with transaction() as session:
        services.end_other_sessions(session, _me(), now=now_utc())
    stay_signed_in(_me())
    flash(_("Every other browser is signed out."))
    return redirect(url_for(".settings"))


@bp.route("/settings/tokens", methods=["GET", "POST"])
@member_required
@form_page
def tokens() -> object:
    """A new key is shown in the answer to its form and kept nowhere in readable form."""
    form, user, fresh = TokenForm(), _me(), ""
    if form.validate_on_submit():
        try:
            with transaction() as session:
                _token, fresh = services.make_token(session, user, form.name.data, now=now_utc())
            form = TokenForm(formdata=None)
        except services.KeyExists:
            form.name.errors = [_("You have a key of this name. Choose another name, or revoke that key first.")]
        except services.TooManyKeys:
            form.form_errors = [_("You have 20 keys, which is the most. Revoke one first.")]
    page = TokensPage(tokens=tuple(queries.list_tokens(get_session(), user.id)), fresh=fresh)
    return render_template("accounts/tokens.html", form=form, page=page), _status(form)


@bp.post("/settings/tokens/<int:token_id>/revoke")
@member_required
def revoke_token(token_id: int) -> object:
    with transaction() as session:
        token = queries.find_token(session, current_user.id, token_id) or abort(404)
        services.revoke_token(session, token, now=now_utc())
    flash(_("The key no longer works."))
    return redirect(url_for(".tokens"))


@bp.get("/settings/export")
@learner_required
def export() -> Response:
    """Everything kept about the person as one JSON file. Guests have data too."""
    user, now = _me(), now_utc()
    with transaction() as session:
        events.record(session, user.id, "data_exported", now=now)
        data = services.export_all(session, user, current_app._get_current_object())
    body = json.dumps(data, ensure_ascii=False, indent=1)
    name = f"goldpath-my-data-{now:%Y-%m-%d}.json"
    return Response(
        body, mimetype="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@bp.route("/settings/delete", methods=["GET", "POST"])
@member_required
@form_page
def delete() -> object:
    form, wait = DeleteForm(), 0
    if form.validate_on_submit():
        wait = _password_holds(form.current)
        if not form.errors:
            return _delete(_("Your account and everything in it are deleted."))
    return render_template("accounts/delete.html", form=form, email=current_user.email), _status(form, wait)


@bp.post("/settings/forget-me")
@learner_required
def forget_guest() -> object:
    """A guest need not wait seven days to be forgotten."""
    if not current_user.is_guest:
        return redirect(url_for(".delete"))
    return _delete(_("Everything you did here is deleted."))


def _delete(words: str) -> Response:
    with transaction() as session:
        services.delete_account(session, _me(), current_app._get_current_object(), now=now_utc())
    sign_out()
    flash(words)
    response = redirect("/")
    # Answers kept on the device for a lost network go too.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
