"""guideline.md: a title, a statement, and rules that a grade can point at."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

from portal.library.markdown import Sheet, render
from portal.library.models import Term
from portal.library.problems import Problems

_HEADING = re.compile(r"^##[ \t]+(.*?)[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"(R\d+[a-z]?)[ \t]+(\S.*)")


@dataclass(frozen=True, slots=True)
class Guideline:
    """The whole guideline as HTML, and each rule by itself as (id, name, html)."""

    title: str
    html: str
    rules: tuple[tuple[str, str, str], ...]
    terms: tuple[str, ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()


def parse_guideline(source: str, terms: dict[str, Term], path: Path, problems: Problems) -> Guideline:
    """The guideline; what is wrong with it is added to `problems`.

    On the exercise page each rule is a section with the id rule-r2. The rule by itself holds no ids, so
    that it can stand beside any number of mistakes.
    """
    head, *parts = _HEADING.split(source)
    title, statement = _title(head, path, problems)
    used: list[str] = []
    links: list[tuple[str, str, str]] = []

    def show(text: str, where: str, prefix: str, popouts: bool) -> str:
        sheet = Sheet(terms.get, prefix=prefix, below=2, popouts=popouts)
        shown = render(text, sheet).html
        if popouts:
            for fault in sheet.faults:
                problems.add(path, where, fault)
            used.extend(sheet.terms)
            links.extend(sheet.links)
        elif ' id="' in shown:
            problems.add(path, where, "a rule holds no headings and no footnotes")
        return shown

    rules: dict[str, tuple[str, str, str]] = {}
    sections = [show(statement, "the statement", "guideline-", True)]
    for heading, body in zip(parts[::2], parts[1::2], strict=True):
        found = _RULE.fullmatch(heading)
        name = found[2] if found else heading
        key = found[1].lower() if found else re.sub(r"\W+", "-", heading.casefold()).strip("-")
        section_id = f"rule-{key}" if found else f"guideline-{key}"
        if not found and heading.casefold() != "out of scope":
            problems.add(path, heading, "a heading is a rule (## R2 Short name) or ## Out of scope")
        if not body.strip():
            problems.add(path, heading, "says nothing")
        if found and found[1] in rules:
            problems.add(path, found[1], "is there twice")
        if found:
            rules[found[1]] = (found[1], name, show(body, found[1], "", False))
        label = f'<span class="rule-id">{found[1]}</span> ' if found else ""
        shown = show(body, found[1] if found else heading, f"{section_id}-", True)
        sections.append(
            f'<section class="rule" id="{section_id}"><h3>{label}{html.escape(name, quote=False)}</h3>\n'
            f"{shown}\n</section>"
        )
    if not rules:
        problems.add(path, "", "has no rules; each is a heading like ## R1 Short name")
    return Guideline(title, "\n".join(sections), tuple(rules.values()), tuple(dict.fromkeys(used)), tuple(links))


def _title(head: str, path: Path, problems: Problems) -> tuple[str, str]:
    """The words of `# Title` and the statement below it."""
    first, _, statement = head.strip().partition("\n")
    if not first.startswith("# "):
        problems.add(path, "", "must start with # Title")
        return "", head
    if not statement.strip():
        problems.add(path, "", "has no statement below its title")
    return first[2:].strip(), statement
