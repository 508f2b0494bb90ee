"""The calls of the API. Session cookie with X-CSRFToken, or a personal token."""

import json
import re
from collections.abc import Callable
from functools import wraps

from flask import Blueprint, Response, jsonify, request
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import BadRequest

from portal.db import get_session, now_utc, transaction
from portal.grading.types import N_, AnswerError
from portal.practice import answers, attempts, grades, queries, shapes
from portal.web import limits
from portal.web.errors import api_error
from portal.web.filters import current_library
from portal.web.i18n import gettext as _

bp = Blueprint("api", __name__, url_prefix="/api/v1")

PAGE = 50


def learner_only(view: Callable) -> Callable:
    """401 for a caller without session or token. Guests pass: their own attempt is theirs."""

    @wraps(view)
    def guarded(*args: object, **kwargs: object) -> object:
        if not current_user.is_authenticated:
            return api_error(401, "signed_out", _("Sign in again. What you did is kept on this device."))
        return view(*args, **kwargs)

    guarded.access = "learner"
    return guarded


def _missing() -> Response:
    return api_error(404, "not_found", _("There is nothing of yours under this address."))


def _closed() -> Response:
    return api_error(
        409, "closed", _("This answer can no longer change: the set is over, or its reasons have been shown.")
    )


def _answer_error(error: AnswerError) -> Response:
    return api_error(422, "answer", _(error.message).format(**error.params), error.where)


def _body(*names: str) -> dict:
    """The JSON object that was sent. Raises AnswerError for anything else, and for unknown keys."""
    try:
        raw = request.get_json()
        # Half of a surrogate pair is no text: neither database stores it.
        json.dumps(raw, ensure_ascii=False).encode()
    except (BadRequest, ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict):
        raise AnswerError("", N_("send one JSON object"))
    unknown = sorted(set(raw) - set(names))
    if unknown:
        raise AnswerError(unknown[0][:60], N_("is not a field we know"))
    return raw


@bp.errorhandler(AnswerError)
def answer_refused(error: AnswerError) -> Response:
    """422: where and why; what was stored stays."""
    return _answer_error(error)


@bp.get("/session")
def session_info() -> Response:
    """Who is signed in, and a fresh token for what follows."""
    user = None
    if current_user.is_authenticated:
        user = {
            "key": str(current_user.id),
            "email": current_user.email,
            "guest": current_user.is_guest,
            "time_zone": current_user.time_zone,
        }
    return jsonify({"user": user, "csrf": generate_csrf()})


@bp.get("/exercises")
def exercises() -> Response:
    """The exercises by id, a page at a time."""
    limit = min(max(request.args.get("limit", PAGE, int), 1), PAGE)
    after = request.args.get("after", "")
    library = current_library()
    ids = [exercise_id for exercise_id in sorted(library.exercises) if exercise_id > after]
    shown = [library.exercises[exercise_id] for exercise_id in ids[:limit]]
    rows = [
        {
            "id": one.id,
            "kind": one.kind,
            "title": one.title,
            "skills": [{"id": use.id, "level": use.level} for use in one.skills],
            "modes": list(one.modes),
        }
        for one in shown
    ]
    return jsonify({"exercises": rows, "next": shown[-1].id if len(ids) > limit else None})


@bp.get("/exercises/<exercise_id>")
def exercise(exercise_id: str) -> Response:
    """One exercise: task, guideline, the shape of an answer, pass marks. Nothing of its items."""
    found = current_library().exercises.get(exercise_id)
    if found is None:
        return api_error(404, "not_found", _("There is no exercise of that name."))
    marks = [
        {"metric": mark.metric, "at_least": mark.at_least, "distinction": mark.distinction} for mark in found.marks
    ]
    return jsonify(
        {
            "id": found.id,
            "kind": found.kind,
            "title": found.title,
            "revision": found.revision,
            "task": shapes.task_json(found),
            "guideline": found.guideline,
            "answer_schema": found.task_type.answer_schema(found.task),
            "draw": found.draw,
            "modes": list(found.modes),
            "pass": marks,
        }
    )


