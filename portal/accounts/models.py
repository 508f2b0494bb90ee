"""People and guests, their roles, API tokens, and links sent by mail."""

import secrets
from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base


def new_key() -> str:
    """A random key of 192 bits, safe in addresses and cookies."""
    return secrets.token_urlsafe(24)


class User(UserMixin, Base):
    """A member, or a guest: the same row without e-mail and password."""

    __tablename__ = "users"
    __table_args__ = (
        Index("uq_users_email", "email", unique=True),
        Index(
            "ix_users_guests",
            "created_at",
            sqlite_where=text("email IS NULL"),
            postgresql_where=text("email IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Lower-cased; null for a guest. The name is what the public page will show, if ever.
    email: Mapped[str | None]
    password_hash: Mapped[str | None]
    # What the session cookie holds instead of the id; a new one signs every browser out.
    session_key: Mapped[str] = mapped_column(unique=True, default=new_key)
    time_zone: Mapped[str] = mapped_column(default="UTC")
    background: Mapped[str] = mapped_column(default="")
    hours_a_week: Mapped[int | None]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]

    roles: Mapped[list["Role"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    def get_id(self) -> str:
        """What Flask-Login keeps: the random session key, never the row's id."""
        return self.session_key

    @property
    def is_guest(self) -> bool:
        """Whether this is a visitor without an account."""
        return self.email is None

    @property
    def role_names(self) -> frozenset[str]:
        """The roles this person holds: "reviewer", "operator"."""
        return frozenset(role.name for role in self.roles)


class Role(Base):
    """One role of one person."""

    __tablename__ = "roles"
    __table_args__ = {}

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)


class ApiToken(Base):
    """A personal key to the API. Only its hash is kept; it is shown once."""

    __tablename__ = "api_tokens"
    # A form sent twice must not make two keys: the second has the name of the first.
    __table_args__ = (UniqueConstraint("user_id", "name"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    hint: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class MailLink(Base):
    """A link that proves control of a mailbox: a password reset or a change of address. Works once."""

    __tablename__ = "mail_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Mail(Base):
    """A message to send. Without SMTP it waits here for the operator to see."""

    __tablename__ = "mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    to: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
