"""The slips a choice exercise can recognise. The grader reports each as it happens."""

from portal.grading.types import N_, Pattern

PATTERNS = {
    "confused": Pattern(
        ("gold", "yours", "concepts"),
        ("n", "example", "gold", "yours"),
        N_("One label chosen where the reference has another."),
    ),
    "second_extra": Pattern(
        ("gold", "yours", "concepts"),
        ("n", "example", "gold", "yours"),
        N_("A second label that the reference does not have."),
    ),
    "second_missed": Pattern(
        ("gold", "yours", "concepts"),
        ("n", "example", "gold", "yours"),
        N_("The reference has a second label that was not given."),
    ),
    "guessed": Pattern(
        ("yours", "concepts"),
        ("n", "example", "yours"),
        N_("A label given where the reference says it cannot be decided."),
    ),
    "skipped": Pattern(
        ("gold", "concepts"),
        ("n", "example", "gold"),
        N_("Left undecided although the reference decides."),
    ),
    "overconfident": Pattern(
        ("gold", "yours", "concepts"),
        ("n", "example", "gold", "yours", "confidence"),
        N_("Wrong, and 85 % sure or more."),
    ),
}
