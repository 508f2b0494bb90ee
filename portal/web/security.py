"""Headers on every answer, forged-request checks, and who is believed about addresses."""

from flask import Flask, Response, current_app, g, request
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

csrf = CSRFProtect()
MOST_BYTES = 1024 * 1024

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
    app.before_request(_check_host)
    app.before_request(_limit_size)
    app.before_request(_check_token)
    app.after_request(_headers)


def _check_host() -> None:
    """Refuses a request for another host, so that nothing of ours is ever made to name it.

    What asks whether a node lives asks by its bare address; those two answers name nothing.
    """
    if request.path in ("/healthz", "/readyz"):
        return
    host = request.host.lower()
    name = host[: host.find("]") + 1] if host.startswith("[") else host.partition(":")[0]
    if name not in current_app.config["SETTINGS"].allowed_hosts:
        raise SecurityError(f"Host {name!r} is not this site's.")


def _limit_size() -> None:
    """No form and no call needs more than a megabyte; beyond that it is refused before it is read. Files may."""
    if request.path.startswith("/api/") or request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = MOST_BYTES


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
