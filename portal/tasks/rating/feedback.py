"""The slips a rating exercise can recognise. The grader reports each as it happens."""

from portal.grading.types import N_, Pattern

_FILTERS = ("label", "gold", "yours", "concepts")
_FACTS = ("n", "example", "label", "gold", "yours", "steps")

PATTERNS = {
    "too_high": Pattern(_FILTERS, _FACTS, N_("A number above the reference.")),
    "too_low": Pattern(_FILTERS, _FACTS, N_("A number below the reference.")),
    "far_off": Pattern(_FILTERS, _FACTS, N_("Two steps or more from the reference, either way.")),
    "to_the_middle": Pattern(
        _FILTERS, _FACTS, N_("The reference is at an end of the scale, the number given nearer its middle.")
    ),
    "left_out": Pattern(("label", "concepts"), ("n", "example", "label"), N_("A dimension without a number.")),
}
