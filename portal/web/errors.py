"""Error pages that say what happened, what was kept and what to do next; JSON under /api."""

import uuid

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InternalError, OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, SecurityError

from portal.db import get_session
from portal.web.i18n import gettext as _


def init_app(app: Flask) -> None:
    """One handler for everything HTTP, one for a database that cannot write, one for the rest."""
    app.register_error_handler(HTTPException, _http)
    # A standby that takes no writes answers with an InternalError.
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(InternalError, _database)
    app.register_error_handler(Exception, _unexpected)


def api_error(status: int, code: str, message: str, where: str | None = None, **more: object) -> Response:
    """The one shape of an API error: {"error": {"code", "message", "where"}}."""
    response = jsonify({"error": {"code": code, "message": message, "where": where}, **more})
    response.status_code = status
    return response


def _http(error: HTTPException) -> object:
    if error.response is not None:
        return error.response
    if isinstance(error, CSRFError) and _is_form_page():
        return _form_again()
    status = error.code or 500
    title, message = _words(error)
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    if request.path.startswith("/api/"):
        if isinstance(error, CSRFError):
            return api_error(403, "csrf", _("Ask /api/v1/session for a fresh token and send this again."))
        response = api_error(status, (error.name or "error").lower().replace(" ", "_"), message)
        response.headers.update(headers)
        return response
    return _page(status, title, message), status, headers


def _is_form_page() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "form_page", False) and "stale_form" not in g


def _form_again() -> object:
    """The page of the form once more, with a fresh token and what was typed."""
    g.stale_form = True
    view = current_app.view_functions[request.endpoint]
    try:
        response = make_response(view(**request.view_args))
    except HTTPException as error:
        # What the form was about does not exist, or is not the caller's.
        return _http(error)
    if response.status_code in (200, 422):
        response.status_code = 400
    return response


def _words(error: HTTPException) -> tuple[str, str]:
    """Title and message of the page, in the reader's words rather than the protocol's."""
    status = error.code or 500
    if isinstance(error, CSRFError):
        return (
            _("This form has gone stale"),
            _("Go back, reload the page and send it again. What you typed is still in the form."),
        )
    if isinstance(error, SecurityError):
        return _("Wrong address"), _("This site does not answer to that host name.")
    table = {
        400: (_("That request did not make sense"), _("Go back and try again. Nothing was changed.")),
        403: (_("Not yours to open"), _("You are signed in, but this page belongs to somebody else.")),
        404: (_("Nothing here"), _("The page was moved or never existed, or it belongs to somebody else.")),
        405: (_("Not that way"), _("This address does not take that kind of request.")),
        409: (_("It changed meanwhile"), _("Reload the page to see how it stands now.")),
        410: (_("Gone for good"), _("Its owner took this page down. The address will not be given to anyone.")),
        413: (_("Too large"), _("That is more than this address takes. Nothing was stored.")),
        415: (_("Not in that form"), _("This address takes another kind of content. Nothing was stored.")),
        429: (_("Too many tries"), _("Wait a minute, then try again. Nothing was lost.")),
        503: (_("Short pause"), _("The site cannot write just now. Your browser keeps what you did; try again soon.")),
    }
    default = (_("That did not work"), _("Go back and try again. Nothing was changed."))
    return table.get(status, default)


def _page(status: int, title: str, message: str) -> str:
    return render_template(
        "errors/error.html", status=status, title=title, message=message, request_id=g.get("request_id", "")
    )


def _database(error: OperationalError | InternalError) -> object:
    """A locked, read-only, full or absent database: an honest 503, nothing half done."""
    current_app.logger.error("database cannot be used", exc_info=error)
    _let_go()
    title, message = _words(HTTPExceptionWithCode(503))
    if request.path.startswith("/api/"):
        response = api_error(503, "database", message)
        response.headers["Retry-After"] = "2"
        return response
    return _page(503, title, message), 503, {"Retry-After": "2"}


def _let_go() -> None:
    """Ends the failed transaction; a page that cannot learn who is reading is a stranger's."""
    try:
        get_session().rollback()
        # The rollback made the person be read anew.
        bool(current_user.is_authenticated and current_user.is_guest)
    except SQLAlchemyError:
        g._login_user = None


class HTTPExceptionWithCode(HTTPException):
    """An HTTP error known by its number alone."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self.code = code


def _unexpected(error: Exception) -> object:
    if current_app.config["TESTING"]:
        raise error
    g.setdefault("request_id", uuid.uuid4().hex[:12])
    current_app.logger.error("unexpected error", exc_info=error)
    _let_go()
    title = _("Our mistake")
    message = _(
        "Something broke on our side. What you had saved is safe. Tell whoever runs this site the number below."
    )
    if request.path.startswith("/api/"):
        return api_error(500, "internal", message)
    return _page(500, title, message), 500
