"""`content check`: every problem of the content, the slow proofs included."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from portal.grading.engine import FEWEST_PER_CLASS
from portal.library.draw import class_totals, draw_items
from portal.library.models import Exercise
from portal.library.problems import ContentProblem, Problems, shown_path

# A learner draws this many fresh sets of a test before items come back.
SETS = {"practice": 1, "test": 3, "exam": 3}
_SEEDS = range(4)


def check(folders: Sequence[Path], *, quick: bool = False) -> list[ContentProblem]:
    """Every problem; [] when all is well. `quick` leaves out the proof that pass marks can be passed."""
    from portal.library.load import read_library

    library, problems = read_library(folders)
    if quick:
        return problems
    from portal.library.proof import prove_marks

    for exercise in library.exercises.values():
        path = shown_path(_home(folders, exercise.id) / "exercise.toml")
        problems += [ContentProblem(path, where, message) for where, message in prove_marks(exercise)]
    return sorted(problems, key=ContentProblem.sort_key)


def _home(folders: Sequence[Path], exercise_id: str) -> Path:
    homes = [Path(folder) / "exercises" / exercise_id for folder in folders]
    return next(home for home in homes if (home / "exercise.toml").exists())


def check_draws(exercise: Exercise, modes: Sequence[str], path: Path, problems: Problems, *, simulate: bool) -> None:
    """Pools are large enough, and each of the fresh sets they promise holds enough of every class."""
    for mode in modes:
        pool = [item for item in exercise.pool(mode) if item.repeat_of is None]
        if mode == "exam" and not pool:
            # Exams that should mean something have their items in a folder of the site's own.
            continue
        sets = SETS[mode]
        if len(pool) < sets * exercise.draw:
            message = f"the {mode} pool has {len(pool)} items; {sets} x {exercise.draw} are needed"
            problems.add(path, "draw", message)
        elif simulate:
            for name, least in sorted(_least_per_class(exercise, pool, sets).items()):
                if least < FEWEST_PER_CLASS:
                    held = f"a set from the {mode} pool can hold only {least} of {name}"
                    problems.add(path, "draw", f"{held}; {FEWEST_PER_CLASS} are needed")


def _least_per_class(exercise: Exercise, pool: Sequence, sets: int) -> dict[str, int]:
    """The smallest number of each class in any of the fresh sets, over a few learners."""
    names = {label.id for label in exercise.labels} | set(class_totals(pool))
    least = dict.fromkeys(names, len(pool) * 1000)
    for seed in _SEEDS:
        exposed: set[str] = set()
        for turn in range(sets):
            drawn = draw_items(pool, exercise.draw, seed * 10 + turn, exposed)
            exposed |= {item.id for item in drawn}
            have = class_totals(drawn)
            least = {name: min(least[name], have[name]) for name in names}
    return least
