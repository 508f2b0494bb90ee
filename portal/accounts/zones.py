"""Time zones a person can choose, as the world's list names them."""

from functools import lru_cache
from zoneinfo import available_timezones


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """Every "Area/City" name, and UTC first."""
    areas = (
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    )
    names = sorted(name for name in available_timezones() if name.partition("/")[0] in areas and "/" in name)
    return ("UTC", *names)


def known_zone(name: str | None) -> str:
    """The name if it is one of them, else UTC."""
    return name if name in zone_names() else "UTC"


def zone_groups() -> dict[str, list[tuple[str, str]]]:
    """Choices of a select, grouped by area: {"Europe": [("Europe/Berlin", "Berlin"), ...]}."""
    groups: dict[str, list[tuple[str, str]]] = {"UTC": [("UTC", "UTC")]}
    for name in zone_names()[1:]:
        area, _slash, city = name.partition("/")
        groups.setdefault(area, []).append((name, city.replace("_", " ")))
    return groups
