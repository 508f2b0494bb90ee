"""Sets to test with: attempts made and answered, content that changes under them, two callers at once."""

import json
import shutil
import threading
from collections.abc import Callable
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from config import ROOT
from portal.db import transaction
from tests.conftest import NOW


def gold_of(item) -> dict:
    """The answer that is right."""
    return item.of.task_type.perfect_answer(item.of.task, item.gold)


def wrong_for(item) -> dict:
    """An answer that is not: another label, or nothing where something is to be marked."""
    if item.of.kind == "choice":
        return {"label": next(one.id for one in item.of.labels if one.id != item.raw_gold.get("label"))}
    return {item.of.kind: []}


@pytest.fixture
def make_attempt(app):
    """make_attempt(user_id, exercise_id, mode, answers=gold_of, close=True, at=NOW, seed=7) -> id of a stored attempt.

    `answers(item)` gives the raw answer to an item, None for no answer; `answers=None` leaves all open.
    """
    from portal.accounts.models import User
    from portal.practice import attempts, grades

    def make(
        user_id: int,
        exercise_id: str = "ex-010",
        mode: str = "test",
        *,
        answers: Callable | None = gold_of,
        close: bool = True,
        at=NOW,
        seed: int = 7,
    ) -> int:
        library = app.extensions["library"]
        exercise = library.exercises[exercise_id]
        with app.app_context(), transaction() as session:
            user = session.get_one(User, user_id)
            attempt, _made = attempts.start_attempt(session, user, exercise, mode, now=at, seed=seed)
            for slot in grades.slots_of(session, attempt):
                raw = answers(exercise.items[slot.item_id]) if answers else None
                if raw is not None:
                    slot.answer, slot.answered_at, slot.version = json.dumps(raw), at, 1
            session.flush()
            if close:
                grades.submit_attempt(session, library, attempt, now=at)
            return attempt.id

    return make


@pytest.fixture
def public_page(app):
    """public_page(client) -> address of the member's page, published with every result that may stand on it."""
    from portal.portfolio import queries, services
    from portal.portfolio.visibility import SECTIONS

    def make(client) -> str:
        sent = {"version": "0", "handle": f"demo-{client.user_id}", "name": "Demo Learner", "show": list(SECTIONS)}
        assert client.submit("/portfolio", sent).location == "/portfolio"
        with app.app_context(), transaction() as session:
            page = queries.find_page(session, client.user_id)
            page.results = [row.public_id for row in queries.results_of(session, client.user_id)]
            services.publish(session, page, services.stamp_of(session, page), now=NOW)
            return f"/p/{page.handle}"

    return make


@pytest.fixture
def items_of(app):
    """items_of(attempt_id) -> {slot id: library item}, in the order shown."""
    from portal.db import get_session
    from portal.practice.grades import slots_of
    from portal.practice.models import Attempt

    def read(attempt_id: int) -> dict:
        with app.app_context():
            attempt = get_session().get_one(Attempt, attempt_id)
            items = app.extensions["library"].exercises[attempt.exercise_id].items
            return {slot.slot_id: items[slot.item_id] for slot in slots_of(get_session(), attempt)}

    return read


@pytest.fixture
def edit_content(app, settings, tmp_path):
    """edit_content(edit, ...) -> the library after those edits of a copy of the content; the app serves it.

    Each edit is a function of the content's folder, as in tests/library/folders.py. Edits add up.
    """
    from portal.library import read_library

    before, folder, cache = app.extensions["library"], tmp_path / "content", tmp_path / "cache"

    def edit(*edits: Callable):
        if not folder.exists():
            shutil.copytree(ROOT / "content", folder, ignore=shutil.ignore_patterns("scenes"))
            shutil.copytree(settings.data_dir / "cache" / "content", cache)
        for one in edits:
            one(folder)
        app.extensions["library"], _problems = read_library([folder], cache)
        return app.extensions["library"]

    yield edit
    app.extensions["library"] = before


@pytest.fixture
def at_once():
    """at_once(call, call, ...) -> what they returned, each run in a thread of its own, started together."""

    def run(*calls: Callable[[], object]) -> list:
        gate, results = threading.Barrier(len(calls)), [None] * len(calls)

        def go(place: int, call: Callable[[], object]) -> None:
            gate.wait(timeout=10)
            try:
                results[place] = call()
            except Exception as error:
                results[place] = error

        threads = [threading.Thread(target=go, args=pair) for pair in enumerate(calls)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        for result in results:
            if isinstance(result, Exception):
                raise result
        return results

    return run


@pytest.fixture
def rows(app):
    """rows(Model) -> every row of the table, read anew."""
    from sqlalchemy import select

    from portal.db import get_session

    def read(model) -> list:
        with app.app_context():
            return list(get_session().scalars(select(model).order_by(*model.__table__.primary_key)))

    return read


@pytest.fixture
def queries_of(app):
    """with queries_of() as seen: ... -> `seen` holds every statement that was sent."""

    @contextmanager
    def watch():
        seen = []

        def note(_connection, _cursor, statement, *_more):
            seen.append(statement)

        engine = app.extensions["engine"]
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return watch
