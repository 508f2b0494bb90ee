"""What must hold for any gold and any answer, in every task of labels and text."""

from math import isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grading.cases import score_case
from portal.grading.metrics import qa

LABELS = ["a", "b", "c", "d"]
NEW = {"a": "tiger", "b": "a", "c": "zebra", "d": "ant", "tie": "tie", "A": "A", "B": "B"}

tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)
label = st.sampled_from(LABELS)
words = st.lists(st.sampled_from(["the", "cat", "sat", "café", "Ünder", "well-known", "東京"]), max_size=7)


@st.composite
def pairs_of(draw, one, **size):
    """Two equally long lists."""
    pairs = draw(st.lists(st.tuples(one, one), **size))
    return [gold for gold, _ in pairs], [pred for _, pred in pairs]


@st.composite
def flat_spans(draw):
    here, found = 0, []
    for gap, length, name in draw(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5), label), max_size=6)):
        found.append({"start": here + gap, "end": here + gap + length, "label": name})
        here += gap + length
    return found


@st.composite
def any_spans(draw):
    places = draw(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6), label), max_size=6))
    return [{"start": start, "end": start + length, "label": name} for start, length, name in places]


@st.composite
def errors(draw):
    severity = st.sampled_from(["minor", "major"])
    return [
        {"start": span["start"], "end": span["end"], "category": span["label"], "severity": draw(severity)}
        for span in draw(any_spans())
    ]


@st.composite
def relation_side(draw):
    entities = draw(st.lists(st.tuples(st.integers(0, 12), label), min_size=2, max_size=5, unique=True))
    place = st.integers(0, len(entities) - 1)
    relations = draw(st.lists(st.tuples(place, place, st.sampled_from(["of", "in"])), max_size=5))
    return {
        "entities": [{"start": start, "end": start + 2, "label": name} for start, name in entities],
        "relations": [{"head": head, "tail": tail, "label": name} for head, tail, name in relations],
    }


tag = st.sampled_from(["O", "B-a", "I-a", "B-b", "I-b"])
sentence_pair = st.lists(st.tuples(tag, tag), max_size=8)
choice = st.sampled_from(["A", "B", "tie"])
rating = st.integers(1, 5)
shown = st.fixed_dictionaries(
    {"gold": label, "shown": label, "verdict": st.sampled_from(["ok", "wrong"]), "fix": st.none() | label}
)


@st.composite
def cases(draw, task):
    case = {"id": "x", "task": task}
    if task == "classification":
        gold, pred = draw(pairs_of(label, max_size=20))
        return case | {"labels": LABELS, "ordinal": True, "gold": gold, "pred": pred}
    if task == "multilabel":
        gold, pred = draw(pairs_of(st.lists(label, max_size=4), max_size=8))
        return case | {"labels": LABELS, "gold": gold, "pred": pred}
    if task in ("spans", "spans_as_sets"):
        side = flat_spans() if task == "spans" else any_spans()
        return case | {"task": "spans", "gold": draw(side), "pred": draw(side)}
    if task == "bio":
        sentences = draw(st.lists(sentence_pair, max_size=5))
        return case | {k: [[pair[i] for pair in one] for one in sentences] for i, k in enumerate(("gold", "pred"))}
    if task == "relations":
        return case | {"gold": draw(relation_side()), "pred": draw(relation_side())}
    if task == "transcription":
        gold, pred = draw(pairs_of(words.map(" ".join), max_size=4))
        return case | {"normalize": draw(st.sampled_from(["none", "lower_punct"])), "gold": gold, "pred": pred}
    if task == "qa":
        return case | {"gold": draw(st.lists(words.map(" ".join), max_size=3)), "pred": draw(words.map(" ".join))}
    if task == "error_spans":
        weights = {"minor": 1, "major": 5}
        return case | {"weights": weights, "gold": draw(errors()), "pred": draw(errors())}
    if task == "ranking":
        gold, pred = draw(pairs_of(st.integers(-5, 5) | st.floats(-5, 5), max_size=12))
        return case | {"gold": gold, "pred": pred}
    if task == "orders":
        gold = draw(st.lists(label, unique=True))
        return case | {"gold": gold, "pred": draw(st.permutations(gold))}
    if task == "ratings":
        gold, pred = draw(pairs_of(rating, max_size=12))
        return case | {"scale": [1, 5], "gold": gold, "pred": pred}
    if task == "preferences":
        gold, pred = draw(pairs_of(choice, max_size=12))
        return case | {"gold": gold, "pred": pred}
    return case | {"items": draw(st.lists(shown, max_size=10))}


