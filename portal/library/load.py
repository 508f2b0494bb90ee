"""Content folders -> Library: read once at the start, checked whole, never changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from portal.library.cache import Cache, key_of
from portal.library.exercises import ID, build_exercise, compile_exercise
from portal.library.files import Folder, SourceFile, media_files, read_folders
from portal.library.lessons import build_lesson, compile_lesson
from portal.library.links import Links
from portal.library.media import inspect, public_name
from portal.library.models import Exercise, Lesson, Module, Skill, Term, Track
from portal.library.problems import ContentErrors, ContentProblem, Problems
from portal.library.reference import TABLES, Market, Reference, Thing, build_reference, compile_table
from portal.library.search import Hit, Page, search


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Library:
    """Everything there is to learn and practise, by id. Nothing in it can be changed.

    `media` holds each file a browser may fetch, by its public name. `plan` is what a first week can hold.
    """

    exercises: Mapping[str, Exercise]
    lessons: Mapping[str, Lesson]
    tracks: Mapping[str, Track]
    modules: Mapping[str, Module]
    skills: Mapping[str, Skill]
    glossary: Mapping[str, Term]
    market: Market
    plan: tuple[Thing, ...]
    media: Mapping[str, Path]
    pages: tuple[Page, ...]

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Lessons and exercises that hold every word of the query, best first."""
        return search(self.pages, query, limit)


def load_library(folders: Sequence[Path], cache: Path | None = None) -> Library:
    """The library from these folders; further ones add items and exercises to the first.

    Raises ContentErrors with every problem. What was read is kept in the folder `cache`.
    """
    library, problems = read_library(folders, cache)
    if problems:
        raise ContentErrors(problems)
    return library


def read_library(folders: Sequence[Path], cache: Path | None = None) -> tuple[Library, list[ContentProblem]]:
    """(what can be read, every problem). With problems the library is for looking at, not for serving."""
    problems = Problems()
    found = read_folders(folders, problems)
    reader = _Reader(found, Cache(cache), problems)
    library = reader.library()
    reader.cache.save()
    return library, sorted(set(problems.found), key=ContentProblem.sort_key)


