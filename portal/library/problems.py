"""What is wrong with content: one line a problem, all of them together."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ContentProblem:
    """One thing to mend: in which file, where in it, and what is wrong."""

    path: str
    where: str
    message: str

    def sort_key(self) -> list:
        """By file, then by line: numbers in `where` count as numbers."""
        parts = re.split(r"(\d+)", f"{self.path}\n{self.where}\n{self.message}")
        return [int(part) if i % 2 else part for i, part in enumerate(parts)]

    def __str__(self) -> str:
        return ": ".join(part for part in (self.path, self.where, self.message) if part)


class ContentErrors(Exception):
    """Content that cannot be used; `problems` holds every one found."""

    def __init__(self, problems: list[ContentProblem]):
        self.problems = problems
        count = len(problems)
        lines = "\n".join(str(problem) for problem in problems)
        super().__init__(f"{count} {'problem' if count == 1 else 'problems'} in the content\n{lines}")


@dataclass(slots=True)
class Problems:
    """Collects problems; `add` takes the file as a path and shows it as short as it can."""

    found: list[ContentProblem] = field(default_factory=list)

    def add(self, path: Path | str, where: str, message: str) -> None:
        self.found.append(ContentProblem(shown_path(path), where, message))


def shown_path(path: Path | str) -> str:
    """The path below the working directory where it lies there, else as it is."""
    text = os.fspath(path)
    here = os.getcwd() + os.sep
    return text.removeprefix(here)
