"""People at the real site: a server that can be stopped, the workbench reached as they reach it, their hands."""

import socket
import threading

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import WSGIRequestHandler, make_server


class _Quiet(WSGIRequestHandler):
    def log(self, *args: object) -> None:
        pass


class Server:
    """The app on one port of this machine; it may stop and come back as a real one does."""

    def __init__(self, app) -> None:
        self.app = app
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._server = make_server("127.0.0.1", self.port, self.app, threaded=True, request_handler=_Quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture(autouse=True)
def same_draw(monkeypatch):
    """Every set draws the same items each time: what fails once fails again."""
    monkeypatch.setattr("portal.practice.attempts.secrets.randbits", lambda bits: 20261123)


@pytest.fixture
def server(app):
    """The running site as something to stop and start."""
    one = Server(app)
    yield one
    one.stop()


@pytest.fixture
def live(server):
    """Its address: what `browse` opens."""
    return server.address


@pytest.fixture
def bench(app, items_of):
    """bench(page, exercise, mode, hand="click") -> a Bench: the set started by the button on its page."""

    def open_set(page: Page, exercise: str, mode: str = "practice", *, hand: str = "click") -> Bench:
        page.goto(f"/practice/{exercise}")
        act(page.get_by_role("button", name={"practice": "Start practising", "test": "Check yourself"}[mode]), hand)
        page.locator("[data-workbench].is-ready").wait_for()
        attempt = int(page.url.rpartition("/")[2].partition("?")[0])
        return Bench(app, page, attempt, items_of(attempt))

    return open_set


class Bench:
    """An open set on a page, what the server has of it, and the reference behind each item."""

    def __init__(self, app, page: Page, attempt: int, items: dict) -> None:
        self.app, self.page, self.attempt = app, page, attempt
        self.slots = list(items)
        self.items = list(items.values())

    def gold(self, place: int) -> dict:
        """The reference answer of the item at that place, as content holds it."""
        return self.items[place].raw_gold

    def saved(self) -> list:
        """What the server holds, in order, once the page says that all is saved."""
        self.state("saved")
        return self.stored()

    def stored(self) -> list:
        """What the server holds now, in order."""
        import json

        from portal.db import get_session
        from portal.practice.grades import slots_of
        from portal.practice.models import Attempt

        with self.app.app_context():
            session = get_session()
            slots = slots_of(session, session.get_one(Attempt, self.attempt))
            return [json.loads(slot.answer) if slot.answer else None for slot in slots]

    def state(self, name: str) -> None:
        """Waits until the line beside the title says so."""
        self.page.locator(f'[data-part="state"][data-state="{name}"]').wait_for()

    def skip_to(self, wanted) -> int:
        """Skips items until one that `wanted(item)` takes is in view; its place, counted from 0."""
        place = next(place for place, item in enumerate(self.items) if wanted(item))
        for _ in range(place):
            self.page.keyboard.press("s")
        return place

    def shows(self, place: int) -> None:
        """Waits until the item at that place stands, counted from 1."""
        expect(self.page.locator('[data-part="position"]')).to_have_text(f"{place} of {len(self.slots)}")

    def finish(self, hand: str = "click") -> None:
        """Hands the set in with some items open, through the dialog that lists them."""
        act(self.page.get_by_role("button", name="Finish…").first, hand)
        dialog = self.page.get_by_role("dialog")
        open_items = sum(answer is None for answer in self.stored())
        expect(dialog).to_contain_text(f"Not answered yet: {open_items}.")
        expect(dialog.get_by_role("listitem")).to_have_count(open_items)
        act(dialog.get_by_role("button", name="Hand in"), hand)
        self.page.locator("[data-result].is-ready").wait_for()


def act(locator, hand: str) -> None:
    """Presses a button or link: `hand` is "click", "tap" or "keys" (Tab up to it, then Enter)."""
    if hand == "keys":
        tab_to(locator.page, locator)
        locator.page.keyboard.press("Enter")
    else:
        getattr(locator, hand)()


def spot(page: Page, x: float, y: float) -> list[float]:
    """Where a point of the picture is on the screen."""
    return page.evaluate(
        """([x, y]) => { const svg = document.querySelector('[data-part="overlay"]');
             const at = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM()); return [at.x, at.y]; }""",
        [x, y],
    )


def word_spot(page: Page, start: int, end: int) -> list[list[float]]:
    """Where the first and the last character of a passage are on the screen; offsets in code points."""
    return page.evaluate(
        """([from, to]) => {
             const node = document.querySelector('.spans-text').firstChild;
             const units = at => [...node.data].slice(0, at).join('').length;
             const place = (at, side) => {
               const range = document.createRange();
               range.setStart(node, units(at));
               range.setEnd(node, units(at + 1));
               const box = range.getBoundingClientRect();
               return [side ? box.right - 1 : box.left + 1, box.top + box.height / 2];
             };
             return [place(from, 0), place(to - 1, 1)];
           }""",
        [start, end],
    )


def tab_to(page: Page, locator, most: int = 60) -> None:
    """Presses Tab until the element has the focus."""
    handle = locator.element_handle()
    for _ in range(most):
        if handle.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {locator}")
