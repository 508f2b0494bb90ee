"""A site in memory around the workbench page: its template, its scripts, and enough of the API to save to."""

import io
import json
import random
import string
import threading
from pathlib import Path
from types import SimpleNamespace

from flask import Flask, Response, jsonify, render_template, request
from flask_babel import Babel
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader
from PIL import Image, ImageDraw

from portal.practice.words import script_words
from portal.tasks import get

PORTAL = Path(__file__).resolve().parents[2] / "portal"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types fragment"
)
RULES = (
    {"id": "R1", "name": "What was asked", "html": "<p>The wanted action decides, not the feeling.</p>"},
    {"id": "R5", "name": "Shadows", "html": "<p>Shadows and reflections are never part of the object.</p>"},
)


class Harness:
    """Attempts by id and what the server does with them; tests change it to make the server misbehave."""

    def __init__(self) -> None:
        self.attempts: dict[int, dict] = {}
        self.count = 0
        self.refuse: int | None = None  # status given to every API call
        self.user: str | None = "7"
        self.csrf = "token-1"
        self.puts: list[tuple[str, object, float]] = []
        self.sent = threading.Event()  # set by the first answer that arrives

    def add(
        self, kind: str, task: dict, inputs: list[dict], *, gold: list | None = None, mode: str = "practice"
    ) -> int:
        """Id of a new attempt with these items."""
        self.count += 1  # never used twice: a page closed by an earlier test may still be sending
        number = self.count
        letters = random.Random(number)
        slots = ["".join(letters.choices(string.ascii_lowercase, k=8)) for _ in inputs]
        items = {
            slot: {"id": slot, "input": one, "answer": None, "version": 0, "locked": False}
            for slot, one in zip(slots, inputs, strict=True)
        }
        gold = dict(zip(slots, gold or [None] * len(slots), strict=True))
        self.attempts[number] = {
            "kind": kind,
            "task": {"kind": kind, **task},
            "items": items,
            "gold": gold,
            "mode": mode,
            "state": "open",
        }
        return number

    def answers(self, number: int) -> list:
        """The stored answers in order."""
        return [item["answer"] for item in self.attempts[number]["items"].values()]

    def shown(self, number: int) -> dict:
        attempt = self.attempts[number]
        items = list(attempt["items"].values())
        return {
            "id": number,
            "exercise": "ex-1",
            "mode": attempt["mode"],
            "state": attempt["state"],
            "task": attempt["task"],
            "items": items,
            "deadline": None,
            "guideline": "/practice/ex-1#guideline",
        }

    def checked(self, number: int, slot: str) -> dict:
        """Feedback the test has written for this slot, in the shape of the API."""
        given = self.attempts[number]["gold"][slot] or {}
        return {
            "verdict": "partial",
            "credit": 0.5,
            "objects": [],
            "gold": {},
            "lesson": None,
            "rules": [RULES[0]],
            "why": "The customer asks for the money, so the wish decides.",
            "yours": self.attempts[number]["items"][slot]["answer"],
            **given,
        }


