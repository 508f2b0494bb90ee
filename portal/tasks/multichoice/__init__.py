"""Multichoice: every label that fits an item, or none."""

from portal.grading.types import N_, MetricWords, TaskType
from portal.tasks.inputs import public_input
from portal.tasks.multichoice import feedback, grader, schema, simulate

METRICS = {
    "score": MetricWords(
        N_("Score"), "pooled credit", N_("A right label counts 1, a missed one 0; every extra adds to the total.")
    ),
    "micro_f1": MetricWords(
        N_("Labels right, all together"),
        "micro F1",
        N_("Agreement over all labels given and needed, whichever item they stand on."),
    ),
    "macro_f1": MetricWords(
        N_("Evenly good over the labels"),
        "macro F1",
        N_("The mean over labels of how well each is given; labels with fewer than five items are left out."),
    ),
    "jaccard": MetricWords(
        N_("Overlap an item"),
        "mean Jaccard index",
        N_("Labels in common over all labels on either side, averaged over items; two empty sets are 1."),
    ),
    "exact": MetricWords(N_("Whole set right"), "exact match ratio", N_("The share of items without any slip.")),
    "repeats": MetricWords(
        N_("Same item, same answer"),
        "self-consistency",
        N_("The share of repeated items answered the same way both times."),
    ),
}

TASK_TYPE = TaskType(
    name="multichoice",
    parse_task=schema.parse_task,
    parse_item=schema.parse_item,
    parse_gold=schema.parse_gold,
    parse_answer=schema.parse_answer,
    dump_answer=schema.dump_answer,
    public_task=schema.public_task,
    public_item=public_input,
    answer_schema=schema.answer_schema,
    class_counts=grader.class_counts,
    empty_answer=lambda task: {"labels": []},
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
