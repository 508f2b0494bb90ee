"""The result page, put together from stored grades: it needs neither today's content nor a second grading."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.grading.types import Say
from portal.library import Library, TaskRules
from portal.practice import queries, shapes
from portal.practice.models import Attempt, Challenge, GradeRow
from portal.practice.pages import MetricLine, Remark, ResultItem, ResultPage
from portal.practice.versions import item_of, rules_of
from portal.practice.words import script_words
from portal.tasks.figures import numbered
from portal.web.i18n import gettext

ORDER = {"unanswered": 0, "wrong": 1, "partial": 2, "ambiguous": 3, "right": 4}
EPSILON = 1e-9


def result_page(
    session: Session, library: Library, attempt: Attempt, *, counts_for: tuple[str, ...] = ()
) -> ResultPage:
    """Everything the result of a closed attempt shows."""
    rows = queries.grades_of(session, attempt)
    row = rows[-1]
    task_hash = row.summary["task"]
    rules = rules_of(session, library, attempt.exercise_id, task_hash)
    challenges = queries.challenges_of(session, attempt)
    stored = row.graded
    items = tuple(
        graded_item(session, library, rules, task_hash, one, number=number, challenge=challenges.get(one["slot"]))
        for number, one in enumerate(stored, 1)
    )
    marks, metrics = _lines(rules, row)
    exercise = library.exercises.get(attempt.exercise_id)
    score = row.summary["metrics"].get("score", {})
    return ResultPage(
        attempt=attempt,
        exercise=exercise,
        title=rules.title,
        kind=rules.kind,
        headline=_headline(row),
        remarks=tuple(_remark(library, rules, fired) for fired in row.summary["fired"]),
        passed=row.passed,
        distinction=row.summary["distinction"],
        too_close=row.too_close,
        can_extend=row.too_close and attempt.extended_at is None and rules is exercise,
        extended=any(one.cause == "more items" for one in rows),
        score=row.score,
        score_low=score.get("low"),
        score_high=score.get("high"),
        score_without=_score_without(stored, challenges),
        marks=marks,
        metrics=metrics,
        items=items,
        worst=_worst(items),
        mistakes=sum(item.verdict in ("wrong", "partial", "unanswered") for item in items),
        labels={label.id: label.name for label in rules.labels},
        data_json=_data(rules, items),
        notes=tuple((one.created_at, one.cause, one.score) for one in rows[1:]),
        counts_for=counts_for,
        previous=_previous(session, attempt),
    )


def _headline(row: GradeRow) -> str:
    sentence = Say.from_json(row.summary["headline"]).render(gettext)
    count = len(row.summary["fired"])
    if count == 0:
        return sentence
    words = {1: gettext("One thing to fix."), 2: gettext("Two things to fix."), 3: gettext("Three things to fix.")}
    return f"{sentence} {words.get(count) or gettext('%(n)s things to fix.', n=count)}"


def _remark(library: Library, rules: TaskRules, fired: dict) -> Remark:
    return Remark(
        say=Say.from_json(fired["say"]).render(gettext),
        rule=rules.rules.get(fired["rule"] or ""),
        lesson=library.lessons.get(fired["lesson"] or ""),
        slots=tuple(fired["slots"]),
    )


def _lines(rules: TaskRules, row: GradeRow) -> tuple[tuple[MetricLine, ...], tuple[MetricLine, ...]]:
    """The pass marks, then every other number, each in plain words first."""
    words = rules.task_type.metrics
    held = {mark["metric"]: mark for mark in row.summary["marks"]}

    def line(name: str, metric: dict) -> MetricLine:
        mark = held.get(name)
        return MetricLine(
            name=name,
            plain=gettext(words[name].plain),
            field=words[name].field,
            explain=gettext(words[name].explain),
            value=metric["value"],
            low=metric["low"],
            high=metric["high"],
            n=metric["n"],
            why=gettext(metric["why"]) if metric["why"] else None,
            count=round(metric["value"] * metric["n"]) if words[name].counted and metric["value"] is not None else None,
            mark=mark["at_least"] if mark else None,
            held=mark["held"] if mark else None,
        )

    shown = row.summary["metrics"]
    named = {name: line(name, metric) for name, metric in shown.items() if name in words}
    marks = tuple(named[name] for name in held if name in named)
    return marks, tuple(one for name, one in named.items() if name not in held)


def graded_item(
    session: Session,
    library: Library,
    rules: TaskRules,
    task_hash: str,
    one: dict,
    *,
    number: int = 1,
    challenge: Challenge | None = None,
) -> ResultItem:
    """One item as a grade stored it, with what was shown then: the content may have changed or gone since."""
    shown = shapes.graded_json(one, gettext)
    source = item_of(session, library, rules.id, one["item"], one["hash"], task_hash)
    lesson = shapes.lesson_json(library, rules.rules, one["rules"])
    shown_input = source.public_input()
    draw = rules.task_type.figure
    numbers = {id(each): n for n, each in numbered(one["objects"])}
    return ResultItem(
        number=number,
        slot=one["slot"],
        input=shown_input,
        verdict=one["verdict"],
        credit=shown["credit"],
        objects=tuple(
            {**each, "number": numbers.get(id(stored))}
            for each, stored in zip(shown["objects"], one["objects"], strict=True)
        ),
        yours=one["yours"],
        gold=one["gold"],
        why=one["why"],
        rules=tuple(rules.rules[rule] for rule in one["rules"] if rule in rules.rules),
        lesson=library.lessons.get(lesson["id"]) if lesson else None,
        fresh=one["fresh"],
        challenge=challenge,
        figure=draw(shown_input, one["objects"]) if draw else None,
    )


def _worst(items: tuple[ResultItem, ...]) -> int:
    """Number of the item to look at first: the least credit, then the most objects wrong."""
    ranked = sorted(
        items,
        key=lambda item: (
            ORDER[item.verdict] if item.verdict in ("unanswered", "right") else 1,
            item.credit if item.credit is not None else 1.0,
            -sum(one["tag"] not in ("right", "ignored") for one in item.objects),
            item.number,
        ),
    )
    # An item left blank teaches less than one answered wrongly.
    answered = [item for item in ranked if item.verdict not in ("unanswered", "right")]
    return (answered or ranked)[0].number if ranked else 1


def _score_without(stored: list[dict], challenges: dict[str, Challenge]) -> float | None:
    """The score when the challenged items are left out; None when none is challenged."""
    if not challenges:
        return None
    kept = [one for one in stored if one["slot"] not in challenges and one["repeat_of"] is None]
    possible = sum(one["possible"] for one in kept)
    return sum(one["earned"] for one in kept) / possible if possible else None


def _previous(session: Session, attempt: Attempt) -> Attempt | None:
    """The closed attempt before this one, in the same mode: what changed since."""
    return session.scalar(
        select(Attempt)
        .where(
            Attempt.user_id == attempt.user_id,
            Attempt.exercise_id == attempt.exercise_id,
            Attempt.mode == attempt.mode,
            Attempt.state == "closed",
            Attempt.id < attempt.id,
        )
        .order_by(Attempt.id.desc())
        .limit(1)
    )


def _data(rules: TaskRules, items: tuple[ResultItem, ...]) -> str:
    """What the stepping script needs, as JSON for a script element."""
    return script_json(
        {
            "task": shapes.task_json(rules),
            "items": [
                {
                    "id": item.slot,
                    "input": item.input,
                    "result": {
                        "verdict": item.verdict,
                        "objects": list(item.objects),
                        "yours": item.yours,
                        "gold": item.gold,
                    },
                }
                for item in items
            ],
            "words": script_words(),
        }
    )


def script_json(value: object) -> str:
    """JSON that can stand inside a script element: no "<" can end it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
