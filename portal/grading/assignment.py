"""Which of mine goes with which of yours: the one-to-one pairing of greatest total weight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

Pair = tuple[int, int]


def best_pairs(weights: Mapping[Pair, float]) -> list[Pair]:
    """The pairs of the heaviest one-to-one assignment, sorted. Pairs not in `weights` are never made.

    Weights must be positive. Each connected group is solved alone, so sparse data stays cheap; a group
    of n by m costs O(min(n, m)^2 * max(n, m)).
    """
    chosen: list[Pair] = []
    for group in _groups(weights):
        if len(group) == 1:
            chosen.append(group[0])
            continue
        rows = sorted({row for row, _ in group})
        cols = sorted({col for _, col in group})
        if len(rows) == 1 or len(cols) == 1:
            # max() keeps the first of equals: the lowest index.
            chosen.append(max(sorted(group), key=weights.__getitem__))
            continue
        chosen.extend(_heaviest(rows, cols, weights))
    return sorted(chosen)


def _groups(weights: Mapping[Pair, float]) -> list[list[Pair]]:
    """The pairs by connected component of the two-sided graph they make."""
    by_row: dict[int, list[Pair]] = defaultdict(list)
    by_col: dict[int, list[Pair]] = defaultdict(list)
    for pair in weights:
        by_row[pair[0]].append(pair)
        by_col[pair[1]].append(pair)
    groups, seen = [], set()
    for start in by_row:
        if start in seen:
            continue
        seen.add(start)
        group, rows, cols = [], [start], set()
        while rows:
            for pair in by_row[rows.pop()]:
                group.append(pair)
                if pair[1] not in cols:
                    cols.add(pair[1])
                    for row, _ in by_col[pair[1]]:
                        if row not in seen:
                            seen.add(row)
                            rows.append(row)
        groups.append(group)
    return groups


def _heaviest(rows: list[int], cols: list[int], weights: Mapping[Pair, float]) -> list[Pair]:
    """The Hungarian method on one group, shortest augmenting paths with potentials (Jonker & Volgenant)."""
    turned = len(rows) > len(cols)
    if turned:
        rows, cols = cols, rows
    cost = [[-weights.get((c, r) if turned else (r, c), 0) for c in cols] for r in rows]
    n, m = len(rows), len(cols)
    row_potential, col_potential = [0] * (n + 1), [0] * (m + 1)
    owner = [0] * (m + 1)  # owner[j]: the row (from 1) that holds column j; 0 for none
    for i in range(1, n + 1):
        owner[0] = i
        here = 0
        least = [float("inf")] * (m + 1)
        came_from = [0] * (m + 1)
        used = [False] * (m + 1)
        while owner[here]:
            used[here] = True
            row, step, nearest = owner[here], float("inf"), 0
            costs, shift = cost[row - 1], row_potential[row]
            for j in range(1, m + 1):
                if used[j]:
                    continue
                reduced = costs[j - 1] - shift - col_potential[j]
                if reduced < least[j]:
                    least[j], came_from[j] = reduced, here
                if least[j] < step:
                    step, nearest = least[j], j
            for j in range(m + 1):
                if used[j]:
                    row_potential[owner[j]] += step
                    col_potential[j] -= step
                else:
                    least[j] -= step
            here = nearest
        while here:
            owner[here] = owner[came_from[here]]
            here = came_from[here]
    found = ((rows[owner[j] - 1], cols[j - 1]) for j in range(1, m + 1) if owner[j])
    pairs = ((c, r) if turned else (r, c) for r, c in found)
    return [pair for pair in pairs if pair in weights]
