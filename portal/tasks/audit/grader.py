"""Grading of audits: wrong labels found, false alarms, and what was made of the errors that were found.

Passing right labels earns nothing by itself: where most labels are right, waving everything through must not score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from portal.grading.engine import counted
from portal.grading.metrics import review
from portal.grading.metrics.counts import ratio
from portal.grading.types import (
    N_,
    Alternative,
    GradedItem,
    ItemGrade,
    Metric,
    ObjectGrade,
    PatternHit,
    Reading,
    Say,
    reading,
)
from portal.tasks.audit.schema import Answer, AuditInput, AuditTask, Gold, GoldVerdict, Shown, Verdict, dump_gold
from portal.tasks.inputs import TextInput, quote
from portal.tasks.objects import best_of, verdict_of
from portal.tasks.text import shown

_QUOTE = 40
_PARTS = ("kind", "severity", "fix")


def class_counts(task: AuditTask, gold: Gold) -> dict[str, int]:
    """How many wrong labels of each kind must be found; "wrong" where the task has no kinds."""
    return dict(Counter(one.kind or "wrong" for one in gold.values() if not one.optional))


def grade_item(
    task: AuditTask, item: AuditInput, gold: Gold, alternatives: Sequence[Alternative], answer: Answer | None
) -> ItemGrade:
    """The grade against the alternative that serves this answer best."""
    if answer is not None:
        return best_of(gold, alternatives, lambda candidate: _grade(task, item, candidate, answer))
    objects = tuple(
        _missed(task, one, gold[one.id]) for one in item.objects if one.id in gold and not gold[one.id].optional
    )
    counts = {"earned": 0.0, "possible": float(max(1, len(objects))), "labels": len(item.objects)}
    counts |= {"errors": len(objects), "right_after": len(item.objects) - len(objects)}
    return ItemGrade("unanswered", 0.0, counts["possible"], objects, dump_gold(gold), counts)


def _grade(task: AuditTask, item: AuditInput, gold: Gold, answer: Answer) -> ItemGrade:
    objects, hits = [], []
    counts: dict[str, float] = Counter()
    for one in item.objects:
        theirs, yours = gold.get(one.id), answer.get(one.id)
        if theirs is not None and theirs.optional:
            if yours is not None:
                say = Say(N_("This can be seen either way; it does not count."))
                objects.append(ObjectGrade("ignored", _raw(one, yours), _raw(one, theirs), None, 0.0, say))
            continue
        counts["labels"] += 1
        if theirs is None and yours is None:
            counts["right_after"] += 1
        elif theirs is None:
            counts["false_alarms"] += 1
            # Mended or not, a right label called wrong is not right in the end unless it was left as it stood.
            counts["right_after"] += yours.fix is None
            say = Say(N_("Right as it was: {label}."), {"label": task.names[one.label]})
            objects.append(ObjectGrade("extra", _raw(one, yours), None, None, 0.0, say))
            hits.append(_hit("false_alarm", task, item, one))
        elif yours is None:
            counts["errors"] += 1
            objects.append(_missed(task, one, theirs))
            hits.append(_hit("missed", task, item, one, theirs))
        else:
            counts["errors"] += 1
            counts["hits"] += 1
            graded, slips = _found(task, item, one, theirs, yours, counts)
            objects.append(graded)
            hits += slips
    alarms = counts["false_alarms"]
    possible = float(counts["errors"] + alarms) if counts["errors"] else float(max(1, alarms))
    earned = sum(o.credit for o in objects) if counts["errors"] else float(not alarms)
    counts |= {"earned": earned, "possible": possible}
    return ItemGrade(
        verdict_of(objects, earned), earned, possible, tuple(objects), dump_gold(gold), dict(counts), tuple(hits)
    )


def _raw(one: Shown, verdict: Verdict | GoldVerdict) -> dict:
    parts = {part: getattr(verdict, part) for part in _PARTS}
    return {"object": one.id, "verdict": "wrong", **{part: value for part, value in parts.items() if value}}


def _missed(task: AuditTask, one: Shown, theirs: GoldVerdict) -> ObjectGrade:
    if theirs.fix:
        facts = {"label": task.names[one.label], "fix": task.names[theirs.fix]}
        say = Say(N_("Passed, but wrong: {label} should be {fix}."), facts)
    else:
        say = Say(N_("Passed, but wrong: {label}."), {"label": task.names[one.label]})
    return ObjectGrade("missed", None, _raw(one, theirs), None, 0.0, say, theirs.why, theirs.rule)


def _found(
    task: AuditTask, item: AuditInput, one: Shown, theirs: GoldVerdict, yours: Verdict, counts: dict[str, float]
) -> tuple[ObjectGrade, list[PatternHit]]:
    slips, hits = [], []
    for part, names, words in (
        ("kind", task.kinds, N_("its kind is {gold}, not {yours}")),
        ("severity", task.severities, N_("it weighs {gold}, not {yours}")),
        ("fix", task.names, N_("it should be {gold}, not {yours}")),
    ):
        wanted, said = getattr(theirs, part), getattr(yours, part)
        if wanted is None:
            continue
        counts[f"{part}_asked"] += 1
        if said in (wanted, *getattr(theirs, f"{part}_any")):
            counts[part] += 1
            continue
        pattern = _pattern(part, task, wanted, said)
        shown_names = {"gold": names[wanted], "yours": names.get(said, Say(N_("nothing")))}
        slips.append(Say(words, shown_names))
        about = {"gold": wanted, "yours": said, "example": _example(item, one)}
        hits.append(PatternHit(pattern, {**about, "names": shown_names}))
    # Without a right label in gold, such as an object that should not be there, flagging it is the mending.
    mended = theirs.fix is None or yours.fix in (theirs.fix, *theirs.fix_any)
    counts["right_after"] += mended
    say = Say(N_("Found, with a slip: {slips}."), {"slips": tuple(slips)}) if slips else Say(N_("Error found."))
    tag = "loose" if slips else "right"
    credit = 0.5 if slips else 1.0
    return ObjectGrade(tag, _raw(one, yours), _raw(one, theirs), None, credit, say, theirs.why, theirs.rule), hits


def _pattern(part: str, task: AuditTask, wanted: str, said: str | None) -> str:
    if part == "kind":
        return "wrong_kind"
    if part == "fix":
        return "wrong_fix" if said else "no_fix"
    order = list(task.severities)
    return "too_severe" if said is not None and order.index(said) > order.index(wanted) else "too_light"


def _example(item: AuditInput, one: Shown) -> str:
    if isinstance(item.of, TextInput) and one.start is not None:
        return shown(item.of.text[one.start : one.end], _QUOTE)
    return quote(item.of, _QUOTE)


def _hit(pattern: str, task: AuditTask, item: AuditInput, one: Shown, theirs: GoldVerdict | None = None) -> PatternHit:
    facts: dict = {"label": one.label, "example": _example(item, one)}
    names: dict = {"label": task.names[one.label]}
    if theirs is not None:
        facts |= {"kind": theirs.kind, "severity": theirs.severity}
        names["kind"] = task.kinds.get(theirs.kind or "", "")
    return PatternHit(pattern, {**facts, "names": names})


def measure(task: AuditTask, totals: Mapping[str, float], basis: Mapping[str, float]) -> dict[str, Reading]:
    """Every metric from pooled counts."""
    get = totals.get
    errors, hits = round(get("errors", 0)), round(get("hits", 0))
    labels, alarms = round(get("labels", 0)), round(get("false_alarms", 0))
    counts = review.ReviewCounts(labels, errors, hits, alarms, round(get("fix", 0)), round(get("right_after", 0)))
    possible = get("possible", 0)

    def part(name: str, why: str) -> Reading:
        asked = get(f"{name}_asked", 0)
        return reading(ratio(get(name, 0), asked), asked, review.NONE_FOUND if hits == 0 else why, share=True)

    return {
        "score": reading(ratio(get("earned", 0), possible), possible, review.NO_ITEMS),
        "hits": reading(counts.recall, errors, review.NO_ERRORS, share=True),
        "false_alarms": reading(counts.false_alarm_rate, labels - errors, review.NO_CLEAN, share=True),
        "d_prime": reading(counts.sensitivity, labels, review.NO_CONTRAST),
        "kind": part("kind", N_("no kind of error is asked for")),
        "severity": part("severity", N_("no severity is asked for")),
        "fix_accuracy": part("fix", N_("no error that was found has a right label to put there")),
        "final_accuracy": reading(counts.final_accuracy, labels, review.NO_ITEMS, share=True),
    }


def headline(task: AuditTask, graded: Sequence[GradedItem], metrics: Mapping[str, Metric]) -> Say:
    items = counted(graded)
    if not items:
        return Say(N_("Nothing in this set counted."))
    hits, errors, alarms = (
        round(sum(one.grade.counts.get(key, 0) for one in items)) for key in ("hits", "errors", "false_alarms")
    )
    facts = {"hits": hits, "errors": errors, "alarms": alarms}
    if alarms:
        return Say(N_("You found {hits} of {errors} wrong labels, with {alarms} false alarms."), facts)
    return Say(N_("You found {hits} of {errors} wrong labels, without a false alarm."), facts)
