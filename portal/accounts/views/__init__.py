"""Pages of accounts, by subject."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)

from portal.accounts.views import entry, links, operator, settings  # noqa: E402, F401
