"""Keypoints: named points of objects on a picture."""

from portal.grading.types import N_, MetricWords, TaskType
from portal.tasks.inputs import public_input
from portal.tasks.keypoints import feedback, grader, schema, simulate

METRICS = {
    "score": MetricWords(
        N_("Score"),
        "pooled credit",
        N_("A right point counts 1, one with a slip a half; every extra object adds to the total."),
    ),
    "found": MetricWords(N_("Found"), "object recall", N_("The share of reference objects that one of yours means.")),
    "placed": MetricWords(
        N_("Placed"),
        "PCK (percentage of correct keypoints)",
        N_("Of the points of objects found: the share that lie near enough to the reference."),
    ),
    "visibility": MetricWords(
        N_("Hidden or not"),
        "visibility accuracy",
        N_("Of the points placed: the share marked hidden or visible rightly."),
    ),
    "named": MetricWords(
        N_("Named"), "label accuracy of matches", N_("The share of objects found that have the right label.")
    ),
    "oks": MetricWords(
        N_("Closeness"),
        "mean OKS (object keypoint similarity)",
        N_("From 0 to 1: how near the points of objects found lie, allowing for the object's size; 1 is exact."),
    ),
    "mean_error_px": MetricWords(
        N_("Pixels off"), "mean error, px", N_("How many pixels the points you set lie from the reference, on average.")
    ),
}

TASK_TYPE = TaskType(
    name="keypoints",
    parse_task=schema.parse_task,
    parse_item=schema.parse_item,
    parse_gold=schema.parse_gold,
    parse_answer=schema.parse_answer,
    dump_answer=schema.dump_answer,
    public_task=schema.public_task,
    public_item=public_input,
    answer_schema=schema.answer_schema,
    class_counts=grader.class_counts,
    empty_answer=lambda task: {"objects": []},
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
