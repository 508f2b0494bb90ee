"""Preference: which of two texts is better, by how much, and why."""

from portal.grading.types import N_, MetricWords, TaskType
from portal.tasks.inputs import public_pair
from portal.tasks.preference import feedback, grader, schema, simulate

METRICS = {
    "score": MetricWords(
        N_("Score"),
        "pooled credit",
        N_("The reference's choice counts 1; calling a tie where one side is better, 0.5."),
    ),
    "accuracy": MetricWords(N_("Same choice"), "accuracy", N_("The share of pairs with the reference's choice.")),
    "kappa": MetricWords(
        N_("Better than chance"),
        "Cohen's kappa",
        N_("Agreement beyond what the counts of A, B and tie alone would give: 1 is full, 0 is chance."),
    ),
    "decided_accuracy": MetricWords(
        N_("Same choice where one is better"),
        "accuracy without ties",
        N_("The share of right choices among pairs where the reference prefers one."),
    ),
    "position_bias": MetricWords(
        N_("Leaning to the first"),
        "position bias",
        N_("How much more often you choose A than the reference does, as a share of pairs; below 0 leans to B."),
    ),
    "strength": MetricWords(
        N_("How much better"),
        "exact agreement of strength",
        N_("Of the pairs with the right side: the share with the reference's strength."),
    ),
    "reasons_f1": MetricWords(
        N_("Reasons"), "F1 of reasons", N_("How well reasons were ticked where needed and left out where not.")
    ),
    "repeats": MetricWords(
        N_("Same pair, same answer"),
        "self-consistency",
        N_("The share of repeated items answered the same way both times."),
    ),
}

TASK_TYPE = TaskType(
    name="preference",
    parse_task=schema.parse_task,
    parse_item=schema.parse_item,
    parse_gold=schema.parse_gold,
    parse_answer=schema.parse_answer,
    dump_answer=schema.dump_answer,
    public_task=schema.public_task,
    public_item=public_pair,
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
