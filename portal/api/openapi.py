"""The description of the API, OpenAPI 3.1, written beside the calls it describes."""

from functools import lru_cache

from flask import Blueprint, Response, jsonify

from portal import tasks

bp = Blueprint("openapi", __name__, url_prefix="/api/v1")

TEXT, NUMBER, WHOLE, FLAG = {"type": "string"}, {"type": "number"}, {"type": "integer"}, {"type": "boolean"}
MAYBE_NUMBER = {"type": ["number", "null"]}


def _object(required: list[str] | None = None, **properties: dict) -> dict:
    return {"type": "object", "properties": properties, "required": list(properties) if required is None else required}


def _list(of: dict) -> dict:
    return {"type": "array", "items": of}


def _ref(name: str) -> dict:
    return {"$ref": f"#/components/schemas/{name}"}


def _answer(description: str, schema: dict | None = None) -> dict:
    content = {"content": {"application/json": {"schema": schema}}} if schema else {}
    return {"description": description, **content}


def _error(description: str) -> dict:
    return _answer(description, _ref("Error"))


def _path(name: str, schema: dict) -> dict:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _call(
    summary: str, answers: dict, *, body: dict | None = None, more: list[dict] | None = None, open_: bool = False
) -> dict:
    call: dict = {"summary": summary, "responses": {str(code): answer for code, answer in answers.items()}}
    if more:
        call["parameters"] = more
    if body:
        call["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    if open_:
        call["security"] = []
    return call


def _schemas() -> dict:
    maybe_text = {"type": ["string", "null"]}
    maybe_instant = {"type": ["string", "null"], "format": "date-time"}
    anything = {"type": ["object", "null"]}
    metric = _object(value=MAYBE_NUMBER, low=MAYBE_NUMBER, high=MAYBE_NUMBER, n=WHOLE, why=maybe_text)
    graded_object = _object(
        tag={"enum": ["right", "loose", "misnamed", "missed", "extra", "ignored", "wrong"]},
        yours=anything,
        gold=anything,
        value=MAYBE_NUMBER,
        say=TEXT,
        why=maybe_text,
        rule=maybe_text,
    )
    credit = {
        "verdict": {"enum": ["right", "partial", "wrong", "unanswered", "ambiguous"]},
        "credit": MAYBE_NUMBER,
        "yours": anything,
        "gold": {"type": "object"},
        "why": TEXT,
    }
    item = _object(id=TEXT, input={"type": "object"}, answer=anything, version=WHOLE, locked=FLAG)
    lesson = {"anyOf": [_object(id=TEXT, title=TEXT, href=TEXT), {"type": "null"}]}
    kind = {"enum": sorted(tasks.discover())}
    row = {
        "id": TEXT,
        "kind": kind,
        "title": TEXT,
        "skills": _list(_object(id=TEXT, level=WHOLE)),
        "modes": _list(TEXT),
    }
    return {
        "Error": _object(
            ["error"],
            error=_object(code=TEXT, message=TEXT, where=maybe_text),
            attempt={**WHOLE, "description": "The set that is open (409)"},
            answer={**anything, "description": "The stored answer (412)"},
            version={**WHOLE, "description": "Its version (412)"},
        ),
        "Session": _object(
            user={"anyOf": [_object(key=TEXT, email=maybe_text, guest=FLAG, time_zone=TEXT), {"type": "null"}]},
            csrf=TEXT,
        ),
        "Task": _object(
            kind=kind,
            labels=_list(_object(["id", "name"], id=TEXT, name=TEXT, hint=TEXT, key=maybe_text)),
            answer={"type": "object"},
        ),
        "Metric": metric,
        "Graded": _object(id=TEXT, objects=_list(_ref("GradedObject")), rules=_list(TEXT), **credit),
        "GradedObject": {**graded_object, "required": ["tag", "yours", "gold", "value", "say"]},
        "Checked": _object(
            objects=_list(_ref("GradedObject")),
            rules=_list(_object(id=TEXT, name=TEXT, html=TEXT)),
            lesson=lesson,
            **credit,
        ),
        "Grade": _object(
            score=MAYBE_NUMBER,
            passed=FLAG,
            too_close=FLAG,
            metrics={"type": "object", "additionalProperties": _ref("Metric")},
            items=_list(_ref("Graded")),
            feedback_at=maybe_instant,
        ),
        "Attempt": _object(
            ["id", "exercise", "mode", "state"],
            id=WHOLE,
            exercise=TEXT,
            mode=TEXT,
            state={"enum": ["open", "closed", "abandoned"]},
            task=_ref("Task"),
            items=_list(item),
            deadline=maybe_instant,
            guideline=TEXT,
            closed_at=maybe_instant,
            grade=_ref("Grade"),
        ),
        "ExerciseRow": _object(**row),
        "Exercise": _object(
            ["id", "kind", "title", "revision", "task", "guideline", "answer_schema", "draw", "modes", "pass"],
            **{name: row[name] for name in ("id", "kind", "title", "modes")},
            revision=TEXT,
            task=_ref("Task"),
            guideline={**TEXT, "description": "Markdown"},
            answer_schema={"type": "object", "description": "JSON Schema of one answer"},
            draw=WHOLE,
            **{"pass": _list(_object(metric=TEXT, at_least=NUMBER, distinction=MAYBE_NUMBER))},
        ),
    }


@lru_cache(maxsize=1)
def document() -> dict:
    """The whole description. Stays the same while the process lives."""
    attempt = _path("attempt_id", WHOLE)
    slot = _path("slot_id", TEXT)
    mine = {401: _error("Not signed in"), 404: _error("Nothing of yours under this address")}
    sent = {
        403: _error("Without the CSRF token of the session; or not for guests"),
        503: _error("Nothing can be stored just now; try again soon"),
    }
    body = {
        413: _error("More than a megabyte"),
        415: _error("Not application/json"),
    }
    match = {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "schema": TEXT,
        "description": "The version you last saw",
    }
    paths = {
        "/session": {
            "get": _call("Who is signed in, and a CSRF token", {200: _answer("Session", _ref("Session"))}, open_=True)
        },
        "/exercises": {
            "get": _call(
                "Exercises by id, a page at a time",
                {
                    200: _answer(
                        "A page", _object(exercises=_list(_ref("ExerciseRow")), next={"type": ["string", "null"]})
                    )
                },
                more=[
                    {"name": "after", "in": "query", "schema": TEXT},
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 50}},
                ],
                open_=True,
            )
        },
        "/exercises/{exercise_id}": {
            "get": _call(
                "One exercise: task, guideline, shape of an answer, pass marks",
                {200: _answer("The exercise", _ref("Exercise")), 404: _error("No such exercise")},
                more=[_path("exercise_id", TEXT)],
                open_=True,
            )
        },
        "/attempts": {
            "post": _call(
                "Start a set, or get the open one",
                {
                    201: _answer("A new attempt", _ref("Attempt")),
                    200: _answer("The open attempt", _ref("Attempt")),
                    401: mine[401],
                    409: _error("A set is open in another mode; `attempt` is its id"),
                    422: _error("Unknown exercise or mode"),
                    429: _error("More than 30 starts a minute"),
                    **sent,
                    **body,
                },
                body=_object(exercise=TEXT, mode={"enum": ["practice", "test", "exam", "review"]}),
            )
        },
        "/attempts/{attempt_id}": {
            "get": _call(
                "Open: items and answers. Closed: the grade",
                {200: _answer("The attempt", _ref("Attempt")), **mine},
                more=[attempt],
            )
        },
        "/attempts/{attempt_id}/answers/{slot_id}": {
            "put": _call(
                "Save one answer",
                {
                    204: _answer("Saved; ETag holds the new version"),
                    409: _error("The answer can no longer change"),
                    412: _error("Changed elsewhere; the stored answer and its version stand beside the error"),
                    422: _error("Where and why the answer is refused"),
                    **mine,
                    **sent,
                    **body,
                },
                body=_object(
                    ["answer"],
                    answer={"type": ["object", "null"]},
                    seconds={**NUMBER, "description": "Spent since the last save; they add up"},
                ),
                more=[attempt, slot, match],
            )
        },
        "/attempts/{attempt_id}/answers/{slot_id}/check": {
            "post": _call(
                "Practice: the reasons of one item; locks its answer",
                {
                    200: _answer("Verdict, objects, reference, reason, rules", _ref("Checked")),
                    409: _error("Not in this mode"),
                    422: _error("No answer yet"),
                    **mine,
                    **sent,
                },
                more=[attempt, slot],
            )
        },
        "/attempts/{attempt_id}/submit": {
            "post": _call(
                "The grade; sent again, the same",
                {200: _answer("The grade", _ref("Grade")), 409: _error("Set aside"), **mine, **sent},
                more=[attempt],
            )
        },
        "/me/export": {
            "get": _call("Everything kept about you", {200: _answer("Your data", {"type": "object"}), 401: mine[401]})
        },
        "/openapi.json": {
            "get": _call("This description", {200: _answer("OpenAPI 3.1", {"type": "object"})}, open_=True)
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Goldpath", "version": "1", "description": "Label items, get them graded, read why."},
        "servers": [{"url": "/api/v1"}],
        "security": [{"cookie": []}, {"token": []}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "cookie": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "goldpath",
                    "description": "With X-CSRFToken for unsafe calls",
                },
                "token": {"type": "http", "scheme": "bearer"},
            },
        },
    }


@bp.get("/openapi.json")
def openapi() -> Response:
    """The description as JSON."""
    return jsonify(document())
