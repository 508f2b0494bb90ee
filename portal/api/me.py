"""What the caller may take along: /api/v1/me/export."""

from flask import Blueprint, Response, current_app, jsonify
from flask_login import current_user

from portal.accounts import services
from portal.api.views import learner_only
from portal.db import now_utc, transaction
from portal.web import events

bp = Blueprint("api_me", __name__, url_prefix="/api/v1/me")


@bp.get("/export")
@learner_only
def export() -> Response:
    """Everything kept about the caller, by room."""
    user = current_user._get_current_object()
    with transaction() as session:
        events.record(session, user.id, "data_exported", now=now_utc())
        data = services.export_all(session, user, current_app._get_current_object())
    return jsonify(data)
