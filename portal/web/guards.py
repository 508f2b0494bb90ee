"""Who may pass: members, members and guests, or anyone; and where a `next` may lead."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from flask import abort, redirect, request, url_for
from flask_login import current_user


def safe_next(target: str | None, fallback: str) -> str:
    """`target` if it is a path of this site, else `fallback`. Other hosts are never followed."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return fallback
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or any(ord(char) < 32 for char in target) or "\\" in target:
        return fallback
    return target


def member_required(view: Callable) -> Callable:
    """Only people with an account; guests and strangers are asked to sign in."""

    @wraps(view)
    def guarded(*args: object, **kwargs: object) -> object:
        if not current_user.is_authenticated or current_user.is_guest:
            return _ask_to_sign_in()
        return view(*args, **kwargs)

    guarded.access = "member"
    return guarded


def learner_required(view: Callable) -> Callable:
    """Members and guests; strangers are asked to sign in."""

    @wraps(view)
    def guarded(*args: object, **kwargs: object) -> object:
        if not current_user.is_authenticated:
            return _ask_to_sign_in()
        return view(*args, **kwargs)

    guarded.access = "learner"
    return guarded


def role_required(role: str) -> Callable[[Callable], Callable]:
    """Only members who hold the role; to all others the page does not exist."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(*args: object, **kwargs: object) -> object:
            if not current_user.is_authenticated or role not in current_user.role_names:
                abort(404)
            return view(*args, **kwargs)

        guarded.access = role
        return guarded

    return decorate


def _ask_to_sign_in() -> object:
    if request.method == "GET":
        return redirect(url_for("accounts.signin", next=request.full_path.rstrip("?")))
    return redirect(url_for("accounts.signin", next=safe_next(urlsplit(request.referrer or "").path, "/")))
