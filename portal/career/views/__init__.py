"""/market, open to everybody; /pay, each learner's own."""

from flask import Blueprint

from portal.career.pages.pay import amount, duration, rate_words, span

bp = Blueprint("career", __name__)
bp.add_app_template_filter(duration)
bp.add_app_template_filter(amount)
bp.add_app_template_filter(rate_words)
bp.add_app_template_filter(span, "money_span")

from portal.career.views import log, market, timer  # noqa: E402, F401 (they add their routes to bp)