@bp.post("/attempts")
@learner_only
def start() -> Response:
    """201 with a new attempt; 200 with the open one; 409 when that is in another mode."""
    raw = _body("exercise", "mode")
    library = current_library()
    found = library.exercises.get(raw.get("exercise") if isinstance(raw.get("exercise"), str) else "")
    if found is None:
        raise AnswerError("exercise", N_("there is no exercise of that name"))
    mode = raw.get("mode")
    if mode not in found.modes:
        raise AnswerError("mode", N_("this exercise has no such mode"))
    limits.limit("start", most=30, who=str(current_user.id))
    try:
        with transaction() as session:
            attempt, made = attempts.start_attempt(session, current_user, found, mode, now=now_utc())
            body = shapes.open_json(session, library, attempt, grades.slots_of(session, attempt))
    except attempts.OtherOpen as error:
        message = _("A set of this exercise is open in another mode. Finish it or set it aside first.")
        return api_error(409, "mode", message, attempt=error.attempt_id)
    except attempts.NotAllowed:
        return api_error(403, "not_allowed", _("Sign up to start this set."))
    response = jsonify(body)
    response.status_code = 201 if made else 200
    return response


@bp.get("/attempts/<int:attempt_id>")
@learner_only
def attempt(attempt_id: int) -> Response:
    """Open: items and answers with their versions. Closed: the grade."""
    session, library = get_session(), current_library()
    found = queries.find_attempt(session, current_user.id, attempt_id)
    if found is None:
        return _missing()
    if found.state == "closed":
        return jsonify(shapes.closed_json(found, grades.newest_grade(session, found)))
    return jsonify(shapes.open_json(session, library, found, grades.slots_of(session, found)))


@bp.put("/attempts/<int:attempt_id>/answers/<slot_id>")
@learner_only
def save(attempt_id: int, slot_id: str) -> Response:
    """204 and the new version as ETag; 412 with the stored answer when it has moved on; 422 says where."""
    raw = _body("answer", "seconds")
    if "answer" not in raw:
        raise AnswerError("answer", N_("is missing"))
    try:
        with transaction() as session:
            saved = answers.save_answer(
                session,
                current_library(),
                current_user.id,
                attempt_id,
                slot_id,
                raw["answer"],
                version=_if_match(),
                seconds=_seconds(raw.get("seconds", 0)),
                now=now_utc(),
            )
    except answers.Conflict as conflict:
        message = _("This answer was changed elsewhere, in another tab or on another device.")
        response = api_error(412, "changed", message, answer=conflict.answer, version=conflict.version)
        response.headers["ETag"] = f'"{conflict.version}"'
        return response
    except attempts.Closed:
        return _closed()
    if saved is None:
        return _missing()
    return Response(status=204, headers={"ETag": f'"{saved.version}"'})


def _if_match() -> int:
    """The version the caller last saw. Raises AnswerError when it is not said."""
    text = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise AnswerError("If-Match", N_("send the version you last saw"))
    return int(text)


def _seconds(raw: object) -> float:
    """Seconds spent. Raises AnswerError for what is no number of seconds."""
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0 <= raw < 1e6:
        raise AnswerError("seconds", N_("must be a number of seconds"))
    return float(raw)


@bp.post("/attempts/<int:attempt_id>/answers/<slot_id>/check")
@learner_only
def check(attempt_id: int, slot_id: str) -> Response:
    """Practice: the reasons of one item. Locks its answer."""
    library = current_library()
    with transaction() as session:
        found = queries.find_attempt(session, current_user.id, attempt_id)
        slot = queries.find_slot(session, found, slot_id) if found else None
        if slot is None:
            return _missing()
        try:
            answers.lock_answer(session, found, slot, now=now_utc())
        except attempts.Closed:
            return api_error(409, "no_check", _("Reasons come after the whole set here."))
        item, graded = grades.grade_one(session, library, found, slot)
    return jsonify(shapes.check_json(library, item, graded))


@bp.post("/attempts/<int:attempt_id>/submit")
@learner_only
def submit(attempt_id: int) -> Response:
    """The grade; sent again, the same."""
    with transaction() as session:
        found = queries.find_attempt(session, current_user.id, attempt_id)
        if found is None:
            return _missing()
        try:
            row = grades.submit_attempt(session, current_library(), found, now=now_utc())
        except attempts.Closed:
            return api_error(409, "set_aside", _("This set was put aside; start a new one."))
    return jsonify(shapes.grade_json(found, row))
