"""The slips a spans exercise can recognise. The grader reports each as it happens."""

from portal.grading.types import N_, Pattern

_ONE = ("label", "concepts")
_BOTH = ("gold", "yours", "concepts")

PATTERNS = {
    "missed": Pattern(_ONE, ("n", "example", "label"), N_("A reference passage that was not marked.")),
    "extra": Pattern(_ONE, ("n", "example", "label"), N_("A passage marked where the reference has none.")),
    "misnamed": Pattern(
        _BOTH, ("n", "example", "gold", "yours"), N_("Found, but with another label than the reference.")
    ),
    "wide": Pattern(
        ("label", "prefix", "suffix", "concepts"),
        ("n", "example", "label", "excess"),
        N_("The passage takes in more than the reference does."),
    ),
    "narrow": Pattern(
        ("label", "prefix", "suffix", "concepts"),
        ("n", "example", "label", "lacking"),
        N_("The passage leaves out a part of the reference."),
    ),
    "merged": Pattern(_ONE, ("n", "example", "label"), N_("One passage over two or more of the reference.")),
    "split": Pattern(_ONE, ("n", "example", "label"), N_("Two or more passages for one of the reference.")),
    "inner_missed": Pattern(_ONE, ("n", "example", "label"), N_("The outer passage found, the one inside it missed.")),
    "outer_missed": Pattern(_ONE, ("n", "example", "label"), N_("The inner passage found, the one around it missed.")),
}
