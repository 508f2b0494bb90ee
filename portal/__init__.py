"""Goldpath. `create_app` is the table of contents of the site."""


def create_app(settings):
    """The Flask application for these settings. Raises ContentErrors when the content is broken."""
    from flask import Flask

    from portal import (
        accounts,
        api,
        career,
        curriculum,
        db,
        home,
        jobs,
        library,
        portfolio,
        practice,
        skills,
        tools,
        web,
    )

    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        MAX_CONTENT_LENGTH=settings.max_upload,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        SESSION_COOKIE_NAME="goldpath",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        REMEMBER_COOKIE_NAME="goldpath_remember",
        REMEMBER_COOKIE_SECURE=settings.secure,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_HTTPONLY=True,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.extensions["library"] = library.load_library(settings.content_folders, settings.data_dir / "cache" / "content")
    db.init_app(app)
    web.init_app(app)
    jobs.init_app(app)
    for room in (accounts, home, curriculum, practice, skills, career, tools, portfolio, api):
        room.init_app(app)
    return app
