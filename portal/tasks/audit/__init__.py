"""Audit: checking the labels somebody else gave."""

from portal.grading.types import N_, MetricWords, TaskType
from portal.tasks.audit import feedback, grader, schema, simulate

METRICS = {
    "score": MetricWords(
        N_("Score"),
        "pooled credit",
        N_("A wrong label found counts 1, one with a slip a half; every false alarm adds to the total."),
    ),
    "hits": MetricWords(N_("Errors found"), "hit rate", N_("The share of wrong labels that you flagged.")),
    "false_alarms": MetricWords(
        N_("False alarms"), "false alarm rate", N_("The share of right labels that you flagged; lower is better.")
    ),
    "d_prime": MetricWords(
        N_("Telling right from wrong"),
        "d′ (sensitivity index)",
        N_("How far your flags on wrong labels stand out from those on right ones: 0 is guessing, 3 is sharp."),
    ),
    "kind": MetricWords(
        N_("Kind of error"), "error type accuracy", N_("Of the errors found: the share whose kind you named right.")
    ),
    "severity": MetricWords(
        N_("Weighed"), "severity accuracy", N_("Of the errors found: the share with the right severity.")
    ),
    "fix_accuracy": MetricWords(
        N_("Mended"), "fix accuracy", N_("Of the errors found: the share whose label you mended right.")
    ),
    "final_accuracy": MetricWords(
        N_("Right in the end"), "final accuracy", N_("The share of labels that are right after your review.")
    ),
}

TASK_TYPE = TaskType(
    name="audit",
    parse_task=schema.parse_task,
    parse_item=schema.parse_item,
    parse_gold=schema.parse_gold,
    parse_answer=schema.parse_answer,
    dump_answer=schema.dump_answer,
    public_task=schema.public_task,
    public_item=schema.public_item,
    answer_schema=schema.answer_schema,
    class_counts=grader.class_counts,
    empty_answer=lambda task: {"verdicts": []},
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
