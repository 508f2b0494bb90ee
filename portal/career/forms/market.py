"""What a reader of the market page can set. Sent by GET; nothing of it is stored."""

from fractions import Fraction
from functools import lru_cache

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from portal.career.forms.fields import AmountField, WholeField, currency_choices
from portal.career.money import MoneyError, parse_decimal
from portal.web.forms import BaseForm
from portal.web.i18n import gettext as _


@lru_cache(maxsize=16)
def country_choices(locale: str) -> list[tuple[str, str]]:
    """Countries and territories by name in that language."""
    from babel import Locale

    not_countries = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
    names = Locale.parse(locale).territories.items()
    found = [(code, name) for code, name in names if len(code) == 2 and code.isalpha() and code not in not_countries]
    return sorted(found, key=lambda pair: pair[1])


class MarketForm(BaseForm):
    """Hours a year and unpaid share for the scale; what somebody earns now, for "is this worth it"."""

    class Meta(BaseForm.Meta):
        """Reading needs no token."""

        csrf = False

    hours = WholeField(
        _l("Hours of work a year"),
        validators=[
            InputRequired(_l("Between 1 and 8,784 hours.")),
            NumberRange(1, 8784, _l("Between 1 and 8,784 hours.")),
        ],
    )
    unpaid = WholeField(
        _l("Unpaid time, in %"),
        validators=[InputRequired(_l("Between 0 and 95.")), NumberRange(0, 95, _l("Between 0 and 95."))],
    )
    pay = AmountField(_l("What you earn now"))
    period = SelectField(_l("For"), choices=())
    currency = SelectField(_l("Currency"), choices=())
    rate = StringField(_l("1 USD is how much of that currency?"))
    hours_week = WholeField(
        _l("Hours a week"),
        validators=[Optional(), NumberRange(1, 100, _l("Between 1 and 100 hours a week."))],
    )
    country = SelectField(_l("Country you would work in"), choices=())
    background = SelectField(_l("What you have done so far"), choices=())
    rate_value: Fraction | None = None

    def __init__(self, *args: object, backgrounds: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.period.choices = [
            ("year", _("a year")),
            ("month", _("a month")),
            ("week", _("a week")),
            ("day", _("a day")),
            ("hour", _("an hour")),
        ]
        self.currency.choices = currency_choices()
        self.country.choices = [("", _("rather not say")), *country_choices(str(get_locale() or "en"))]
        self.background.choices = [("", _("rather not say")), *backgrounds]
        for field in self:
            field.flags.quiet = True

    def validate_rate(self, field: StringField) -> None:
        """A rate above zero; the reader's own, for we hold none."""
        self.rate_value = None
        if not field.data:
            return
        try:
            value = parse_decimal(field.data, 8)
        except MoneyError as error:
            if error.code == "ambiguous":
                raise ValidationError(_("Is that a thousand or a decimal mark? Add a zero: 83.1250.")) from None
            raise ValidationError(_("Write a number above zero, as in 0.92.")) from None
        if value == 0:
            raise ValidationError(_("Write a number above zero, as in 0.92."))
        self.rate_value = value

    @property
    def scale_hours(self) -> int | None:
        """Hours a year, when they are usable."""
        return None if self.hours.errors else self.hours.data
