"""Work done later: rows written in the caller's transaction, run once each by the worker.

A room registers what it can do: `jobs.handles(app, "send_mail", send)`; anyone enqueues by name.
Jobs with the same key are enqueued once. A job that fails is tried again, later each time, five times.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import JSON, Index, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import Base, insert_new, now_utc, transaction

TRIES = 5
LEASE = timedelta(minutes=10)


class Job(Base):
    """One piece of work and how it stands."""

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    facts: Mapped[dict] = mapped_column(JSON)
    created_at: Mapped[datetime]
    run_after: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        Index("ix_jobs_open", "done_at", "failed_at", "run_after"),
        {"sqlite_autoincrement": True},
    )


def init_app(app: Flask) -> None:
    """Makes room for the handlers of all rooms."""
    app.extensions["job_handlers"] = {}
    app.extensions["chores"] = []


def handles(app: Flask, kind: str, handler: Callable[[Session, dict, datetime], None]) -> None:
    """Lets `handler(session, facts, now)` run the jobs of that kind."""
    app.extensions["job_handlers"][kind] = handler


def chore(app: Flask, every: timedelta, work: Callable[[Session, datetime], None]) -> None:
    """Lets the worker run `work(session, now)` about that often: closing, pruning, expiring."""
    app.extensions["chores"].append([every, work, None])


def enqueue(
    session: Session, kind: str, key: str, facts: dict, *, now: datetime, after: datetime | None = None
) -> None:
    """Adds a job inside the caller's transaction; a key that exists already adds nothing."""
    row = {"kind": kind, "key": key, "facts": facts, "created_at": now, "run_after": after or now}
    insert_new(session, Job, [{**row, "tries": 0, "error": ""}])


def run_due(app: Flask, *, now: datetime | None = None) -> int:
    """Runs the jobs that are due, one transaction each. Returns how many it tried."""
    tried = 0
    while (job_id := _take(app, now or now_utc())) is not None:
        _run(app, job_id)
        tried += 1
    return tried


def run_chores(app: Flask, *, now: datetime | None = None, all_of_them: bool = False) -> None:
    """Runs the regular work whose time has come."""
    now = now or now_utc()
    for entry in app.extensions["chores"]:
        every, work, last = entry
        if last is None or all_of_them or now - last >= every:
            entry[2] = now
            with app.app_context(), transaction() as session:
                work(session, now)


def work_forever(app: Flask, *, pause: float = 2.0) -> None:
    """The worker: jobs and chores until it is stopped. An error is logged and the loop goes on."""
    while True:
        try:
            run_chores(app)
            run_due(app)
        except Exception:
            app.logger.exception("worker stumbled")
        time.sleep(pause)


def _take(app: Flask, now: datetime) -> int | None:
    """Leases the next due job, so that two workers never run it at once."""
    with app.app_context(), transaction() as session:
        due = (
            select(Job.id)
            .where(
                Job.done_at.is_(None),
                Job.failed_at.is_(None),
                Job.run_after <= now,
                (Job.leased_until.is_(None)) | (Job.leased_until < now),
            )
            .order_by(Job.run_after)
            .limit(1)
            .scalar_subquery()
        )
        statement = (
            update(Job)
            .where(Job.id == due, (Job.leased_until.is_(None)) | (Job.leased_until < now))
            .values(leased_until=now + LEASE, tries=Job.tries + 1)
            .returning(Job.id)
        )
        return session.execute(statement).scalar_one_or_none()


def _run(app: Flask, job_id: int) -> None:
    now = now_utc()
    try:
        with app.app_context(), transaction() as session:
            job = session.get_one(Job, job_id)
            app.extensions["job_handlers"][job.kind](session, job.facts, now)
            job.done_at = now
    except Exception as error:
        app.logger.log(logging.ERROR, "job failed", exc_info=error, extra={"facts": {"job": job_id}})
        with app.app_context(), transaction() as session:
            job = session.get_one(Job, job_id)
            job.error = f"{type(error).__name__}: {error}"[:500]
            job.leased_until = None
            if job.tries >= TRIES:
                job.failed_at = now
            else:
                job.run_after = now + timedelta(minutes=4**job.tries / 4)
