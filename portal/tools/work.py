"""From uploaded files to a report: at once, or as a job. Files lie in a folder of their own while they are read."""

import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, undefer

from portal.formats import FormatError
from portal.formats.archives import Limits
from portal.formats.raters import Wanted, join
from portal.grading.agreement import compare
from portal.grading.types import N_, Say
from portal.tools.models import AgreementReport, AgreementUpload

JOB = "agreement"
MEGABYTE = 1024 * 1024
# More than this is read by the worker, so that nobody's page waits for somebody's files.
AT_ONCE = MEGABYTE
# What an archive may unpack to.
LIMITS = Limits(file_bytes=100 * MEGABYTE, total_bytes=200 * MEGABYTE, files=5000)
# Items to decide that a report lists; it counts the others.
OPEN_ITEMS = 500

File = tuple[str, bytes]


def is_large(files: Sequence[File]) -> bool:
    """Whether these files are left to the worker: by their size, or because an archive may hold far more."""
    return sum(len(data) for _name, data in files) > AT_ONCE or any(_is_archive(*file) for file in files)


def _is_archive(name: str, data: bytes) -> bool:
    return data[:2] in (b"PK", b"\x1f\x8b", b"BZ") or name.lower().endswith((".tar", ".tgz", ".txz", ".xz"))


def make_report(files: Sequence[File], wanted: dict, *, progress: Callable[[int], None] = lambda share: None) -> dict:
    """The report's JSON. `wanted` is what `stored` wrote. Raises FormatError; `progress` hears per cent."""
    options = dict(wanted)
    iou = options.pop("iou")
    options["order"] = tuple(options["order"])
    with TemporaryDirectory(prefix="goldpath-") as folder:
        # Deep enough that no file outside is taken for a companion of one.
        base = Path(folder, "a", "b", "c")
        paths = [_write(base / str(place), name, data) for place, (name, data) in enumerate(files)]
        joined = join(
            paths,
            Wanted(**options),
            names=[name for name, _data in files],
            limits=LIMITS,
            progress=lambda done: progress(10 + 50 * done // len(paths)),
        )
    progress(65)
    return compare(joined.table, iou=iou, most_disputes=OPEN_ITEMS, notes=joined.notes).as_json()


def stored(wanted: Wanted, iou: float) -> dict:
    """What was asked for, to keep with the report."""
    return {**asdict(wanted), "order": list(wanted.order), "iou": iou}


def _write(folder: Path, name: str, data: bytes) -> Path:
    """The file in its folder, under the last part of its name: formats are told by endings, items by names."""
    folder.mkdir(parents=True)
    path = folder / (safe_name(name))
    path.write_bytes(data)
    return path


def safe_name(name: str) -> str:
    """The last part of an uploaded file's name, without what no file system takes; "file" when nothing is left."""
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(char for char in last if char.isprintable() and char != "\0").lstrip(".").strip()
    while len(kept.encode()) > 200:
        kept = kept[1:]
    return kept or "file"


def keep_files(session: Session, report: AgreementReport, files: Iterable[File]) -> None:
    """Stores the files until the worker has read them; any node's worker can."""
    for place, (name, data) in enumerate(files):
        packed = zlib.compress(data, 1)
        session.add(AgreementUpload(report_id=report.id, place=place, name=name, data=packed))
    session.flush()


def run_job(session: Session, facts: dict, now: datetime) -> None:
    """Makes a waiting report, or notes why it cannot be made; its files are deleted either way."""
    report = session.scalar(
        select(AgreementReport).where(AgreementReport.id == facts["report_id"]).options(undefer(AgreementReport.report))
    )
    if report is None or report.state != "waiting":
        return
    query = select(AgreementUpload).where(AgreementUpload.report_id == report.id).order_by(AgreementUpload.place)
    files = [(row.name, zlib.decompress(row.data)) for row in session.scalars(query)]
    found = problem = None
    try:
        found = make_report(files, report.wanted, progress=lambda share: _note_progress(report.id, share))
    except FormatError as error:
        problem = problem_of(error)
    except Exception as error:
        # Trying again would fail in the same way, and somebody is waiting for an answer.
        current_app.logger.error("agreement report failed", exc_info=error, extra={"facts": {"report": report.id}})
        problem = {"where": "", "say": Say(N_("Something broke on our side while these files were read.")).as_json()}
    if found is not None:
        fill_in(report, found)
    else:
        report.problem = problem
    report.progress = 100
    session.execute(delete(AgreementUpload).where(AgreementUpload.report_id == report.id))
    session.flush()


def fill_in(report: AgreementReport, found: dict) -> None:
    """Puts what was found into the row."""
    report.report, report.headline, report.progress = found, found["reading"][0], 100
    if not report.title:
        report.title = title_of(found)


def title_of(found: dict) -> str:
    """A first title: the names of the raters."""
    names = [rater["name"] for rater in found["raters"]]
    shown = ", ".join(names[:4]) + (" …" if len(names) > 4 else "")
    return shown if len(shown) <= 120 else f"{shown[:119]}…"


def problem_of(error: FormatError) -> dict:
    """Which file and place, and what is wrong there, to be shown in the reader's language."""
    where = ": ".join(part for part in (error.path, error.where) if part)
    return {"where": where, "say": error.say().as_json()}


def _note_progress(report_id: int, share: int) -> None:
    """Tells the waiting page how far it is, outside the job's own transaction, which is not seen until its end."""
    statement = update(AgreementReport).where(AgreementReport.id == report_id).values(progress=share)
    # Whoever else is writing just now: the next step of the progress will be seen, and the report is what matters.
    with suppress(OperationalError), current_app.extensions["engine"].begin() as connection:
        connection.execute(statement)
