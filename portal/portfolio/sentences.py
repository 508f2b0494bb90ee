"""What a stranger reads: the sentences of grading, which speak to the learner, said about the learner."""

from collections.abc import Mapping

from portal.grading.types import N_, Say
from portal.web.i18n import gettext as _
from portal.web.i18n import ngettext

# The headline of a set -> the same counts for a hiring manager; {items} is "8 pictures". A kind whose headline is
# not here is told by its credit, which every kind has.
CLAIMS = {
    "You found {found} of {gold} {noun}.": N_("Found {found} of {gold} {noun} in {items}"),
    "You found {found} of {gold} {noun}, and marked {extra} too many.": N_(
        "Found {found} of {gold} {noun} in {items}, and marked {extra} too many"
    ),
    "You gave {hits} of {gold} labels.": N_("Gave {hits} of {gold} labels on {items}"),
    "You gave {hits} of {gold} labels, and {extra} too many.": N_(
        "Gave {hits} of {gold} labels on {items}, and {extra} too many"
    ),
    "You got {right} of {n} right.": N_("Gave the right label to {right} of {items}"),
}

# Sentences about one object that say "you" -> the same without.
TOLD = {
    "You chose {yours}; this cannot be decided from what is given.": N_(
        "{yours} was chosen; this cannot be decided from what is given."
    ),
    "You left it open; the reference is {gold}.": N_("It was left open; the reference is {gold}."),
    "You chose {yours}; the reference is {gold}.": N_("{yours} was chosen; the reference is {gold}."),
    "No second label is needed; you gave {yours}.": N_("No second label is needed; {yours} was given."),
    "Second label: you chose {yours}; the reference is {gold}.": N_(
        "Second label: {yours} was chosen; the reference is {gold}."
    ),
}

VERDICTS = {
    "right": N_("right"),
    "partial": N_("partly right"),
    "wrong": N_("wrong"),
    "ambiguous": N_("not counted, the guideline leaves it open"),
}
ATTEMPTS = (
    N_("first attempt"), N_("second attempt"), N_("third attempt"), N_("fourth attempt"), N_("fifth attempt"),
    N_("sixth attempt"), N_("seventh attempt"), N_("eighth attempt"), N_("ninth attempt"), N_("tenth attempt"),
)  # fmt: skip

ATTEMPTS = (
    N_("first attempt"), N_("second attempt"), N_("third attempt"), N_("fourth attempt"), N_("fifth attempt"),
    N_("sixth attempt"), N_("seventh attempt"), N_("eighth attempt"), N_("ninth attempt"), N_("tenth attempt"),
)  # fmt: skip


def items_words(n: int, made_by: str) -> str:
    """ "8 pictures" or "30 texts"."""
    if made_by == "scene":
        return ngettext("%(num)s picture", "%(num)s pictures", n)
    return ngettext("%(num)s text", "%(num)s texts", n)


def claim(headline: Mapping, n: int, made_by: str) -> str | None:
    """A set's headline as a plain sentence about its learner; None where the kind's headline is not known here."""
    said = Say.from_json(headline)
    if said.text not in CLAIMS:
        return None
    return Say(CLAIMS[said.text], {**said.facts, "items": items_words(n, made_by)}).render(_)


def told(say: Mapping) -> str:
    """What an object's grade says, without "you"."""
    said = Say.from_json(say)
    return Say(TOLD.get(said.text, said.text), said.facts).render(_)


def attempt_words(number: int) -> str:
    """ "first attempt", in words as far as people count so."""
    return _(ATTEMPTS[number - 1]) if 1 <= number <= len(ATTEMPTS) else _("attempt %(n)s", n=number)


def material_words(made_by: str) -> str:
    """What the items were."""
    return _("rendered scenes") if made_by == "scene" else _("own texts")


def tier_words(tier: str, operator: str) -> str:
    """How far a result was checked."""
    if tier == "fresh":
        return _("fresh check")
    if tier == "graded":
        return _("graded by %(who)s on items the learner could not have", who=operator)
    return _("own site, unchecked")


def mode_words(mode: str) -> str:
    """How the set was sat."""
    return _("exam") if mode == "exam" else _("check yourself")


def verdict_words(verdict: str) -> str:
    """What a later grade says of the sample."""
    return _("graded again, now: %(verdict)s", verdict=_(VERDICTS.get(verdict, verdict)))
