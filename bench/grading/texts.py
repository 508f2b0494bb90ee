"""Spans beside nervaluate, tags beside seqeval, transcripts beside jiwer."""

from bench.grading import contest, data
from bench.grading.contest import Numbers, Side
from bench.grading.lines import Line, Row
from portal.grading.metrics import bio, spans, transcription


def measure(line: Line, *, quick: bool) -> Row:
    """The row of a line about text."""
    if line.name == "spans":
        given = data.documents(1000, 20)
        ours, theirs = _our_spans(*given), _nervaluate(*given)
    elif line.name.startswith("tags"):
        given = data.tagged(1000, 200)
        strict = line.name == "tags-strict"
        ours, theirs = _our_tags(*given, strict=strict), _seqeval(*given, strict=strict)
    else:
        given = data.utterances(1000, 20)
        words = line.name == "words"
        ours, theirs = _our_errors(*given, words=words), _jiwer(*given, words=words)
    return contest.measure(line, ours, theirs, quick=quick)


SCHEMAS = {"strict": "strict", "exact": "exact", "partial": "partial", "type": "ent_type"}
FIELDS = ("correct", "incorrect", "partial", "missed", "spurious", "precision", "recall", "f1")


def _our_spans(gold, yours) -> Side:
    """The four schemas over all spans, and over those of each label alone."""

    def run():
        everything = spans.schemas(spans.pooled(map(spans.count, gold, yours)))
        found = list(map(spans.by_label, gold, yours))
        alone = {
            label: spans.schemas(spans.pooled([one[label] for one in found if label in one])) for label in data.LABELS
        }
        return everything, alone

    def numbers(result) -> Numbers:
        everything, alone = result
        return {
            f"{part} {schema} {field}": found[schema][field]
            for part, found in (("all", everything), *alone.items())
            for schema in SCHEMAS
            for field in FIELDS
        }

    return Side(run, numbers)


def _nervaluate(gold, yours) -> Side:
    """Its ends are inclusive."""
    from nervaluate.evaluator import Evaluator

    true, found = (
        [[{"label": label, "start": start, "end": end - 1} for start, end, label in doc] for doc in side]
        for side in (gold, yours)
    )

    def run():
        return Evaluator(true, found, tags=list(data.LABELS), loader="dict").evaluate()

    def numbers(result) -> Numbers:
        return {
            f"{part} {schema} {field}": getattr(found[theirs], field)
            for part, found in (("all", result["overall"]), *result["entities"].items())
            for schema, theirs in SCHEMAS.items()
            for field in FIELDS
        }

    return Side(run, numbers)


def _our_tags(gold, yours, *, strict: bool) -> Side:
    read = bio.strict_entities if strict else bio.entities

    def run():
        return bio.score(map(read, gold), map(read, yours)), bio.token_accuracy(gold, yours)

    def numbers(result) -> Numbers:
        scores, accuracy = result
        return {name: scores[name] for name in ("precision", "recall", "f1", "n_gold")} | {"accuracy": accuracy}

    return Side(run, numbers)


def _seqeval(gold, yours, *, strict: bool) -> Side:
    """All its scores come from one call, which reads the tags once."""
    from seqeval.metrics import accuracy_score
    from seqeval.metrics.sequence_labeling import precision_recall_fscore_support as lenient
    from seqeval.metrics.v1 import precision_recall_fscore_support as to_the_letter
    from seqeval.scheme import IOB2

    def run():
        if strict:
            scores = to_the_letter(gold, yours, average="micro", scheme=IOB2)
        else:
            scores = lenient(gold, yours, average="micro")
        return scores, accuracy_score(gold, yours)

    def numbers(result) -> Numbers:
        scores, accuracy = result
        return dict(zip(("precision", "recall", "f1", "n_gold"), scores, strict=True)) | {"accuracy": accuracy}

    return Side(run, numbers)


def _our_errors(gold, yours, *, words: bool) -> Side:
    if not words:
        return Side(lambda: transcription.count_characters(gold, yours), lambda found: {"CER": found.cer})
    return Side(
        lambda: transcription.count_words(gold, yours),
        lambda found: {"WER": found.wer, "MER": found.mer, "WIL": found.wil, "words": found.gold, "hits": found.hits},
    )


def _jiwer(gold, yours, *, words: bool) -> Side:
    import jiwer

    if not words:
        return Side(lambda: jiwer.cer(gold, yours), lambda found: {"CER": found})

    def numbers(found) -> Numbers:
        length = found.hits + found.substitutions + found.deletions
        return {"WER": found.wer, "MER": found.mer, "WIL": found.wil, "words": length, "hits": found.hits}

    return Side(lambda: jiwer.process_words(gold, yours), numbers)
