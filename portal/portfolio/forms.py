"""The forms of the editor: everything typed is kept, and each message stands at its field."""

from datetime import date

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, Regexp, ValidationError

from portal.accounts.zones import zone_groups
from portal.portfolio.facts import LEVELS, MOST_HOURS, MOST_LANGUAGES, start_choices
from portal.portfolio.models import Portfolio
from portal.portfolio.queries import HANDLE
from portal.portfolio.services import Said
from portal.portfolio.visibility import SECTIONS
from portal.web.forms import BaseForm

RESERVED = "admin|api|how|new|edit|preview|settings|goldpath|help|about"


def _at_most(n: int) -> Length:
    return Length(max=n, message=_("At most %(n)s characters.", n=n))


def _lower(value: str | None) -> str | None:
    return value.strip().lower() if value else value


def _one_line(value: str | None) -> str | None:
    """Text without line ends, which a single-line field cannot show."""
    return " ".join(value.split()) if value else value


def _newlines(value: str | None) -> str | None:
    """Line ends as one character, so that limits count what people see."""
    return value.replace("\r\n", "\n") if value else value


def _line(label: str, most: int, *more: object) -> StringField:
    return StringField(label, [*(more or (Optional(),)), _at_most(most)], filters=[_one_line])


def _text(label: str, most: int, *more: object) -> TextAreaField:
    return TextAreaField(label, [*(more or (Optional(),)), _at_most(most)], filters=[_newlines])


class VersionedForm(BaseForm):
    """A form that says which version of the thing it was opened with; 0 for one that did not exist."""

    version = HiddenField()

    @property
    def known_version(self) -> int:
        """That version; -1 for anything that is none."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _named(form: BaseForm, field: StringField) -> None:
    """A level says nothing without its language."""
    level = form[field.name.replace("language", "level")]
    if level.data and not field.data:
        raise ValidationError(_("Which language is this level for?"))


class PortfolioForm(VersionedForm):
    """What the page says. Everything but address and name may stay empty."""

    handle = StringField(
        _("Address of the page"),
        [
            DataRequired(_("Choose an address of 3 to 30 letters.")),
            Regexp(
                rf"^(?!(?:{RESERVED})$){HANDLE.pattern}$",
                message=_("3 to 30 letters a to z, digits and hyphens, such as demo-learner."),
            ),
        ],
        filters=[_lower],
        render_kw={"autocapitalize": "none", "spellcheck": "false", "dir": "ltr", "maxlength": 30},
    )
    name = _line(_("Name"), 80, DataRequired(_("A name or a pseudonym.")))
    line = _line(_("One line about you"), 200)
    place = _line(_("Place"), 60)
    time_zone = SelectField(_("Time zone"), choices=(), default="")
    hours = StringField(_("Hours a week"), render_kw={"inputmode": "numeric", "maxlength": 2})
    starts = SelectField(_("Start"), choices=(), default="")
    tools = _line(_("Tools"), 160)
    nda = SelectField(_("Non-disclosure agreement (NDA)"), choices=(), default="")
    more = _line(_("Anything else for this line"), 300)
    background = _text(_("Background"), 3000)
    experience = _text(_("Experience"), 3000)
    # Ids that are not known are left out, not refused: a result may have been graded anew meanwhile.
    show = SelectMultipleField(validate_choice=False)
    results = SelectMultipleField(validate_choice=False)
    indexed = BooleanField(_("Let search engines find it"))

    def __init__(self, *, stored: Portfolio | None, today: date, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.time_zone.choices = {"": [("", _("Not said"))], **zone_groups()}
        self.starts.choices = start_choices(stored.starts if stored else "", today)
        self.nda.choices = [("", _("Not said")), ("yes", _("Fine with me")), ("read", _("After reading it"))]
        levels = [level for _language, level in self.languages]
        for level in levels:
            level.choices = [("", _("Not said")), *((one, one) for one in LEVELS[:-1]), ("native", _("native"))]
        for field in (self.time_zone, self.starts, self.nda, *levels):
            field.flags.quiet = True

    @property
    def languages(self) -> list[tuple[StringField, SelectField]]:
        """The fields of each language and its level."""
        return [(self[f"language_{n}"], self[f"level_{n}"]) for n in range(1, MOST_LANGUAGES + 1)]

    def show_page(self, page: Portfolio | None) -> None:
        """Fills the fields with what is stored; a page that does not exist yet shows every section."""
        hidden = page.hidden if page else []
        self.version.data = str(page.version) if page else "0"
        self.show.data = [one for one in SECTIONS if one not in hidden]
        if page is None:
            return
        for name in ("handle", "name", "line", "place", "time_zone", "starts", "tools", "nda", "more"):
            self[name].data = getattr(page, name)
        self.hours.data = "" if page.hours_a_week is None else str(page.hours_a_week)
        for (language, level), stored in zip(self.languages, page.languages, strict=False):
            language.data, level.data = stored
        self.background.data, self.experience.data = page.background, page.experience
        self.results.data, self.indexed.data = list(page.results), page.indexed

    def validate_hours(self, field: StringField) -> None:
        """A whole number of hours that a week can hold."""
        text = field.data or ""
        if text and not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_HOURS):
            raise ValidationError(_("A whole number from 1 to %(most)s.", most=MOST_HOURS))

    def said(self, known_results: set[str]) -> Said:
        """What a valid form says."""
        languages = [[language.data, level.data] for language, level in self.languages]
        texts = ("name", "line", "place", "time_zone", "starts", "tools", "nda", "more", "background", "experience")
        return Said(
            **{name: self[name].data or "" for name in texts},
            hours_a_week=int(self.hours.data) if self.hours.data else None,
            languages=[one for one in languages if one[0]],
            hidden=[one for one in SECTIONS if one not in self.show.data],
            results=[one for one in self.results.data if one in known_results],
            indexed=self.indexed.data,
        )


for _n in range(1, MOST_LANGUAGES + 1):
    setattr(PortfolioForm, f"language_{_n}", _line(_("Language"), 40, _named))
    setattr(PortfolioForm, f"level_{_n}", SelectField(_("Level"), choices=(), default=""))


class SampleForm(VersionedForm):
    """Which mistake, and what changed after it."""

    set = HiddenField()
    slot = StringField(_("The mistake"))
    lesson_learned = _text(
        _("What changed after it"),
        800,
        DataRequired(_("Write what you do otherwise since then: that is what a reader looks for.")),
    )
