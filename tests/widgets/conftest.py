"""A harness served on a free port; a page on it fails its test for any script error or policy violation."""

import threading

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.widgets.harness import CARS, Harness, make_app

CHOICE = {
    "labels": [
        {"id": "refund", "name": "Refund or return", "hint": "Wants money back or a replacement"},
        {"id": "status", "name": "Order status", "hint": "Asks where an order is"},
        {"id": "change", "name": "Change order", "hint": "Wants an order altered"},
        {"id": "complaint", "name": "Complaint", "hint": "Unhappy, and asks for nothing else"},
        {"id": "praise", "name": "Praise", "hint": "Happy, and asks for nothing"},
        {"id": "other", "name": "Other", "hint": "None of these"},
    ],
    "answer": {"second": True, "abstain": True, "confidence": True},
}
SPANS = {
    "labels": [
        {"id": "person", "name": "Person", "hint": ""},
        {"id": "org", "name": "Organisation", "hint": ""},
        {"id": "place", "name": "Place", "hint": ""},
    ],
    "answer": {},
}
BOXES = {
    "labels": [
        {"id": "car", "name": "Car", "hint": ""},
        {"id": "van", "name": "Van or truck", "hint": ""},
        {"id": "bike", "name": "Bicycle", "hint": ""},
    ],
    "answer": {
        "flags": [
            {"id": "truncated", "name": "Truncated", "hint": "Cut by the picture's border"},
            {"id": "occluded", "name": "Occluded", "hint": "Partly hidden"},
        ]
    },
}
MESSAGES = [
    {
        "text": "Third time asking. The kettle you sent hums like a fridge and the lid won't close. "
        "Do I post it back or what?"
    },
    {"text": "Where is my parcel? It was due on Monday."},
    {"text": "Just wanted to say thank you, the chair is lovely."},
]
SCENE = {"image": "/media/scene.png", "width": 800, "height": 500, "alt": "A street with three vehicles"}


@pytest.fixture(scope="session")
def served():
    """(harness, address), one server for all widget tests."""

    class Quiet(WSGIRequestHandler):
        def log(self, *args: object) -> None:
            pass

    harness = Harness()
    server = make_server("127.0.0.1", 0, make_app(harness), threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield harness, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def harness(served):
    """The server's memory, well-behaved again for each test."""
    one = served[0]
    one.attempts.clear()
    one.puts.clear()
    one.sent.clear()
    one.refuse, one.user, one.csrf = None, "7", "token-1"
    return one


@pytest.fixture
def visit(chromium, served, harness):
    """visit(attempt or path, **context options) -> a page on which the workbench has started."""
    contexts, troubles = [], []

    def make(where, *, context=None, width: int = 1366, height: int = 768, **options):
        context = context or chromium.new_context(
            base_url=served[1],
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.on("pageerror", lambda error: troubles.append(f"script error: {error}"))
        page.on("console", lambda line: troubles.append(line.text) if _is_trouble(line) else None)
        page.goto(where if isinstance(where, str) else f"/practice/attempts/{where}")
        if options.get("java_script_enabled", True):
            page.locator("[data-workbench].is-ready, [data-result].is-ready").wait_for()
        return page

    yield make
    for context in contexts:
        context.close()
    assert not troubles, troubles


def _is_trouble(line) -> bool:
    return line.type == "error" and "Failed to load resource" not in line.text and "net::ERR" not in line.text


@pytest.fixture
def choice(harness):
    return lambda mode="test", **more: harness.add("choice", {**CHOICE, **more}, MESSAGES, mode=mode)


@pytest.fixture
def spans(harness):
    def make(*texts: str, mode: str = "test", gold: list | None = None, **more: object) -> int:
        return harness.add("spans", {**SPANS, **more}, [{"text": text} for text in texts], mode=mode, gold=gold)

    return make


@pytest.fixture
def boxes(harness):
    return lambda mode="test", gold=None, n=1: harness.add("boxes", BOXES, [SCENE] * n, mode=mode, gold=gold)


@pytest.fixture
def cars():
    """The vehicles of the scene as [x, y, width, height]."""
    return [[left, top, right - left, bottom - top] for left, top, right, bottom, _ in CARS]


@pytest.fixture
def saved(harness):
    """saved(attempt) -> the stored answers, once nothing is on its way any more."""

    def wait(page, attempt: int) -> list:
        page.locator('[data-part="state"][data-state="saved"]').wait_for()
        return harness.answers(attempt)

    return wait
