"""Segments: stretches of a recording, each with a label."""

from portal.grading.types import N_, MetricWords, TaskType
from portal.tasks.inputs import public_audio
from portal.tasks.segments import feedback, grader, schema, simulate

METRICS = {
    "score": MetricWords(
        N_("Score"),
        "pooled credit",
        N_("A right stretch counts 1, one with a slip a half; every extra adds to the total."),
    ),
    "found": MetricWords(
        N_("Found"), "recall by overlap", N_("The share of reference stretches with one of yours that means them.")
    ),
    "placed": MetricWords(
        N_("Placed"),
        "edges within tolerance",
        N_("Of the stretches found: the share of starts and ends that lie where the reference has them."),
    ),
    "named": MetricWords(
        N_("Named"), "label accuracy of matches", N_("The share of stretches found that have the right label.")
    ),
    "segment_f1": MetricWords(
        N_("Stretches that fit, with the right label"),
        "F1 at IoU 0.5",
        N_("Agreement that counts a stretch when label and at least half of the joint time are right."),
    ),
    "onset_error": MetricWords(
        N_("Starts off by"),
        "mean onset error, s",
        N_("How many seconds your starts lie from the reference's, on average."),
    ),
    "offset_error": MetricWords(
        N_("Ends off by"),
        "mean offset error, s",
        N_("How many seconds your ends lie from the reference's, on average."),
    ),
    "error_rate": MetricWords(
        N_("Time wrong"),
        "identification error rate",
        N_("Seconds missed, added and wrongly named, over the seconds of the reference; above 1 where much is added."),
    ),
}

TASK_TYPE = TaskType(
    name="segments",
    parse_task=schema.parse_task,
    parse_item=schema.parse_item,
    parse_gold=schema.parse_gold,
    parse_answer=schema.parse_answer,
    dump_answer=schema.dump_answer,
    public_task=schema.public_task,
    public_item=public_audio,
    answer_schema=schema.answer_schema,
    class_counts=grader.class_counts,
    empty_answer=lambda task: {"segments": []},
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
