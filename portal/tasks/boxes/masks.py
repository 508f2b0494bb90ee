"""Masks of shadows and occluders: run lengths, column by column, of a picture reduced by `scale`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Runs = tuple[tuple[tuple[int, int], ...], ...]  # per column: (first row, row after the last)


@dataclass(frozen=True, slots=True)
class Mask:
    """Where the shadow of object `of` lies, or what stands before it."""

    kind: str
    of: str
    scale: int
    columns: Runs

    def area_within(self, left: float, top: float, right: float, bottom: float) -> float:
        """How many square pixels of the mask lie in a rectangle of the full-size picture."""
        scale = self.scale
        area = 0.0
        first, last = int(left // scale), int(-(-right // scale))
        for col in range(max(first, 0), min(last, len(self.columns))):
            width = min(right, (col + 1) * scale) - max(left, col * scale)
            for row0, row1 in self.columns[col]:
                height = min(bottom, row1 * scale) - max(top, row0 * scale)
                if height > 0:
                    area += width * height
        return area

    def bounds(self) -> tuple[int, int, int, int] | None:
        """Left, top, right, bottom in full-size pixels; None for an empty mask."""
        filled = [i for i, runs in enumerate(self.columns) if runs]
        if not filled:
            return None
        top = min(self.columns[i][0][0] for i in filled)
        bottom = max(self.columns[i][-1][1] for i in filled)
        scale = self.scale
        return filled[0] * scale, top * scale, (filled[-1] + 1) * scale, bottom * scale


def parse_counts(rows: int, cols: int, counts: Sequence[int]) -> Runs:
    """The runs of each column. `counts` alternate outside and inside, starting with outside."""
    columns: list[list[tuple[int, int]]] = [[] for _ in range(cols)]
    position = 0
    for i, length in enumerate(counts):
        end = position + length
        # A run may reach over the foot of one column into the next.
        while i % 2 and position < end:
            col, row = divmod(position, rows)
            stop = min(end - col * rows, rows)
            columns[col].append((row, stop))
            position = col * rows + stop
        position = end
    return tuple(tuple(runs) for runs in columns)
