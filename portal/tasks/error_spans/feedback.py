"""The slips an error-span exercise can recognise. The grader reports each as it happens."""

from portal.grading.types import N_, Pattern

_ONE = ("label", "concepts")
_SEVERITY = ("label", "gold", "yours", "concepts")

PATTERNS = {
    "missed": Pattern(_ONE, ("n", "example", "label"), N_("An error of the reference that was not marked.")),
    "extra": Pattern(_ONE, ("n", "example", "label"), N_("A passage marked that the reference finds right.")),
    "misnamed": Pattern(
        ("gold", "yours", "concepts"),
        ("n", "example", "gold", "yours"),
        N_("Found, but with another category than the reference."),
    ),
    "misplaced": Pattern(_ONE, ("n", "example", "label"), N_("Found, but with other ends than the reference.")),
    "too_severe": Pattern(_SEVERITY, ("n", "example", "label", "gold", "yours"), N_("Found, and weighed too heavily.")),
    "too_light": Pattern(_SEVERITY, ("n", "example", "label", "gold", "yours"), N_("Found, and weighed too lightly.")),
}
