"""Rating: a whole number on a scale for each dimension of an item."""

from portal.grading.types import N_, MetricWords, TaskType
from portal.tasks.inputs import public_input
from portal.tasks.rating import feedback, grader, schema, simulate

METRICS = {
    "score": MetricWords(
        N_("Score"), "pooled credit", N_("The reference's number counts 1, its neighbour a half, anything else 0.")
    ),
    "exact": MetricWords(N_("Same number"), "exact agreement", N_("The share of ratings equal to the reference.")),
    "within_one": MetricWords(
        N_("At most one off"), "agreement within 1", N_("The share of ratings at most one step from the reference.")
    ),
    "bias": MetricWords(
        N_("Too high or too low"),
        "mean signed error",
        N_("How many steps above the reference you rate on average; below 0 is too low."),
    ),
    "kappa_quadratic": MetricWords(
        N_("Better than chance, near misses forgiven"),
        "quadratic weighted kappa",
        N_("Agreement beyond chance where a miss weighs by the square of its distance: 1 is full, 0 is chance."),
    ),
    "repeats": MetricWords(
        N_("Same item, same answer"),
        "self-consistency",
        N_("The share of repeated items answered the same way both times."),
    ),
}

TASK_TYPE = TaskType(
    name="rating",
    parse_task=schema.parse_task,
    parse_item=schema.parse_item,
    parse_gold=schema.parse_gold,
    parse_answer=schema.parse_answer,
    dump_answer=schema.dump_answer,
    public_task=schema.public_task,
    public_item=public_input,
    answer_schema=schema.answer_schema,
    class_counts=grader.class_counts,
    empty_answer=lambda task: None,
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
