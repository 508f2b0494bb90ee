"""What became of the labels on their way: counted lines, and the error that names the place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from portal.grading.types import N_, Say

Verb = Literal["kept", "changed", "dropped"]


class FormatError(ValueError):
    """A label file that cannot be read or written: which file, where in it, and what is wrong there.

    `where` is "line 12", a path into the data such as "annotations[3].bbox", or "" for the whole file.
    `message` is a translatable sentence whose {fields} are filled from `params`.
    """

    def __init__(self, where: str, message: str, *, path: str = "", **params: object):
        self.path = path
        self.where = where
        self.message = message
        self.params = params
        super().__init__(where, message)

    def say(self) -> Say:
        """What is wrong, as a sentence that can be translated."""
        return Say(self.message, self.params)

    def __str__(self) -> str:
        return ": ".join(part for part in (self.path, self.where, self.say().plain()) if part)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report: how many of `things`, what happened to them, why, and where first."""

    verb: Verb
    things: str
    why: str
    count: int
    first: str = ""

    def say(self) -> Say:
        """The line as a sentence that can be translated."""
        facts = {"count": self.count, "things": Say(self.things), "why": Say(self.why), "first": self.first}
        return Say(_SENTENCES[self.verb, bool(self.first)], facts)

    def __str__(self) -> str:
        return self.say().plain()


_SENTENCES: Mapping[tuple[str, bool], str] = {
    ("kept", False): N_("{things}: {count} kept"),
    ("changed", False): N_("{things}: {count} changed ({why})"),
    ("changed", True): N_("{things}: {count} changed ({why}; first at {first})"),
    ("dropped", False): N_("{things}: {count} dropped ({why})"),
    ("dropped", True): N_("{things}: {count} dropped ({why}; first at {first})"),
}


class Report:
    """What was kept, changed and dropped, counted. `things` is a plural, of labels the one in model.FEATURES.

    A writer that leaves a whole label out drops it under that word ("boxes", "rotated, which ... cannot say"): it
    was counted as kept on its way in, and is taken off.
    """

    def __init__(self) -> None:
        self._counts: dict[tuple[Verb, str, str], list] = {}

    def keep(self, things: str, count: int = 1) -> None:
        self.add("kept", things, "", count, "")

    def change(self, things: str, why: str, count: int = 1, *, at: str = "") -> None:
        self.add("changed", things, why, count, at)

    def drop(self, things: str, why: str, count: int = 1, *, at: str = "") -> None:
        self.add("dropped", things, why, count, at)

    def add(self, verb: Verb, things: str, why: str, count: int, at: str) -> None:
        """Counts; `at` is remembered of the first only, and nothing is said of a count below 1."""
        if count > 0:
            self._counts.setdefault((verb, things, why), [0, at])[0] += count

    def count(self, verb: Verb) -> int:
        """How many labels the lines of that verb count."""
        return sum(count for (of, _, _), (count, _) in self._counts.items() if of == verb)

    def lines(self) -> tuple[Line, ...]:
        """Kept first, then changed, then dropped; within each in the order they first occurred."""
        order = ("kept", "changed", "dropped")
        found = (Line(verb, things, why, count, at) for (verb, things, why), (count, at) in self._counts.items())
        return tuple(sorted(found, key=lambda line: order.index(line.verb)))
