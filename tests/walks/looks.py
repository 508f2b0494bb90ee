"""What is asked of every page that is looked at: axe, nothing to scroll sideways, targets large enough."""

from axe_playwright_python.sync_playwright import Axe

LAPTOP = {"width": 1366, "height": 768}
NARROW = 320
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
# WCAG 2.2 AA; it holds the rule about 24 pixels for links, which may be smaller where they stand apart.
WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,
}
AXE = Axe()
SMALL = """() => [...document.querySelectorAll('button, select, summary, input:not([type=hidden]), textarea')]
  .filter(node => node.checkVisibility({ visibilityProperty: true }))
  .map(node => [node, (node.closest('label') ?? node).getBoundingClientRect()])
  .filter(([node, box]) => box.width < 24 || box.height < 24)
  .map(([node, box]) => `${Math.round(box.width)} x ${Math.round(box.height)} ${node.outerHTML.slice(0, 90)}`)"""


def violations(page) -> list[str]:
    """What axe finds, a line for each rule."""
    found = AXE.run(page, options=WCAG).response["violations"]
    return [
        f"{one['id']}: {[(node['html'][:150], node['failureSummary']) for node in one['nodes']][:3]}" for one in found
    ]


def overflow(page) -> int:
    """By how many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def problems(page) -> list[str]:
    """Everything wrong with the page as it stands; on a phone also once the phone is a narrow one. Empty when fine."""
    found = violations(page)
    found += [f"smaller than 24 pixels: {line}" for line in page.evaluate(SMALL)]
    if by := overflow(page):
        found.append(f"{by} pixels too wide")
    size = page.viewport_size
    if size["width"] == PHONE["width"]:
        page.set_viewport_size({**size, "width": NARROW})
        if by := overflow(page):
            found.append(f"{by} pixels too wide at {NARROW}")
        page.set_viewport_size(size)
    return found
