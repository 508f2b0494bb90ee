"""Spans: pieces of a text, each with a label."""

from portal.grading.types import N_, MetricWords, TaskType
from portal.tasks.inputs import public_input
from portal.tasks.spans import feedback, figure, grader, personas, schema, simulate

METRICS = {
    "score": MetricWords(
        N_("Score"),
        "pooled credit",
        N_("A right passage counts 1, one with a slip a half; every extra adds to the total."),
    ),
    "found": MetricWords(
        N_("Found"),
        "recall by overlap",
        N_("The share of reference passages that one of yours overlaps."),
        counted=True,
    ),
    "placed": MetricWords(
        N_("Placed"),
        "boundary credit",
        N_("Of the passages found: 1 for exact ends, a half for others, on average."),
    ),
    "named": MetricWords(
        N_("Named"),
        "label accuracy of matches",
        N_("The share of passages found that have the right label."),
        counted=True,
    ),
    "strict_f1": MetricWords(
        N_("Ends and label exact"),
        "strict F1 (SemEval-2013)",
        N_("Agreement that counts a passage only when both its ends and its label are right."),
    ),
    "partial_f1": MetricWords(
        N_("Ends, with half credit"),
        "partial F1 (SemEval-2013)",
        N_("Agreement on place alone; an overlap with other ends counts a half."),
    ),
    "type_f1": MetricWords(
        N_("Label of what overlaps"),
        "type F1 (SemEval-2013)",
        N_("Agreement that counts any overlap with the right label."),
    ),
}

TASK_TYPE = TaskType(
    name="spans",
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
    persona=personas.persona,
    metrics=METRICS,
    patterns=feedback.PATTERNS,
    figure=figure.figure,
)
