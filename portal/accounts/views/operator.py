"""What accounts keep, for everybody to read; waiting mail, for whoever runs the site."""

from flask import abort, flash, redirect, render_template, url_for

from portal.accounts import mail, privacy, queries
from portal.accounts.models import Mail
from portal.accounts.pages import MailPage
from portal.accounts.views import bp
from portal.db import get_session, now_utc, transaction
from portal.web.guards import role_required
from portal.web.i18n import gettext as _


@bp.get("/privacy")
def privacy_page() -> str:
    return render_template("accounts/privacy.html", page=privacy.page())


@bp.get("/operator/mail")
@role_required("operator")
def operator_mail() -> str:
    page = MailPage(mails=tuple(queries.waiting_mails(get_session())), sends=mail.can_send())
    return render_template("accounts/operator_mail.html", page=page)


@bp.post("/operator/mail/<int:mail_id>/done")
@role_required("operator")
def operator_mail_done(mail_id: int) -> object:
    with transaction() as session:
        found = session.get(Mail, mail_id) or abort(404)
        mail.settle(found, now_utc())
    flash(_("Taken off the list; its text is gone."))
    return redirect(url_for(".operator_mail"))
