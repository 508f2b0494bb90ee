"""What each template of this room may use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from portal.portfolio.models import Portfolio, Sample


@dataclass(frozen=True, slots=True)
class Note:
    """A later grade of the same answers."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """One sitting as a stranger reads it. `day` is the day it was where the learner was."""

    claim: str
    title: str
    mode: str
    day: date
    attempt: str
    seen: str
    value: str
    interval: str
    items: str
    material: str
    tier: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """One mistake of the sample: its number in the figure, its kind, what it was in words, why, and the rule."""

    number: int
    tag: str
    say: str
    why: str
    rule: str


@dataclass(frozen=True, slots=True)
class ShownSample:
    """The sample as it was graded, for the kind's template. `right` counts the objects without a slip."""

    title: str
    kind: str
    labels: Mapping[str, str]
    whose: str
    item: object
    slips: tuple[Slip, ...]
    right: int
    rules: tuple[object, ...]
    day: date
    lesson_learned: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Visible:
    """/p/<handle> and its preview: what strangers see. What is switched off or empty is empty here."""

    name: str
    line: str
    facts: tuple[str, ...]
    measured: tuple[MeasuredRow, ...]
    # Tiers of the rows, and (site, who ran it) as the rows say.
    tiers: tuple[str, ...]
    checkers: tuple[tuple[str, str], ...]
    sample: ShownSample | None
    background: tuple[str, ...]
    experience: tuple[str, ...]
    handle: str
    indexed: bool
    published_at: datetime | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing but a name."""
        return not (self.line or self.facts or self.measured or self.sample or self.background or self.experience)


@dataclass(frozen=True, slots=True)
class ResultChoice:
    """A result in the editor: as it would read, whether it is on, and whether it came after the last save."""

    public_id: str
    row: MeasuredRow
    on: bool
    new: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that stands otherwise on the page than in the form."""

    label: str
    saved: str
    yours: str


@dataclass(frozen=True, slots=True)
class EditPage:
    """/portfolio"""

    page: Portfolio | None
    shown: frozenset[str]
    results: tuple[ResultChoice, ...]
    sample: Sample | None
    removed_sample: Sample | None
    differences: tuple[Difference, ...]

    @property
    def waiting(self) -> int:
        """How many results came after the last save and are not on the page."""
        return sum(one.new for one in self.results)


@dataclass(frozen=True, slots=True)
class RemovedPage:
    """/portfolio while the page is taken down; `until` is when it goes for good."""

    handle: str
    removed_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class PublishPage:
    """/portfolio/publish: everything that will be visible, before it is."""

    shown: Visible
    stamp: str
    published: bool
    changed: bool


@dataclass(frozen=True, slots=True)
class MistakeChoice:
    """A mistake to choose: its place in the set, what the item is, what went wrong; `item` for the kind's template."""

    slot: str
    number: int
    about: str
    say: str
    item: object


@dataclass(frozen=True, slots=True)
class SamplePage:
    """/portfolio/sample: the sample on the page and the sets to choose another from."""

    sample: ShownSample | None
    # Closed practice sets, newest first, and the id to go on from.
    sets: tuple[tuple[int, str, datetime, float | None], ...]
    before: int | None
    saved_text: str | None


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """/portfolio/sample?set=<attempt>: its mistakes. `labels` and `kind` are for the kind's template."""

    attempt_id: int
    title: str
    closed_at: datetime
    kind: str
    labels: Mapping[str, str]
    mistakes: tuple[MistakeChoice, ...]
    replaces: bool
    saved_text: str | None
