"""Everything that points at something else: it must be there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from portal.library.problems import Problems

if TYPE_CHECKING:
    from portal.library.load import Library

Link = Sequence[str]  # kind, id, fragment


class Links:
    """Checks of one library.

    `there` holds the ids of each kind of thing, broken ones included, so that a broken lesson is one problem
    and not one for every link to it; a kind whose table cannot be read is not in it, and never missed.
    """

    def __init__(self, library: Library, there: Mapping[str, set[str]], root: Path, problems: Problems):
        self.library = library
        self.there = there
        self.root = root
        self.problems = problems

    def check(self, homes: Mapping[str, Path], pointed: Mapping[Path, Sequence[Link]]) -> None:
        """Adds a problem for everything that leads nowhere.

        `homes` is each exercise's exercise.toml, `pointed` the links in the text of each Markdown file.
        """
        self._exercises(homes)
        self._lessons()
        self._curriculum()
        self._market()
        self._plan()
        for path, links in pointed.items():
            for kind, target, fragment in links:
                self._need(path, "body", kind, target)
                lesson = self.library.lessons.get(target) if kind == "lesson" else None
                if lesson and fragment and fragment not in {entry.id for entry in lesson.toc}:
                    self.problems.add(path, "body", f"the lesson {target} has no heading #{fragment}")

    def _need(self, path: Path, where: str, kind: str, target: str) -> None:
        if kind in self.there and target not in self.there[kind]:
            self.problems.add(path, where, f"there is no {kind} {target}")

    def _exercises(self, homes: Mapping[str, Path]) -> None:
        for exercise in self.library.exercises.values():
            path = homes[exercise.id]
            for skill in exercise.skills:
                self._need(path, "skills", "skill", skill.id)
            for lesson in exercise.lessons:
                self._need(path, "lessons", "lesson", lesson)
            for rule in exercise.rules.values():
                if rule.lesson is not None:
                    self._need(path, f"rules.{rule.id}", "lesson", rule.lesson)
            for feedback in exercise.feedback:
                if feedback.lesson is not None:
                    self._need(path, f"feedback ({feedback.id})", "lesson", feedback.lesson)

    def _lessons(self) -> None:
        for lesson in self.library.lessons.values():
            path = self.root / "lessons" / f"{lesson.id}.md"
            self._need(path, "module", "module", lesson.module)
            module = self.library.modules.get(lesson.module)
            if module is not None and lesson.id not in module.lessons:
                message = f"curriculum.toml does not list this lesson under {lesson.module}"
                self.problems.add(path, "module", message)
            for skill in lesson.skills:
                self._need(path, "skills", "skill", skill)
            if lesson.practice is not None:
                self._need(path, "practice", "exercise", lesson.practice)

    def _curriculum(self) -> None:
        path = self.root / "curriculum.toml"
        listed: dict[str, str] = {}
        for module in self.library.modules.values():
            where = f"module {module.id}"
            self._need(path, where, "track", module.track)
            for lesson in module.lessons:
                self._need(path, where, "lesson", lesson)
                if lesson in listed:
                    message = f"the lesson {lesson} is listed before, under {listed[lesson]}"
                    self.problems.add(path, where, message)
                listed.setdefault(lesson, module.id)
            for exercise in module.exercises:
                self._need(path, where, "exercise", exercise)
        for track in self.library.tracks.values():
            if not track.modules:
                self.problems.add(path, f"track {track.id}", "has no modules")

    def _market(self) -> None:
        path = self.root / "market.toml"
        market = self.library.market
        for occupation in market.occupations.values():
            for background in occupation.suits:
                self._need(path, f"occupation {occupation.id}", "background", background)
        for background in market.backgrounds.values():
            if background.occupation is not None and background.occupation not in market.occupations:
                message = f"there is no occupation {background.occupation}"
                self.problems.add(path, f"background {background.id}", message)
        for figure in market.figures.values():
            if figure.low is not None and figure.high is not None and figure.low > figure.high:
                self.problems.add(path, f"figure {figure.id}", "low is above high")

    def _plan(self) -> None:
        path = self.root / "plan.toml"
        for thing in self.library.plan:
            where = f"thing {thing.id}"
            if thing.kind == "page" and not thing.target.startswith("/"):
                self.problems.add(path, where, "the target of a page starts with /")
            elif thing.kind != "page":
                self._need(path, where, thing.kind, thing.target)
            exercise = self.library.exercises.get(thing.target)
            if exercise is not None and thing.mode is not None and thing.mode not in exercise.modes:
                self.problems.add(path, where, f"{thing.target} has no mode {thing.mode}")
            for background in thing.for_backgrounds:
                if background != "any":
                    self._need(path, where, "background", background)
