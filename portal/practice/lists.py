"""The list of practice sets, one exercise's page, and the history."""

from sqlalchemy.orm import Session

from portal.library import Exercise, Library
from portal.practice import attempts, queries
from portal.practice.pages import ExercisePage, HistoryPage, HistoryRow, ListPage, ListRow, MarkLine
from portal.web.i18n import gettext as _

# Phones are sent to text first: drawing wants a larger screen.
KIND_ORDER = {"choice": 0, "spans": 1, "boxes": 2}


def list_page(session: Session, library: Library, user: object, query: str) -> ListPage:
    """Every exercise, or those a search finds, with the learner's standing."""
    known = queries.standings(session, user.id) if user.is_authenticated else {}
    exercises = sorted(library.exercises.values(), key=lambda one: (KIND_ORDER.get(one.kind, 9), one.id))
    lessons = ()
    if query:
        hits = library.search(query)
        found = [hit.id for hit in hits if hit.kind == "exercise"]
        exercises = [library.exercises[hit] for hit in found]
        lessons = tuple(library.lessons[hit.id] for hit in hits if hit.kind == "lesson")[:5]
    rows = tuple(
        ListRow(one, tuple(library.skills[use.id].name for use in one.skills), known.get(one.id)) for one in exercises
    )
    return ListPage(rows=rows, query=query, lessons=lessons)


def exercise_page(session: Session, library: Library, user: object, exercise: Exercise) -> ExercisePage:
    """One exercise: what it asks, what passes, where this learner stands."""
    member = user.is_authenticated
    open_attempt = attempts.open_attempt(session, user.id, exercise.id) if member else None
    exposed = attempts.exposed_items(session, user.id, exercise.id) if member else frozenset()
    return ExercisePage(
        exercise=exercise,
        marks=mark_lines(exercise),
        lessons=tuple(library.lessons[one] for one in exercise.lessons if one in library.lessons),
        skills=tuple((use.id, library.skills[use.id].name, use.level) for use in exercise.skills),
        open_attempt=open_attempt,
        answered=queries.answered_count(session, open_attempt) if open_attempt else 0,
        history=tuple(queries.history(session, user.id, exercise_id=exercise.id, limit=10)) if member else (),
        can_start=member and not user.is_guest,
        pools={mode: len(exercise.pool(mode)) for mode in exercise.modes},
        fresh=sum(item.id not in exposed for item in exercise.pool("test")),
    )


def mark_lines(exercise: Exercise) -> tuple[MarkLine, ...]:
    """The exercise's pass marks in plain words, field name beside."""
    words = exercise.task_type.metrics
    return tuple(
        MarkLine(
            plain=_(words[mark.metric].plain),
            field=words[mark.metric].field,
            explain=_(words[mark.metric].explain),
            at_least=mark.at_least,
            distinction=mark.distinction,
        )
        for mark in exercise.marks
    )


def history_page(session: Session, library: Library, user_id: int, before: int) -> HistoryPage:
    """Attempts newest first; each says what changed since the one before at the same exercise and mode."""
    found = queries.history(session, user_id, before=before, limit=queries.PAGE + 1)
    rows, more = found[: queries.PAGE], len(found) > queries.PAGE
    scores = queries.last_scores(session, user_id, before=rows[-1].id) if more else {}
    shown = []
    for attempt in reversed(rows):
        key, change = (attempt.exercise_id, attempt.mode), None
        if attempt.state == "closed":
            earlier = scores.get(key)
            if earlier is not None and attempt.score is not None:
                change = attempt.score - earlier
            scores[key] = attempt.score
        exercise = library.exercises.get(attempt.exercise_id)
        shown.append(HistoryRow(attempt, exercise.title if exercise else attempt.exercise_id, change))
    return HistoryPage(rows=tuple(reversed(shown)), before=rows[-1].id if more else None)
