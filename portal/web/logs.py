"""One JSON line a request and an event, with a request id that also stands on error pages."""

import json
import logging
import re
import sys
import time
import uuid

from flask import Flask, Response, g, has_request_context, request

QUOTED_ROW = re.compile(r"^DETAIL:.*\n?", re.MULTILINE)


class JsonLines(logging.Formatter):
    """A log record as one line of JSON: time, level, message, request id, and what `extra` adds."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "what": record.getMessage(),
        }
        if has_request_context() and "request_id" in g:
            line["id"] = g.request_id
        line |= getattr(record, "facts", {})
        if record.exc_info:
            # Where a row was refused, PostgreSQL quotes it.
            line["error"] = QUOTED_ROW.sub("", self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def init_app(app: Flask) -> None:
    """Sends the app's log to standard error as JSON lines; one line for each request."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    app.logger.handlers[:] = [handler]
    app.logger.propagate = False
    app.logger.setLevel("WARNING" if app.testing else app.config["SETTINGS"].log_level)
    app.before_request(_start)
    app.after_request(_finish)


def _start() -> None:
    g.started = time.perf_counter()
    g.request_id = uuid.uuid4().hex[:12]


def _finish(response: Response) -> Response:
    from flask import current_app

    response.headers["X-Request-Id"] = g.get("request_id", "")
    if current_app.logger.isEnabledFor(logging.INFO):
        facts = {
            "method": request.method,
            # The rule, not the address: addresses hold handles, queries and one-time links.
            "route": request.url_rule.rule if request.url_rule else None,
            "status": response.status_code,
            "ms": round((time.perf_counter() - g.started) * 1000, 1) if "started" in g else None,
        }
        current_app.logger.info("request", extra={"facts": facts})
    return response
