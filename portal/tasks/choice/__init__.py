"""Choice: one label for each item."""

from portal.grading.types import N_, MetricWords, TaskType
from portal.tasks.choice import feedback, grader, schema, simulate
from portal.tasks.inputs import public_input

METRICS = {
    "score": MetricWords(
        N_("Right answers"), "accuracy", N_("The share of items with the reference label."), counted=True
    ),
    "macro_f1": MetricWords(
        N_("Evenly good over the labels"),
        "macro F1",
        N_("The mean over labels of how well each is given; labels with fewer than five items are left out."),
    ),
    "kappa": MetricWords(
        N_("Better than chance"),
        "Cohen's kappa",
        N_("Agreement beyond what the label counts alone would give: 1 is full, 0 is chance."),
    ),
    "second_f1": MetricWords(
        N_("Second label"),
        "F1 of the second label",
        N_("How well second labels were given where needed and left out where not."),
    ),
    "abstain_f1": MetricWords(
        N_("Knowing when to leave it open"),
        "F1 of abstention",
        N_("How well undecidable items were left undecided, and only those."),
    ),
    "decidable_accuracy": MetricWords(
        N_("Right answers where one can decide"),
        "accuracy on decidable items",
        N_("The share of right labels among the items that the reference decides."),
        counted=True,
    ),
    "calibration": MetricWords(
        N_("Stated confidence"),
        "1 - Brier score",
        N_("How well the confidence you stated fits how often you were right; 1 is best."),
    ),
    "repeats": MetricWords(
        N_("Same item, same answer"),
        "self-consistency",
        N_("The share of repeated items answered the same way both times."),
        counted=True,
    ),
}

TASK_TYPE = TaskType(
    name="choice",
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
