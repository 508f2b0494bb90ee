"""Relations: passages of a text, and what joins them."""

from portal.grading.types import N_, MetricWords, TaskType
from portal.tasks.inputs import public_input
from portal.tasks.relations import feedback, grader, schema, simulate

METRICS = {
    "score": MetricWords(
        N_("Score"),
        "pooled credit",
        N_("A right passage or relation counts 1, one with a slip a half; every extra adds to the total."),
    ),
    "found": MetricWords(
        N_("Passages found"), "recall by overlap", N_("The share of reference passages that one of yours overlaps.")
    ),
    "placed": MetricWords(
        N_("Passages placed"),
        "boundary credit",
        N_("Of the passages found: 1 for exact ends, a half for others, on average."),
    ),
    "named": MetricWords(
        N_("Passages named"),
        "label accuracy of matches",
        N_("The share of passages found that have the right label."),
    ),
    "joined": MetricWords(
        N_("Joined"),
        "relation recall, given entities",
        N_("Of the relations whose two passages you found: the share that you drew, whatever you called them."),
    ),
    "relation_f1": MetricWords(
        N_("Relations right, given the passages"),
        "relation F1, given right entities",
        N_("Agreement on relations between passages you found: ends, direction and name must be right."),
    ),
    "strict_f1": MetricWords(
        N_("Relations right, all in all"),
        "strict relation F1",
        N_("Agreement that counts a relation only when both passages, their labels, direction and name are right."),
    ),
}

TASK_TYPE = TaskType(
    name="relations",
    parse_task=schema.parse_task,
    parse_item=schema.parse_item,
    parse_gold=schema.parse_gold,
    parse_answer=schema.parse_answer,
    dump_answer=schema.dump_answer,
    public_task=schema.public_task,
    public_item=public_input,
    answer_schema=schema.answer_schema,
    class_counts=grader.class_counts,
    empty_answer=lambda task: {"entities": [], "relations": []},
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
