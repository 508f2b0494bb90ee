"""The slips a boxes exercise can recognise. The grader reports each as it happens."""

from portal.grading.types import N_, Pattern

_EDGE = ("edge", "label", "small", "concepts")

PATTERNS = {
    "missed": Pattern(
        ("label", "small", "concepts"), ("n", "example", "label"), N_("A reference object without a box.")
    ),
    "extra": Pattern(
        ("label", "decoy", "concepts"),
        ("n", "example", "label"),
        N_("A box where the reference has no object."),
    ),
    "misnamed": Pattern(
        ("gold", "yours", "concepts"),
        ("n", "example", "gold", "yours"),
        N_("Found, but with another label than the reference."),
    ),
    "loose": Pattern(
        _EDGE,
        ("n", "example", "label", "edge", "px"),
        N_("An edge outside the object by more than the slack."),
    ),
    "tight": Pattern(
        _EDGE,
        ("n", "example", "label", "edge", "px"),
        N_("An edge cutting into the object beyond the slack."),
    ),
    "shadow": Pattern(
        ("label", "edge", "concepts"),
        ("n", "example", "label", "px"),
        N_("The part of the box outside the object lies on its shadow."),
    ),
    "full_extent": Pattern(
        ("label", "concepts"),
        ("n", "example", "label"),
        N_("The box follows the whole object, not the part that can be seen."),
    ),
    "flag_extra": Pattern(
        ("flag", "label", "concepts"), ("n", "example", "label", "flag"), N_("A flag that should not be set.")
    ),
    "flag_missed": Pattern(
        ("flag", "label", "concepts"), ("n", "example", "label", "flag"), N_("A flag that should be set.")
    ),
}
