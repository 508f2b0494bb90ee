"""What the numbers of a report are called, and what each of them says in one or two sentences."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from portal.grading.types import N_, MetricWords

WORDS: Mapping[str, MetricWords] = MappingProxyType(
    {
        "percent": MetricWords(
            N_("Same answer"),
            N_("percent agreement"),
            N_(
                "How often two people gave the same answer, averaged over the items they share. Chance is"
                " not allowed for."
            ),
        ),
        "alpha_nominal": MetricWords(
            N_("Agreement beyond chance"),
            N_("Krippendorff’s alpha, nominal"),
            N_(
                "1 is full agreement, 0 is what guessing with the same label counts would give, below 0 "
                "is worse. Any two labels count as equally different. Items with one label are left out."
            ),
        ),
        "alpha_ordinal": MetricWords(
            N_("Agreement beyond chance"),
            N_("Krippendorff’s alpha, ordinal"),
            N_(
                "1 is full agreement, 0 is what guessing would give. Only the order of the scale counts: "
                "steps that many answers lie between are further apart."
            ),
        ),
        "alpha_interval": MetricWords(
            N_("Agreement beyond chance"),
            N_("Krippendorff’s alpha, interval"),
            N_(
                "1 is full agreement, 0 is what guessing would give. Differences count by their square, "
                "so one far-off rating weighs more than several near ones."
            ),
        ),
        "alpha_ratio": MetricWords(
            N_("Agreement beyond chance"),
            N_("Krippendorff’s alpha, ratio"),
            N_(
                "1 is full agreement, 0 is what guessing would give. Differences count in proportion: 1 "
                "and 2 are as far apart as 10 and 20."
            ),
        ),
        "ac1": MetricWords(
            N_("Agreement beyond chance, steady with a lopsided label"),
            N_("Gwet’s AC1"),
            N_(
                "Allows for chance in another way, so it stays high where one label is given nearly "
                "everywhere. It depends on how many labels there were to choose from."
            ),
        ),
        "fleiss": MetricWords(
            N_("Agreement beyond chance, for equally many labels an item"),
            N_("Fleiss’ kappa"),
            N_("The older relative of alpha. It needs the same number of labels on every item."),
        ),
        "kappa": MetricWords(
            N_("Agreement of two people beyond chance"),
            N_("Cohen’s kappa"),
            N_("Each person’s own habits set what chance would give: 1 is full agreement, 0 no more than chance."),
        ),
        "kappa_quadratic": MetricWords(
            N_("Agreement of two people beyond chance, near misses forgiven"),
            N_("Cohen’s kappa, quadratic weights"),
            N_("A disagreement counts by the square of its distance on the whole scale."),
        ),
        "distance": MetricWords(
            N_("How far apart two ratings are"),
            N_("mean absolute difference"),
            N_("In steps of the scale, averaged over the items they share. 0 is full agreement."),
        ),
        "icc2": MetricWords(
            N_("How well one rating stands for any rater’s"),
            N_("ICC(2,1)"),
            N_("The share of variance that lies between the items. Someone who rates everything higher lowers it."),
        ),
        "icc3": MetricWords(
            N_("The same, if only these people ever rate"),
            N_("ICC(3,1)"),
            N_("Someone who rates everything higher by the same amount does not lower it."),
        ),
        "icc2k": MetricWords(
            N_("How dependable the mean of all ratings is"),
            N_("ICC(2,k)"),
            N_("For the mean over these raters, not for a single rating."),
        ),
        "overlap": MetricWords(
            N_("How much two sets of labels overlap"),
            N_("mean Jaccard"),
            N_("Labels both gave, divided by labels either gave. Two empty sets count as 1."),
        ),
        "alpha_masi": MetricWords(
            N_("Agreement beyond chance"),
            N_("Krippendorff’s alpha, MASI distance"),
            N_(
                "1 is full agreement, 0 is what guessing would give. A set inside the other is a small "
                "disagreement, two sets without a common label are the largest."
            ),
        ),
        "alpha_jaccard": MetricWords(
            N_("The same, by plain overlap"),
            N_("Krippendorff’s alpha, Jaccard distance"),
            N_("Disagreement is the share of labels that only one of the two gave."),
        ),
        "alpha_exact": MetricWords(
            N_("The same, all or nothing"),
            N_("Krippendorff’s alpha, nominal on whole sets"),
            N_("Two sets agree only when they are equal."),
        ),
        "f1": MetricWords(
            N_("Marks that another person made too"),
            N_("mean pairwise F1"),
            N_(
                "The share of all marks that have a partner with the same place and label. It is the same"
                " from either side, so nobody has to be the reference."
            ),
        ),
        "f1_place": MetricWords(
            N_("The same, whatever the label"),
            N_("pairwise F1, label ignored"),
            N_("If this is much higher than the number above, people find the same things and name them differently."),
        ),
        "f1_overlap": MetricWords(
            N_("Marks that touch one of another person’s"),
            N_("pairwise F1 of any overlap"),
            N_(
                "If this is much higher than the numbers above, people find the same things and disagree "
                "on where they begin and end."
            ),
        ),
        "iou": MetricWords(
            N_("How well matched marks cover each other"),
            N_("mean IoU of matched pairs"),
            N_("Shared area divided by joint area, over pairs that match, label ignored."),
        ),
        "alpha_characters": MetricWords(
            N_("Agreement beyond chance, character by character"),
            N_("Krippendorff’s alpha over characters"),
            N_(
                "Every character counts as one decision. Most characters carry no mark, which makes this "
                "number kinder than the share of marks."
            ),
        ),
        "identical": MetricWords(
            N_("Items on which everybody agrees in full"),
            N_("exact match"),
            N_("The share of shared items where all marks are the same; an item that nobody marked is one of them."),
        ),
    }
)


def plain_number(value: float | None, digits: int = 2) -> str:
    """0.6149 as "0.61"; a dash for what is undefined. Never rounds up to 1 or to 0."""
    if value is None:
        return "–"
    text = f"{value:.{digits}f}"
    # "0.998" must not read as full agreement, nor "-0.001" as none.
    if (abs(value) < 1 and abs(float(text)) == 1) or (value and not float(text)):
        return plain_number(value, digits + 1) if digits < 6 else f"{value:.1e}"
    return text


def plain_share(value: float | None) -> str:
    """0.614 as "61 %"; never rounds up to 100 or down to 0."""
    if value is None:
        return "–"
    shown = round(value * 100)
    if shown == 100 and value < 1 - 1e-12:
        shown = 99
    return f"{shown or (1 if value > 0 else 0)} %"
