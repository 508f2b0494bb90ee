"""The base of every form: CSRF by Flask-WTF, translated messages, whitespace trimmed."""

from flask_wtf import FlaskForm
from wtforms import Field


def _trim(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


class BaseForm(FlaskForm):
    """A form that trims text and keeps what was typed when it is refused."""

    class Meta(FlaskForm.Meta):
        """Fields are trimmed unless they hold a password."""

        def bind_field(self, form: object, unbound_field: object, options: dict) -> Field:
            if "Password" not in unbound_field.field_class.__name__:
                options.setdefault("filters", []).append(_trim)
            return unbound_field.bind(form=form, **options)
