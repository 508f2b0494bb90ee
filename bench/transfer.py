"""What a first visit loads, seen by a real Chromium with an empty cache."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from bench.world import BOXES, HANDLE, SPANS, TEXT, World

KB = 1000


@dataclass(frozen=True, slots=True)
class Visit:
    """One page opened cold: bytes over the wire with headers, requests, and hosts that are not the site's."""

    path: str
    bytes: int
    requests: int
    foreign: frozenset[str]


def pages(name: str, world: World) -> list[str]:
    """The pages that a line looks at; its heaviest counts."""
    if name == "transfer-lesson":
        return ["/learn/f2-1", "/learn/f4-1", "/learn/o1-1"]
    if name == "transfer-workbench":
        return [f"/practice/attempts/{world.open_sets[0][kind].attempt_id}" for kind in (TEXT, SPANS, BOXES)]
    return ["/portfolio", f"/p/{HANDLE.format(0)}"]


def visit_all(port: int, world: World, paths: list[str]) -> list[Visit]:
    """Each page opened by a learner in a browser of its own."""
    from playwright.sync_api import sync_playwright

    from tests.browser import ARGUMENTS, find_chromium

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        try:
            return [_visit(chromium, f"http://127.0.0.1:{port}", world, path) for path in paths]
        finally:
            chromium.close()


def _visit(chromium: object, site: str, world: World, path: str) -> Visit:
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    name, _equals, value = world.people[0].cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": site}])
    page = context.new_page()
    asked: dict[str, str] = {}
    sizes: dict[str, int] = {}
    tools = context.new_cdp_session(page)
    tools.on("Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event["request"]["url"]}))
    tools.on(
        "Network.loadingFinished", lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])})
    )
    tools.send("Network.enable")
    answer = page.goto(site + path, wait_until="networkidle")
    context.close()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    counted = {one: url for one, url in asked.items() if _counts(url)}
    return Visit(
        path=path,
        bytes=sum(sizes.get(one, 0) for one in counted),
        requests=len(counted),
        foreign=frozenset(urlsplit(url).netloc for url in counted.values() if not url.startswith(site + "/")),
    )


def _counts(url: str) -> bool:
    """Whether a request is neither media nor made of data the page holds already."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and not parts.path.startswith("/media/")
