"""`./goldpath user ...`: accounts from the command line, for whoever runs the site."""

import sys

import click
from flask import Flask
from flask.cli import AppGroup

from portal.accounts import mail, passwords, queries, services
from portal.accounts.addresses import parse_email
from portal.accounts.models import User
from portal.db import get_session, now_utc, transaction
from portal.web import events

ROLES = ("reviewer", "operator")
WEAK = {
    "short": f"The password must have at least {passwords.SHORTEST} characters.",
    "long": f"The password may have at most {passwords.LONGEST} characters.",
    "common": "This password stands on lists of stolen passwords.",
    "email": "The password must not be the e-mail address.",
}

user = AppGroup("user", help="People with an account: add, role, list, link, mail.")
role = AppGroup("role", help="Give or take a role: reviewer or operator.")
user.add_command(role)


def init_app(app: Flask) -> None:
    """Adds the commands to the app."""
    app.cli.add_command(user)


def _member(email: str) -> User:
    """The member of that address. Ends the command when there is none."""
    try:
        found = queries.find_by_email(get_session(), parse_email(email))
    except ValueError:
        found = None
    if found is None:
        raise click.ClickException(f"There is no account with the e-mail {email}.")
    return found


@user.command("add")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--role", "roles", type=click.Choice(ROLES), multiple=True, help="Give this role at once.")
def add(email: str, password_stdin: bool, roles: tuple[str, ...]) -> None:
    """Make an account for EMAIL."""
    try:
        address = parse_email(email)
    except ValueError:
        raise click.ClickException(f"{email} is not an e-mail address.") from None
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if (reason := passwords.weakness(password, address)) is not None:
        raise click.ClickException(WEAK[reason])
    now = now_utc()
    try:
        with transaction() as session:
            if queries.find_by_email(session, address) is not None:
                raise services.Taken(address)
            made = services.make_member(session, address, password, now=now)
            events.record(session, made.id, "signed_up", now=now)
            for name in roles:
                services.grant_role(session, made, name, now=now)
    except services.Taken:
        raise click.ClickException(f"There is an account with the e-mail {address} already.") from None
    click.echo(f"Made an account for {address}.")


@role.command("grant")
@click.argument("email")
@click.argument("name", type=click.Choice(ROLES))
def grant(email: str, name: str) -> None:
    """Give EMAIL the role."""
    with transaction() as session:
        changed = services.grant_role(session, _member(email), name, now=now_utc())
    click.echo(f"{email} is now {name}." if changed else f"{email} was {name} already.")


@role.command("revoke")
@click.argument("email")
@click.argument("name", type=click.Choice(ROLES))
def revoke(email: str, name: str) -> None:
    """Take the role from EMAIL."""
    with transaction() as session:
        changed = services.revoke_role(session, _member(email), name, now=now_utc())
    click.echo(f"{email} is no longer {name}." if changed else f"{email} was not {name}.")


@user.command("list")
def list_users() -> None:
    """Everybody with an account: number, e-mail, roles, last sign-in."""
    for one in queries.list_members(get_session()):
        seen = f"{one.last_seen_at:%Y-%m-%d}" if one.last_seen_at else "never"
        click.echo(f"{one.id}\t{one.email}\t{','.join(sorted(one.role_names)) or '-'}\t{seen}")


@user.command("link")
@click.argument("email")
def link(email: str) -> None:
    """Print a link with which EMAIL can choose a new password within one hour."""
    now = now_utc()
    with transaction() as session:
        found = _member(email)
        address = services.make_reset_link(session, found, now=now)
        events.record(session, found.id, "reset_asked", now=now)
    click.echo(address)


@user.command("mail")
def waiting() -> None:
    """Print the mails that have not been sent."""
    mails = queries.waiting_mails(get_session())
    for one in mails:
        click.echo(f"To: {one.mail.to}\nSubject: {one.mail.subject}\nWritten: {one.mail.created_at:%Y-%m-%d %H:%M} UTC")
        if one.error:
            click.echo(f"Last try: {one.error}")
        click.echo(f"\n{one.mail.body}\n{'-' * 40}")
    if not mails:
        click.echo("No mail is waiting." if mail.can_send() else "No mail is waiting. SMTP_URL is not set.")
