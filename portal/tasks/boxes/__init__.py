"""Boxes: rectangles on a picture, each with a label."""

from portal.grading.types import N_, MetricWords, TaskType
from portal.tasks.boxes import feedback, figure, grader, personas, schema, simulate
from portal.tasks.inputs import public_input


def _bias(plain: str, field: str) -> MetricWords:
    explain = N_("The mean distance of this edge from the reference, in pixels; above 0 is outside.")
    return MetricWords(plain, field, explain)


METRICS = {
    "score": MetricWords(
        N_("Score"),
        "pooled credit",
        N_("A right object counts 1, one with a slip a half; every extra adds to the total."),
    ),
    "found": MetricWords(
        N_("Found"),
        "recall by overlap",
        N_("The share of reference objects with a box of yours that fits well enough to mean them."),
        counted=True,
    ),
    "placed": MetricWords(
        N_("Placed"),
        "edges within tolerance",
        N_("Of the objects found: the share of edges that lie where the reference has them."),
        counted=True,
    ),
    "named": MetricWords(
        N_("Named"),
        "label accuracy of matches",
        N_("The share of objects found that have the right label."),
        counted=True,
    ),
    "f1_iou50": MetricWords(
        N_("Boxes that fit, with the right label"),
        "F1 at IoU 0.5",
        N_("Agreement that counts a box when label and at least half of the joint area are right."),
    ),
    "mean_iou": MetricWords(
        N_("Tightness"), "mean IoU of matches", N_("How much of the joint area your box shares, on average.")
    ),
    "edge_bias_left": _bias(N_("Left edge"), "signed bias, left edge, px"),
    "edge_bias_top": _bias(N_("Top edge"), "signed bias, top edge, px"),
    "edge_bias_right": _bias(N_("Right edge"), "signed bias, right edge, px"),
    "edge_bias_bottom": _bias(N_("Bottom edge"), "signed bias, bottom edge, px"),
    "flags": MetricWords(
        N_("Flags"),
        "flag accuracy",
        N_("The share of objects found with every flag as in the reference."),
        counted=True,
    ),
}

TASK_TYPE = TaskType(
    name="boxes",
    parse_task=schema.parse_task,
    parse_item=schema.parse_item,
    parse_gold=schema.parse_gold,
    parse_answer=schema.parse_answer,
    dump_answer=schema.dump_answer,
    public_task=schema.public_task,
    public_item=public_input,
    answer_schema=schema.answer_schema,
    class_counts=grader.class_counts,
    empty_answer=lambda task: {"boxes": []},
    perfect_answer=simulate.perfect,
    grade_item=grader.grade_item,
    measure=grader.measure,
    headline=grader.headline,
    simulate=simulate.simulate,
    slacken=simulate.slacken,
    persona=personas.persona,
    metrics=METRICS,
    patterns=feedback.PATTERNS,
    figure=figure.figure,
)
