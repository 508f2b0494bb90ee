"""The base of every form: CSRF by Flask-WTF, translated messages, text trimmed, a stale form kept."""

from collections.abc import Callable

from flask import g
from flask_wtf import FlaskForm
from wtforms import Field

from portal.web.i18n import gettext as _


def _trim(value: object) -> object:
    """Text without white space around it, and without NUL, which no keyboard makes and PostgreSQL refuses."""
    return value.replace("\0", "").strip() if isinstance(value, str) else value


def form_page(view: Callable) -> Callable:
    """Marks a view that changes nothing unless its form validates.

    Sent with a stale token, such a page comes back with what was typed still in it, instead of an error page.
    """
    view.form_page = True
    return view


class BaseForm(FlaskForm):
    """A form that trims text and keeps what was typed when it is refused."""

    class Meta(FlaskForm.Meta):
        """Fields are trimmed unless they hold a password."""

        def bind_field(self, form: object, unbound_field: object, options: dict) -> Field:
            if "Password" not in unbound_field.field_class.__name__:
                # What is passed here replaces what the field was declared with.
                options["filters"] = [*unbound_field.kwargs.get("filters", ()), _trim]
            return unbound_field.bind(form=form, **options)

    def validate(self, extra_validators: dict | None = None) -> bool:
        """Whether every field holds; never when the page had gone stale."""
        if g.get("stale_form"):
            self.form_errors = [
                _("This page had been open for too long, so nothing was sent. Press the button once more.")
            ]
            return False
        return super().validate(extra_validators)
