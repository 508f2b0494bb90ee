"""The picture that a link to a public page shows elsewhere: drawn once, the same for everybody. Writes img/card.png.

Run from the project's folder: python -m docs.card
"""

import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "portal" / "static" / "img" / "card.png"
SIZE = (1200, 630)
# Paper, ink and gold of base.css; a stylised street with one car, its box in blue, the reference dashed in gold.
PAGE = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; inline-size: 1200px; block-size: 630px; background: #fbfaf6; color: #1c1a17;
  font: 400 34px/1.35 system-ui, "DejaVu Sans", sans-serif; display: grid; grid-template-columns: 560px 1fr; }
div { padding: 74px 0 0 72px; } h1 { font-size: 62px; line-height: 1.1; margin: 0 0 26px; letter-spacing: -1px; }
p { margin: 0; color: #5c574e; } b { color: #7d5a00; }
.brand { position: absolute; inset-block-end: 64px; font-weight: 750; color: #1c1a17; }
svg { inline-size: 640px; block-size: 630px; }
</style><div><h1>Labels you can check</h1><p>What was measured, on how many items, and what nobody checked.</p>
<p class="brand">gold<b>path</b></p></div>
<svg viewBox="0 0 640 630"><rect width="640" height="630" fill="#e7e2d4"/>
<rect y="395" width="640" height="235" fill="#c9c2b1"/>
<g fill="#d8d1bf"><rect x="30" y="130" width="120" height="265"/><rect x="170" y="80" width="150" height="315"/>
<rect x="345" y="160" width="110" height="235"/><rect x="475" y="105" width="165" height="290"/></g>
<path d="M150 470 L250 512 L590 512 L520 470 Z" fill="#8f8877"/>
<path d="M150 430 q4 -52 64 -58 l58 -56 q8 -8 22 -8 h104 q16 0 26 12 l44 52 q44 8 50 40 v48
q0 14 -14 14 h-340 q-14 0 -14 -14 z" fill="#3c7a52"/>
<path d="M282 370 l40 -42 h36 v42 z M372 328 h34 q8 0 13 6 l30 36 h-77 z" fill="#1c1a17" opacity=".75"/>
<circle cx="226" cy="470" r="36" fill="#1c1a17"/><circle cx="440" cy="470" r="36" fill="#1c1a17"/>
<circle cx="226" cy="470" r="15" fill="#8f8877"/><circle cx="440" cy="470" r="15" fill="#8f8877"/>
<g fill="none"><rect x="128" y="286" width="470" height="236" stroke="#fff" stroke-width="11"/>
<rect x="128" y="286" width="470" height="236" stroke="#0b5cad" stroke-width="7"/>
<rect x="148" y="306" width="372" height="202" stroke="#1c1a17" stroke-width="9"/>
<rect x="148" y="306" width="372" height="202" stroke="#ffc93c" stroke-width="5.5"
 stroke-dasharray="20 13"/></g></svg>"""


def main() -> int:
    """Draws it; returns 0, or 2 without a browser."""
    from tests.browser import ARGUMENTS, find_chromium

    path = find_chromium()
    if path is None:
        sys.stderr.write("goldpath: no Chromium was found; ./goldpath test installs it.\n")
        return 2
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        page.set_content(PAGE)
        page.screenshot(path=TARGET)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
