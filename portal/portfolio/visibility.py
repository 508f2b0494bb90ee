"""What of a page may be seen: the one place that decides, for the public page and its preview alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.portfolio.models import Portfolio
from portal.skills.models import Evidence

SECTIONS = ("facts", "measured", "background", "experience")


@dataclass(frozen=True, slots=True)
class Visible:
    """The parts strangers see; what is switched off or empty is empty here."""

    name: str
    line: str
    facts: tuple[str, ...]
    measured: tuple[Evidence, ...]
    background: str
    experience: str
    handle: str
    indexed: bool


def visible(page: Portfolio, evidence: Sequence[Evidence]) -> Visible:
    """What of the page strangers see once it is published."""
    hidden = set(page.hidden)

    def shown(section: str, value: str) -> str:
        return "" if section in hidden else value

    facts = tuple(part.strip() for part in shown("facts", page.facts).splitlines() if part.strip())
    rows = () if "measured" in hidden else tuple(one for one in evidence if one.public_id not in hidden)
    return Visible(
        name=page.name,
        line=page.line,
        facts=facts,
        measured=rows,
        background=shown("background", page.background),
        experience=shown("experience", page.experience),
        handle=page.handle or "",
        indexed=page.indexed,
    )
