"""The picture of agreement over the order of the items, as numbers for an SVG, with its table."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.grading.agreement.words import plain_share

WIDTH, HEIGHT = 640, 230
LEFT, RIGHT, TOP, BOTTOM = 70, 12, 12, 40


@dataclass(frozen=True, slots=True)
class Point:
    """One block of items: where it is drawn, and what it says."""

    x: float
    y: float
    low_y: float
    high_y: float
    items: str
    n: int
    value: str
    interval: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The line, its marks, and the levels beside it as (y, "50 %")."""

    points: tuple[Point, ...]
    line: str
    levels: tuple[tuple[float, str], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    foot: int = HEIGHT - BOTTOM


def chart_of(drift: Mapping) -> Chart:
    """Agreement by block, on a scale from 0 to 100 %, so that small wobbles look small."""
    blocks = drift["blocks"]
    step = (WIDTH - LEFT - RIGHT) / len(blocks)

    def height(share: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(1.0, max(0.0, share))), 1)

    points = tuple(
        Point(
            x=round(LEFT + step * (i + 0.5), 1),
            y=height(block["value"]),
            low_y=height(block["low"]),
            high_y=height(block["high"]),
            items=f"{block['first']}–{block['last']}",
            n=block["n"],
            value=plain_share(block["value"]),
            interval=f"{plain_share(block['low'])}–{plain_share(block['high'])}",
        )
        for i, block in enumerate(blocks)
    )
    line = " ".join(f"{point.x},{point.y}" for point in points)
    levels = tuple((height(share / 4), plain_share(share / 4)) for share in range(5))
    return Chart(points, line, levels)
