"""/learn: the lessons, each open to everybody."""

from contextlib import suppress
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from flask_login import current_user
from sqlalchemy.exc import InternalError, OperationalError

from portal.curriculum import queries, services
from portal.db import get_session, now_utc, transaction
from portal.library import Exercise, Lesson
from portal.library.models import Module, Track
from portal.web.filters import current_library

bp = Blueprint("curriculum", __name__)


@dataclass(frozen=True, slots=True)
class LearnPage:
    """/learn"""

    tracks: tuple[tuple[Track, tuple[tuple[Module, tuple[Lesson, ...], tuple[Exercise, ...]], ...]], ...]
    progress: queries.Progress
    left_off: Lesson | None
    query: str
    hits: tuple


@dataclass(frozen=True, slots=True)
class LessonPage:
    """/learn/<lesson>"""

    lesson: Lesson
    module: Module
    exercise: Exercise | None
    prev: Lesson | None
    next: Lesson | None
    done: bool
    chosen: dict[int, int]
    right: int | None


def _progress() -> queries.Progress:
    if not current_user.is_authenticated:
        return queries.NONE
    return queries.progress_of(get_session(), current_user.id)


@bp.get("/learn")
def index() -> str:
    library = current_library()
    progress = _progress()
    query = request.args.get("q", "").strip()[:100]
    tracks = tuple(
        (
            track,
            tuple(
                (
                    library.modules[module],
                    tuple(library.lessons[one] for one in library.modules[module].lessons),
                    tuple(library.exercises[one] for one in library.modules[module].exercises),
                )
                for module in track.modules
            ),
        )
        for track in library.tracks.values()
    )
    page = LearnPage(
        tracks=tracks,
        progress=progress,
        left_off=library.lessons.get(progress.left_off) if progress.left_off else None,
        query=query,
        hits=tuple(library.search(query)) if query else (),
    )
    return render_template("curriculum/index.html", page=page)


def _lesson_or_404(lesson_id: str) -> Lesson:
    return current_library().lessons.get(lesson_id) or abort(404)


def _page(lesson: Lesson, chosen: dict[int, int], right: int | None) -> str:
    library = current_library()
    page = LessonPage(
        lesson=lesson,
        module=library.modules[lesson.module],
        exercise=library.exercises.get(lesson.practice) if lesson.practice else None,
        prev=library.lessons.get(lesson.prev) if lesson.prev else None,
        next=library.lessons.get(lesson.next) if lesson.next else None,
        done=current_user.is_authenticated and queries.is_done(get_session(), current_user.id, lesson.id),
        chosen=chosen,
        right=right,
    )
    return render_template("curriculum/lesson.html", page=page)


@bp.get("/learn/<lesson_id>")
def lesson(lesson_id: str) -> str:
    found = _lesson_or_404(lesson_id)
    if current_user.is_authenticated:
        # Reading goes on where nothing can be written just now.
        with suppress(OperationalError, InternalError), transaction() as session:
            services.opened(session, current_user.id, found.id, now=now_utc())
    return _page(found, {}, None)


@bp.post("/learn/<lesson_id>/check")
def check(lesson_id: str) -> str:
    """Reasons for each question answered; when all are, the lesson is done."""
    found = _lesson_or_404(lesson_id)
    chosen = {}
    for number, question in enumerate(found.questions):
        value = request.form.get(f"q{number}", type=int)
        if value is not None and 0 <= value < len(question.options):
            chosen[number] = value
    right = sum(found.questions[number].options[option].right for number, option in chosen.items())
    if current_user.is_authenticated and len(chosen) == len(found.questions):
        with transaction() as session:
            services.answered(session, current_user.id, found.id, right=right, now=now_utc())
    return _page(found, chosen, right)
