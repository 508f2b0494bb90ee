"""Our Markdown as HTML: no raw HTML, no inline style, no script, every id once on its page.

`[words](glossary:id)` becomes a pop-out that needs no script, `[words](lesson:id)` and
`[words](exercise:id)` links of the site, a picture with a title a figure. The Markdown library is imported
when something is rendered and not before: a warm start renders nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from portal.library.models import Term, TocEntry

_SITE = {"lesson": "/learn/", "exercise": "/practice/"}
_ADMONITIONS = {"note", "example", "warning", "tip"}
_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,})[ \t]*([\w+#.-]+)", re.MULTILINE)
_CARD = re.compile(r'<span class="term-card".*?</span>', re.DOTALL)
_CODE = re.compile(r"<code>.*?</code>", re.DOTALL)
_INLINE = re.compile(r"</?(?:a|b|button|code|em|span|strong|sup)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as a page shows it."""

    address: str
    width: int | None
    height: int | None


@dataclass(slots=True)
class Sheet:
    """One piece of Markdown on its way to HTML: what it may refer to, and what it turned out to need.

    `faults` are sentences; `links` the lessons and exercises it points at as (kind, id, fragment);
    `terms` the glossary terms and `pictures` the files it used. `below` is the level of the heading it
    stands under.
    """

    find_term: Callable[[str], Term | None]
    find_picture: Callable[[str], Shown | None] = lambda _name: None
    prefix: str = ""
    below: int = 1
    popouts: bool = True
    faults: list[str] = field(default_factory=list)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rendered:
    """HTML and its headings."""

    html: str
    toc: tuple[TocEntry, ...]


def render(source: str, sheet: Sheet) -> Rendered:
    """The source as HTML; everything wrong with it is added to `sheet.faults`."""
    import markdown
    from markdown.extensions.toc import TocExtension

    engine = markdown.Markdown(
        output_format="html",
        extensions=[
            "admonition",
            "tables",
            "footnotes",
            "sane_lists",
            "pymdownx.superfences",
            "pymdownx.highlight",
            TocExtension(slugify=lambda words, _sep: _slug(words, sheet.prefix), toc_depth="2-4"),
        ],
        extension_configs={
            "tables": {"use_align_attribute": True},
            "footnotes": {"UNIQUE_IDS": False},
            "pymdownx.highlight": {"guess_lang": False, "css_class": "highlight"},
        },
    )
    _refuse_html(engine, sheet)
    engine.treeprocessors.register(_Finish(engine, sheet), "goldpath", 3)
    html = engine.convert(source).replace("<pre><span></span>", '<pre tabindex="0">')
    _check_fences(source, sheet)
    if re.search(r"\[\^[^\]]+\]", _CODE.sub("", html)):
        sheet.faults.append("a footnote mark has no footnote")
    if re.search(r'<p>(?:(?!</p>).)*<div class="highlight">', html, re.DOTALL):
        sheet.faults.append("a code block needs an empty line before it")
    return Rendered(html, tuple(_headings(engine.toc_tokens)))


def plain_text(html: str) -> str:
    """The words of our HTML, without mark-up and pop-outs, for searching."""
    import html as entities

    bare = _TAG.sub(" ", _INLINE.sub("", _CARD.sub("", html)))
    return " ".join(entities.unescape(bare).replace("\u21a9", "").split())


def _slug(words: str, prefix: str) -> str:
    slug = re.sub(r"[^\w]+", "-", words.casefold()).strip("-")
    return prefix + (slug or "section")


def _headings(tokens: list[dict]) -> Iterator[TocEntry]:
    import html as entities

    for token in tokens:
        yield TocEntry(token["id"], entities.unescape(token["name"]), token["level"])
        yield from _headings(token["children"])


def _refuse_html(engine, sheet: Sheet) -> None:
    from markdown.inlinepatterns import HTML_RE, InlineProcessor

    class RefuseHtml(InlineProcessor):
        def handleMatch(self, m, data):
            sheet.faults.append(f"raw HTML is not allowed: {m.group(1)[:40]}")
            return "", m.start(0), m.end(0)

    engine.preprocessors.deregister("html_block")
    engine.inlinePatterns.deregister("html")
    engine.inlinePatterns.register(RefuseHtml(HTML_RE, engine), "html", 90)


def _check_fences(source: str, sheet: Sheet) -> None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    for language in sorted(set(_FENCE.findall(source))):
        try:
            get_lexer_by_name(language)
        except ClassNotFound:
            sheet.faults.append(f"unknown code language {language}")


