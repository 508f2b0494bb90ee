"""The slips a transcript exercise can recognise. The grader reports each as it happens."""

from portal.grading.types import N_, Pattern

_WORDS = ("gold", "yours", "concepts")

PATTERNS = {
    "left_out": Pattern(("gold", "concepts"), ("n", "example", "gold"), N_("A word that is said and was not written.")),
    "added": Pattern(("yours", "concepts"), ("n", "example", "yours"), N_("A word written that is not said.")),
    "changed": Pattern(_WORDS, ("n", "example", "gold", "yours"), N_("Another word written than is said.")),
    "number_form": Pattern(
        _WORDS, ("n", "example", "gold", "yours"), N_("A number in figures where the reference has words, or back.")
    ),
    "case_or_punctuation": Pattern(
        _WORDS,
        ("n", "example", "gold", "yours"),
        N_("The right word with other case or punctuation, where they count."),
    ),
}
