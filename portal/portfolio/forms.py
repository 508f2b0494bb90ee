"""The editor's form."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from portal.web.forms import BaseForm

RESERVED = "admin|api|how|new|edit|preview|settings|goldpath|help|about"


class PortfolioForm(BaseForm):
    """What the page says. Everything but the name may stay empty."""

    version = HiddenField()
    handle = StringField(
        _("Address of the page"),
        validators=[
            DataRequired(_("Choose an address of 3 to 30 letters.")),
            Regexp(
                rf"^(?!(?:{RESERVED})$)[a-z0-9](?:[a-z0-9-]{{1,28}})[a-z0-9]$",
                message=_("3 to 30 small letters, digits and hyphens, such as demo-learner."),
            ),
        ],
    )
    name = StringField(_("Name"), validators=[DataRequired(_("A name or a pseudonym.")), Length(max=80)])
    line = StringField(_("One line about you"), validators=[Optional(), Length(max=200)])
    facts = TextAreaField(_("Facts, one a line"), validators=[Optional(), Length(max=600)])
    background = TextAreaField(_("Background"), validators=[Optional(), Length(max=3000)])
    experience = TextAreaField(_("Experience"), validators=[Optional(), Length(max=3000)])
    indexed = BooleanField(_("Let search engines find it"))
