"""The slips a keypoints exercise can recognise. The grader reports each as it happens."""

from portal.grading.types import N_, Pattern

_POINT = ("point", "label", "concepts")

PATTERNS = {
    "missed": Pattern(("label", "concepts"), ("n", "example", "label"), N_("A reference object that was not marked.")),
    "extra": Pattern(
        ("label", "concepts"), ("n", "example", "label"), N_("An object marked where the reference has none.")
    ),
    "misnamed": Pattern(
        ("gold", "yours", "concepts"),
        ("n", "example", "gold", "yours"),
        N_("Found, but with another label than the reference."),
    ),
    "off": Pattern(_POINT, ("n", "example", "point", "px"), N_("A point too far from where the reference has it.")),
    "left_out": Pattern(_POINT, ("n", "example", "point"), N_("A point of the reference that was not set.")),
    "swapped": Pattern(
        _POINT, ("n", "example", "point"), N_("Two sides exchanged: each lies where the other belongs.")
    ),
    "called_visible": Pattern(_POINT, ("n", "example", "point"), N_("Marked visible; the reference has it hidden.")),
    "called_hidden": Pattern(_POINT, ("n", "example", "point"), N_("Marked hidden; the reference has it visible.")),
}
