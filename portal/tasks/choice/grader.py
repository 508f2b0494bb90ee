"""Grading of choice: the label decides; second label, abstention and confidence are measured beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.grading.engine import FEWEST_PER_CLASS, cells, counted
from portal.grading.metrics import classification
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
from portal.tasks.choice.schema import ABSTAIN, ChoiceAnswer, ChoiceTask, dump_answer
from portal.tasks.inputs import PictureInput, TextInput, quote

SURE = 85

_NONE = N_("nothing to measure yet")


def class_counts(task: ChoiceTask, gold: ChoiceAnswer) -> dict[str, int]:
    """{label: 1}; an item whose gold abstains counts for "abstain"."""
    return {gold.chosen: 1}


def grade_item(
    task: ChoiceTask,
    item: TextInput | PictureInput,
    gold: ChoiceAnswer,
    alternatives: Sequence[Alternative],
    answer: ChoiceAnswer | None,
) -> ItemGrade:
    """The grade against the alternative that serves this answer best; possible is always 1."""
    if answer is None:
        return _unanswered(task, gold)
    gold, credit = _best(gold, alternatives, answer)
    objects = [_label_grade(task, gold, answer, credit)]
    slip = _second_grade(task, gold, answer)
    if slip is not None:
        objects.append(slip)
    if not credit:
        verdict = "wrong"
    elif credit < 1 or slip is not None:
        verdict = "partial"
    else:
        verdict = "right"
    return ItemGrade(
        verdict,
        credit,
        1.0,
        tuple(objects),
        dump_answer(gold),
        _counts(gold, answer, credit),
        _patterns(task, item, gold, answer, credit),
    )


def _best(gold: ChoiceAnswer, alternatives: Sequence[Alternative], answer: ChoiceAnswer) -> tuple[ChoiceAnswer, float]:
    """The gold to hold the answer against, and the credit: most credit, then the same second label."""
    best, best_key = gold, (0.0, False)
    for candidate, weight in (Alternative(gold), *alternatives):
        if candidate.chosen == answer.chosen:
            key = (weight, candidate.second == answer.second)
            if key > best_key:
                best, best_key = candidate, key
    return best, best_key[0]


def _unanswered(task: ChoiceTask, gold: ChoiceAnswer) -> ItemGrade:
    say = Say(N_("No answer; the reference is {gold}."), {"gold": _name(task, gold.chosen)})
    missed = ObjectGrade("missed", None, dump_answer(gold), None, 0.0, say)
    counts = {"earned": 0.0, "possible": 1.0, f"{gold.chosen}>": 1}
    if gold.second is not None:
        counts["second_gold"] = 1
    return ItemGrade("unanswered", 0.0, 1.0, (missed,), dump_answer(gold), counts)


def _name(task: ChoiceTask, label: str) -> object:
    return Say(N_("not decidable")) if label == ABSTAIN else task.names[label]


def _label_grade(task: ChoiceTask, gold: ChoiceAnswer, answer: ChoiceAnswer, credit: float) -> ObjectGrade:
    names = {"gold": _name(task, gold.chosen), "yours": _name(task, answer.chosen)}
    if credit >= 1:
        tag, say = "right", Say(N_("Right: {gold}."), names)
    elif credit:
        tag, say = "right", Say(N_("Accepted for part of the credit: {gold}."), names)
    elif gold.abstain:
        tag, say = "misnamed", Say(N_("You chose {yours}; this cannot be decided from what is given."), names)
    elif answer.abstain:
        tag, say = "missed", Say(N_("You left it open; the reference is {gold}."), names)
    else:
        tag, say = "misnamed", Say(N_("You chose {yours}; the reference is {gold}."), names)
    yours = {"abstain": True} if answer.abstain else {"label": answer.label}
    theirs = {"abstain": True} if gold.abstain else {"label": gold.label}
    return ObjectGrade(tag, yours, theirs, None, credit, say)


def _second_grade(task: ChoiceTask, gold: ChoiceAnswer, answer: ChoiceAnswer) -> ObjectGrade | None:
    """The slip with the second label, None when there is none."""
    if gold.second == answer.second:
        return None
    yours = {"second": answer.second} if answer.second else None
    theirs = {"second": gold.second} if gold.second else None
    names = {"yours": task.names.get(answer.second, ""), "gold": task.names.get(gold.second, "")}
    if theirs is None:
        return ObjectGrade(
            "extra", yours, None, None, 0.0, Say(N_("No second label is needed; you gave {yours}."), names)
        )
    if yours is None:
        say = Say(N_("The second label {gold} is missing."), names)
        return ObjectGrade("missed", None, theirs, None, 0.0, say)
    say = Say(N_("Second label: you chose {yours}; the reference is {gold}."), names)
    return ObjectGrade("misnamed", yours, theirs, None, 0.0, say)


def _counts(gold: ChoiceAnswer, answer: ChoiceAnswer, credit: float) -> dict[str, float]:
    counts = {"earned": credit, "possible": 1.0, f"{gold.chosen}>{answer.chosen}": 1}
    if not gold.abstain:
        counts["decided"] = credit
    if gold.second is not None:
        counts["second_gold"] = 1
    if answer.second is not None:
        counts["second_yours"] = 1
        if answer.second == gold.second:
            counts["second_hits"] = 1
    if answer.confidence is not None:
        counts["confident"] = 1
        counts["brier"] = (answer.confidence / 100 - credit) ** 2
    return counts


def _patterns(task, item, gold: ChoiceAnswer, answer: ChoiceAnswer, credit: float) -> tuple[PatternHit, ...]:
    if credit and gold.second == answer.second:
        return ()
    hits = []
    example = quote(item)

    def hit(pattern: str, gold_label: str | None, your_label: str | None, **more: object) -> None:
        facts = {"gold": gold_label, "yours": your_label, "example": example, **more}
        facts["names"] = {
            "gold": _name(task, gold_label) if gold_label else "",
            "yours": _name(task, your_label) if your_label else "",
        }
        hits.append(PatternHit(pattern, facts))

    if not credit:
        pattern = "guessed" if gold.abstain else "skipped" if answer.abstain else "confused"
        hit(pattern, gold.chosen, answer.chosen)
        if answer.confidence is not None and answer.confidence >= SURE:
            hit("overconfident", gold.chosen, answer.chosen, confidence=answer.confidence)
    if gold.second != answer.second:
        if answer.second is not None:
            hit("second_extra", gold.second, answer.second)
        if gold.second is not None:
            hit("second_missed", gold.second, answer.second)
    return tuple(hits)


def measure(task: ChoiceTask, totals: Mapping[str, float], basis: Mapping[str, float]) -> dict[str, Reading]:
    """Every metric from pooled counts. `basis`, the counts of the whole draw, settles the classes."""
    get = totals.get
    n = round(get("possible", 0))
    pairs = cells(totals)
    gold_n: dict[str, float] = {}
    for (gold, _), count in (pairs if totals is basis else cells(basis)).items():
        gold_n[gold] = gold_n.get(gold, 0) + count
    classes = [label for label in task.names if gold_n.get(label, 0) >= FEWEST_PER_CLASS]
    abstained = sum(count for (_, yours), count in pairs.items() if yours == ABSTAIN)
    open_gold = sum(count for (gold, _), count in pairs.items() if gold == ABSTAIN)
    decidable = n - round(open_gold)
    confident, repeats = get("confident", 0), round(get("repeats", 0))
    second_gold, second_yours = get("second_gold", 0), get("second_yours", 0)
    macro = classification.macro_f1(pairs, classes) if classes and n else None
    kappa = classification.kappa(pairs)
    second = f1(get("second_hits", 0), second_gold, second_yours)
    open_f1 = f1(pairs.get((ABSTAIN, ABSTAIN), 0), open_gold, abstained)
    decided = ratio(get("decided", 0), decidable)
    brier = ratio(get("brier", 0), confident)
    same = ratio(get("repeats_same", 0), repeats)
    either = round(second_gold + second_yours)
    opened = round(open_gold + abstained)
    sure = None if brier is None else 1 - brier
    return {
        "score": reading(ratio(get("earned", 0), n), n, _NONE, share=True),
        "macro_f1": reading(macro, n, N_("no label has five items in this set")),
        "kappa": reading(kappa, n, classification.CONSTANT),
        "second_f1": reading(second, either, N_("no second label on either side")),
        "abstain_f1": reading(open_f1, opened, N_("nothing was left open on either side")),
        "decidable_accuracy": reading(decided, decidable, N_("nothing here is decidable"), share=True),
        "calibration": reading(sure, round(confident), N_("no answer says how sure you were")),
        "repeats": reading(same, repeats, N_("no item came twice"), share=True),
    }


def headline(task: ChoiceTask, graded: Sequence[GradedItem], metrics: Mapping[str, Metric]) -> Say:
    items = counted(graded)
    right = sum(item.grade.earned >= item.grade.possible for item in items)
    if not items:
        return Say(N_("Nothing in this set counted."))
    return Say(N_("You got {right} of {n} right."), {"right": right, "n": len(items)})
