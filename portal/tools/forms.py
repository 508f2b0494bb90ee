"""Forms of the agreement report."""

import re
import secrets
from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from portal.formats import discover
from portal.formats.raters import Wanted
from portal.tools.work import File
from portal.web.forms import BaseForm
from portal.web.i18n import gettext as _

MOST_FILES = 20
KINDS = (
    ("", _l("Find out from the files")),
    ("labels", _l("One label an item")),
    ("scale", _l("Ratings on a scale")),
    ("sets", _l("Several labels an item")),
    ("spans", _l("Marked text")),
    ("boxes", _l("Boxes")),
    ("polygons", _l("Outlines")),
    ("masks", _l("Painted areas")),
    ("segments", _l("Stretches of time")),
)
LEVELS = (
    ("", _l("Find out from the numbers")),
    ("ordinal", _l("Steps in an order")),
    ("interval", _l("Numbers with equal distances")),
    ("ratio", _l("Amounts with a true zero")),
)


def _choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


class UploadForm(BaseForm):
    """Files to compare, and what a person may have to say about them."""

    # What is out of sight at first; shown when one of them was refused.
    MORE = ("kind", "level", "order", "question", "iou", "format", "fold_case")

    client_id = HiddenField()
    files = MultipleFileField(_l("Label files"))
    fold_case = BooleanField(_l("Take “Spam” and “spam” for the same label"))
    kind = SelectField(_l("What to compare"), choices=_choices(KINDS), default="")
    level = SelectField(_l("If it is a scale"), choices=_choices(LEVELS), default="")
    order = StringField(_l("Steps of a scale of words"), [Length(max=500, message=_l("At most 500 characters."))])
    question = StringField(_l("Which question"), [Length(max=200, message=_l("At most 200 characters."))])
    iou = StringField(_l("Overlap from which two marks are one"))
    format = SelectField(_l("Format of the files"), choices=(), default="")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        formats = ((one.name, one.title) for one in discover().values())
        self.format.choices = _choices([("", _("Find out from the files")), *formats])
        self.files.flags.required = True
        for name in ("kind", "level", "format", "iou"):
            self[name].flags.quiet = True
        if not self.iou.data:
            self.iou.data = "0.5"
        if not re.fullmatch(r"[\w-]{8,40}", self.client_id.data or ""):
            self.client_id.data = secrets.token_urlsafe(12)

    def validate_files(self, field: MultipleFileField) -> None:
        """There are files, not too many, each with something in it."""
        if not field.data:
            raise ValidationError(_("Choose at least one file."))
        if len(field.data) > MOST_FILES:
            raise ValidationError(_("At most %(n)s files at once. Put more into one archive.", n=MOST_FILES))

    def validate_iou(self, field: StringField) -> None:
        """A share above 0, up to 1."""
        try:
            self.overlap = float(field.data.replace(",", "."))
        except ValueError:
            self.overlap = 0.0
        if not 0 < self.overlap <= 1:
            raise ValidationError(_("Write a number above 0 and up to 1, such as 0.5."))

    def read_files(self) -> list[File]:
        """Names and contents of what was sent."""
        return [(one.filename, one.read()) for one in self.files.data]

    def wanted(self) -> Wanted:
        """What to compare, as the form says."""
        return Wanted(
            kind=self.kind.data or None,
            level=self.level.data or None,
            question=self.question.data or None,
            order=tuple(step.strip() for step in (self.order.data or "").split(",") if step.strip()),
            fold_case=self.fold_case.data,
            format=self.format.data or None,
        )


class KeepForm(BaseForm):
    """Title and note of a report that is kept."""

    version = HiddenField()
    title = StringField(
        _l("Title"),
        [DataRequired(_l("Give it a title.")), Length(max=120, message=_l("At most 120 characters."))],
    )
    note = TextAreaField(_l("Note"), [Length(max=5000, message=_l("At most 5,000 characters."))])

    @property
    def known_version(self) -> int:
        """The version the form was opened with; 0 for nonsense, which is always stale."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
