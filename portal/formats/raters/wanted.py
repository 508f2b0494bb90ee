"""What somebody wants compared."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to compare; None is found out.

    kind       a kind of grading.agreement.table.KINDS
    level      of a scale: ordinal, interval or ratio
    question   which of several questions on one item
    order      the steps of a scale that has words, lowest first
    fold_case  takes "Spam" and "spam" for one label
    format     the name of the files' format, where their content does not tell
    """

    kind: str | None = None
    level: str | None = None
    question: str | None = None
    order: tuple[str, ...] = ()
    fold_case: bool = False
    format: str | None = None
