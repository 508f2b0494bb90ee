"""Sign up, sign in, settings, tokens; all that is kept about a person, and its end."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.orm import Session


def init_app(app: Flask) -> None:
    """Connects accounts to the app: pages, sessions, commands, mail, and regular tidying."""
    from portal import jobs
    from portal.accounts import commands, mail, personal, services, session, views
    from portal.web import events, limits

    session.init_app(app)
    app.register_blueprint(views.bp)
    commands.init_app(app)
    events.keeps_personal_data(app, personal.PERSONAL)
    jobs.handles(app, "send_mail", mail.deliver)
    jobs.chore(app, timedelta(hours=1), services.delete_old_guests)

    def tidy(database: Session, now: datetime) -> None:
        """Removes what has had its day: old mails, expired links, counted tries."""
        mail.forget_old(database, now)
        services.forget_links(database, now)
        limits.forget_old(database, now=now)

    jobs.chore(app, timedelta(hours=1), tidy)
