"""The forms of accounts. Passwords are never trimmed and never shown again."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from portal.accounts import passwords
from portal.accounts.addresses import LONGEST, parse_email, tidy_email
from portal.accounts.zones import zone_groups
from portal.web.forms import BaseForm

WEAK = {
    "short": _("Use at least 12 characters. A few words you can remember are better than symbols."),
    "long": _("Use at most 1,000 characters."),
    "common": _("This password stands on lists of stolen passwords. Choose something only you would think of."),
    "email": _("Do not use your e-mail address as the password."),
}


def _address(_form: BaseForm, field: StringField) -> None:
    """The field's data becomes the stored spelling. Raises ValidationError for what is no address."""
    if len(field.data) > LONGEST:
        raise ValidationError(_("An e-mail address has at most 254 characters."))
    try:
        field.data = parse_email(field.data)
    except ValueError:
        raise ValidationError(
            _("This is not an e-mail address. Look for a space, a missing @ or a missing .org.")
        ) from None


def _strong(form: BaseForm, field: PasswordField) -> None:
    """Raises ValidationError with the reason why the password is too weak."""
    email = form.email.data if "email" in form else form.account_email
    if (reason := passwords.weakness(field.data, email or "")) is not None:
        raise ValidationError(WEAK[reason])


def _email_field() -> StringField:
    return StringField(
        _("E-mail"),
        [DataRequired(_("Write your e-mail address.")), _address],
        # Not type=email: browsers refuse letters outside ASCII there, which addresses may hold.
        render_kw={
            "autocomplete": "email",
            "inputmode": "email",
            "autocapitalize": "none",
            "spellcheck": "false",
            "dir": "ltr",
        },
    )


def _new_password(label: str) -> PasswordField:
    return PasswordField(
        label,
        [InputRequired(_("Choose a password.")), _strong],
        render_kw={"autocomplete": "new-password"},
    )


def _own_password(label: str) -> PasswordField:
    return PasswordField(
        label, [InputRequired(_("Type your password."))], render_kw={"autocomplete": "current-password"}
    )


class SignUpForm(BaseForm):
    """E-mail and password, no more. The zone is what the browser says, where it runs our script."""

    email = _email_field()
    password = _new_password(_("Password"))
    time_zone = HiddenField()


class SignInForm(BaseForm):
    """Whatever was typed is compared; what is wrong with it is nobody's business."""

    email = StringField(
        _("E-mail"),
        [DataRequired(_("Write your e-mail address."))],
        filters=[lambda value: tidy_email(value) if value else value],
        render_kw={
            "autocomplete": "username",
            "inputmode": "email",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )
    password = _own_password(_("Password"))
    remember = BooleanField(_("Keep me signed in on this device"))


class ForgotForm(BaseForm):
    """Where to send the link."""

    email = _email_field()


class ResetForm(BaseForm):
    """A new password for the account the link belongs to."""

    password = _new_password(_("New password"))
    account_email = ""


class PasswordForm(BaseForm):
    """The old password, and a new one."""

    current = _own_password(_("Your password now"))
    password = _new_password(_("New password"))
    account_email = ""


class EmailForm(BaseForm):
    """A new address; the password shows that it is the owner who asks."""

    email = _email_field()
    current = _own_password(_("Your password"))


class ConfirmForm(BaseForm):
    """A button."""


class ZoneForm(BaseForm):
    """The zone in which times are shown."""

    time_zone = SelectField(
        _("Time zone"),
        [InputRequired(_("Choose a zone from the list."))],
        choices=zone_groups,
        invalid_choice_message=_("Choose a zone from the list."),
    )


class TokenForm(BaseForm):
    """What the key is for."""

    name = StringField(_("What is the key for?"), [DataRequired(_("Give the key a name."))])

    def validate_name(self, field: StringField) -> None:
        """Raises ValidationError for a name that fits no line."""
        if len(field.data) > 80:
            raise ValidationError(_("Use at most 80 characters."))


class DeleteForm(BaseForm):
    """Password and a word: nobody deletes an account by accident."""

    current = _own_password(_("Your password"))
    word = StringField(
        _("Type DELETE"),
        [DataRequired(_("Type the word DELETE."))],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )

    def validate_word(self, field: StringField) -> None:
        """Raises ValidationError unless the word is there; capitals are not asked for."""
        if field.data.upper() != "DELETE":
            raise ValidationError(_("Type the word DELETE."))
