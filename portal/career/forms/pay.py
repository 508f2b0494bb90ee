"""Forms of the pay log."""

import datetime as dt
import re
import secrets

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from portal.career.forms.fields import AmountField, DayField, MinutesField, WholeField, currency_choices
from portal.career.models import PayEntry
from portal.career.services import EntryFacts
from portal.web.forms import BaseForm
from portal.web.i18n import gettext as _

FIRST_DAY = dt.date(2000, 1, 1)
KINDS = ("task", "test", "training", "waiting", "other")


def kind_words() -> dict[str, str]:
    """What each kind of work is called."""
    return {
        "task": _("tasks"),
        "test": _("test or onboarding"),
        "training": _("training"),
        "waiting": _("waiting"),
        "other": _("other"),
    }


def work_choices() -> dict[str, list[tuple[str, str]]]:
    """Kinds of work in two groups, paid and unpaid; the value says both: "unpaid-test"."""
    words = kind_words()
    return {
        _("Paid time"): [(f"paid-{kind}", _("paid: %(kind)s", kind=words[kind])) for kind in KINDS],
        _("Unpaid time"): [
            (f"unpaid-{kind}", _("unpaid: %(kind)s", kind=words[kind]))
            for kind in ("test", "waiting", "training", "task", "other")
        ],
    }


def new_client_id() -> str:
    """A name for what a form will make, so that sending it twice makes one."""
    return secrets.token_urlsafe(12)


class _WorkForm(BaseForm):
    """Where, and what kind of work."""

    client_id = HiddenField()
    platform = StringField(_l("Platform or client"), validators=[Length(max=80, message=_l("At most 80 characters."))])
    work = SelectField(_l("What kind of time"), choices=())

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.work.choices = work_choices()
        self.work.flags.quiet = True
        if not re.fullmatch(r"[\w-]{8,40}", self.client_id.data or ""):
            self.client_id.data = new_client_id()

    @property
    def kind(self) -> str:
        return self.work.data.partition("-")[2]

    @property
    def paid(self) -> bool:
        return self.work.data.startswith("paid-")

    def place(self) -> str:
        """The platform with single spaces, so that one place has one spelling."""
        return " ".join((self.platform.data or "").split())


class StartForm(_WorkForm):
    """Starts the timer; begins as the last entry was."""

    def begin_as(self, last: PayEntry | None) -> None:
        """Fills in the last platform and kind of work."""
        if last is not None:
            self.platform.data = last.platform
            self.work.data = work_of(last)


