"""A crowded site beside one with the same eight learners alone: no page may notice the crowd."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from bench.copies import copy_people
from bench.load import Client, LoadError
from bench.ratios import Round, middle_ratio, typical_wait
from bench.servers import Server, start_site
from bench.speed import page_job, rounds_of
from bench.table import LINES, Row
from bench.world import HANDLE, TEXT, World

LEARNERS, ATTEMPTS_EACH = 5000, 20
PATHS_WITHOUT = ("/static/", "/media/", "/healthz", "/readyz")
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


def crowd(app: object, world: World, target: Path, learners: int) -> None:
    """A copy of the site's data with so many more learners."""
    from sqlalchemy import create_engine

    from portal.web.migrate import backup_sqlite

    target.mkdir()
    source = world.data_dir
    for part in ("cache", "assets", "media"):
        if (source / part).exists():
            shutil.copytree(source / part, target / part)
    shutil.copy2(source / "secret-key", target)
    backup_sqlite(str(source / "goldpath.db"), str(target / "goldpath.db"))
    engine = create_engine(f"sqlite:///{target / 'goldpath.db'}")
    with engine.connect() as connection:
        # The copy is thrown away afterwards: nothing needs to survive a crash.
        for setting in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000", "temp_store=MEMORY"):
            connection.exec_driver_sql(f"PRAGMA {setting}")
        copy_people(connection, [person.user_id for person in world.people], learners)
        connection.commit()
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    engine.dispose()


def paths_of(app: object, world: World) -> list[str]:
    """Every page that a learner can open: each rule of the site that needs nothing but what the learner has."""
    values = {
        "exercise_id": TEXT,
        "lesson_id": "f2-1",
        "skill_id": next(iter(use.id for use in app.extensions["library"].exercises[TEXT].skills)),
        "handle": HANDLE.format(0),
    }
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.rule.startswith(PATHS_WITHOUT):
            continue
        needed = set(ARGUMENT.findall(rule.rule))
        if needed == {"attempt_id"}:
            ids = (world.closed_set, world.open_sets[0][TEXT].attempt_id)
            found += [ARGUMENT.sub(str(one), rule.rule) for one in ids]
        elif needed <= values.keys():
            found.append(ARGUMENT.sub(lambda match: values[match[1]], rule.rule))
    return sorted(found)


def measure(
    client: Client, empty: Server, world: World, app: object, folder: Path, *, quick: bool, say: Callable[[str], None]
) -> Row:
    """The page that the crowd slows most, taken again among the worst to be sure."""
    learners = LEARNERS // 50 if quick else LEARNERS
    say(f"filling a second site with {learners * ATTEMPTS_EACH:,} attempts by {learners:,} learners")
    target = folder / "crowded"
    crowd(app, world, target, learners)
    with start_site(target) as full:
        ratios: dict[str, float] = {}
        for path in paths_of(app, world):
            try:
                rounds = _rounds(client, empty, full, world, path, 3 if quick else 9)
            except LoadError:
                # Not a page for this learner: it redirects, or is an operator's.
                continue
            ratios[path] = middle_ratio(rounds)
        suspects = sorted(ratios, key=ratios.get, reverse=True)[:5]
        again = {path: middle_ratio(_rounds(client, empty, full, world, path, 5 if quick else 31)) for path in suspects}
    worst = max(again, key=again.get)
    detail = f"worst of {len(ratios)} pages: {worst}"
    if quick:
        detail += f", with {learners * ATTEMPTS_EACH:,} attempts only"
    return Row(LINES["growth"], one=again[worst], detail=detail)


def _rounds(client: Client, empty: Server, full: Server, world: World, path: str, rounds: int) -> list[Round]:
    jobs = [page_job(server.port, lambda _place: path, world.people) for server in (empty, full)]
    return rounds_of(client, *jobs, 1, 6, rounds, typical_wait)
