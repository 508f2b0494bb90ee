"""The slips a segments exercise can recognise. The grader reports each as it happens."""

from portal.grading.types import N_, Pattern

_ONE = ("label", "concepts")
_EDGE = ("n", "example", "label", "seconds")

PATTERNS = {
    "missed": Pattern(_ONE, ("n", "example", "label"), N_("A stretch of the reference that was not marked.")),
    "extra": Pattern(_ONE, ("n", "example", "label"), N_("A stretch marked where the reference has none.")),
    "misnamed": Pattern(
        ("gold", "yours", "concepts"),
        ("n", "example", "gold", "yours"),
        N_("Found, but with another label than the reference."),
    ),
    "early_start": Pattern(_ONE, _EDGE, N_("It starts earlier than the reference.")),
    "late_start": Pattern(_ONE, _EDGE, N_("It starts later than the reference.")),
    "early_end": Pattern(_ONE, _EDGE, N_("It ends earlier than the reference.")),
    "late_end": Pattern(_ONE, _EDGE, N_("It ends later than the reference.")),
    "merged": Pattern(_ONE, ("n", "example", "label"), N_("One stretch over two or more of the reference.")),
}
