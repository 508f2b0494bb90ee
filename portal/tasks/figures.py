"""What kinds that mark objects share when a graded item is drawn on the server, without script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# Order in which objects are told: what to fix first, what was right last. The scripts count the same way.
_WEIGHT = {"missed": 0, "extra": 1, "misnamed": 2, "wrong": 2, "loose": 3, "right": 4}


def numbered(objects: Iterable[Mapping]) -> list[tuple[int, Mapping]]:
    """The objects that are told, each with its number from 1, mistakes first."""
    told = sorted((one for one in objects if one["tag"] != "ignored"), key=lambda one: _WEIGHT.get(one["tag"], 9))
    return list(enumerate(told, 1))
