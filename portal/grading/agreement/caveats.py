"""What limits the numbers of a report: to be read before believing them."""

from __future__ import annotations

from collections.abc import Iterator

from portal.grading.agreement.report import Report
from portal.grading.agreement.words import WORDS, plain_number, plain_share
from portal.grading.types import N_, Say

# Fewer shared items than this are said to be few.
FEW = 30
# One label this common, with agreement this high and alpha that low: the prevalence paradox.
_COMMON, _HIGH, _LOW = 0.75, 0.75, 0.6


def caveats_of(report: Report) -> tuple[Say, ...]:
    """What limits the numbers."""
    if not report.shared:
        return ()
    return (
        *_few(report),
        *_prevalence(report),
        *_negative(report),
        *_undefined(report),
        *_alone(report),
        *_apart_pairs(report),
    )


def _few(report: Report) -> Iterator[Say]:
    if report.shared < FEW:
        yield Say(
            N_(
                "Only {shared} items are shared. With so few, every number here could have come out quite "
                "differently; label at least {few} in common."
            ),
            {"shared": report.shared, "few": FEW},
        )


def _prevalence(report: Report) -> Iterator[Say]:
    """High agreement beside a low alpha, because nearly every label is the same one."""
    if report.kind != "labels" or not report.by_label:
        return
    agreed, beyond, ac1 = (report.figures[name].value for name in ("percent", "alpha_nominal", "ac1"))
    given = sum(count for rater in report.raters for count in rater.labels.values())
    label, (count, _metric) = next(iter(report.by_label.items()))
    if agreed is None or beyond is None or count < _COMMON * given or agreed < _HIGH or beyond > _LOW:
        return
    facts = {
        "share": plain_share(count / given),
        "label": label,
        "agreed": plain_share(agreed),
        "alpha": plain_number(beyond),
        "ac1": plain_number(ac1),
    }
    yield Say(
        N_(
            "{share} of all labels are “{label}”. When one label is that common, chance alone agrees often, "
            "and alpha and kappa are low ({alpha}) although people agree {agreed} of the time. That is no "
            "mistake in the sums: the rare labels are where they disagree. AC1, which does not react to this,"
            " is {ac1}."
        ),
        facts,
    )


def _negative(report: Report) -> Iterator[Say]:
    value = report.figures[report.main].value
    if value is not None and value < 0:
        yield Say(
            N_(
                "A value below 0 is possible: people agree less often than by chance. Look first whether the "
                "files belong together, the ids mean the same items, and nobody swapped two labels."
            ),
        )
    elif any(pair.value is not None and pair.value < 0 for pair in report.pairs):
        yield Say(N_("Some pairs lie below 0: those two agree less often than by chance would be expected."))


def _undefined(report: Report) -> Iterator[Say]:
    metric = report.figures[report.main]
    if metric.value is None:
        yield Say(
            N_("{name} is undefined: {why}. That is neither 0 nor 1."),
            {"name": Say(WORDS[report.main].field), "why": Say(metric.why)},
        )


def _alone(report: Report) -> Iterator[Say]:
    left_out = report.items - report.shared
    if left_out:
        yield Say(
            N_("{count} of {items} items have labels of one person only and are left out."),
            {"count": left_out, "items": report.items},
        )


def _apart_pairs(report: Report) -> Iterator[Say]:
    """Pairs that share nothing, where there are more than two raters."""
    apart = [pair for pair in report.pairs if not pair.shared]
    if apart:
        names = [{"a": report.raters[one.first].name, "b": report.raters[one.second].name} for one in apart[:5]]
        facts = {"pairs": tuple(Say(N_("“{a}” and “{b}”"), two) for two in names)}
        yield Say(N_("No item in common: {pairs}."), facts)