def make_app(harness: Harness) -> Flask:
    """The site around one harness."""
    app = Flask(__name__, static_folder=None)
    app.secret_key = "harness"
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader([PORTAL / "templates", Path(__file__).parent]),
            PrefixLoader({"tasks": FileSystemLoader(PORTAL / "tasks")}),
        ]
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=lambda name: f"/static/{name}",
        csrf_token=lambda: harness.csrf,
        current_user=SimpleNamespace(is_authenticated=True, is_guest=False),
        site=SimpleNamespace(name="Goldpath", operator="", contact=""),
    )
    Babel(app)

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Cache-Control"] = "no-store"
        return response

    @app.get("/static/<path:name>")
    def static(name: str) -> Response:
        path = PORTAL / "static" / name
        if name.startswith("tasks/"):
            _tasks, kind, rest = name.split("/", 2)
            path = PORTAL / "tasks" / kind / "assets" / rest
        # Read at once: a browser that hangs up must leave no file open.
        return Response(path.read_bytes(), mimetype={".js": "text/javascript", ".css": "text/css"}[path.suffix])

    @app.get("/media/scene.png")
    def scene() -> Response:
        return Response(picture(), mimetype="image/png")

    @app.get("/practice/attempts/<int:number>")
    def workbench(number: int) -> str:
        attempt = harness.attempts[number]
        data = {**harness.shown(number), "words": script_words()}
        first = next(iter(attempt["items"].values()))
        page = SimpleNamespace(
            attempt_id=number,
            exercise_title="What does the customer want?",
            mode=attempt["mode"],
            kind=attempt["kind"],
            item_count=len(attempt["items"]),
            rules=RULES,
            task=attempt["task"],
            user_key=harness.user or "",
            lang="",
            guideline_html="<h1>Guideline</h1><p>Sort by what the customer wants done.</p>"
            "<h2>R1 What was asked</h2><p>The wanted action decides, not the feeling.</p>"
            "<h2>R5 Shadows</h2><p>Never part of the object.</p>",
            data_json=json.dumps(data).replace("<", "\\u003c"),
            nojs={
                "slot": first["id"],
                "input": first["input"],
                "answer": first["answer"] or {},
                "number": 1,
                "open": 1,
                "next": None,
                "checked": None,
            }
            if attempt["kind"] == "choice"
            else None,
        )
        return render_template("practice/workbench.html", page=page)

    @app.get("/result/<int:number>")
    def result(number: int) -> str:
        attempt = harness.attempts[number]
        draw = get(attempt["kind"]).figure

        def shown(at: int, slot: str, given: dict) -> SimpleNamespace:
            checked = harness.checked(number, slot)
            figure = draw(given, checked["objects"]) if draw else None
            return SimpleNamespace(slot=slot, number=at, input=given, figure=figure, **checked)

        items = [shown(at, slot, item["input"]) for at, (slot, item) in enumerate(attempt["items"].items(), 1)]
        data = {
            "task": attempt["task"],
            "words": script_words(),
            "items": [
                {"id": one.slot, "input": one.input, "result": harness.checked(number, one.slot)} for one in items
            ],
        }
        page = SimpleNamespace(
            items=items, kind=attempt["kind"], labels={x["id"]: x["name"] for x in attempt["task"]["labels"]}
        )
        return render_template("result.html", page=page, data=json.dumps(data).replace("<", "\\u003c"))

    api(app, harness)
    return app


def api(app: Flask, harness: Harness) -> None:
    """The calls of the API, as the design describes them."""

    def error(status: int, code: str, **more: object) -> tuple[Response, int]:
        return jsonify(
            {"error": {"code": code, "message": f"The server says {code}.", "where": "answer"}, **more}
        ), status

    @app.before_request
    def gate() -> object:
        if not request.path.startswith("/api/") or request.path.endswith("/session"):
            return None
        if harness.refuse:
            return error(harness.refuse, "refused")
        if harness.user is None:
            return error(401, "signed_out")
        if request.method != "GET" and request.headers.get("X-CSRFToken") != harness.csrf:
            return error(403, "csrf")
        return None

    @app.get("/api/v1/session")
    def session() -> Response:
        return jsonify({"user": {"key": harness.user} if harness.user else None, "csrf": harness.csrf})

    @app.get("/api/v1/attempts/<int:number>")
    def attempt(number: int) -> Response:
        return jsonify(harness.shown(number))

    @app.put("/api/v1/attempts/<int:number>/answers/<slot>")
    def save(number: int, slot: str) -> object:
        attempt, body = harness.attempts.get(number), request.get_json()
        if attempt is None:
            return error(404, "gone")
        item = attempt["items"][slot]
        if attempt["state"] != "open" or item["locked"]:
            return error(409, "closed")
        if request.headers["If-Match"].strip('"') != str(item["version"]):
            return error(412, "changed", answer=item["answer"], version=item["version"])
        item.update(answer=body["answer"], version=item["version"] + 1)
        harness.puts.append((slot, body["answer"], body["seconds"]))
        harness.sent.set()
        return Response(status=204, headers={"ETag": f'"{item["version"]}"'})

    @app.post("/api/v1/attempts/<int:number>/answers/<slot>/check")
    def check(number: int, slot: str) -> object:
        harness.attempts[number]["items"][slot]["locked"] = True
        return jsonify(harness.checked(number, slot))

    @app.post("/api/v1/attempts/<int:number>/submit")
    def submit(number: int) -> object:
        harness.attempts[number]["state"] = "closed"
        return jsonify({"score": 1.0, "passed": True})


def picture() -> bytes:
    """A small street: two cars, a van and a shadow, 800 x 500."""
    image = Image.new("RGB", (800, 500), "#cfd8de")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 260, 800, 500), fill="#8b857c")
    for x, colour in ((0, "#a08a6a"), (150, "#8f7478"), (300, "#a9a08f"), (560, "#7a7a4c")):
        draw.rectangle((x, 60, x + 140, 262), fill=colour)
    for left, top, right, bottom, colour in CARS:
        draw.ellipse((left - 40, bottom - 8, right - 10, bottom + 18), fill="#6c675f")
        draw.rectangle((left, top, right, bottom), fill=colour)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


CARS = ((120, 280, 260, 380, "#b04238"), (420, 270, 500, 330, "#4c78b8"), (560, 300, 780, 410, "#486b4c"))
