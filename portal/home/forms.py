"""The two questions after signing up."""

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from portal.web.forms import BaseForm


class WelcomeForm(BaseForm):
    """What somebody has done, and how much time there is."""

    background = SelectField(_("What have you done so far?"), validators=[Optional()], choices=[])
    hours_a_week = IntegerField(
        _("How many hours a week do you have?"),
        validators=[Optional(), NumberRange(0, 80, _("Between 0 and 80 hours."))],
    )