class _Reader:
    """One reading of the folders: each file compiled, or taken from the cache when nothing has changed."""

    def __init__(self, folders: Sequence[Folder], cache: Cache, problems: Problems):
        self.folders = folders
        self.cache = cache
        self.problems = problems
        self.first = folders[0] if folders else Folder(Path(), {})
        self.pictures = {name: file for name, file in self.first.below("lessons").items() if name.startswith("media/")}
        self.glossary: Mapping[str, Term] = {}
        self._check_further_folders()

    def library(self) -> Library:
        tables = {name: self._table(name) for name in TABLES}
        reference = build_reference({name: table for name, table in tables.items() if table})
        broken = tables["glossary.toml"] is None and "glossary.toml" in self.first.files
        self.glossary = _AnyTerm() if broken else reference.glossary
        raw_lessons = dict(self._lessons())
        lessons = dict(_in_place(raw_lessons, reference))
        exercises: dict[str, Exercise] = {}
        media = {public_name(file): file.path for file in self.pictures.values()}
        links: dict[Path, list] = {
            self.first.files[f"lessons/{lesson_id}.md"].path: raw["links"] for lesson_id, raw in raw_lessons.items()
        }
        pages = [Page.of("lesson", each.id, each.title, each.outcome, each.text) for each in lessons.values()]
        homes: dict[str, Path] = {}
        for exercise_id, compiled, parts in self._exercises():
            exercise = build_exercise(exercise_id, compiled, media_files(parts))
            exercises[exercise_id] = exercise
            homes[exercise_id] = next(p["exercise.toml"].path for p in parts if "exercise.toml" in p)
            links[homes[exercise_id].with_name("guideline.md")] = compiled["links"]
            media |= {m.public_name: m.path for item in exercise.items.values() for m in item.media}
            pages.append(Page.of("exercise", exercise_id, exercise.title, exercise.summary, compiled["text"]))
        library = Library(
            exercises=MappingProxyType(exercises),
            lessons=MappingProxyType(lessons),
            tracks=reference.tracks,
            modules=reference.modules,
            skills=reference.skills,
            glossary=reference.glossary,
            market=reference.market,
            plan=reference.plan,
            media=MappingProxyType(media),
            pages=tuple(pages),
        )
        Links(library, self._there(library, tables), self.first.root, self.problems).check(homes, links)
        self._check_pictures(raw_lessons)
        return library

    def _there(self, library: Library, tables: Mapping[str, dict | None]) -> dict[str, set[str]]:
        """The ids of each kind of thing, readable or not; kinds whose table is broken are left out."""
        there = {
            "lesson": {name.removesuffix(".md") for name in self.first.below("lessons")},
            "exercise": set(_exercise_parts(self.folders, Problems())),
        }
        kinds = {
            "skill": ("skills.toml", library.skills),
            "track": ("curriculum.toml", library.tracks),
            "module": ("curriculum.toml", library.modules),
            "background": ("market.toml", library.market.backgrounds),
        }
        for kind, (table, rows) in kinds.items():
            if tables[table] is not None or table not in self.first.files:
                there[kind] = set(rows)
        return there

    def _check_further_folders(self) -> None:
        for folder in self.folders[1:]:
            for name, file in folder.files.items():
                if not name.startswith("exercises/"):
                    self.problems.add(file.path, "", "only exercises/ is read from a further folder")

    def _current(self, name: str) -> str | None:
        """What a term or a picture is now: cached pages that used another one are made again."""
        kind, _, rest = name.partition(":")
        if kind == "term":
            term = self.glossary.get(rest)
            return None if term is None else f"{term.name}\n{term.plain}"
        file = self.pictures.get(rest)
        return None if file is None else file.sha256

    def _compiled(self, key: str, compile_it) -> dict | None:
        """The compiled thing, from the cache or made now; kept only when it is sound."""
        data = self.cache.find(key, self._current)
        if data is not None:
            return data
        before = len(self.problems.found)
        data = compile_it()
        if data is not None and len(self.problems.found) == before:
            names = [f"term:{term}" for term in data.get("terms", ())]
            names += [f"picture:{picture}" for picture in data.get("pictures", ())]
            self.cache.put(key, {name: self._current(name) for name in names}, data)
        return data

    def _table(self, name: str) -> dict | None:
        file = self.first.files.get(name)
        if file is None:
            return None
        return self._compiled(key_of(name, file.sha256), lambda: compile_table(name, file, self.problems))

    def _lessons(self) -> Iterator[tuple[str, dict]]:
        for name, file in self.first.below("lessons").items():
            if name.startswith("media/"):
                continue
            lesson_id = name.removesuffix(".md")
            if name == lesson_id or not ID.fullmatch(lesson_id):
                self.problems.add(file.path, "", "a lesson is lessons/<id>.md, its id like f4-1")
                continue
            compiled = self._compiled(
                key_of("lesson", lesson_id, file.sha256),
                lambda lesson_id=lesson_id, file=file: compile_lesson(
                    lesson_id, file, self.pictures, self.glossary, self.problems
                ),
            )
            if compiled is not None:
                yield lesson_id, compiled

    def _exercises(self) -> Iterator[tuple[str, dict, list[Mapping[str, SourceFile]]]]:
        for exercise_id, parts in sorted(_exercise_parts(self.folders, self.problems).items()):
            hashes = [f"{i}:{name}:{file.sha256}" for i, part in enumerate(parts) for name, file in part.items()]
            compiled = self._compiled(
                key_of("exercise", exercise_id, *hashes),
                lambda exercise_id=exercise_id, parts=parts: self._compile_exercise(exercise_id, parts),
            )
            if compiled is not None:
                yield exercise_id, compiled, parts

    def _compile_exercise(self, exercise_id: str, parts: list[Mapping[str, SourceFile]]) -> dict | None:
        from portal.library.check import check_draws

        before = len(self.problems.found)
        compiled = compile_exercise(exercise_id, parts, self.glossary, self.problems)
        if compiled is not None:
            toml = next(part["exercise.toml"] for part in parts if "exercise.toml" in part)
            sound = len(self.problems.found) == before
            exercise = build_exercise(exercise_id, compiled, media_files(parts))
            check_draws(exercise, compiled["modes"], toml.path, self.problems, simulate=sound)
        return compiled

    def _check_pictures(self, raw_lessons: Mapping[str, dict]) -> None:
        shown = {name for raw in raw_lessons.values() for name in raw["pictures"]}
        for name, file in self.pictures.items():
            if name not in shown:
                self.problems.add(file.path, "", "belongs to no lesson")
            self._compiled(key_of("picture", file.sha256), lambda file=file: self._inspected(file))

    def _inspected(self, file: SourceFile) -> dict:
        for fault in inspect(file.path).faults:
            self.problems.add(file.path, "", fault)
        return {}


class _AnyTerm(dict):
    """Stands for a glossary that cannot be read: that is one problem, not one for every pop-out."""

    def get(self, key: str, default: object = None) -> Term:
        return Term(key, key, "")


def _exercise_parts(folders: Sequence[Folder], problems: Problems) -> dict[str, list[Mapping[str, SourceFile]]]:
    """The files of each exercise, one mapping for each folder that has some."""
    found: dict[str, list[Mapping[str, SourceFile]]] = {}
    for folder in folders:
        by_id: dict[str, dict[str, SourceFile]] = {}
        for name, file in folder.below("exercises").items():
            exercise_id, slash, rest = name.partition("/")
            if slash:
                by_id.setdefault(exercise_id, {})[rest] = file
            else:
                problems.add(file.path, "", "does not belong here; each exercise is a folder")
        for exercise_id, files in by_id.items():
            found.setdefault(exercise_id, []).append(files)
    return found


def _in_place(raw_lessons: Mapping[str, dict], reference: Reference) -> Iterator[tuple[str, Lesson]]:
    """The lessons in reading order, each knowing its neighbours; those in no module come last."""
    order = [
        lesson_id
        for track in reference.tracks.values()
        for module_id in track.modules
        for lesson_id in reference.modules[module_id].lessons
        if lesson_id in raw_lessons
    ]
    order = list(dict.fromkeys(order))
    for i, lesson_id in enumerate(order):
        prev = order[i - 1] if i else None
        next_ = order[i + 1] if i + 1 < len(order) else None
        yield lesson_id, _placed(lesson_id, raw_lessons[lesson_id], reference, prev, next_)
    for lesson_id in sorted(set(raw_lessons) - set(order)):
        yield lesson_id, _placed(lesson_id, raw_lessons[lesson_id], reference, None, None)


def _placed(lesson_id: str, raw: dict, reference: Reference, prev: str | None, next_: str | None) -> Lesson:
    module = reference.modules.get(raw["module"])
    return build_lesson(lesson_id, raw, module.track if module else "", prev, next_)
