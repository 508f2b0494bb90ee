"""Grading of preferences: the side decides; strength and reasons are measured beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.grading.engine import cells, counted
from portal.grading.metrics import classification, preferences
from portal.grading.metrics.counts import f1, ratio
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
from portal.tasks.inputs import PairInput
from portal.tasks.preference.schema import Preference, PreferenceTask, dump_answer
from portal.tasks.text import shown

# One side called a tie, or a tie decided: half of the way to the reference.
HALF = 0.5
QUOTE = 60


def class_counts(task: PreferenceTask, gold: Preference) -> dict[str, int]:
    """{"A", "B" or "tie": 1}, so that a draw favours neither side."""
    return {gold.choice: 1}


def grade_item(
    task: PreferenceTask,
    item: PairInput,
    gold: Preference,
    alternatives: Sequence[Alternative],
    answer: Preference | None,
) -> ItemGrade:
    """The grade against the alternative that serves this answer best; possible is always 1."""
    if answer is None:
        say = Say(N_("No answer; the reference is {gold}."), {"gold": _side(gold.choice)})
        missed = ObjectGrade("missed", None, {"choice": gold.choice}, None, 0.0, say)
        counts = {"earned": 0.0, "possible": 1.0, f"{gold.choice}>": 1, "reasons_gold": len(gold.reasons)}
        return ItemGrade("unanswered", 0.0, 1.0, (missed,), dump_answer(gold), counts)
    gold, credit = _best(gold, alternatives, answer)
    objects = (_choice_grade(gold, answer, credit), *_beside(task, gold, answer))
    slips = any(one.tag != "right" for one in objects)
    verdict = "wrong" if not credit else "partial" if credit < 1 or slips else "right"
    counts = _counts(gold, answer, credit)
    return ItemGrade(verdict, credit, 1.0, objects, dump_answer(gold), counts, _patterns(task, item, gold, answer))


def _best(gold: Preference, alternatives: Sequence[Alternative], answer: Preference) -> tuple[Preference, float]:
    """The gold to hold the answer against, and the credit: most credit, then most in common beside it."""
    return max(
        ((candidate, weight * _credit(candidate, answer)) for candidate, weight in (Alternative(gold), *alternatives)),
        key=lambda one: (one[1], one[0].strength == answer.strength, -len(one[0].reasons ^ answer.reasons)),
    )


def _credit(gold: Preference, answer: Preference) -> float:
    if gold.choice == answer.choice:
        return 1.0
    return HALF if "tie" in (gold.choice, answer.choice) else 0.0


def _side(choice: str) -> object:
    return Say(N_("a tie")) if choice == "tie" else choice


def _choice_grade(gold: Preference, answer: Preference, credit: float) -> ObjectGrade:
    facts = {"yours": _side(answer.choice), "gold": _side(gold.choice)}
    if gold.choice == answer.choice:
        words = N_("Right: {gold}.") if credit >= 1 else N_("Accepted for part of the credit: {gold}.")
        tag = "right"
    else:
        tag, words = ("loose" if credit else "misnamed"), N_("You chose {yours}; the reference is {gold}.")
    return ObjectGrade(tag, {"choice": answer.choice}, {"choice": gold.choice}, None, credit, Say(words, facts))


def _beside(task: PreferenceTask, gold: Preference, answer: Preference) -> list[ObjectGrade]:
    """Slips of strength and reasons; they never change the credit."""
    slips = []
    if _same_side(gold, answer) and gold.strength is not None and gold.strength != answer.strength:
        yours = None if answer.strength is None else {"strength": answer.strength}
        words = N_("How much better: you said {yours}, the reference {gold}.") if yours else N_("No strength given.")
        say = Say(words, {"yours": answer.strength, "gold": gold.strength})
        slips.append(ObjectGrade("loose", yours, {"strength": gold.strength}, None, 0.0, say))
    for reason in sorted(gold.reasons - answer.reasons):
        say = Say(N_("Reason missed: {label}."), {"label": task.names[reason]})
        slips.append(ObjectGrade("missed", None, {"reason": reason}, None, 0.0, say))
    for reason in sorted(answer.reasons - gold.reasons):
        say = Say(N_("Not a reason in the reference: {label}."), {"label": task.names[reason]})
        slips.append(ObjectGrade("extra", {"reason": reason}, None, None, 0.0, say))
    return slips


def _same_side(gold: Preference, answer: Preference) -> bool:
    return gold.choice == answer.choice != "tie"


def _counts(gold: Preference, answer: Preference, credit: float) -> dict[str, float]:
    counts = {
        "earned": credit,
        "possible": 1.0,
        f"{gold.choice}>{answer.choice}": 1,
        "reasons_gold": len(gold.reasons),
        "reasons_yours": len(answer.reasons),
        "reasons_hits": len(gold.reasons & answer.reasons),
    }
    if _same_side(gold, answer) and gold.strength is not None:
        counts["sided"] = 1
        counts["strength"] = gold.strength == answer.strength
    return counts


def _patterns(task: PreferenceTask, item: PairInput, gold: Preference, answer: Preference) -> tuple[PatternHit, ...]:
    example = shown(item.prompt or item.a, QUOTE)
    longer = "A" if len(item.a) > len(item.b) else "B" if len(item.b) > len(item.a) else "neither"
    names = {"gold": _side(gold.choice), "yours": _side(answer.choice)}
    about = {"gold": gold.choice, "yours": answer.choice, "longer": longer, "example": example, "names": names}
    hits = []
    if gold.choice != answer.choice:
        pattern = "tied" if answer.choice == "tie" else "forced" if gold.choice == "tie" else "reversed"
        hits.append(PatternHit(pattern, about))
    elif gold.strength and answer.strength and gold.strength != answer.strength:
        hits.append(PatternHit("too_strong" if answer.strength > gold.strength else "too_weak", about))
    for pattern, reasons in (
        ("reason_missed", gold.reasons - answer.reasons),
        ("reason_extra", answer.reasons - gold.reasons),
    ):
        hits += [
            PatternHit(pattern, {"label": one, "example": example, "names": {"label": task.names[one]}})
            for one in sorted(reasons)
        ]
    return tuple(hits)


def measure(task: PreferenceTask, totals: Mapping[str, float], basis: Mapping[str, float]) -> dict[str, Reading]:
    """Every metric from pooled counts."""
    get = totals.get
    pairs = cells(totals)
    n, repeats, sided = round(get("possible", 0)), round(get("repeats", 0)), round(get("sided", 0))
    # A missing answer is wrong, and leans to neither side.
    answered = {pair: count for pair, count in pairs.items() if pair[1]}
    decided = sum(count for (gold, _), count in pairs.items() if gold != preferences.TIE)
    both = sum(count for pair, count in answered.items() if preferences.TIE not in pair)
    reasons = get("reasons_gold", 0) + get("reasons_yours", 0)
    nothing = preferences.NO_PAIRS
    return {
        "score": reading(ratio(get("earned", 0), n), n, nothing),
        "accuracy": reading(classification.accuracy(pairs), n, nothing, share=True),
        "kappa": reading(classification.kappa(pairs), n, N_("both sides chose one and the same throughout")),
        "decided_accuracy": reading(preferences.accuracy_decided(pairs), decided, preferences.ALL_TIED, share=True),
        "position_bias": reading(preferences.position_bias(answered), both, preferences.NONE_DECIDED),
        "strength": reading(
            ratio(get("strength", 0), sided), sided, N_("no pair with the right side has a strength"), share=True
        ),
        "reasons_f1": reading(
            f1(get("reasons_hits", 0), get("reasons_gold", 0), get("reasons_yours", 0)),
            reasons,
            N_("no reason on either side"),
        ),
        "repeats": reading(ratio(get("repeats_same", 0), repeats), repeats, N_("no item came twice"), share=True),
    }


def headline(task: PreferenceTask, graded: Sequence[GradedItem], metrics: Mapping[str, Metric]) -> Say:
    items = counted(graded)
    if not items:
        return Say(N_("Nothing in this set counted."))
    same = sum(item.grade.earned >= 1 for item in items)
    return Say(N_("You chose as the reference in {n} of {all} pairs."), {"n": same, "all": len(items)})
