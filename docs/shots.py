"""`./goldpath shots`: the README's pictures, taken from the demo site in a real browser. Writes docs/img/*.webp."""

import io
import json
import random
import sys
import tempfile
import threading
from pathlib import Path

from config import Settings

IMG = Path(__file__).parent / "img"
DESKTOP, PHONE = (1280, 800), (390, 780)
# Enough for a README; a picture is read again by everyone who opens it.
QUALITY = 78


def main() -> int:
    """Takes every picture; returns 0, or 2 without a browser."""
    from tests.browser import ARGUMENTS, find_chromium

    path = find_chromium()
    if path is None:
        sys.stderr.write("goldpath: no Chromium was found; ./goldpath test installs it.\n")
        return 2
    from playwright.sync_api import sync_playwright

    IMG.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        app, address, stop = _serve(Path(folder))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            for name, view in SHOTS.items():
                _save(name, view(app, browser, address))
            browser.close()
        stop()
    return 0


def _serve(folder: Path):
    from werkzeug.serving import WSGIRequestHandler, make_server

    from portal import create_app
    from portal.web import demo
    from portal.web.migrate import prepare

    settings = Settings.from_env({"DATA_DIR": str(folder), "OPERATOR_NAME": "Example School", "LOG_LEVEL": "ERROR"})
    app = create_app(settings)
    prepare(app.extensions["engine"], settings.data_dir)
    demo.fill(app)

    class Quiet(WSGIRequestHandler):
        def log(self, *args: object) -> None:
            pass

    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return app, f"http://127.0.0.1:{server.server_port}", server.shutdown


def _page(browser, address: str, size, *, signed_in: bool = True, scheme: str = "light"):
    from portal.web.demo import EMAIL, PASSWORD

    context = browser.new_context(
        base_url=address,
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        reduced_motion="reduce",
        has_touch=size is PHONE,
    )
    page = context.new_page()
    if signed_in:
        page.goto("/signin")
        page.fill("[name=email]", EMAIL)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/signin" not in url)
    return page


def _landing(app, browser, address: str) -> bytes:
    page = _page(browser, address, PHONE, signed_in=False)
    page.goto("/")
    return page.screenshot()


def _start(page, exercise_id: str, mode: str) -> None:
    page.goto(f"/practice/{exercise_id}")
    page.click(f"form:has([name=mode][value={mode}]) button")
    page.wait_for_url("**/practice/attempts/*")
    page.wait_for_load_state("networkidle")


def _workbench(app, browser, address: str) -> bytes:
    page = _page(browser, address, DESKTOP)
    _start(page, "ex-020", "practice")
    _label_half(app, int(page.url.split("?")[0].rsplit("/", 1)[1]))
    page.reload()
    page.wait_for_load_state("networkidle")
    return page.screenshot()


def _label_half(app, attempt_id: int) -> None:
    """Gives the set's first picture half of its boxes, as somebody in the middle of it would have."""
    from portal.db import transaction
    from portal.practice.models import Slot

    with app.app_context(), transaction() as session:
        slot = session.query(Slot).filter_by(attempt_id=attempt_id, position=0).one()
        exercise = app.extensions["library"].exercises["ex-020"]
        boxes = exercise.task_type.perfect_answer(exercise.task, exercise.items[slot.item_id].gold)["boxes"]
        slot.answer, slot.version = json.dumps({"boxes": boxes[::2]}), 1


def _result(app, browser, address: str) -> bytes:
    page = _page(browser, address, DESKTOP)
    page.goto("/practice/ex-020")
    # Under the open set above stand the closed ones; their links lead to results.
    page.click("main table tr:last-child a")
    page.wait_for_load_state("networkidle")
    return page.screenshot()


def _at(path: str, size=DESKTOP, scheme: str = "light"):
    def shot(app, browser, address: str) -> bytes:
        page = _page(browser, address, size, scheme=scheme)
        page.goto(path)
        page.wait_for_load_state("networkidle")
        return page.screenshot()

    return shot


def _agreement(app, browser, address: str) -> bytes:
    """A report on two made-up files of a hundred messages, labelled by somebody careful and by somebody in a hurry."""
    labels, rng = ("refund", "status", "complaint", "praise"), random.Random(5)
    gold = [rng.choice(labels) for _ in range(100)]
    rows = [(f"m{n:03}", label, label if rng.random() < 0.8 else rng.choice(labels)) for n, label in enumerate(gold)]
    text = "item,careful,in a hurry\n" + "".join(f"{','.join(row)}\n" for row in rows)
    page = _page(browser, address, DESKTOP)
    page.goto("/tools/agreement")
    page.set_input_files("#files", {"name": "messages.csv", "mimeType": "text/csv", "buffer": text.encode()})
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/tools/agreement/*")
    page.wait_for_load_state("networkidle")
    return page.screenshot()


SHOTS = {
    "first-message": _landing,
    "workbench": _workbench,
    "result": _result,
    "skills": _at("/skills", scheme="dark"),
    "portfolio": _at("/portfolio/preview"),
    "agreement": _agreement,
}


def _save(name: str, png: bytes) -> None:
    from PIL import Image

    Image.open(io.BytesIO(png)).convert("RGB").save(IMG / f"{name}.webp", quality=QUALITY, method=6)
    sys.stdout.write(f"docs/img/{name}.webp\n")


if __name__ == "__main__":
    sys.exit(main())
