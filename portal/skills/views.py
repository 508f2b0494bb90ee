"""/skills: private; what is proven by which result, and what is missing."""

from flask import Blueprint, abort, render_template
from flask_login import current_user

from portal.db import get_session, now_utc, transaction
from portal.library import Library
from portal.skills import levels, queries, services
from portal.skills.models import Evidence
from portal.skills.pages import LevelLine, OverviewPage, SkillLine, SkillPage
from portal.web.filters import current_library
from portal.web.guards import member_required

bp = Blueprint("skills", __name__)


@bp.get("/skills")
@member_required
def index() -> str:
    library = current_library()
    rows = queries.pieces_by_skill(get_session(), current_user.id)
    measured = {use.id for exercise in library.exercises.values() for use in exercise.skills}
    now = now_utc()
    lines = [
        SkillLine(
            skill=skill,
            level=levels.reached_level(rows.get(skill.id, ()), now=now),
            pieces=len(rows.get(skill.id, ())),
            measured=skill.id in measured,
        )
        for skill in sorted(library.skills.values(), key=lambda one: one.number)
    ]
    groups: dict[str, list[SkillLine]] = {}
    for line in lines:
        groups.setdefault(line.skill.category, []).append(line)
    page = OverviewPage(
        groups=tuple((name, tuple(group)) for name, group in groups.items()),
        measured=tuple(line for line in lines if line.measured),
        rest=sum(not line.measured for line in lines),
        has_evidence=bool(rows),
    )
    return render_template("skills/index.html", page=page)


@bp.get("/skills/<skill_id>")
@member_required
def skill(skill_id: str) -> str:
    library = current_library()
    found = library.skills.get(skill_id) or abort(404)
    rows = queries.evidence_of(get_session(), current_user.id, skill_id)
    if any(row.low is None for row in rows):
        with transaction() as session:
            services.complete_intervals(session, library, rows)
    return render_template("skills/skill.html", page=_page(library, found, rows))


def _page(library: Library, found: object, rows: list[Evidence]) -> SkillPage:
    now = now_utc()
    exercises = tuple(
        (exercise, use.level)
        for exercise in library.exercises.values()
        for use in exercise.skills
        if use.id == found.id
    )
    highest = max((level for _exercise, level in exercises), default=0)
    lines = tuple(
        LevelLine(
            number=number,
            words=words,
            standing=levels.standing(rows, number, now=now),
            can_show=number <= min(highest, levels.HIGHEST),
        )
        for number, words in enumerate(found.levels, 1)
        if words
    )
    level = levels.reached_level(rows, now=now)
    lesson_ids = dict.fromkeys(lesson for exercise, _level in exercises for lesson in exercise.lessons)
    return SkillPage(
        skill=found,
        level=level,
        levels=lines,
        next=next((line for line in lines if line.number > level and line.can_show), None),
        wait_hours=levels.hours_until_apart(rows, now=now),
        evidence=tuple(rows),
        exercises=exercises,
        lessons=tuple(library.lessons[one] for one in lesson_ids if one in library.lessons),
    )
