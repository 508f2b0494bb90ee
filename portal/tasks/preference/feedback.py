"""The slips a preference exercise can recognise. The grader reports each as it happens."""

from portal.grading.types import N_, Pattern

_FILTERS = ("gold", "yours", "longer", "concepts")
_FACTS = ("n", "example", "gold", "yours")

PATTERNS = {
    "reversed": Pattern(_FILTERS, _FACTS, N_("The other side chosen than the reference prefers.")),
    "tied": Pattern(_FILTERS, _FACTS, N_("A tie where the reference prefers one side.")),
    "forced": Pattern(_FILTERS, _FACTS, N_("A side chosen where the reference sees a tie.")),
    "too_strong": Pattern(_FILTERS, _FACTS, N_("The right side, by more than the reference says.")),
    "too_weak": Pattern(_FILTERS, _FACTS, N_("The right side, by less than the reference says.")),
    "reason_missed": Pattern(("label", "concepts"), ("n", "example", "label"), N_("A reason that was not ticked.")),
    "reason_extra": Pattern(
        ("label", "concepts"), ("n", "example", "label"), N_("A reason ticked that the reference does not have.")
    ),
}
