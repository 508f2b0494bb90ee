"""Forms of the practice room that work without script."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.web.forms import BaseForm


class ChallengeForm(BaseForm):
    """Why a reference is wrong, and by which rule."""

    rule = SelectField(_("Which rule decides it?"), choices=[], validate_choice=True)
    reason = TextAreaField(
        _("Why is the reference wrong?"), validators=[DataRequired(_("Say why in a sentence.")), Length(max=2000)]
    )
