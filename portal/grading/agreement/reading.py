"""What a report says, in plain sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from portal.grading.agreement.report import Report
from portal.grading.agreement.words import WORDS, plain_number, plain_share
from portal.grading.types import N_, Metric, Say

# Krippendorff 2004: from 0.8 on, and for tentative conclusions from 0.667 on.
DEPENDABLE, TENTATIVE = 0.8, 0.667
# A label is hard to agree on, or a rater differs, only if there is something to go by and the gap is not trifling.
ENOUGH, GAP = 10, 0.1
# A change smaller than this is none, however many items make it certain.
SLIGHT = 0.02


def reading_of(report: Report) -> tuple[Say, ...]:
    """The sentences to start with, the most important first."""
    if not report.shared:
        return (Say(N_("No item was labelled by two people, so there is nothing to compare.")),)
    found = [_headline(report), *_beyond_chance(report), *_confused(report), *_hardest(report), *_apart(report)]
    return (*found, *_higher(report), *_drift(report), *_to_do(report))


def _headline(report: Report) -> Say:
    """How many items are shared, and how often people agree on them."""
    two, marks = len(report.raters) == 2, report.main == "f1"
    who = Say(N_("both people")) if two else Say(N_("at least two of {n} people"), {"n": len(report.raters)})
    facts: dict[str, object] = {"shared": report.shared, "who": who}
    value = report.figures["f1" if marks else "percent"].value
    if value is None:
        return Say(N_("{shared} items were labelled by {who}, and nobody marked anything in them."), facts)
    facts["share"] = plain_share(value)
    if report.kind == "scale":
        facts["distance"] = plain_number(report.figures["distance"].value, 1)
    return Say(_HEADLINES["marks" if marks else report.kind][not two], facts)


# For two people, and for more.
_HEADLINES = {
    "labels": (
        N_("{shared} items were labelled by {who}. They gave the same label to {share} of them."),
        N_("{shared} items were labelled by {who}. Any two gave the same label {share} of the time."),
    ),
    "scale": (
        N_("{shared} items were rated by {who}: alike {share} of the time, {distance} apart on average."),
        N_("{shared} items were rated by {who}. Any two rated alike {share} of the time, {distance} apart on average."),
    ),
    "sets": (
        N_("{shared} items were labelled by {who}. They gave exactly the same labels to {share} of them."),
        N_("{shared} items were labelled by {who}. Any two gave exactly the same labels {share} of the time."),
    ),
    "marks": (
        N_("{shared} items were labelled by {who}. Of all their marks, {share} were made by both, label included."),
        N_(
            "{shared} items were labelled by {who}. Of the marks of any two, {share} were made by both, label included."
        ),
    ),
}


def _beyond_chance(report: Report) -> Iterator[Say]:
    """The leading alpha against Krippendorff's two marks, judged by its interval as well."""
    metric = report.figures[report.main]
    if metric.value is None or report.main == "f1":
        return
    facts: dict[str, object] = {"name": Say(WORDS[report.main].field), "value": plain_number(metric.value)}
    facts |= {"high_mark": plain_number(DEPENDABLE), "low_mark": plain_number(TENTATIVE, 3)}
    if metric.value >= DEPENDABLE:
        yield Say(
            N_(
                "Beyond what chance would give, that is {value} ({name}): above {high_mark}, the usual mark "
                "for labels to depend on."
            ),
            facts,
        )
    elif metric.value >= TENTATIVE:
        yield Say(
            N_(
                "Beyond what chance would give, that is {value} ({name}): between {low_mark} and {high_mark},"
                " usually taken as good enough for first conclusions only."
            ),
            facts,
        )
    else:
        yield Say(
            N_(
                "Beyond what chance would give, that is {value} ({name}): below {low_mark}, where labels are "
                "usually not depended on yet."
            ),
            facts,
        )
    for mark in (DEPENDABLE, TENTATIVE):
        if metric.low is not None and metric.low < mark <= metric.high:
            ends = {
                "low": plain_number(metric.low),
                "high": plain_number(metric.high),
                "mark": plain_number(mark, 3 if mark == TENTATIVE else 2),
            }
            yield Say(
                N_(
                    "With other items of the same sort it could lie anywhere from {low} to {high}, on either "
                    "side of {mark}."
                ),
                ends,
            )
            break


