"""/portfolio: the editor, for its owner. /p/<handle>: the page, for anyone once it is published."""

from flask import Blueprint

bp = Blueprint("portfolio", __name__)

from portal.portfolio.views import editor, public, sample  # noqa: E402, F401
