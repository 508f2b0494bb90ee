"""Which of mine goes with which of yours: the one-to-one pairing of greatest total weight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

Pair = tuple[int, int]

# A group of more rows times columns than this is paired greedily: the best assignment of 300 by 300 may take a
# second, of 3000 by 3000 a quarter of an hour.
LARGEST_GROUP = 90_000


def most_pairs(overlaps: Mapping[Pair, float]) -> dict[Pair, float]:
    """The one-to-one pairs with their overlap: as many as can be, then the largest total overlap.

    Overlaps are above 0 and at most 1; pairs not offered are never made.
    """
    partner = dict(overlaps.keys())
    if len(partner) == len(overlaps) == len(set(partner.values())):
        return dict(overlaps)
    chosen = _first_wishes(overlaps, overlaps)
    if chosen is None:
        # No sum of overlaps makes up for a pair.
        most = 1 + len(partner)
        chosen = best_pairs({pair: most + value for pair, value in overlaps.items()})
    return {pair: overlaps[pair] for pair in chosen}


def best_pairs(weights: Mapping[Pair, float]) -> list[Pair]:
    """The pairs of the heaviest one-to-one assignment, sorted. Pairs not in `weights` are never made.

    Weights must be positive. Each connected group is solved alone, so sparse data stays cheap; a group
    of n by m costs at worst O(min(n, m)^2 * max(n, m)). One larger than LARGEST_GROUP is paired by `greedy`,
    which may weigh less, down to half of the best.
    """
    chosen = _first_wishes(weights, weights)
    if chosen is None:
        chosen = []
        for group in _groups(weights):
            chosen += _first_wishes(group, weights) or _settled(group, weights)
    return sorted(chosen)


def greedy(weights: Mapping[Pair, float]) -> dict[Pair, float]:
    """One-to-one pairs taken by highest weight first, equals in index order; may miss the best assignment."""
    rows, cols, chosen = set(), set(), {}
    for (i, j), value in sorted(weights.items(), key=lambda item: (-item[1], item[0])):
        if i not in rows and j not in cols:
            rows.add(i)
            cols.add(j)
            chosen[i, j] = value
    return chosen


def _settled(group: list[Pair], weights: Mapping[Pair, float]) -> Iterable[Pair]:
    size = len({i for i, _ in group}) * len({j for _, j in group})
    return _heaviest(group, weights) if size <= LARGEST_GROUP else greedy({pair: weights[pair] for pair in group})


def _first_wishes(group: Iterable[Pair], weights: Mapping[Pair, float]) -> list[Pair] | None:
    """Each row's heaviest pair, when no two of them want the same column: nothing can weigh more. Else None."""
    wish: dict[int, Pair] = {}
    for pair in group:
        best = wish.setdefault(pair[0], pair)
        # Of equals the lowest column.
        if best is not pair and (weights[pair], best[1]) > (weights[best], pair[1]):
            wish[pair[0]] = pair
    return list(wish.values()) if len({col for _, col in wish.values()}) == len(wish) else None


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


def _heaviest(group: list[Pair], weights: Mapping[Pair, float]) -> list[Pair]:
    """The heaviest pairs of one group, by shortest augmenting paths for rectangles (Crouse 2016).

    Whole numbers stay whole, so that weights beyond the precision of floating point are exact.
    """
    rows, cols = sorted({i for i, _ in group}), sorted({j for _, j in group})
    turned = len(rows) > len(cols)
    if turned:
        rows, cols = cols, rows
    top = max(weights[pair] for pair in group)
    cost = [[top - weights.get((c, r) if turned else (r, c), 0) for c in cols] for r in rows]
    row_price, col_price = [min(line) for line in cost], [0] * len(cols)
    owner: list[int | None] = [None] * len(cols)  # which row holds a column
    held: list[int | None] = [None] * len(rows)  # which column a row holds
    # A row whose cheapest column is still free takes it; the others have to look for a path.
    for i, line in enumerate(cost):
        j = line.index(row_price[i])
        while owner[j] is not None:
            try:
                j = line.index(row_price[i], j + 1)
            except ValueError:
                break
        else:
            owner[j], held[i] = i, j
    for i in range(len(rows)):
        if held[i] is None:
            _augment(i, cost, row_price, col_price, owner, held)
    pairs = ((rows[i], cols[j]) for i, j in enumerate(held))
    return [pair for pair in ((c, r) if turned else (r, c) for r, c in pairs) if pair in weights]


def _augment(start, cost, row_price, col_price, owner, held) -> None:
    """Gives row `start` a column along the cheapest path of exchanges; prices and holders change in place."""
    least = [float("inf")] * len(col_price)  # the price of the cheapest path to each column
    came_from = [start] * len(col_price)
    waiting = list(range(len(col_price)))
    rows, cols = [], []  # visited
    row, so_far = start, 0
    while True:
        rows.append(row)
        line, base = cost[row], so_far - row_price[row]
        nearest = float("inf")
        place = 0
        for k, j in enumerate(waiting):
            price = base + line[j] - col_price[j]
            if price < least[j]:
                least[j], came_from[j] = price, row
            else:
                price = least[j]
            if price < nearest or (price == nearest and owner[j] is None):
                nearest, place = price, k
        so_far, col = nearest, waiting[place]
        if owner[col] is None:
            break
        waiting[place] = waiting[-1]
        waiting.pop()
        cols.append(col)
        row = owner[col]
    row_price[start] += so_far
    for i in rows[1:]:
        row_price[i] += so_far - least[held[i]]
    for j in cols:
        col_price[j] -= so_far - least[j]
    while True:
        row = came_from[col]
        owner[col] = row
        held[row], col = col, held[row]
        if row == start:
            return
