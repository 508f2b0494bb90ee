"""Pages and calls against the floor: what is asked for, and the rounds it is asked in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.load import Client, request
from bench.ratios import Figure, Round, middle_ratio, pace, slowest_hundredth, typical_wait
from bench.servers import Server
from bench.table import LINES, Row
from bench.world import BOXES, HANDLE, PEOPLE, SPANS, TEXT, Person, World

Lanes = list[list[bytes]]


@dataclass(frozen=True, slots=True)
class Job:
    """Something to ask for again and again: so many requests on each of so many connections."""

    port: int
    expected: int
    lanes: Callable[[int, int], Lanes]


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured: rounds, and requests a connection in each burst at one and at eight."""

    rounds: int
    at_one: int
    at_eight: int


FULL = Effort(rounds=11, at_one=40, at_eight=20)
QUICK = Effort(rounds=3, at_one=12, at_eight=6)
# Handing in uses a set up: fewer requests.
FULL_SUBMIT = Effort(rounds=11, at_one=12, at_eight=4)
QUICK_SUBMIT = Effort(rounds=3, at_one=6, at_eight=2)
# One in a hundred needs hundreds.
FULL_TAIL = Effort(rounds=9, at_one=0, at_eight=100)
QUICK_TAIL = Effort(rounds=3, at_one=0, at_eight=30)

PAGES = ("lesson", "list", "landing", "home", "skills", "open", "public")
CALLS = ("save", "submit-text", "submit-boxes", "tail")


def sets_needed(effort: Effort) -> int:
    """How many sets of each kind are handed in, the first burst that warms up included."""
    return (effort.rounds + 1) * (effort.at_one + PEOPLE * effort.at_eight)


def page_job(port: int, path: Callable[[int], str], people: Sequence[Person] | None) -> Job:
    """A page, asked for by somebody else on each connection; by strangers without `people`."""

    def lanes(connections: int, each: int) -> Lanes:
        asked = []
        for place in range(connections):
            headers = {"Cookie": people[place].cookie} if people else {}
            asked.append([request("GET", path(place), port, **headers)] * each)
        return asked

    return Job(port, 200, lanes)


def floor_page(port: int) -> Job:
    """The floor's page, for a user of its own on each connection."""
    return Job(
        port,
        200,
        lambda connections, each: [
            [request("GET", "/page", port, Cookie=f"key=key{place + 1}")] * each for place in range(connections)
        ],
    )


def floor_call(port: int) -> Job:
    """The floor's call: one answer compared and stored."""

    def lanes(connections: int, each: int) -> Lanes:
        asked = []
        for place in range(connections):
            bodies = [
                b'{"item": %d, "value": "%s"}' % (place * 30 + n % 30 + 1, b"ab"[n % 2 :][:1]) for n in range(each)
            ]
            asked.append([request("POST", "/answer", port, body, Cookie=f"key=key{place + 1}") for body in bodies])
        return asked

    return Job(port, 200, lanes)


def save_job(port: int, world: World) -> Job:
    """Saving: answers to texts, spans and pictures in turn, over and over, each with the version it stands at."""
    asked = [0] * PEOPLE

    def save(place: int) -> bytes:
        number = asked[place]
        asked[place] += 1
        chosen = world.open_sets[place][(TEXT, SPANS, BOXES)[number % 3]]
        turn, slot = divmod(number // 3, len(chosen.answers))
        slot_id, body = chosen.answers[slot]
        person = world.people[place]
        return request(
            "PUT",
            f"/api/v1/attempts/{chosen.attempt_id}/answers/{slot_id}",
            port,
            body,
            Cookie=person.cookie,
            X_CSRFToken=person.token,
            If_Match=f'"{turn}"',
        )

    return Job(
        port, 204, lambda connections, each: [[save(place) for _n in range(each)] for place in range(connections)]
    )


def submit_job(port: int, world: World, exercise_id: str) -> Job:
    """Handing in: a set of somebody else each time."""
    waiting = iter(world.waiting[exercise_id])

    def submit() -> bytes:
        person, attempt_id = next(waiting)
        path = f"/api/v1/attempts/{attempt_id}/submit"
        return request("POST", path, port, Cookie=person.cookie, X_CSRFToken=person.token, Content_Length="0")

    return Job(port, 200, lambda connections, each: [[submit() for _n in range(each)] for _place in range(connections)])


def rounds_of(
    client: Client, floor: Job, job: Job, connections: int, each: int, rounds: int, figure: Figure
) -> list[Round]:
    """Floor, job, floor again, so many times. A first round warms both up and is thrown away."""

    def take(what: Job) -> float:
        return figure(client.burst(what.port, what.lanes(connections, each), what.expected))

    taken = [Round(take(floor), take(job), take(floor)) for _n in range(rounds + 1)]
    return taken[1:]


def job_of(name: str, port: int, world: World) -> Job:
    """What the line of that name asks the site for."""
    people = world.people
    pages = {
        "lesson": "/learn/f2-1",
        "list": "/practice",
        "home": "/",
        "skills": "/skills",
    }
    if name in pages:
        return page_job(port, lambda _place: pages[name], people)
    if name == "landing":
        return page_job(port, lambda _place: "/", None)
    if name == "public":
        return page_job(port, lambda place: f"/p/{HANDLE.format(place)}", None)
    if name == "open":
        return page_job(port, lambda place: f"/practice/attempts/{world.open_sets[place][TEXT].attempt_id}", people)
    if name in ("save", "tail"):
        return save_job(port, world)
    return submit_job(port, world, TEXT if name == "submit-text" else BOXES)


def measure(
    name: str, client: Client, floor: Server, site: Server, world: World, job: Job, *, quick: bool
) -> tuple[Row, list[Round]]:
    """The line's row, and every round behind it."""
    line = LINES[name]
    floor_job = floor_page(floor.port) if name in PAGES else floor_call(floor.port)
    if name == "tail":
        effort = QUICK_TAIL if quick else FULL_TAIL
        rounds = rounds_of(client, floor_job, job, PEOPLE, effort.at_eight, effort.rounds, slowest_hundredth)
        return Row(line, eight=middle_ratio(rounds)), rounds
    effort = effort_of(name, quick=quick)
    one = rounds_of(client, floor_job, job, 1, effort.at_one, effort.rounds, typical_wait)
    eight = rounds_of(client, floor_job, job, PEOPLE, effort.at_eight, effort.rounds, pace)
    return Row(line, one=middle_ratio(one), eight=middle_ratio(eight)), one + eight


def effort_of(name: str, *, quick: bool) -> Effort:
    """How much is measured for a line."""
    if name.startswith("submit"):
        return QUICK_SUBMIT if quick else FULL_SUBMIT
    return QUICK if quick else FULL
