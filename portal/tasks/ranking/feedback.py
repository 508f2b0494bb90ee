"""The slips a ranking exercise can recognise. The grader reports each as it happens."""

from portal.grading.types import N_, Pattern

PATTERNS = {
    "top_missed": Pattern(("concepts",), ("n", "example", "gold", "yours"), N_("Something else put first.")),
    "bottom_missed": Pattern(("concepts",), ("n", "example", "gold", "yours"), N_("Something else put last.")),
    "turned": Pattern(("concepts",), ("n", "example"), N_("More pairs the wrong way round than the right way.")),
    "longer_first": Pattern(
        ("concepts",), ("n", "example"), N_("Pairs went wrong, and in each of them the longer text was put first.")
    ),
}