TASKS = [
    "classification",
    "multilabel",
    "spans",
    "spans_as_sets",
    "bio",
    "relations",
    "transcription",
    "qa",
    "error_spans",
    "ranking",
    "orders",
    "ratings",
    "preferences",
    "review",
]
every_task = pytest.mark.parametrize("task", TASKS)


def flat(metrics, path=""):
    """{dotted name: number or None}; lists and what is keyed by a label left out."""
    found = {}
    for name, value in metrics.items():
        if isinstance(value, dict):
            if name not in ("per_class", "per_label_f1"):
                found |= flat(value, f"{path}{name}.")
        elif not isinstance(value, list | str):
            found[path + name] = value
    return found


def scored(case):
    return flat(score_case(case))


def same(a, b):
    return a.keys() == b.keys() and all(
        a[k] is b[k] or (None not in (a[k], b[k]) and isclose(a[k], b[k], abs_tol=1e-9)) for k in a
    )


# What is 0 for a perfect answer, and what a perfect answer may leave at any value.
ERRORS = [
    "hamming_loss",
    "masi_distance_mean",
    "wer",
    "cer",
    "mer",
    "wil",
    "word_errors",
    "char_errors",
    "mae",
    "rmse",
    "bias",
    "penalty_difference",
    "swapped_pairs",
    "kendall_distance",
    "false_alarm_rate",
]
SIZES = [
    "correct",
    "tp",
    "n_gold",
    "n_pred",
    "gold_words",
    "gold_chars",
    "penalty_gold",
    "penalty_pred",
    "share_A_pred",
]
WRONG = ["incorrect", "partial", "missed", "spurious"]


@every_task
@given(data=st.data())
@tried
def test_gold_against_itself_is_perfect(task, data):
    case = data.draw(cases(task))
    if task == "qa":
        case["pred"] = qa.answers(case["gold"])[0]
    elif task == "review":
        for item in case["items"]:
            is_wrong = item["shown"] != item["gold"]
            item |= {"verdict": "wrong", "fix": item["gold"]} if is_wrong else {"verdict": "ok", "fix": None}
    else:
        case["pred"] = case["gold"]
    for name, value in scored(case).items():
        last = name.split(".")[-1]
        # With several labels an item, those that are never used count 0 in the mean over labels.
        if last in SIZES or value is None or (task, last) == ("multilabel", "f1_macro"):
            continue
        perfect = 0 if last in ERRORS or (last in WRONG and isinstance(value, int)) else 1
        assert isclose(value, perfect, abs_tol=1e-9), name


@every_task
@given(data=st.data())
@tried
def test_the_order_of_items_and_objects_changes_nothing(task, data):
    case = data.draw(cases(task))
    shuffled = lambda items: data.draw(st.permutations(items))  # noqa: E731
    if task in ("spans", "spans_as_sets", "error_spans"):
        other = case | {side: shuffled(case[side]) for side in ("gold", "pred")}
    elif task == "relations":
        other = case | {side: renumbered(case[side], shuffled) for side in ("gold", "pred")}
    elif task == "qa":
        other = case | {"gold": shuffled(case["gold"])}
    elif task == "orders":
        # The order is the answer; the things' names are not.
        other = case | {side: [NEW[one] for one in case[side]] for side in ("gold", "pred")}
    elif task == "review":
        other = case | {"items": shuffled(case["items"])}
    else:
        pairs = shuffled(list(zip(case["gold"], case["pred"], strict=True)))
        other = case | {"gold": [gold for gold, _ in pairs], "pred": [pred for _, pred in pairs]}
    assert same(scored(case), scored(other))


