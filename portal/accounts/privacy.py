"""Everything kept about a person, table by table, in words: the source of /privacy.

A test compares it with the database: a table that points at a person and is not described here fails it.
"""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

WITH_ACCOUNT = _("Until you delete your account")
DELETE = _("Deleting your account removes it at once.")


@dataclass(frozen=True, slots=True)
class Kept:
    """What one or more tables hold about a person: what, why, how long, and how to take it away."""

    tables: tuple[str, ...]
    name: str
    what: str
    why: str
    how_long: str = WITH_ACCOUNT
    take_away: str = DELETE


@dataclass(frozen=True, slots=True)
class Group:
    """Things kept by one part of the site."""

    name: str
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class PrivacyPage:
    """/privacy"""

    groups: tuple[Group, ...]
    cookies: tuple[Kept, ...]


GROUPS = (
    Group(
        _("Your account"),
        (
            Kept(
                ("users",),
                _("Account"),
                _(
                    "E-mail address, a hash of your password, time zone, when you came and last signed in; "
                    "if you said so, what you have done so far and your hours a week. "
                    "Without an account: a row with no name."
                ),
                _("To let you in, and to choose your first exercises."),
                _("Until you delete it. Without an account: seven days."),
                _("Change it in the settings, or delete the account."),
            ),
            Kept(
                ("roles",),
                _("Roles"),
                _("Whether you are a reviewer or an operator of this site."),
                _("To open pages that only they may see."),
            ),
            Kept(
                ("api_tokens",),
                _("API keys"),
                _("The name you gave each key, its last four characters, a hash, and when it was made and last used."),
                _("So that programs of yours can reach your data."),
                _("Until you revoke the key."),
                _("Revoke it in the settings."),
            ),
            Kept(
                ("mail_links",),
                _("Links by mail"),
                _("A hash of each link sent for a new password or a new address, and when it was used."),
                _("So that a link works once and for one hour."),
                _("One day after it expires."),
            ),
            Kept(
                ("mails",),
                _("Mails to you"),
                _("Address and subject; the text only until the mail is sent."),
                _("To send it. Where this site cannot send mail, its operator reads it and passes it on."),
                _("Seven days."),
            ),
        ),
    ),
    Group(
        _("Learning and practice"),
        (
            Kept(
                ("lesson_progress",),
                _("Lessons"),
                _("Which lessons you opened and finished, when, and how many questions you had right."),
                _("To take you back to where you left off."),
            ),
            Kept(
                ("attempts", "slots"),
                _("Sets"),
                _("Each set you started: its items, your answers, when you gave them and how many seconds they took."),
                _("To grade you, and to let you look back."),
            ),
            Kept(
                ("grades",),
                _("Grades"),
                _("Every grading of every set, with what it said about each item."),
                _("So that a result can be shown and recomputed."),
            ),
            Kept(
                ("exposures",),
                _("Reasons you have seen"),
                _("Which reference answers were shown to you, and when first."),
                _("Only items you had not seen count as evidence."),
            ),
            Kept(
                ("challenges",),
                _("References you disputed"),
                _("The item, the rule and the reason you wrote."),
                _("To mend wrong references, and to show your score with and without them."),
            ),
            Kept(
                ("evidence", "evidence_notes"),
                _("Evidence"),
                _("What a set showed: measure, number of items, interval, date, time zone, site."),
                _("Skill levels and your public page rest on it."),
            ),
        ),
    ),
    Group(
        _("Work and pay"),
        (
            Kept(
                ("pay_entries",),
                _("Pay log"),
                _("What you wrote about work: day, platform, minutes, amounts, what was advertised, notes."),
                _("To work out what an hour of yours really earned. No other person and no page shows it."),
                _("Until you delete it. What you remove can be brought back for 30 days."),
                _("Remove entries in the pay log, or delete the account."),
            ),
        ),
    ),
    Group(
        _("Agreement reports"),
        (
            Kept(
                ("agreement_reports",),
                _("Reports on label files"),
                _(
                    "The numbers worked out from the label files you gave, the names of their annotators, the items "
                    "they disagree on with what each said, and your title and note."
                ),
                _("To show you the report, and to keep it for a case study if you ask for that."),
                _("Seven days; a report you keep until you remove it, and for 30 days more to bring it back."),
                _("Remove the report, or delete the account."),
            ),
            Kept(
                ("agreement_uploads",),
                _("Files that wait to be read"),
                _("Large label files, until the report is made: seconds to minutes."),
                _("To make the report without keeping you waiting."),
                _("Until the report is made. Small files are not stored at all."),
                _("Goes by itself; or remove the report while it is being made."),
            ),
        ),
    ),
    Group(
        _("Your public page"),
        (
            Kept(
                ("portfolios", "handles"),
                _("Page and addresses"),
                _(
                    "What you wrote on your page, which parts and results strangers may see, "
                    "and the addresses you chose."
                ),
                _("To show the page you publish, and never to give its address to anybody else."),
                _("Until you take the page down; for 30 days you can bring it back. The address alone stays."),
                _("Take the page down in its editor and start a new one, or delete the account."),
            ),
            Kept(
                ("portfolio_samples",),
                _("Sample on your page"),
                _("The practice item you chose, your answer and its grade, and what you wrote about it."),
                _("So that it reads the same when the item has changed or gone."),
                _("Until you take it off or choose another; for 30 days you can put it back."),
                _("Take it off in the editor, or delete the account."),
            ),
        ),
    ),
    Group(
        _("Running the site"),
        (
            Kept(
                ("events",),
                _("Record of events"),
                _("What was done and when, such as “signed in” or “key made”. Never what you wrote or answered."),
                _("To find out what went wrong."),
                _("Stays, but your name is taken off when you delete your account."),
            ),
            Kept(
                ("rate_counts",),
                _("Counted tries"),
                _("Your network address, or a hash that stands for an e-mail address, with a number."),
                _("To slow down whoever guesses passwords."),
                _("One day."),
                _("Goes by itself."),
            ),
        ),
    ),
)

# Tables that say nothing about anybody: content as it was, and work to be done.
NOT_ABOUT_PEOPLE = frozenset({"task_versions", "item_versions", "jobs"})

COOKIES = (
    Kept(
        ("goldpath",),
        _("Session"),
        _("A random key that stands for you while you are signed in, and a token that protects forms."),
        _("Without it you would have to sign in on every page."),
        _("Until you close the browser or sign out."),
        _("Sign out."),
    ),
    Kept(
        ("goldpath_remember",),
        _("Keep me signed in"),
        _("The same key, when you asked for it."),
        _("So that you stay signed in on your own device."),
        _("One year, or until you sign out."),
        _("Sign out, here or everywhere."),
    ),
    Kept(
        ("goldpath_known",),
        _("Known browser"),
        _("A signed mark that this browser has signed in to your account before."),
        _("So that a stranger who guesses passwords cannot lock you out."),
        _("One year."),
        _("Delete the cookies of this site in your browser."),
    ),
)


def described() -> frozenset[str]:
    """Names of the tables this page speaks of."""
    return frozenset(table for group in GROUPS for kept in group.kept for table in kept.tables)


def page() -> PrivacyPage:
    """What the page shows."""
    return PrivacyPage(GROUPS, COOKIES)
