"""The slips a tracks exercise can recognise. The grader reports each as it happens."""

from portal.grading.types import N_, Pattern

_ONE = ("label", "concepts")
_SOME = ("n", "example", "label", "frames")

PATTERNS = {
    "missed": Pattern(_ONE, ("n", "example", "label"), N_("A reference track that none of yours follows.")),
    "extra": Pattern(_ONE, ("n", "example", "label"), N_("A track where the reference has no object.")),
    "misnamed": Pattern(
        ("gold", "yours", "concepts"),
        ("n", "example", "gold", "yours"),
        N_("Followed, but with another label than the reference."),
    ),
    "lost": Pattern(_ONE, _SOME, N_("Followed, but in some frames the box is missing or off.")),
    "switched": Pattern(
        _ONE, ("n", "example", "label", "frame"), N_("One object that went on under another of your tracks.")
    ),
    "ran_on": Pattern(_ONE, _SOME, N_("The track goes on where the object is out of sight.")),
}
