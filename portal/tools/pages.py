"""What the templates of the tools room may use, worked out from a report's JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.grading.agreement import MARKS
from portal.grading.agreement.words import WORDS, plain_number, plain_share
from portal.grading.types import Say
from portal.tools.chart import Chart, chart_of
from portal.tools.forms import KeepForm, UploadForm
from portal.tools.models import AgreementReport
from portal.web.filters import say
from portal.web.i18n import gettext as _

# Rows that a page shows; the downloads hold the rest.
MOST_LABELS, MOST_OPEN, MOST_IDS, MOST_CELLS = 20, 30, 30, 12
LONGEST_HEAD = 24
SHARES = frozenset({"percent", "identical", "f1", "f1_place", "f1_overlap"})


@dataclass(frozen=True, slots=True)
class IndexPage:
    """/tools/agreement"""

    form: UploadForm
    reports: tuple[AgreementReport, ...]
    removed: AgreementReport | None
    most_bytes: int
    wait_seconds: int = 0


@dataclass(frozen=True, slots=True)
class RemovedPage:
    """/tools/agreement/removed"""

    reports: tuple[AgreementReport, ...]


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """/tools/agreement/<id> while it is made, or when it could not be."""

    row: AgreementReport
    late: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: its names, what it is, its interval, and why it is undefined if it is."""

    name: str
    plain: str
    field: str
    explain: str
    value: str
    interval: str
    n: int
    why: str
    leads: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a table; `shade` from 0 to 4 is how dark it is, None for a cell that says nothing."""

    text: str
    shade: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a caption, names over the columns, and rows of a name and cells."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class LabelLine:
    """One label: how often it was given, and its own agreement."""

    label: str
    given: int
    value: str
    interval: str
    why: str


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An item to decide: its agreement, and what each rater said, "" for nothing."""

    item: str
    agreement: str
    ratings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alone:
    """Items only one rater labelled: how many, and the first of their ids."""

    rater: str
    count: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """/tools/agreement/<id>"""

    row: AgreementReport
    form: KeepForm
    goes_at: datetime | None
    conflict: bool
    reading: tuple[str, ...]
    caveats: tuple[str, ...]
    notes: tuple[str, ...]
    figures: tuple[Line, ...]
    matrix: Grid
    matrix_line: Line
    confusion: Grid | None
    pairs: tuple[Grid, ...]
    labels: tuple[LabelLine, ...]
    more_labels: int
    label_words: str
    drift: Chart | None
    open_items: tuple[OpenItem, ...]
    open_count: int
    alone: tuple[Alone, ...]
    resamples: int


def report_page(row: AgreementReport, form: KeepForm, goes_at: datetime | None, *, conflict: bool) -> ReportPage:
    """Everything the page of a finished report shows."""
    found = row.report
    names = tuple(rater["name"] for rater in found["raters"])
    shown = found["labels"][:MOST_LABELS] if found["kind"] == "scale" else _most_used(found)
    several = len(found["pairs"]) > 1
    return ReportPage(
        row=row,
        form=form,
        goes_at=goes_at,
        conflict=conflict,
        reading=_sentences(found["reading"]),
        caveats=_sentences(found["caveats"]),
        notes=_sentences(found["notes"]),
        figures=tuple(_line(one, found["main"]) for one in found["figures"]),
        matrix=_matrix(found, names),
        matrix_line=_line({"name": found["matrix"], "value": None, "low": None, "n": 0, "why": None}, ""),
        confusion=_pooled(found, shown),
        pairs=tuple(_pair(one, shown) for one in found["pairs"]) if several and _has_cells(found) else (),
        labels=tuple(_label(one, found["main"] in SHARES) for one in found["by_label"][:MOST_LABELS]),
        more_labels=max(0, len(found["by_label"]) - MOST_LABELS),
        label_words=WORDS["f1"].explain if found["main"] == "f1" else "",
        drift=chart_of(found["drift"]) if found["drift"] else None,
        open_items=tuple(_open_item(one, names, found["kind"]) for one in found["disputes"][:MOST_OPEN]),
        open_count=found["disputed"],
        alone=tuple(
            Alone(rater["name"], rater["alone"], tuple(rater["alone_ids"][:MOST_IDS]))
            for rater in found["raters"]
            if rater["alone"]
        ),
        resamples=found["resamples"],
    )


def _sentences(stored: list[dict]) -> tuple[str, ...]:
    return tuple(say(Say.from_json(one)) for one in stored)


