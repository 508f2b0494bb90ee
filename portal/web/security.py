"""Headers on every answer, forged-request checks, and who is believed about addresses."""

from flask import Flask, Response, current_app, g, request
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

csrf = CSRFProtect()
MOST_CALL_BYTES = 1024 * 1024

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types fragment",
    ]
)


def init_app(app: Flask) -> None:
    """Protects every unsafe request by token and every answer by headers."""
    csrf.init_app(app)
    settings = app.config["SETTINGS"]
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        # Forwarded hosts are never believed: PUBLIC_URL is the only source of absolute links.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0, x_port=0, x_prefix=0)
    app.before_request(_limit_call)
    app.before_request(_check_token)
    app.after_request(_headers)


def _limit_call() -> None:
    """No call of the API needs more than a megabyte; beyond that it is refused before it is read."""
    if request.path.startswith("/api/"):
        request.max_content_length = MOST_CALL_BYTES


def _check_token() -> None:
    """Refuses an unsafe request without its token, which other sites cannot know.

    On the API a personal token stands in for it, and whoever is signed out hears 401 from the call itself.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if request.path.startswith("/api/") and (not current_user.is_authenticated or g.get("by_token")):
        return
    csrf.protect()


def _headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if current_app.config["SETTINGS"].secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    # Pages differ by who asks; a shared computer's back button must not show the last learner's.
    headers.setdefault("Cache-Control", "no-store")
    return response
