"""Settings of one site: read once from the environment, then frozen.

Every field is documented in docs/settings.md; a test compares the two.
"""

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingsError(ValueError):
    """A setting is missing or cannot be used; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What one installation can choose. Paths are absolute, sizes in bytes, times in seconds."""

    data_dir: Path
    database_url: str
    secret_key: str
    public_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    trusted_proxies: int = 0
    content_extra: tuple[Path, ...] = ()
    site_name: str = "Goldpath"
    operator_name: str = ""
    operator_contact: str = ""
    smtp_url: str = ""
    mail_from: str = ""
    log_level: str = "INFO"
    max_upload: int = 20 * 1024 * 1024
    testing: bool = False

    @property
    def content_folders(self) -> tuple[Path, ...]:
        """The project's own content first, then the folders this site adds."""
        return (ROOT / "content", *self.content_extra)

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is a SQLite file."""
        return self.database_url.startswith("sqlite")

    @property
    def allowed_hosts(self) -> list[str]:
        """Host names a request may ask for, as they travel: that of PUBLIC_URL, or this machine's own names."""
        if self.public_url:
            name = urlsplit(self.public_url).hostname or ""
            return [f"[{name}]" if ":" in name else name.encode("idna").decode()]
        return ["localhost", "127.0.0.1", "[::1]"]

    @property
    def secure(self) -> bool:
        """Whether learners reach the site over https."""
        return self.public_url.startswith("https://")

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """Settings from environment variables. Raises SettingsError with the variable's name."""
        env = os.environ if env is None else env
        data_dir = Path(env.get("DATA_DIR") or ROOT / "var").resolve()
        database_url = env.get("DATABASE_URL") or f"sqlite:///{data_dir / 'goldpath.db'}"
        if database_url.startswith("postgresql://"):
            database_url = "postgresql+psycopg://" + database_url.removeprefix("postgresql://")
        public_url = (env.get("PUBLIC_URL") or "").rstrip("/")
        if public_url and not _is_site(public_url):
            raise SettingsError("PUBLIC_URL must be an address such as https://learn.example.org, without a path")
        log_level = (env.get("LOG_LEVEL") or "INFO").upper()
        if log_level not in LEVELS:
            raise SettingsError(f"LOG_LEVEL must be one of {', '.join(LEVELS)}, not {log_level!r}")
        return cls(
            data_dir=data_dir,
            database_url=database_url,
            secret_key=_secret_key(env, data_dir, database_url),
            public_url=public_url,
            host=env.get("HOST") or "127.0.0.1",
            port=_whole(env, "PORT", 8000, 0, 65535),
            workers=_whole(env, "WEB_WORKERS", 2, 1, 64),
            trusted_proxies=_whole(env, "TRUSTED_PROXIES", 0, 0, 9),
            content_extra=tuple(
                Path(part).resolve() for part in env.get("CONTENT_EXTRA", "").split(os.pathsep) if part
            ),
            site_name=env.get("SITE_NAME") or "Goldpath",
            operator_name=env.get("OPERATOR_NAME") or "",
            operator_contact=env.get("OPERATOR_CONTACT") or "",
            smtp_url=env.get("SMTP_URL") or "",
            mail_from=env.get("MAIL_FROM") or "",
            log_level=log_level,
        )


def _is_site(address: str) -> bool:
    """Whether an address names a site as a whole, over http or https."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises for a port that is none
        (parts.hostname or "").encode("idna")
    except ValueError:
        return False
    rest = (parts.path, parts.query, parts.fragment, parts.username)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(rest)


def _whole(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name) or str(default)
    if not (text.isascii() and text.isdigit()) or not low <= int(text) <= high:
        raise SettingsError(f"{name} must be a whole number from {low} to {high}, not {text!r}")
    return int(text)


def _secret_key(env: Mapping[str, str], data_dir: Path, database_url: str) -> str:
    """SECRET_KEY, or on SQLite one made in the data folder, readable by its owner alone."""
    if env.get("SECRET_KEY"):
        if len(env["SECRET_KEY"]) < 32:
            raise SettingsError("SECRET_KEY must have at least 32 characters")
        return env["SECRET_KEY"]
    if not database_url.startswith("sqlite"):
        # Nodes that share a database must share the key, so a key made here would sign people out at random.
        raise SettingsError("SECRET_KEY must be set when DATABASE_URL is not SQLite")
    path = data_dir / "secret-key"
    # Pay and password hashes lie here: nobody else of this machine looks in.
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        descriptor, fresh = tempfile.mkstemp(dir=data_dir, prefix="secret-key.")
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        # Of two starts at once one makes the key, and nobody ever reads half of it.
        with suppress(FileExistsError):
            os.link(fresh, path)
        os.unlink(fresh)
    return path.read_text().strip()
