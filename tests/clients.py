"""A test client that behaves like a browser: keeps cookies, sends the CSRF token with what it posts."""

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer


class Client(FlaskClient):
    """Posts forms and JSON with the token a page would have given it."""

    user_id: int | None = None

    def __init__(self, app) -> None:
        super().__init__(app, app.response_class, use_cookies=True)

    def open(self, *args, **kwargs):
        """Reads each answer whole, so that a file sent is closed again."""
        return super().open(*args, **{"buffered": True, **kwargs})

    def sign_in(self, user_id: int) -> None:
        """Signs in without a password: sets what signing in would set."""
        from portal.accounts.models import User
        from portal.db import get_session

        with self.application.app_context():
            key = get_session().get_one(User, user_id).session_key
        with self.session_transaction() as state:
            state["_user_id"], state["_fresh"] = key, True
        self.user_id = user_id

    def token(self) -> str:
        """A CSRF token that belongs to this client's session."""
        with self.session_transaction() as state:
            raw = state.setdefault("csrf_token", "f" * 40)
        return URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(raw)

    def submit(self, url: str, data: dict | None = None, **kwargs):
        """POST of a form, with its token."""
        return self.post(url, data={**(data or {}), "csrf_token": self.token()}, **kwargs)

    def call(self, method: str, url: str, body: object = None, **headers: str):
        """A JSON call to the API, with the token in its header."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.open(url, method=method, json=body, headers={"X-CSRFToken": self.token(), **sent})