def _confused(report: Report) -> Iterator[Say]:
    """The two labels most often given to one thing, if any stand out."""
    if report.kind in ("scale", "sets"):
        return
    apart = _differences(report)
    total = sum(apart.values())
    if not total:
        return
    alone = sum(count for pair, count in apart.items() if "" in pair)
    if report.kind != "labels" and alone * 2 > total:
        yield Say(
            N_("Most differences are marks that one person made and another did not: {count} of {total}."),
            {"count": alone, "total": total},
        )
    named = [(pair, count) for pair, count in apart.most_common() if report.kind == "labels" or "" not in pair]
    if named and named[0][1] >= 2:
        (a, b), count = named[0]
        yield Say(
            N_(
                "The two labels most often mixed up are “{a}” and “{b}”: {count} of {total} differences "
                "between two people."
            ),
            {"a": a, "b": b, "count": count, "total": total},
        )


def _differences(report: Report) -> Counter:
    """{two labels in alphabetical order: how often one person gave the one and another the other}."""
    apart: Counter = Counter()
    for pair in report.pairs:
        for (a, b), count in pair.cells.items():
            if a != b:
                apart[tuple(sorted((a, b), key=str))] += count
    return apart


def _hardest(report: Report) -> Iterator[Say]:
    """The label that people share least, where it is clearly worse than the whole."""
    whole = report.figures[report.main].value
    known = [
        (metric.value, label)
        for label, (given, metric) in report.by_label.items()
        if metric.value is not None and given >= ENOUGH
    ]
    if report.kind == "scale" or whole is None or len(known) < 2:
        return
    value, label = min(known, key=lambda pair: pair[0])
    if value < whole - GAP:
        yield Say(
            N_("The label hardest to agree on is “{label}” ({value} on its own)."),
            {"label": label, "value": plain_number(value)},
        )


def _apart(report: Report) -> Iterator[Say]:
    """The rater who differs most from the others, where that is clear."""
    known = [pair for pair in report.pairs if pair.value is not None and pair.shared >= ENOUGH]
    if len(report.raters) < 3 or not known:
        return
    means = {}
    for rater in range(len(report.raters)):
        values = [pair.value for pair in known if rater in (pair.first, pair.second)]
        if values:
            means[rater] = sum(values) / len(values)
    if len(means) < 3:
        return
    worst = min(means, key=means.__getitem__)
    others = [pair.value for pair in known if worst not in (pair.first, pair.second)]
    if others and means[worst] < (rest := sum(others) / len(others)) - GAP:
        facts = {"rater": report.raters[worst].name, "value": plain_number(means[worst]), "others": plain_number(rest)}
        yield Say(
            N_("“{rater}” differs most from the others: {value} on average, against {others} among the others."),
            facts,
        )


def _higher(report: Report) -> Iterator[Say]:
    """Two people of whom one rates higher throughout."""
    if report.kind != "scale":
        return
    gaps = [
        (sum((b - a) * n for (a, b), n in pair.cells.items()) / pair.shared, pair)
        for pair in report.pairs
        if pair.shared >= ENOUGH
    ]
    if not gaps:
        return
    gap, pair = max(gaps, key=lambda one: abs(one[0]))
    width = max(report.labels) - min(report.labels) if report.labels else 0
    if width and abs(gap) >= max(0.05 * width, 0.25):
        high, low = (pair.second, pair.first) if gap > 0 else (pair.first, pair.second)
        facts = {"high": report.raters[high].name, "low": report.raters[low].name, "gap": plain_number(abs(gap), 1)}
        yield Say(
            N_("“{high}” rates {gap} higher than “{low}” on average: agree on what each step means before going on."),
            facts,
        )


def _drift(report: Report) -> Iterator[Say]:
    if report.drift is None:
        return
    change: Metric = report.drift.change
    facts = {"first": plain_share(report.drift.before), "second": plain_share(report.drift.after)}
    if abs(change.value) < SLIGHT:
        yield Say(N_("Agreement is much the same in both halves of the items: {first}, then {second}."), facts)
    elif change.low is None or change.low <= 0 <= change.high:  # without an interval chance cannot be ruled out
        yield Say(
            N_("Agreement was {first} in the first half of the items and {second} in the second; that may be chance."),
            facts,
        )
    elif change.high < 0:
        yield Say(
            N_("Agreement fell in the course of the items, from {first} in the first half to {second} in the second."),
            facts,
        )
    else:
        yield Say(
            N_("Agreement rose in the course of the items, from {first} in the first half to {second} in the second."),
            facts,
        )


def _to_do(report: Report) -> Iterator[Say]:
    if report.disputed:
        yield Say(
            N_(
                "{count} of {shared} shared items are open. Those with the least agreement come first below; "
                "where one reason explains many of them, the guideline lacks a rule."
            ),
            {"count": report.disputed, "shared": report.shared},
        )
    else:
        yield Say(N_("Nothing is open: everybody agrees on every shared item."))
