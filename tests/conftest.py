"""Shared fixtures: one app a test process, a clean database a test, people and browsers to act with."""

import os
import threading
from datetime import UTC, datetime, timedelta

import hypothesis
import pytest
from sqlalchemy import text

from config import Settings
from tests.browser import ARGUMENTS, find_chromium

# The same examples in every run; a busy machine must not fail a test.
hypothesis.settings.register_profile("suite", derandomize=True, max_examples=50, deadline=None, database=None)
hypothesis.settings.load_profile("suite")

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def pytest_collection_modifyitems(items):
    """Whatever uses the browser is marked so."""
    for item in items:
        if {"browse", "chromium"} & set(item.fixturenames):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def settings(tmp_path_factory, worker_id):
    """Settings of a throw-away site; on PostgreSQL each test process has a database of its own."""
    data_dir = tmp_path_factory.mktemp("site")
    url = os.environ.get("TEST_DATABASE_URL")
    if url:
        url = _fresh_postgres(url, f"goldpath_test_{worker_id}")
    return Settings(
        data_dir=data_dir,
        database_url=url or f"sqlite:///{data_dir / 'test.db'}",
        secret_key="test-" + "k" * 40,
        operator_name="Test School",
        testing=True,
        log_level="WARNING",
    )


def _fresh_postgres(url: str, name: str) -> str:
    from sqlalchemy import create_engine
    from sqlalchemy.engine import make_url

    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def worker_id(request):
    """Which of the parallel test processes this is; "main" when there is one."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def site(settings):
    """The app, loaded once, with a migrated database."""
    from portal import create_app
    from portal.web.migrate import upgrade

    app = create_app(settings)
    upgrade(app.extensions["engine"])
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def app(site):
    """The app with an empty database."""
    _empty(site)
    return site


def _empty(site) -> None:
    from portal.db import Base

    engine = site.extensions["engine"]
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())


@pytest.fixture
def session(app):
    """A database session inside an app context."""
    from portal.db import get_session

    with app.app_context():
        yield get_session()


@pytest.fixture
def now():
    """A fixed instant; nothing below a view asks the clock."""
    return NOW


@pytest.fixture
def make_user(app):
    """make_user(email=..., password=None, guest=False, **columns) -> id of a stored user."""
    from portal.accounts.models import User
    from portal.db import transaction

    count = 0

    def make(email: str | None = None, *, password: str | None = None, guest: bool = False, **columns) -> int:
        nonlocal count
        count += 1
        with app.app_context(), transaction() as session:
            user = User(created_at=columns.pop("created_at", NOW), **columns)
            if not guest:
                user.email = email or f"learner{count}@example.org"
            if password:
                from portal.accounts.passwords import hash_password

                user.password_hash = hash_password(password)
            session.add(user)
            session.flush()
            return user.id

    return make


@pytest.fixture
def client_of(app):
    """client_of(user_id) -> a browser-like client signed in as that user; client_of(None): a stranger."""
    from tests.clients import Client

    def make(user_id: int | None = None) -> Client:
        client = Client(app)
        if user_id is not None:
            client.sign_in(user_id)
        return client

    return make


@pytest.fixture
def stranger(client_of):
    """A client that is not signed in."""
    return client_of(None)


@pytest.fixture
def member(client_of, make_user):
    """A client signed in as a member; `member.user_id` is whose."""
    return client_of(make_user())


@pytest.fixture
def other(client_of, make_user):
    """A client signed in as somebody else."""
    return client_of(make_user())


@pytest.fixture
def later():
    """later(hours=20) -> NOW moved on."""
    return lambda **kwargs: NOW + timedelta(**kwargs)


@pytest.fixture(scope="session")
def chromium():
    """One browser for the test process."""
    path = find_chromium()
    if path is None:
        pytest.fail("no Chromium; ./goldpath test installs it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def live(app):
    """Address of the app served on a free port of this machine, in threads, for browser tests."""
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def browse(chromium, live, app):
    """browse(user_id=None, **context options) -> a page that fails the test on any script error or foreign request."""
    from tests.clients import Client

    contexts, troubles = [], []

    def make(user_id: int | None = None, *, width: int = 1366, height: int = 768, **options):
        context = chromium.new_context(
            base_url=live, viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        contexts.append(context)
        if user_id is not None:
            client = Client(app)
            client.sign_in(user_id)
            cookie = client.get_cookie("goldpath")
            context.add_cookies([{"name": "goldpath", "value": cookie.value, "url": live}])
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: troubles.append(f"script error: {error}"))
        page.on("console", lambda line: troubles.append(line.text) if _is_trouble(line) else None)
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((live, "data:", "blob:", "about:"))
                else troubles.append(f"foreign request: {request.url}")
            ),
        )
        return page

    make.troubles = troubles
    yield make
    for context in contexts:
        context.close()
    assert not troubles, troubles


def _is_trouble(line) -> bool:
    """Errors of ours; a failed request is the server's answer and is asserted where it matters."""
    return line.type == "error" and "Failed to load resource" not in line.text and "net::ERR" not in line.text


from tests.sets import at_once, edit_content, items_of, make_attempt, public_page, queries_of, rows  # noqa: E402, F401
