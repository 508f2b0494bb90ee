"""Tracks: objects followed through a film."""

from portal.grading.types import N_, MetricWords, TaskType
from portal.tasks.inputs import public_video
from portal.tasks.tracks import feedback, grader, schema, simulate

METRICS = {
    "score": MetricWords(
        N_("Score"),
        "pooled credit",
        N_("A right track counts 1, one with a slip a half; every extra adds to the total."),
    ),
    "found": MetricWords(
        N_("Found"), "track recall", N_("The share of reference tracks that one of yours follows for half of the way.")
    ),
    "placed": MetricWords(
        N_("Followed"),
        "track coverage",
        N_("Of the frames of all reference tracks: the share in which yours lie on them."),
    ),
    "named": MetricWords(
        N_("Named"), "label accuracy of matches", N_("The share of tracks found that have the right label.")
    ),
    "idf1": MetricWords(
        N_("One object, one track"),
        "IDF1",
        N_("Agreement over the whole film that counts a box only under the one track that stands for its object."),
    ),
    "mota": MetricWords(
        N_("Boxes right, frame by frame"),
        "MOTA",
        N_("1 less what was missed, added or exchanged, over the boxes of the reference; it can fall below 0."),
    ),
    "switches": MetricWords(
        N_("Tracks exchanged"),
        "identity switches",
        N_("How often an object went on under another of your tracks, a film."),
    ),
    "mean_iou": MetricWords(
        N_("Tightness"), "mean IoU of matches", N_("How much of the joint area your boxes share, on average.")
    ),
}

TASK_TYPE = TaskType(
    name="tracks",
    parse_task=schema.parse_task,
    parse_item=schema.parse_item,
    parse_gold=schema.parse_gold,
    parse_answer=schema.parse_answer,
    dump_answer=schema.dump_answer,
    public_task=schema.public_task,
    public_item=public_video,
    answer_schema=schema.answer_schema,
    class_counts=grader.class_counts,
    empty_answer=lambda task: {"tracks": []},
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
