"""Ranking: several things put in order, best first."""

from portal.grading.types import N_, MetricWords, TaskType
from portal.tasks.inputs import public_options
from portal.tasks.ranking import feedback, grader, schema, simulate

METRICS = {
    "score": MetricWords(
        N_("Score"), "pairwise accuracy", N_("Of all pairs that the reference orders: the share you order alike.")
    ),
    "tau_b": MetricWords(
        N_("Order in common"),
        "Kendall's tau-b",
        N_("From 1 (the same order) over 0 (no relation) to -1 (the order turned round), averaged over items."),
    ),
    "swaps": MetricWords(N_("Pairs the wrong way round"), "swapped pairs", N_("How many pairs an item, on average.")),
    "exact": MetricWords(N_("Whole order right"), "exact match", N_("The share of items without a swapped pair.")),
    "top1": MetricWords(N_("Best first"), "top-1 accuracy", N_("The share of items with the right thing in front.")),
    "repeats": MetricWords(
        N_("Same item, same answer"),
        "self-consistency",
        N_("The share of repeated items answered the same way both times."),
    ),
}

TASK_TYPE = TaskType(
    name="ranking",
    parse_task=schema.parse_task,
    parse_item=schema.parse_item,
    parse_gold=schema.parse_gold,
    parse_answer=schema.parse_answer,
    dump_answer=schema.dump_answer,
    public_task=schema.public_task,
    public_item=public_options,
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
