"""Settings: read once, refused with the variable's name, and every one of them documented."""

import re
import stat
from dataclasses import fields

import pytest

from config import ROOT, Settings, SettingsError

# Not for an installation to choose: the size of uploads is part of the product, `testing` is for tests.
FIXED = {"max_upload", "testing"}
# Where the variable is not the field's name in capitals.
NAMES = {"workers": "WEB_WORKERS"}


class Spy(dict):
    """An environment that notes what is asked of it."""

    def __init__(self, **values: str) -> None:
        super().__init__(values)
        self.asked: set[str] = set()

    def get(self, name, default=None):
        self.asked.add(name)
        return super().get(name, default)


@pytest.fixture
def read(tmp_path):
    """read(**variables) -> Settings of a site in an empty folder."""
    return lambda **values: Settings.from_env({"DATA_DIR": str(tmp_path), **values})


def documented() -> dict[str, str]:
    """Default by variable, as docs/settings.md says."""
    found = {}
    for line in (ROOT / "docs/settings.md").read_text().splitlines():
        if line.startswith("| `"):
            names, default, _meaning = (part.strip() for part in line.strip("|").split(" | "))
            values = default.split(", ") if default.count("`") == 4 else [default] * 9
            found |= dict(zip(re.findall(r"`(\w+)`", names), values, strict=False))
    return found


def test_every_setting_is_documented_and_nothing_else(tmp_path):
    env = Spy(DATA_DIR=str(tmp_path))
    Settings.from_env(env)
    assert set(documented()) == env.asked


def test_every_field_can_be_set_by_its_variable():
    variables = {NAMES.get(field.name, field.name.upper()) for field in fields(Settings) if field.name not in FIXED}
    assert variables == set(documented())


def test_the_documented_defaults_are_the_defaults(read):
    settings = read()
    for name, default in documented().items():
        field = next((field for field, variable in NAMES.items() if variable == name), name.lower())
        value = getattr(settings, field)
        if default == "none":
            assert value in ("", ())
        elif re.fullmatch(r"`?[\w.]+`?", default) and name != "DATA_DIR":
            assert str(value) == default.strip("`"), name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "x"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "²"),
        ("WEB_WORKERS", "0"),
        ("WEB_WORKERS", "65"),
        ("TRUSTED_PROXIES", "many"),
        ("PUBLIC_URL", "learn.example.org"),
        ("PUBLIC_URL", "ftp://learn.example.org"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https://learn.example.org/goldpath"),
        ("PUBLIC_URL", "https://learn.example.org:x"),
        ("PUBLIC_URL", "https://somebody@learn.example.org"),
        ("LOG_LEVEL", "LOUD"),
        ("SECRET_KEY", "short"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(read, name, value):
    with pytest.raises(SettingsError, match=name):
        read(**{name: value})


def test_postgresql_needs_a_secret_that_all_nodes_share(read):
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        read(DATABASE_URL="postgresql://localhost/goldpath")
    settings = read(DATABASE_URL="postgresql://localhost/goldpath", SECRET_KEY="k" * 32)
    assert settings.database_url == "postgresql+psycopg://localhost/goldpath"
    assert not settings.on_sqlite


def test_on_sqlite_a_secret_is_made_once_for_its_owners_eyes(read, tmp_path):
    first = read().secret_key
    assert len(first) >= 48
    assert read().secret_key == first
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_data_folder_that_is_made_is_for_its_owners_eyes(read, tmp_path):
    read(DATA_DIR=str(tmp_path / "var"))
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_two_starts_at_once_make_one_secret(read, at_once):
    keys = at_once(*[lambda: read().secret_key] * 4)
    assert len(set(keys)) == 1


def test_the_address_decides_hosts_and_safety(read):
    settings = read(PUBLIC_URL="https://learn.example.org/")
    assert (settings.public_url, settings.allowed_hosts) == ("https://learn.example.org", ["learn.example.org"])
    assert settings.secure
    assert not read(PUBLIC_URL="http://learn.example.org:8080").secure
    assert read(PUBLIC_URL="https://Schule-Köln.example").allowed_hosts == ["xn--schule-kln-lcb.example"]
    assert read(PUBLIC_URL="http://[2001:db8::1]:8000").allowed_hosts == ["[2001:db8::1]"]
    assert read().allowed_hosts == ["localhost", "127.0.0.1", "[::1]"]


def test_settings_cannot_be_changed(read):
    with pytest.raises(AttributeError):
        read().port = 1