class _Finish:
    """The last pass over the tree: links, pop-outs, figures, tables, headings."""

    def __init__(self, engine, sheet: Sheet):
        self.md = engine
        self.sheet = sheet
        self.cards = 0
        self.level = sheet.below

    def run(self, root: ElementTree.Element) -> None:
        ids = {element.get("id") for element in root.iter() if element.get("id")}
        self._walk(root, ids)

    def _walk(self, parent: ElementTree.Element, ids: set[str]) -> None:
        for child in list(parent):
            self._walk(child, ids)
            place = list(parent).index(child)
            if child.tag == "a":
                self._link(parent, child, place, ids)
            elif child.tag == "img":
                self._picture(child)
            elif child.tag == "p" and _is_figure(child):
                _to_figure(child)
            elif child.tag == "table":
                _wrap(parent, child, place, ElementTree.Element("div", {"class": "table-wrap", "tabindex": "0"}))
            elif child.tag in ("th", "td"):
                _cell(child)
            elif re.fullmatch("h[1-6]", str(child.tag)):
                self._heading(child)
            elif "admonition" in child.get("class", "").split():
                self._admonition(child)

    def _link(self, parent, link, place: int, ids: set[str]) -> None:
        href = link.get("href", "")
        scheme, _, rest = href.partition(":")
        target, _, fragment = rest.partition("#")
        if href.startswith("#"):
            if href[1:] not in ids:
                self.sheet.faults.append(f"nothing on this page has the id {href[1:]}")
        elif scheme == "glossary":
            self._term(parent, link, place, target)
        elif scheme in _SITE:
            self.sheet.links.append((scheme, target, fragment))
            link.set("href", _SITE[scheme] + rest)
        elif scheme in ("http", "https"):
            link.set("class", "external")
            link.set("rel", "noopener noreferrer")
        elif scheme != "mailto":
            self.sheet.faults.append(f"a link must be lesson:, exercise:, glossary:, https: or #, not {href}")
        if not "".join(link.itertext()).strip():
            self.sheet.faults.append(f"the link to {href} has no words")

    def _term(self, parent, link, place: int, term_id: str) -> None:
        term = self.sheet.find_term(term_id)
        self.sheet.terms.append(term_id)
        if term is None:
            self.sheet.faults.append(f"there is no glossary term {term_id}")
        if term is None or not self.sheet.popouts:
            link.tag = "span"
            link.attrib = {"class": "term-words"}
            return
        self.cards += 1
        card_id = f"{self.sheet.prefix}term-{term_id}-{self.cards}"
        link.tag = "button"
        link.attrib = {"type": "button", "class": "term", "popovertarget": card_id}
        card = ElementTree.Element("span", {"class": "term-card", "popover": "", "id": card_id})
        name = ElementTree.SubElement(card, "b")
        name.text = _atomic(term.name)
        name.tail = _atomic(" " + term.plain)
        card.tail, link.tail = link.tail, None
        parent.insert(place + 1, card)

    def _picture(self, image) -> None:
        name = image.get("src", "")
        self.sheet.pictures.append(name)
        shown = self.sheet.find_picture(name)
        if shown is None:
            self.sheet.faults.append(f"there is no picture {name}")
            return
        if not image.get("alt", "").strip():
            self.sheet.faults.append(f"the picture {name} has no text for those who cannot see it")
        image.set("src", shown.address)
        if shown.width and shown.height:
            image.set("width", str(shown.width))
            image.set("height", str(shown.height))
        image.set("loading", "lazy")

    def _heading(self, heading) -> None:
        level = int(heading.tag[1])
        words = "".join(heading.itertext())
        if level == 1:
            self.sheet.faults.append(f"headings start at ##: {words}")
        elif level > self.level + 1:
            self.sheet.faults.append(f"the heading {words} skips a level")
        self.level = level

    def _admonition(self, box) -> None:
        kind = box.get("class").split()[1]
        if kind not in _ADMONITIONS:
            self.sheet.faults.append(f"unknown box !!! {kind}; there are {', '.join(sorted(_ADMONITIONS))}")


def _atomic(text: str):
    from markdown.util import AtomicString

    return AtomicString(text)


def _is_figure(paragraph) -> bool:
    children = list(paragraph)
    alone = len(children) == 1 and not (paragraph.text or "").strip()
    return (
        alone and children[0].tag == "img" and bool(children[0].get("title")) and not (children[0].tail or "").strip()
    )


def _to_figure(paragraph) -> None:
    paragraph.tag = "figure"
    image = paragraph[0]
    caption = ElementTree.SubElement(paragraph, "figcaption")
    caption.text = _atomic(image.attrib.pop("title"))


def _wrap(parent, child, place: int, wrapper) -> None:
    parent.remove(child)
    wrapper.append(child)
    wrapper.tail, child.tail = child.tail, None
    parent.insert(place, wrapper)


def _cell(cell) -> None:
    """Alignment as a class: a style attribute would break the content policy."""
    align = cell.attrib.pop("align", None)
    if align:
        cell.set("class", f"align-{align}")
    if cell.tag == "th":
        cell.set("scope", "col")
