"""What the site writes to its log."""

import io
import json
import logging

import pytest


@pytest.fixture
def logged(app):
    """logged() -> the lines written so far, each a dict; everything from INFO up is written."""
    from portal.web.logs import JsonLines

    stream, before = io.StringIO(), app.logger.level
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    app.logger.addHandler(handler)
    app.logger.setLevel("INFO")
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    app.logger.setLevel(before)
    app.logger.removeHandler(handler)
