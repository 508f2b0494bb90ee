"""What every page shares: security headers, error pages, forms, assets, translations, logs, health."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Adds the shared parts to the app, outermost first."""
    from portal.web import addresses, assets, compress, errors, filters, health, i18n, json, limits, logs, security

    addresses.init_app(app)
    logs.init_app(app)
    security.init_app(app)
    compress.init_app(app)
    assets.init_app(app)
    i18n.init_app(app)
    json.init_app(app)
    filters.init_app(app)
    errors.init_app(app)
    limits.init_app(app)
    health.init_app(app)
    from portal.web import commands

    commands.init_app(app)
