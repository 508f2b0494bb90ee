"""Who is asking: the one place that touches Flask-Login."""

import hashlib

from flask import Flask, Request, current_app, g, request
from flask import session as browser
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy import bindparam, select

from portal.accounts.models import ApiToken, User
from portal.db import get_session, now_utc

manager = LoginManager()

# Built once: it runs for every page of everybody who is signed in.
BY_SESSION_KEY = select(User).where(User.session_key == bindparam("key"))


def init_app(app: Flask) -> None:
    """Loads the learner from the session cookie, the remember-me cookie or an API token."""
    # "strong" would sign phones out whenever their address changes.
    manager.session_protection = None
    manager.init_app(app)
    manager.user_loader(_by_session_key)
    manager.request_loader(_by_token)


def sign_in(user: User, *, remember: bool = False) -> None:
    """Makes the rest of this browser's session the user's."""
    login_user(user, remember=remember)


def sign_out() -> None:
    """Ends this browser's session, with all that rooms kept in it, and forgets its remember-me cookie."""
    browser.clear()
    logout_user()


def stay_signed_in(user: User) -> None:
    """Signs this browser in again after the user's session key has changed, remembered as before."""
    sign_in(user, remember=current_app.config["REMEMBER_COOKIE_NAME"] in request.cookies)


def hash_token(token: str) -> str:
    """What is stored of a random token. Plain SHA-256 is enough: the token itself has 192 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def _by_session_key(key: str) -> User | None:
    return get_session().scalar(BY_SESSION_KEY, {"key": key})


def _by_token(incoming: Request) -> User | None:
    """The owner of the bearer token; only the API takes tokens."""
    header = incoming.headers.get("Authorization", "")
    if not header.startswith("Bearer ") or not request.path.startswith("/api/"):
        return None
    session = get_session()
    row = session.execute(
        select(User, ApiToken)
        .join(ApiToken, ApiToken.user_id == User.id)
        .where(ApiToken.token_hash == hash_token(header.removeprefix("Bearer ").strip()))
    ).one_or_none()
    if row is None:
        return None
    user, token = row
    now = now_utc()
    if token.last_used_at is None or (now - token.last_used_at).total_seconds() > 300:
        token.last_used_at = now
        session.commit()
    g.by_token = True
    return user
