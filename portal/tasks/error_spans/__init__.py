"""Error spans: what is wrong in a text, where, of which kind and how badly."""

from portal.grading.types import N_, MetricWords, TaskType
from portal.tasks.error_spans import feedback, grader, schema, simulate
from portal.tasks.inputs import public_input

METRICS = {
    "score": MetricWords(
        N_("Score"),
        "pooled credit",
        N_("A right error counts 1, one with a slip a half; every extra adds to the total."),
    ),
    "found": MetricWords(
        N_("Found"), "recall by overlap", N_("The share of reference errors that one of yours overlaps.")
    ),
    "placed": MetricWords(
        N_("Placed"), "boundary credit", N_("Of the errors found: 1 for exact ends, a half for others, on average.")
    ),
    "named": MetricWords(
        N_("Named"), "category accuracy of matches", N_("The share of errors found that have the right category.")
    ),
    "severity": MetricWords(
        N_("Weighed"), "severity accuracy of matches", N_("The share of errors found that have the right severity.")
    ),
    "char_f1": MetricWords(
        N_("Characters marked"),
        "character F1",
        N_("Agreement on which characters are part of an error, whatever its kind."),
    ),
    "strict_f1": MetricWords(
        N_("Ends and category exact"),
        "strict F1",
        N_("Agreement that counts an error only when both its ends and its category are right."),
    ),
    "penalty_difference": MetricWords(
        N_("Too hard or too soft"),
        "mean penalty difference",
        N_("How many points more than the reference you take off a text, on average; below 0 is too soft."),
    ),
}

TASK_TYPE = TaskType(
    name="error_spans",
    parse_task=schema.parse_task,
    parse_item=schema.parse_item,
    parse_gold=schema.parse_gold,
    parse_answer=schema.parse_answer,
    dump_answer=schema.dump_answer,
    public_task=schema.public_task,
    public_item=public_input,
    answer_schema=schema.answer_schema,
    class_counts=grader.class_counts,
    empty_answer=lambda task: {"spans": []},
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
