"""Polygons: outlines on a picture, each with a label."""

from portal.grading.types import N_, MetricWords, TaskType
from portal.tasks.inputs import public_input
from portal.tasks.polygons import feedback, grader, schema, simulate

METRICS = {
    "score": MetricWords(
        N_("Score"),
        "pooled credit",
        N_("A right outline counts 1, one with a slip a half; every extra adds to the total."),
    ),
    "found": MetricWords(
        N_("Found"), "recall by overlap", N_("The share of reference objects with an outline of yours that means them.")
    ),
    "placed": MetricWords(
        N_("Placed"), "boundary F", N_("Of the objects found: how much of the outlines lies where the other has it.")
    ),
    "named": MetricWords(
        N_("Named"), "label accuracy of matches", N_("The share of objects found that have the right label.")
    ),
    "f1_iou50": MetricWords(
        N_("Outlines that fit, with the right label"),
        "F1 at mask IoU 0.5",
        N_("Agreement that counts an outline when label and at least half of the joint area are right."),
    ),
    "mean_iou": MetricWords(
        N_("Area in common"), "mean mask IoU of matches", N_("How much of the joint area is shared, on average.")
    ),
    "over": MetricWords(
        N_("Too much"), "over-coverage", N_("Of the area you outlined on objects found: the share outside them.")
    ),
    "under": MetricWords(
        N_("Left out"), "under-coverage", N_("Of the area of objects found: the share outside your outlines.")
    ),
}

TASK_TYPE = TaskType(
    name="polygons",
    parse_task=schema.parse_task,
    parse_item=schema.parse_item,
    parse_gold=schema.parse_gold,
    parse_answer=schema.parse_answer,
    dump_answer=schema.dump_answer,
    public_task=schema.public_task,
    public_item=public_input,
    answer_schema=schema.answer_schema,
    class_counts=grader.class_counts,
    empty_answer=lambda task: {"polygons": []},
    perfect_answer=simulate.perfect,
    grade_item=grader.grade_item,
    measure=grader.measure,
    headline=grader.headline,
    simulate=simulate.simulate,
    slacken=simulate.slacken,
    persona=simulate.persona,
    metrics=METRICS,
    patterns=feedback.PATTERNS,
)
