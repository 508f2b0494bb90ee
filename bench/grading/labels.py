"""Labels against labels, beside scikit-learn."""

from bench.grading import contest, data
from bench.grading.contest import Numbers, Side
from bench.grading.lines import Line, Row
from portal.grading.metrics import classification


def measure(line: Line, *, quick: bool) -> Row:
    """Accuracy, per class, macro F1, kappa plain and quadratic, confusion."""
    gold, yours = data.scale_labels(20 if line.name == "exercise" else 10_000)
    return contest.measure(line, _ours(gold, yours), _scikit_learn(gold, yours), quick=quick)


def _ours(gold: list[int], yours: list[int]) -> Side:
    def run():
        cells = classification.tally(gold, yours)
        scores = classification.per_class(cells, data.SCALE)
        return (
            classification.accuracy(cells),
            scores,
            classification.mean_f1(scores),
            classification.kappa(cells),
            classification.kappa(cells, data.SCALE, power=2),
            classification.confusion(cells, data.SCALE),
        )

    def numbers(result) -> Numbers:
        accuracy, scores, *rest = result
        columns = zip(*scores.values(), strict=True)
        return _named(accuracy, columns, *rest)

    return Side(run, numbers)


def _scikit_learn(gold: list[int], yours: list[int]) -> Side:
    """Lists become arrays beforehand, which spares it work."""
    import numpy as np
    from sklearn import metrics

    labels, true, found = np.array(data.SCALE), np.array(gold), np.array(yours)

    def run():
        per_class = metrics.precision_recall_fscore_support(true, found, labels=labels, zero_division=np.nan)
        return (
            metrics.accuracy_score(true, found),
            per_class,
            per_class[2].mean(),
            metrics.cohen_kappa_score(true, found),
            metrics.cohen_kappa_score(true, found, labels=labels, weights="quadratic"),
            metrics.confusion_matrix(true, found, labels=labels),
        )

    return Side(run, lambda result: _named(*result))


def _named(accuracy, columns, macro, kappa, quadratic, confusion) -> Numbers:
    """One name for each number; columns are precision, recall, F1 and support of every class."""
    named = {"accuracy": accuracy, "macro F1": macro, "kappa": kappa, "quadratic kappa": quadratic}
    for name, column in zip(("precision", "recall", "F1", "support"), columns, strict=True):
        named |= {f"{name} of {label}": value for label, value in zip(data.SCALE, column, strict=True)}
    for label, row in zip(data.SCALE, confusion, strict=True):
        named |= {f"{label} taken for {other}": value for other, value in zip(data.SCALE, row, strict=True)}
    return named
