"""Is the process alive, and can it serve? For load balancers and whoever runs the site."""

from flask import Flask, jsonify
from sqlalchemy import text

from portal.db import get_session
from portal.web.migrate import head


def init_app(app: Flask) -> None:
    """/healthz answers while the process lives; /readyz when the database is there and as new as the code."""

    @app.get("/healthz")
    def healthz() -> object:
        return jsonify({"status": "ok"})

    @app.get("/readyz")
    def readyz() -> object:
        at = get_session().execute(text("SELECT version_num FROM alembic_version")).scalar()
        if at != head():
            return jsonify({"status": "behind"}), 503
        return jsonify({"status": "ready"})

    healthz.access = readyz.access = "anyone"
