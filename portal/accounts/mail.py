"""Mail: rows written in the caller's transaction, sent by the worker when SMTP_URL is set.

Without SMTP they wait for the operator: /operator/mail, or `./goldpath user mail`.
"""

import smtplib
import ssl
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal import jobs
from portal.accounts.addresses import wire_email
from portal.accounts.models import Mail

KEPT = timedelta(days=7)
TIMEOUT = 20


def absolute(path: str) -> str:
    """The full address of a path of this site. Never taken from a request, whose Host anyone can write."""
    settings = current_app.config["SETTINGS"]
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return (settings.public_url or f"http://{host}:{settings.port}") + path


def can_send() -> bool:
    """Whether this site sends mail by itself."""
    return bool(current_app.config["SETTINGS"].smtp_url)


def write(session: Session, user_id: int | None, to: str, subject: str, body: str, *, now: datetime) -> Mail:
    """A mail inside the caller's transaction; it is sent after the commit, or waits for the operator."""
    mail = Mail(user_id=user_id, to=to, subject=subject, body=body, created_at=now)
    session.add(mail)
    session.flush()
    if can_send():
        jobs.enqueue(session, "send_mail", f"mail:{mail.id}", {"mail_id": mail.id}, now=now)
    return mail


def deliver(session: Session, facts: dict, now: datetime) -> None:
    """The job: sends one mail, once. A mail whose person has gone is not sent."""
    mail = session.get(Mail, facts["mail_id"])
    if mail is None or mail.sent_at is not None or not can_send():
        return
    _send(_message(mail, now))
    settle(mail, now)


def settle(mail: Mail, now: datetime) -> None:
    """Marks the mail as sent. Its text goes: it may hold a link that opens an account."""
    mail.sent_at = now
    mail.body = ""


def forget_old(session: Session, now: datetime) -> None:
    """The chore: removes mails a week old, sent or not; the links in them have long expired."""
    session.execute(delete(Mail).where(Mail.created_at < now - KEPT))


def _message(mail: Mail, now: datetime) -> EmailMessage:
    settings = current_app.config["SETTINGS"]
    domain = urlsplit(settings.public_url).hostname or "localhost"
    message = EmailMessage()
    message["From"] = settings.mail_from or f"{settings.site_name} <no-reply@{domain}>"
    message["To"] = wire_email(mail.to)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=domain)
    # Away-notes must not be answered to nobody.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def _send(message: EmailMessage) -> None:
    """Hands the message to the server of SMTP_URL.

    smtp:// takes STARTTLS where it is offered, smtps:// is TLS from the start.
    """
    url = urlsplit(current_app.config["SETTINGS"].smtp_url)
    host, context = url.hostname or "localhost", ssl.create_default_context()
    if url.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, url.port or 465, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, url.port or 25, timeout=TIMEOUT)
    with server:
        if url.scheme != "smtps":
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)