class EntryForm(_WorkForm):
    """One entry of the log, new or changed."""

    version = HiddenField()
    received = AmountField(_l("Money received"))
    currency = SelectField(_l("Currency"), choices=())
    minutes = MinutesField(
        _l("Time"), validators=[DataRequired(_l("How long did it take? 0 when it was money alone."))]
    )
    worked_on = DayField(_l("Day"), validators=[InputRequired(_l("On which day?"))])
    expenses = AmountField(_l("Expenses"))
    basis = SelectField(_l("Before or after tax"), choices=())
    rate = AmountField(_l("Advertised pay"))
    rate_max = AmountField(_l("Up to"))
    rate_period = SelectField(_l("For"), choices=())
    rate_per_items = WholeField(
        _l("How many pieces that is for"),
        validators=[Optional(), NumberRange(1, 1_000_000_000, _l("Between 1 and 1,000,000,000 pieces."))],
    )
    pieces = WholeField(
        _l("Pieces you did"),
        validators=[Optional(), NumberRange(0, 1_000_000_000, _l("Between 0 and 1,000,000,000 pieces."))],
    )
    source = StringField(
        _l("Where the pay was stated"), validators=[Length(max=200, message=_l("At most 200 characters."))]
    )
    note = TextAreaField(_l("Note"), validators=[Length(max=2000, message=_l("At most 2,000 characters."))])

    MORE = (
        "worked_on",
        "expenses",
        "basis",
        "rate",
        "rate_max",
        "rate_period",
        "rate_per_items",
        "pieces",
        "source",
        "note",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.currency.choices = currency_choices()
        self.basis.choices = [("gross", _("before tax (gross)")), ("net", _("after tax (net)"))]
        self.rate_period.choices = [
            ("", _("not said")),
            ("hour", _("an hour")),
            ("day", _("a day")),
            ("week", _("a week")),
            ("month", _("a month")),
            ("year", _("a year")),
            ("piece", _("so many pieces")),
        ]
        self.received.flags.quiet = self.currency.flags.quiet = self.basis.flags.quiet = (
            self.rate_period.flags.quiet
        ) = True
        self.today: dt.date | None = None

    def begin_as(self, last: PayEntry | None, today: dt.date) -> None:
        """Fills a new form in with what rarely changes: platform, kind, currency, tax."""
        self.worked_on.data = today
        self.currency.data, self.basis.data = "USD", "gross"
        if last is not None:
            self.platform.data, self.work.data = last.platform, work_of(last)
            self.currency.data, self.basis.data = last.currency, last.basis

    def show(self, entry: PayEntry) -> None:
        """Fills the form in with a stored entry."""
        self.version.data = str(entry.version)
        self.platform.data, self.work.data = entry.platform, work_of(entry)
        self.currency.data, self.basis.data = entry.currency, entry.basis
        self.minutes.data = clock(entry.minutes)
        self.worked_on.data = entry.worked_on
        self.received.show(entry.received_minor, entry.currency)
        self.expenses.show(entry.expenses_minor or None, entry.currency)
        self.rate.show(entry.rate_minor, entry.currency)
        self.rate_max.show(entry.rate_max_minor, entry.currency)
        self.rate_period.data = entry.rate_period or ""
        self.rate_per_items.data, self.pieces.data = entry.rate_per_items, entry.pieces
        self.source.data, self.note.data = entry.source, entry.note

    def validate_worked_on(self, field: DayField) -> None:
        """Not before this century and not in the future."""
        if field.data is None:
            return
        if field.data < FIRST_DAY:
            raise ValidationError(_("That is too long ago."))
        if self.today is not None and field.data > self.today:
            raise ValidationError(_("That day has not come yet."))

    def validate_rate_max(self, field: AmountField) -> None:
        """The upper end of a range needs a lower end that is not above it."""
        if field.minor is None:
            return
        if self.rate.minor is None:
            raise ValidationError(_("Write the lower end into “Advertised pay”."))
        if field.minor < self.rate.minor:
            raise ValidationError(_("The upper end is below the lower one."))

    def validate_rate_period(self, field: SelectField) -> None:
        """An advertised amount means nothing without what it is for."""
        if self.rate.minor is not None and not field.data:
            raise ValidationError(_("Is that for an hour, a month, so many pieces?"))

    def facts(self) -> EntryFacts:
        """What the form says. Only after it was found valid."""
        rate = self.rate.minor
        by_piece = rate is not None and self.rate_period.data == "piece"
        return EntryFacts(
            worked_on=self.worked_on.data,
            platform=self.place(),
            kind=self.kind,
            paid=self.paid,
            minutes=self.minutes.minutes,
            received_minor=self.received.minor,
            expenses_minor=self.expenses.minor or 0,
            currency=self.currency.data,
            basis=self.basis.data,
            rate_minor=rate,
            rate_max_minor=self.rate_max.minor,
            rate_period=(self.rate_period.data or None) if rate is not None else None,
            rate_per_items=(self.rate_per_items.data or 1) if by_piece else None,
            pieces=self.pieces.data,
            source=self.source.data or "",
            note=self.note.data or "",
        )


class StopForm(BaseForm):
    """How long a forgotten timer should have run."""

    minutes = MinutesField(
        _l("How long did you really work?"),
        validators=[DataRequired(_l("Write minutes, or hours and minutes as in 1:30."))],
    )


class LogFilterForm(BaseForm):
    """Which part of the log to see. Sent by GET: it changes nothing."""

    class Meta(BaseForm.Meta):
        """Reading needs no token."""

        csrf = False

    month = StringField(_l("Month"))
    platform = StringField(_l("Platform"))
    first_day: dt.date | None = None

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.month.flags.quiet = self.platform.flags.quiet = True

    def validate_month(self, field: StringField) -> None:
        """A month as browsers send it: 2026-11."""
        if not field.data:
            return
        try:
            found = dt.datetime.strptime(field.data, "%Y-%m").date()
        except ValueError:
            found = None
        if found is None or not FIRST_DAY.year <= found.year <= 2200:
            raise ValidationError(_("Write the month as in 2026-11."))
        self.first_day = found


def work_of(entry: PayEntry) -> str:
    """The entry's kind of time as the form's choice says it."""
    return f"{'paid' if entry.paid else 'unpaid'}-{entry.kind}"


def clock(minutes: int | None) -> str:
    """90 as "1:30", as the form takes it."""
    return "" if minutes is None else f"{minutes // 60}:{minutes % 60:02d}"
