"""One run: the world is made, floor and site are started, and each line is measured."""

import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench import growth, speed, transfer
from bench.load import Client
from bench.ratios import Round, spread
from bench.servers import Server, start_floor, start_site
from bench.table import LINES, MOST_REQUESTS, Row, figures
from bench.world import CLOSED_SETS, World, load_app, make_world

MB = 1024 * 1024


def run(names: Sequence[str], folder: Path, *, quick: bool) -> tuple[list[Row], list[str]]:
    """The rows of those lines in their order, and notes to print below the table."""
    submits = [speed.effort_of(name, quick=quick) for name in names if name.startswith("submit")]
    _say("making a site with eight learners")
    app = load_app(folder / "site")
    waiting = max(map(speed.sets_needed, submits), default=0)
    world = make_world(app, sets=2 if quick else CLOSED_SETS, waiting=waiting)
    rows: list[Row] = []
    notes: list[str] = []

    def done(row: Row) -> None:
        """Told at once: a long run that is stopped has said what it knows."""
        _say(f"{row.line.words}: {figures(row)}")
        rows.append(row)

    with ExitStack() as stack:
        floor = stack.enter_context(start_floor(folder))
        site = stack.enter_context(start_site(world.data_dir))
        client = stack.enter_context(Client())
        measured: dict[str, list[Round]] = {}
        jobs = {"save": speed.job_of("save", site.port, world)}
        jobs["tail"] = jobs["save"]
        for name in names:
            if name in speed.PAGES or name in speed.CALLS:
                job = jobs.get(name) or speed.job_of(name, site.port, world)
                row, measured[name] = speed.measure(name, client, floor, site, world, job, quick=quick)
                done(row)
        notes += _noise(measured)
        if "memory" in names:
            if not measured:
                _warm(client, floor, site, world)
            row, note = _memory(floor, site)
            done(row)
            notes.append(note)
        if "growth" in names:
            done(growth.measure(client, site, world, app, folder, quick=quick, say=_say))
        for name in names:
            if name.startswith("transfer-"):
                done(_transfer(name, site, world))
        if "start" in names:
            site.stop()
            done(_start(world, floor, folder, 1 if quick else 5))
    order = list(LINES)
    return sorted(rows, key=lambda row: order.index(row.line.name)), notes


def _noise(measured: dict[str, list[Round]]) -> list[str]:
    """The floor against itself in the same rounds, and what it takes in milliseconds."""
    notes = []
    for words, names in (("page", speed.PAGES), ("call", [name for name in speed.CALLS if name != "tail"])):
        rounds = [one for name in names for one in measured.get(name, ())]
        if rounds:
            low, middle, high = spread([one.noise for one in rounds])
            notes.append(
                f"noise, floor {words} against itself: {middle:.2f}, half of all rounds within {low:.2f} to {high:.2f}"
            )
    return notes


def _warm(client: Client, floor: Server, site: Server, world: World) -> None:
    """Everything asked for once by everybody, so that both are as large as they get."""
    floors = [speed.floor_page(floor.port), speed.floor_call(floor.port)]
    for job in [*floors, *(speed.job_of(name, site.port, world) for name in (*speed.PAGES, "save"))]:
        client.burst(job.port, job.lanes(8, 20), job.expected)


def _memory(floor: Server, site: Server) -> tuple[Row, str]:
    of_floor, _none = floor.memory()
    serving, jobs = site.memory()
    row = Row(LINES["memory"], one=serving / of_floor, detail=f"{serving / MB:.0f} MB against {of_floor / MB:.0f} MB")
    return row, f"the process that runs jobs takes {jobs / MB:.0f} MB more"


def _start(world: World, floor: Server, folder: Path, times: int) -> Row:
    """Seconds from starting the process to its first page, the middle of some starts on the same data."""
    taken, floors = [], []
    for _n in range(times):
        with start_site(world.data_dir) as site:
            taken.append(site.seconds)
        with start_floor(folder) as other:
            floors.append(other.seconds)
    return Row(LINES["start"], one=median(taken), detail=f"the floor takes {median(floors):.2f} s")


def _transfer(name: str, site: Server, world: World) -> Row:
    visits = transfer.visit_all(site.port, world, transfer.pages(name, world))
    heaviest = max(visits, key=lambda one: one.bytes)
    requests = max(one.requests for one in visits)
    foreign = sorted({host for one in visits for host in one.foreign})
    troubles = []
    if requests > MOST_REQUESTS[name]:
        troubles.append("too many requests")
    if foreign:
        troubles.append(f"asks other hosts: {', '.join(foreign)}")
    detail = f"{requests} requests of at most {MOST_REQUESTS[name]}; heaviest {heaviest.path}"
    return Row(LINES[name], one=heaviest.bytes / transfer.KB, trouble="; ".join(troubles), detail=detail)


def _say(message: str) -> None:
    """A progress line; the table alone goes to standard output."""
    print(f"· {time.strftime('%H:%M:%S')} {message}", file=sys.stderr, flush=True)
