"""Run lengths of masks, from row by row to column by column and back."""

from __future__ import annotations

from collections.abc import Sequence

Stretches = list[list[tuple[int, int]]]


def stretches(runs: Sequence[int], length: int, lines: int) -> Stretches:
    """Of a mask of `lines` lines of `length` pixels each, given line by line and starting with a run of zeros: what is
    covered across the lines. For each place along a line the (first, last + 1) lines that are covered there."""
    across: Stretches = [[] for _ in range(length)]
    at, covered = 0, False
    for run in runs:
        for pixel in range(at, at + run) if covered else ():
            line, place = divmod(pixel, length)
            found = across[place]
            if found and found[-1][1] == line:
                found[-1] = (found[-1][0], line + 1)
            else:
                found.append((line, line + 1))
        at, covered = at + run, not covered
    return across


def runs_of(lines: Stretches, length: int) -> tuple[int, ...]:
    """Run lengths, starting with zeros, of lines of `length` pixels whose covered stretches are given."""
    runs, at = [], 0
    for line, found in enumerate(lines):
        for first, last in found:
            start, end = line * length + first, line * length + last
            if runs and start == at:
                runs[-1] += end - start
            else:
                runs += [start - at, end - start]
            at = end
    rest = len(lines) * length - at
    return tuple([*runs, rest] if rest else runs)


def placed(runs: Sequence[int], box: tuple[int, int, int, int], size: tuple[int, int]) -> tuple[int, ...]:
    """Run lengths column by column over a picture of that size (width, height), of a mask given row by row within a
    box (left, top, width, height)."""
    left, top, wide, high = box
    columns = [[(first + top, last + top) for first, last in one] for one in stretches(runs, wide, high)]
    width, height = size
    return runs_of([*([] for _ in range(left)), *columns, *([] for _ in range(width - left - wide))], height)


def cut_out(runs: Sequence[int], size: tuple[int, int]) -> tuple[tuple[int, int, int, int], tuple[int, ...]]:
    """The box around what a mask covers, and its run lengths row by row within it. A mask that covers nothing keeps
    its first pixel as the box."""
    width, height = size
    rows = stretches(runs, height, width)
    used = [row for row, found in enumerate(rows) if found]
    if not used:
        return (0, 0, 1, 1), (1,)
    top, bottom = used[0], used[-1] + 1
    left = min(found[0][0] for found in rows if found)
    right = max(found[-1][1] for found in rows if found)
    inside = [[(first - left, last - left) for first, last in found] for found in rows[top:bottom]]
    return (left, top, right - left, bottom - top), runs_of(inside, right - left)
