"""Is the process alive, and can it serve? For load balancers and whoever runs the site."""

from flask import Flask, jsonify
from sqlalchemy import text

from portal.db import get_session


def init_app(app: Flask) -> None:
    """/healthz answers while the process lives; /readyz also asks the database."""

    @app.get("/healthz")
    def healthz() -> object:
        return jsonify({"status": "ok"})

    @app.get("/readyz")
    def readyz() -> object:
        get_session().execute(text("SELECT 1"))
        return jsonify({"status": "ready"})

    healthz.access = readyz.access = "anyone"
