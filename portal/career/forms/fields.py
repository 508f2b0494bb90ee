"""Fields for money, times, days and whole numbers: each keeps what was typed and says what is wrong."""

from functools import lru_cache

from flask_babel import get_locale
from wtforms import DateField, Form, IntegerField, StringField
from wtforms.validators import ValidationError

from portal.career.money import MoneyError, parse_amount, parse_minutes
from portal.web.currencies import CODES, write_minor
from portal.web.i18n import gettext as _


def currency_choices() -> list[tuple[str, str]]:
    """Every currency as (code, "USD, US Dollar") in the reader's language."""
    return _currency_choices(str(get_locale() or "en"))


@lru_cache(maxsize=16)
def _currency_choices(locale: str) -> list[tuple[str, str]]:
    from babel.numbers import get_currency_name

    names = ((code, get_currency_name(code, locale=locale)) for code in CODES)
    return [(code, code if name == code else f"{code}, {name}") for code, name in names]


def refusal(error: MoneyError, currency: str) -> str:
    """Why an amount was refused, in words."""
    if error.code == "negative":
        return _("An amount cannot be below zero.")
    if error.code == "decimals" and error.digits == 0:
        return _("%(currency)s has no decimals: write a whole number.", currency=currency)
    if error.code == "decimals":
        return _("%(currency)s has at most %(n)s decimals.", currency=currency, n=error.digits)
    if error.code == "ambiguous":
        return _("That could be a thousand times more or less. Write it without a thousands mark, as in 1250 or 12.50.")
    if error.code == "large":
        return _("That is more than this log can hold.")
    return _("Write an amount in figures, as in 12.50 or 12,50.")


class AmountField(StringField):
    """An amount typed in major units; `minor` is what it means in the currency chosen in the same form."""

    minor: int | None = None

    def show(self, minor: int | None, currency: str) -> None:
        """Fills the field with a stored amount."""
        self.data = "" if minor is None else write_minor(minor, currency)

    def pre_validate(self, form: Form) -> None:
        """Reads the amount; an empty field means that nothing was said."""
        self.minor = None
        currency = form.currency.data
        if not self.data or currency not in CODES:
            return
        try:
            self.minor = parse_amount(self.data, currency)
        except MoneyError as error:
            raise ValidationError(refusal(error, currency)) from None


class MinutesField(StringField):
    """A stretch of time typed as minutes or as hours and minutes; `minutes` is what it means."""

    minutes: int | None = None

    def pre_validate(self, form: Form) -> None:
        """Reads the time."""
        self.minutes = None
        if not self.data:
            return
        try:
            self.minutes = parse_minutes(self.data)
        except MoneyError as error:
            raise ValidationError(
                {
                    "negative": _("Time cannot be below zero."),
                    "large": _("A day has 24 hours. Make one entry for each day."),
                }.get(error.code, _("Write minutes, or hours and minutes as in 1:30."))
            ) from None


class DayField(DateField):
    """A day of the calendar."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads the day; the words of a refusal are ours."""
        try:
            super().process_formdata([one for one in valuelist if one])
        except ValueError:
            raise ValueError(_("Write the day as in 2026-11-23.")) from None


class WholeField(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads the number; the words of a refusal are ours."""
        try:
            super().process_formdata([one for one in valuelist if one.strip()])
        except ValueError:
            self.data = None
            raise ValueError(_("Write a whole number.")) from None