def _line(one: Mapping, main: str) -> Line:
    words, name = WORDS[one["name"]], one["name"]
    write = plain_share if name in SHARES else plain_number
    return Line(
        name,
        _(words.plain),
        _(words.field),
        _(words.explain),
        write(one["value"]),
        _interval(one, write),
        one["n"],
        _(one["why"]) if one["why"] else "",
        name == main,
    )


def _matrix(found: Mapping, names: tuple[str, ...]) -> Grid:
    """Each two raters; the diagonal is empty."""
    pairs = {frozenset((one["first"], one["second"])): one for one in found["pairs"]}
    share = found["matrix"] in SHARES

    def cell(a: str, b: str) -> Cell:
        if a == b:
            return Cell("")
        one = pairs[frozenset((a, b))]
        title = _("%(n)s shared items", n=one["shared"]) + (f": {_(one['why'])}" if one["why"] else "")
        text = plain_share(one["value"]) if share else plain_number(one["value"])
        return Cell(text, None if one["value"] is None else _shade(one["value"]), title)

    return Grid(_(WORDS[found["matrix"]].field), names, tuple((a, tuple(cell(a, b) for b in names)) for a in names))


def _shade(share: float) -> int:
    return min(4, max(0, int(share * 5)))


def _has_cells(found: Mapping) -> bool:
    """Whole sets of labels have no confusion worth a table."""
    return found["kind"] != "sets"


def _most_used(found: Mapping) -> list:
    """The labels given most often; "" for nothing there comes last where marks are compared."""
    labels = [one["label"] for one in found["by_label"][:MOST_CELLS]]
    return [*labels, ""] if found["main"] == "f1" else labels


def _pooled(found: Mapping, labels: list) -> Grid | None:
    """How often one of two people gave the label of the row and the other that of the column; each pair once."""
    if not _has_cells(found):
        return None
    counts: dict[tuple, int] = {}
    for pair in found["pairs"]:
        for a, b, count in pair["cells"]:
            for cell in {(a, b), (b, a)}:
                counts[cell] = counts.get(cell, 0) + count
    return _grid(_("All pairs together"), counts, labels)


def _pair(one: Mapping, labels: list) -> Grid:
    counts = {(a, b): count for a, b, count in one["cells"]}
    return _grid(_("%(a)s in rows, %(b)s in columns", a=one["first"], b=one["second"]), counts, labels)


def _grid(caption: str, counts: Mapping[tuple, int], labels: list) -> Grid:
    """Counts as a table; a cell is the darker the more of its row it holds."""
    names = tuple(_short(label) for label in labels)
    rows = []
    for a in labels:
        whole = sum(counts.get((a, b), 0) for b in labels)
        cells = (counts.get((a, b), 0) for b in labels)
        rows.append((_short(a), tuple(Cell(str(n), _shade(n / whole) if n else None) for n in cells)))
    return Grid(caption, names, tuple(rows))


def _label_name(label: object) -> str:
    return _("nothing there") if label == "" else str(label)


def _short(label: object) -> str:
    """A label as the head of a column."""
    name = _label_name(label)
    return name if len(name) <= LONGEST_HEAD else f"{name[: LONGEST_HEAD - 1]}…"


def _label(one: Mapping, as_share: bool) -> LabelLine:
    write = plain_share if as_share else plain_number
    why = _(one["why"]) if one["why"] else ""
    return LabelLine(_label_name(one["label"]), one["given"], write(one["value"]), _interval(one, write), why)


def _interval(one: Mapping, write: Callable[[float], str]) -> str:
    """Both ends in words; "" without an interval."""
    return _("%(low)s to %(high)s", low=write(one["low"]), high=write(one["high"])) if one["low"] is not None else ""


def _open_item(one: Mapping, names: tuple[str, ...], kind: str) -> OpenItem:
    given = one["ratings"]
    ratings = tuple(_rating(given[name], kind) if name in given else "" for name in names)
    return OpenItem(one["item"], plain_share(one["agreement"]), ratings)


def _rating(rating: object, kind: str) -> str:
    """One rating in a few words."""
    if kind == "sets":
        return ", ".join(rating) or _("no label")
    if kind in MARKS:
        shown = ", ".join(_mark(mark, kind) for mark in rating[:MOST_CELLS])
        return shown + (" …" if len(rating) > MOST_CELLS else "") or _("nothing")
    return str(rating)


def _mark(mark: Mapping, kind: str) -> str:
    if kind == "spans":
        return f"{mark['label']} {mark['start']}–{mark['end']}"
    left, top, right, bottom = mark["rect"]
    if kind == "segments":
        return f"{mark['label']} {left:g}–{right:g} s"
    return f"{mark['label']} {left:g}, {top:g}, {right - left:g} × {bottom - top:g}"
