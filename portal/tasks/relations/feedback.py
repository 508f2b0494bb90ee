"""The slips a relations exercise can recognise: those of spans for its passages, and those of its arrows."""

from portal.grading.types import N_, Pattern
from portal.tasks.spans.feedback import PATTERNS as SPANS

_ONE = ("label", "concepts")

PATTERNS = {
    **SPANS,
    "relation_missed": Pattern(
        _ONE, ("n", "example", "label"), N_("A relation between two passages that you found, not drawn.")
    ),
    "relation_extra": Pattern(
        _ONE, ("n", "example", "label"), N_("A relation drawn that the reference does not have.")
    ),
    "relation_misnamed": Pattern(
        ("gold", "yours", "concepts"),
        ("n", "example", "gold", "yours"),
        N_("The right passages joined under another name."),
    ),
    "reversed": Pattern(_ONE, ("n", "example", "label"), N_("The right relation, drawn the other way round.")),
}
