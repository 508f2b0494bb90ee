"""What the workbench page needs, with script and without."""

import re
from collections.abc import Mapping

from flask import Response, abort, send_file
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.grading.types import AnswerError
from portal.library import Library
from portal.practice import grades, shapes
from portal.practice.models import Attempt, Slot
from portal.practice.pages import WorkbenchPage
from portal.practice.results import script_json
from portal.practice.versions import media_dir, rules_of
from portal.practice.words import script_words

MEDIA_NAME = re.compile(r"[0-9a-f]{16,64}\.(webp|png|svg|jpg)")
TYPES = {"webp": "image/webp", "png": "image/png", "svg": "image/svg+xml", "jpg": "image/jpeg"}


def workbench_page(session: Session, library: Library, attempt: Attempt, wanted: str | None) -> WorkbenchPage:
    """An open attempt ready to work on; `wanted` names the item for the page without script."""
    slots = grades.slots_of(session, attempt)
    rules = rules_of(session, library, attempt.exercise_id, attempt.task_hash)
    data = shapes.open_json(session, library, attempt, slots)
    data["words"] = script_words()
    return WorkbenchPage(
        attempt_id=attempt.id,
        exercise_id=attempt.exercise_id,
        exercise_title=rules.title,
        mode=attempt.mode,
        kind=rules.kind,
        item_count=attempt.item_count,
        guideline_html=rules.guideline_html,
        rules=tuple(rules.rules.values()),
        task=data["task"],
        data_json=script_json(data),
        # Local copies of answers are kept by person, so that a shared computer never mixes two.
        user_key=str(current_user.id),
        nojs=_without_script(session, library, attempt, slots, data["items"], wanted)
        if rules.kind == "choice"
        else None,
    )


def _without_script(
    session: Session, library: Library, attempt: Attempt, slots: list[Slot], items: list[dict], wanted: str | None
) -> dict:
    """The item to show: the one asked for, else the first without an answer, with its reasons once locked."""
    open_places = [place for place, item in enumerate(items) if item["answer"] is None]
    place = next((p for p, item in enumerate(items) if item["id"] == wanted), None)
    if place is None:
        place = open_places[0] if open_places else 0
    checked = None
    if slots[place].locked_at is not None and attempt.mode == "practice":
        item, graded = grades.grade_one(session, library, attempt, slots[place])
        checked = shapes.check_json(library, item, graded)
    after = next((items[p]["id"] for p in open_places if p != place), None)
    return {
        "slot": items[place]["id"],
        "input": items[place]["input"],
        "answer": items[place]["answer"] or {},
        "version": items[place]["version"],
        "number": place + 1,
        "open": len(open_places),
        "next": after,
        "checked": checked,
    }


def answer_from_form(form: Mapping[str, str]) -> dict | None:
    """A choice answer from form fields, in the shape the API takes; None when nothing was chosen."""
    answer: dict = {}
    if form.get("label"):
        answer["label"] = form["label"]
    if form.get("second"):
        answer["second"] = form["second"]
    if form.get("label") == "":
        # The form's "cannot decide" is the label without a name; no choice at all sends no label.
        answer["abstain"] = True
    if re.fullmatch(r"[0-9]{1,3}", form.get("confidence", "")):
        answer["confidence"] = int(form["confidence"])
    return answer or None


def refusal(error: AnswerError) -> str:
    """Which field of the plain form was not accepted, and why."""
    fields = {"label": _("The label"), "second": _("The second request"), "confidence": _("How sure you are")}
    field = fields.get(error.where, _("The answer"))
    return _("%(field)s was not accepted: %(why)s.", field=field, why=_(error.message).format(**error.params))


def rule_choices(session: Session, library: Library, attempt: Attempt) -> list[tuple[str, str]]:
    """The guideline's rules, for a form."""
    rules = rules_of(session, library, attempt.exercise_id, attempt.task_hash)
    return [(rule.id, f"{rule.id} {rule.name}") for rule in rules.rules.values()]


def send_media(library: Library, name: str) -> Response:
    """The file of that public name: kept by the site, or still in the content. 404 for any other name."""
    if not MEDIA_NAME.fullmatch(name):
        abort(404)
    path = media_dir() / name
    if not path.is_file():
        path = library.media.get(name) or abort(404)
    kind = TYPES[name.rpartition(".")[2]]
    response = send_file(path, mimetype=kind, download_name=name, conditional=True, etag=False)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    # A picture drawn by somebody must never run as a page of ours.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
