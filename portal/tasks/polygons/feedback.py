"""The slips a polygons exercise can recognise. The grader reports each as it happens."""

from portal.grading.types import N_, Pattern

_ONE = ("label", "concepts")
_SHARE = ("n", "example", "label", "percent")

PATTERNS = {
    "missed": Pattern(_ONE, ("n", "example", "label"), N_("A reference object without an outline.")),
    "extra": Pattern(_ONE, ("n", "example", "label"), N_("An outline where the reference has no object.")),
    "misnamed": Pattern(
        ("gold", "yours", "concepts"),
        ("n", "example", "gold", "yours"),
        N_("Found, but with another label than the reference."),
    ),
    "too_wide": Pattern(_ONE, _SHARE, N_("The outline is off and takes in more than it leaves out.")),
    "too_narrow": Pattern(_ONE, _SHARE, N_("The outline is off and leaves out more than it takes in.")),
    "holes_filled": Pattern(_ONE, ("n", "example", "label"), N_("The reference has holes, the outline has none.")),
}
