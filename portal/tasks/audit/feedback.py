"""The slips an audit exercise can recognise. The grader reports each as it happens."""

from portal.grading.types import N_, Pattern

_ABOUT = ("n", "example", "label")

PATTERNS = {
    "missed": Pattern(
        ("label", "kind", "severity", "concepts"), (*_ABOUT, "kind"), N_("A wrong label that was passed as right.")
    ),
    "false_alarm": Pattern(("label", "concepts"), _ABOUT, N_("A right label that was called wrong.")),
    "wrong_kind": Pattern(
        ("gold", "yours", "concepts"), ("n", "example", "gold", "yours"), N_("The error found, its kind named wrong.")
    ),
    "too_severe": Pattern(
        ("gold", "yours", "concepts"),
        ("n", "example", "gold", "yours"),
        N_("The error found, and weighed too heavily."),
    ),
    "too_light": Pattern(
        ("gold", "yours", "concepts"),
        ("n", "example", "gold", "yours"),
        N_("The error found, and weighed too lightly."),
    ),
    "wrong_fix": Pattern(
        ("gold", "yours", "concepts"),
        ("n", "example", "gold", "yours"),
        N_("The error found, mended with another label."),
    ),
    "no_fix": Pattern(("gold", "concepts"), ("n", "example", "gold"), N_("The error found and not mended.")),
}
