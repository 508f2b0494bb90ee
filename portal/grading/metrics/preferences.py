"""Which of two is better: "A" (the one shown first), "B" (shown second) or "tie"."""

from __future__ import annotations

from collections.abc import Mapping

from portal.grading.metrics.classification import Cells, accuracy, kappa, tally
from portal.grading.metrics.counts import ratio
from portal.grading.words import N_

FIRST, SECOND, TIE = "A", "B", "tie"

NO_PAIRS = N_("there is no pair to compare")
ALL_TIED = N_("the reference calls every pair a tie")
NONE_DECIDED = N_("no pair is decided on both sides")


def accuracy_decided(cells: Cells) -> float | None:
    """Accuracy over the pairs that gold decides; a tie of yours is wrong there. None when gold decides none."""
    return accuracy({pair: n for pair, n in cells.items() if pair[0] != TIE})


def half_credit(cells: Cells) -> float | None:
    """1 for the same choice, a half where exactly one side says tie, else 0; the mean. None without pairs."""
    n = sum(cells.values())
    credit = sum(
        count if gold == yours else count / 2 if TIE in (gold, yours) else 0 for (gold, yours), count in cells.items()
    )
    return ratio(credit, n)


def share_first(cells: Cells) -> float | None:
    """The share of all your choices that fall on the first. None without pairs."""
    return ratio(sum(count for (_, yours), count in cells.items() if yours == FIRST), sum(cells.values()))


def position_bias(cells: Cells) -> float | None:
    """Your lean to the first beyond gold's, -1 to 1; below 0 leans to the second. 0 is no lean.

    Share of first choices of yours minus that of gold, over the pairs that both decide: where they differ,
    the order in which the two were shown may have decided. None when no pair is decided on both sides.
    """
    decided = {pair: n for pair, n in cells.items() if TIE not in pair}
    lean = sum(((yours == FIRST) - (gold == FIRST)) * n for (gold, yours), n in decided.items())
    return ratio(lean, sum(decided.values()))


def score_case(case: Mapping) -> dict:
    """One known-answers line: `gold` and `pred`, equally long lists of "A", "B" and "tie"."""
    cells = tally(case["gold"], case["pred"])
    return {
        "accuracy": accuracy(cells),
        "kappa": kappa(cells),
        "accuracy_gold_not_tied": accuracy_decided(cells),
        "tie_half_credit": half_credit(cells),
        "share_A_pred": share_first(cells),
    }
