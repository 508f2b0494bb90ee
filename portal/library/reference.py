"""The tables beside lessons and exercises: curriculum, glossary, skills, market, first week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from portal.library.files import SourceFile
from portal.library.models import Module, Skill, Term, Track
from portal.library.problems import Problems


class Figure(NamedTuple):
    """A number somebody published, with who, where, when, and how far it can be trusted."""

    id: str
    claim: str
    group: str
    low: float | None
    high: float | None
    unit: str
    year: int
    place: str
    n: int | None
    publisher: str
    source: str
    url: str
    class_: str
    mark: str
    note: str
    checked: str


class Occupation(NamedTuple):
    """An occupation to compare with: official medians in US dollars, outlook in per cent over ten years."""

    id: str
    name: str
    soc: str
    median_year: int
    median_hour: float | None
    outlook: int
    suits: tuple[str, ...]
    url: str


class Background(NamedTuple):
    """What somebody did before, and what of it carries over."""

    id: str
    name: str
    occupation: str | None
    carries: str


@dataclass(frozen=True, slots=True)
class Market:
    """Everything of market.toml."""

    hours_per_year: int
    figures: Mapping[str, Figure]
    occupations: Mapping[str, Occupation]
    backgrounds: Mapping[str, Background]


class Thing(NamedTuple):
    """Something to do in a first week; kind: exercise | lesson | page, target its id or address."""

    id: str
    title: str
    why: str
    minutes: int
    kind: str
    target: str
    for_backgrounds: tuple[str, ...]
    needs_hours: int
    mode: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """The tables; empty where their file is missing or broken."""

    tracks: Mapping[str, Track]
    modules: Mapping[str, Module]
    glossary: Mapping[str, Term]
    skills: Mapping[str, Skill]
    market: Market
    plan: tuple[Thing, ...]


# File, shape, and whether a site can do without it.
TABLES = {
    "curriculum.toml": "CurriculumShape",
    "glossary.toml": "GlossaryShape",
    "skills.toml": "SkillsShape",
    "market.toml": "MarketShape",
    "plan.toml": "PlanShape",
}


def compile_table(name: str, file: SourceFile, problems: Problems) -> dict | None:
    """The table as JSON can hold it; None when it cannot be read."""
    from portal.library import shapes

    raw = file.toml(problems)
    if raw is None:
        return None
    shape, faults = shapes.read_shape(getattr(shapes, TABLES[name]), raw)
    for at, message in faults:
        problems.add(file.path, at, message)
    if shape is None:
        return None
    dumped = shape.model_dump()
    for kind, rows in dumped.items():
        if isinstance(rows, list):
            _check_ids(kind, rows, file, problems)
    return dumped


def _check_ids(kind: str, rows: list[dict], file: SourceFile, problems: Problems) -> None:
    seen = set()
    for i, row in enumerate(rows):
        if row["id"] in seen:
            problems.add(file.path, f"{kind}[{i}].id", f"{row['id']} is used twice")
        seen.add(row["id"])


def build_reference(tables: Mapping[str, dict]) -> Reference:
    """The tables as frozen rows, from what `compile_table` gave."""
    curriculum = tables.get("curriculum.toml") or {"track": [], "module": []}
    market = tables.get("market.toml") or {}
    modules = _rows(Module, curriculum["module"])
    tracks = [
        {**track, "modules": [m.id for m in modules.values() if m.track == track["id"]]}
        for track in curriculum["track"]
    ]
    return Reference(
        tracks=_rows(Track, tracks),
        modules=modules,
        glossary=_rows(Term, (tables.get("glossary.toml") or {}).get("term", [])),
        skills=_rows(Skill, (tables.get("skills.toml") or {}).get("skill", [])),
        market=Market(
            hours_per_year=market.get("settings", {}).get("hours_per_year", 2080),
            figures=_rows(Figure, market.get("figure", [])),
            occupations=_rows(Occupation, market.get("occupation", [])),
            backgrounds=_rows(Background, market.get("background", [])),
        ),
        plan=tuple(_rows(Thing, (tables.get("plan.toml") or {}).get("thing", [])).values()),
    )


def _rows(row_type, rows: Iterable[dict]) -> Mapping:
    """{id: row}, lists made tuples."""
    return MappingProxyType(
        {row["id"]: row_type(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}) for row in rows}
    )
