"""`./goldpath run`: database made current, then gunicorn and one worker, until stopped."""

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, MutableMapping
from pathlib import Path


def main(argv: list[str]) -> int:
    """Serves the site until interrupted. Returns an exit status."""
    started = time.perf_counter()
    # Nothing that is loaded at start becomes garbage worth looking for.
    gc.disable()
    from config import ROOT, Settings

    if argv[:1] == ["demo"]:
        keep_apart(os.environ, ROOT / "var")
    from portal.web.migrate import prepare
    from portal.web.starting import NotStarted, in_clear_words, refuse

    try:
        with in_clear_words():
            settings = Settings.from_env()
            from portal import create_app

            app = create_app(settings)
            copy = prepare(app.extensions["engine"], settings.data_dir)
    except NotStarted as error:
        return refuse(str(error))
    if copy:
        _say(f"The database was brought up to date; the old one is kept as {copy}")
    if argv[:1] == ["demo"]:
        from portal.web.demo import fill

        fill(app)
    _warm(app, settings.public_url or "http://localhost")
    # A connection opened before the fork must not be shared by two processes.
    app.extensions["engine"].dispose()
    _server(app, settings, started).run()
    return 0


def keep_apart(env: MutableMapping[str, str], usual: Path) -> None:
    """Gives the demo a folder and a database of its own, whatever site is set up here.

    Anyone can read how the Demo Learner signs in.
    """
    env["DATA_DIR"] = str(Path(env.get("DATA_DIR") or usual) / "demo")
    env.pop("DATABASE_URL", None)


def _warm(app: object, address: str) -> None:
    """Answers a page and a question to the database, so that the workers share what a first answer loads.

    That is a quarter of what each would otherwise hold for itself, and nobody waits for it.
    """
    app.logger.disabled = True
    for path in ("/", "/p/-"):
        app.test_client().get(path, base_url=address)
    app.logger.disabled = False


def gunicorn_around(app: object, *, host: str, port: int, workers: int, **hooks: Callable) -> object:
    """A gunicorn whose workers share the memory of an app that is loaded already. `bench` serves its floor so too."""
    from gunicorn.app.base import BaseApplication

    options = {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "workers": workers,
        # Sync workers: threads make the slowest SQLite writes many times slower.
        "worker_class": "sync",
        "preload_app": True,
        "proc_name": "goldpath",
        "loglevel": "warning",
        # It would put a socket into the home folder of whoever starts the site.
        "control_socket_disable": True,
        "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: S108
        "timeout": 60,
        **hooks,
    }

    class Server(BaseApplication):
        """gunicorn with these options and this app."""

        def load_config(self) -> None:
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> object:
            # What is loaded now stays. The collector would write to all of it in each worker and undo the sharing.
            gc.freeze()
            gc.enable()
            return app

    return Server()


def _server(app: object, settings: object, started: float) -> object:
    """The site's server, with the worker beside it."""
    worker: list[subprocess.Popen] = []

    def when_ready(_server: object) -> None:
        where = settings.public_url or f"http://{settings.host}:{settings.port}"
        _say(f"{settings.site_name} is at {where} (ready in {time.perf_counter() - started:.1f} s). Ctrl+C stops it.")
        worker.append(subprocess.Popen([sys.executable, "-m", "portal.cli", "worker"]))

    def on_exit(_server: object) -> None:
        for process in worker:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()

    return gunicorn_around(
        app,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        when_ready=when_ready,
        on_exit=on_exit,
    )


def _say(message: str) -> None:
    print(message, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
