"""What is measured, the limits it is held to, and the table that is printed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

PAGE = "x floor page"
CALL = "x floor call"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what it must not exceed, and what it aims for. Without a limit it is printed only."""

    name: str
    words: str
    unit: str
    limit: float | None
    stretch: float | None


LINES = {
    line.name: line
    for line in (
        Line("lesson", "lesson", PAGE, 3, 2),
        Line("list", "practice list", PAGE, 3, 2),
        Line("landing", "home, before signing in", PAGE, 3, 2),
        Line("home", "home, signed in", PAGE, 3, 2),
        Line("skills", "skills", PAGE, 3, 2),
        Line("open", "opening an attempt", PAGE, 3, 2),
        Line("public", "public page", PAGE, 3, 2),
        Line("save", "saving one answer", CALL, 2, 1.5),
        Line("submit-text", "submit and grade 20 text items", CALL, 4, 2.5),
        Line("submit-boxes", "submit and grade 8 pictures of boxes", CALL, 5, 3.5),
        Line("tail", "slowest hundredth of saves", CALL, 4, 2),
        Line("memory", "memory, server and two workers", "x floor", 2, 1.6),
        Line("start", "start to first answer", "s", 2, 1.2),
        Line("growth", "any page, 100,000 attempts", "x empty site", 1.15, 1.05),
        Line("transfer-lesson", "lesson, cold", "KB", 45, 30),
        Line("transfer-workbench", "workbench, cold", "KB", 90, 60),
        Line("transfer-portfolio", "portfolio, cold", "KB", 60, 40),
    )
}
# Requests of one cold visit, media left out.
MOST_REQUESTS = {"transfer-lesson": 8, "transfer-workbench": 10, "transfer-portfolio": 8}


@dataclass(frozen=True, slots=True)
class Row:
    """What a line came to: at one connection, at eight, or a single figure in `one`."""

    line: Line
    one: float | None = None
    eight: float | None = None
    # A reason to fail that no figure shows, such as a request to another host.
    trouble: str = ""
    detail: str = ""

    @property
    def worst(self) -> float:
        """The larger figure: it is the one that is judged."""
        return max(value for value in (self.one, self.eight) if value is not None)

    @property
    def failed(self) -> bool:
        """Whether the line misses its limit. A line without one cannot fail."""
        return bool(self.trouble) or (self.line.limit is not None and self.worst > self.line.limit)

    @property
    def verdict(self) -> str:
        """pass, pass and stretch, or FAIL."""
        if self.failed:
            return "FAIL"
        if self.line.limit is None:
            return ""
        return "pass, stretch" if self.worst <= self.line.stretch else "pass"


def render(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table, aligned for a terminal."""
    cells = [("line", "at 1", "at 8", "limit", "stretch", "", "result", "")]
    for row in rows:
        line = row.line
        notes = "; ".join(part for part in (row.trouble, row.detail) if part)
        figures = (_figure(row.one), _figure(row.eight), _figure(line.limit), _figure(line.stretch))
        cells.append((line.words, *figures, line.unit, row.verdict, notes))
    return aligned(cells, right=(1, 2, 3, 4))


def aligned(cells: Sequence[Sequence[str]], right: Collection[int]) -> str:
    """Rows of cells, the first the heading, as a Markdown table as wide throughout; `right` columns end alike."""
    columns = range(len(cells[0]))
    widths = [max(2, *(len(row[column]) for row in cells)) for column in columns]
    rule = ["-" * (widths[column] - 1) + (":" if column in right else "-") for column in columns]

    def written(row: Sequence[str]) -> str:
        parts = (row[i].rjust(widths[i]) if i in right else row[i].ljust(widths[i]) for i in columns)
        return "| " + " | ".join(parts) + " |"

    return "\n".join(map(written, [cells[0], rule, *cells[1:]]))


def figures(row: Row) -> str:
    """What the row came to, for a progress line."""
    return " and ".join(_figure(value) for value in (row.one, row.eight) if value is not None) + f" {row.line.unit}"


def _figure(value: float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, int) or value >= 20:
        return f"{value:.0f}"
    return f"{value:.2f}"
