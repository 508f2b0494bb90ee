"""Transcript: what is said in a recording, written down."""

from portal.grading.types import N_, MetricWords, TaskType
from portal.tasks.inputs import public_audio
from portal.tasks.transcript import feedback, grader, schema, simulate

METRICS = {
    "score": MetricWords(
        N_("Score"),
        "1 - match error rate",
        N_("A right word counts 1, any other 0; every word added adds to the total."),
    ),
    "wer": MetricWords(
        N_("Words wrong"),
        "word error rate",
        N_("Words changed, left out and added, over the words of the reference; above 1 where much is added."),
    ),
    "cer": MetricWords(
        N_("Characters wrong"),
        "character error rate",
        N_("The same by characters, spaces counted; for scripts without spaces the one to look at."),
    ),
    "exact": MetricWords(N_("Without a slip"), "exact match", N_("The share of recordings written without a slip.")),
    "repeats": MetricWords(
        N_("Same item, same answer"),
        "self-consistency",
        N_("The share of repeated items answered the same way both times."),
    ),
}

TASK_TYPE = TaskType(
    name="transcript",
    parse_task=schema.parse_task,
    parse_item=schema.parse_item,
    parse_gold=schema.parse_gold,
    parse_answer=schema.parse_answer,
    dump_answer=schema.dump_answer,
    public_task=schema.public_task,
    public_item=public_audio,
    answer_schema=schema.answer_schema,
    class_counts=grader.class_counts,
    empty_answer=lambda task: {"text": ""},
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
