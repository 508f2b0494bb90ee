"""The slips a multichoice exercise can recognise. The grader reports each as it happens."""

from portal.grading.types import N_, Pattern

_ONE = ("label", "concepts")

PATTERNS = {
    "missed": Pattern(_ONE, ("n", "example", "label"), N_("A label of the reference that was not given.")),
    "extra": Pattern(_ONE, ("n", "example", "label"), N_("A label given that the reference does not have.")),
    "swapped": Pattern(
        ("gold", "yours", "concepts"),
        ("n", "example", "gold", "yours"),
        N_("One label given in place of another: one missed and one extra on the same item."),
    ),
    "too_many": Pattern(
        ("concepts",), ("n", "example", "extra"), N_("Two or more labels on one item that the reference does not have.")
    ),
}