def renumbered(side, shuffled):
    order = shuffled(range(len(side["entities"])))
    place = {old: new for new, old in enumerate(order)}
    return {
        "entities": [side["entities"][old] for old in order],
        "relations": shuffled(
            [{**one, "head": place[one["head"]], "tail": place[one["tail"]]} for one in side["relations"]]
        ),
    }


@pytest.mark.parametrize("task", [task for task in TASKS if task not in ("transcription", "qa", "ranking", "ratings")])
@given(data=st.data())
@tried
def test_the_names_of_labels_change_nothing(task, data):
    case = data.draw(cases(task))
    assert same(scored(case), scored(renamed(case)))


def renamed(value):
    if isinstance(value, dict):
        kept = ("task", "verdict", "severity", "weights", "id", "normalize")
        return {key: one if key in kept else renamed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [renamed(one) for one in value]
    if isinstance(value, str):
        prefix, hyphen, kind = value.partition("-")
        return f"{prefix}-{NEW[kind]}" if hyphen else NEW.get(value, value)
    return value


@pytest.mark.parametrize("task", ["spans", "spans_as_sets", "relations", "error_spans", "ranking", "ratings"])
@given(data=st.data(), by=st.integers(1, 1000))
@tried
def test_shifting_both_sides_changes_nothing(task, data, by):
    case = data.draw(cases(task))
    if task == "ranking":
        # Whole numbers: adding a thousand to a float may make two of them equal.
        case |= {side: [round(value) for value in case[side]] for side in ("gold", "pred")}
    found, other = scored(case), scored(shifted(case, by))
    # What errors cost depends on their number alone, and a flat text stays flat.
    assert same(found, other)


def shifted(value, by):
    if isinstance(value, dict):
        return {key: one if key in ("weights", "head", "tail") else shifted(one, by) for key, one in value.items()}
    if isinstance(value, list):
        return [shifted(one, by) for one in value]
    return value + by if isinstance(value, int) and not isinstance(value, bool) else value


SYMMETRIC = {
    "classification": ["accuracy", "f1_macro", "f1_micro", "kappa", "kappa_linear", "kappa_quadratic"],
    "multilabel": ["f1_micro", "f1_macro", "jaccard_mean", "exact_match", "hamming_loss", "masi_distance_mean"],
    "spans": ["strict.f1", "exact.f1", "partial.f1", "type.f1", "strict.correct", "type.correct", "exact.incorrect"],
    "spans_as_sets": ["strict.f1", "exact.f1"],
    "bio": ["token_accuracy", "conlleval.f1", "conlleval.tp", "strict_iob2.f1"],
    "relations": ["strict.f1", "strict.tp", "boundaries.f1"],
    "transcription": ["word_errors", "char_errors"],
    "error_spans": ["char_f1", "span_strict.f1"],
    "ranking": ["kendall_tau_b", "spearman"],
    "orders": ["kendall_tau_b", "spearman", "swapped_pairs", "kendall_distance", "exact", "top1"],
    "ratings": ["exact", "within_1", "mae", "rmse", "kappa_linear", "kappa_quadratic", "spearman"],
    "preferences": ["accuracy", "kappa", "tie_half_credit"],
}


@pytest.mark.parametrize("task", list(SYMMETRIC))
@given(data=st.data())
@tried
def test_symmetric_measures_do_not_mind_which_side_is_gold(task, data):
    case = data.draw(cases(task))
    there, back = scored(case), scored(case | {"gold": case["pred"], "pred": case["gold"]})
    assert same({name: there[name] for name in SYMMETRIC[task]}, {name: back[name] for name in SYMMETRIC[task]})


# Beyond 0 to 1 by their nature.
SIGNED = ["kappa", "kappa_linear", "kappa_quadratic", "kendall_tau_b", "spearman"]
UNBOUNDED = ["wer", "cer", "word_errors", "char_errors", "mae", "rmse", "bias", "penalty_difference", "swapped_pairs"]


@every_task
@given(data=st.data())
@tried
def test_every_measure_stays_within_its_bounds(task, data):
    for name, value in scored(data.draw(cases(task))).items():
        last = name.split(".")[-1]
        if value is None or last in UNBOUNDED + SIZES + WRONG:
            continue
        assert (-1 if last in SIGNED else 0) - 1e-9 <= value <= 1 + 1e-9, name
