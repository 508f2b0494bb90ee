"""The floor and the site as real processes: starting, waiting for the first answer, memory, stopping."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0


class ServerError(RuntimeError):
    """A server did not come up; the message ends with what it said."""


class Server:
    """A process that serves on a free port of this machine. Use it as a context."""

    def __init__(self, command: list[str], log: Path, path: str, **environment: str) -> None:
        """Starts it and waits until `path` answers 200; `seconds` says how long that took."""
        self.port = free_port()
        command = [part.replace("{port}", str(self.port)) for part in command]
        own = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        started = time.perf_counter()
        with log.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env={**own, "HOST": "127.0.0.1", "PORT": str(self.port), **environment},
                stdout=file,
                stderr=file,
            )
        while not answers(self.port, path):
            if self.process.poll() is not None or time.perf_counter() - started > PATIENCE:
                self.stop()
                raise ServerError(f"{command[0]} did not start:\n{log.read_text()[-2000:]}")
            time.sleep(0.005)
        self.seconds = time.perf_counter() - started

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends the process and what it started."""
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def memory(self) -> tuple[int, int]:
        """Proportional set size in bytes: of the server with its request workers, and of the job worker (0 without)."""
        serving, jobs = _proportional(self.process.pid), 0
        for child in _children(self.process.pid):
            command = Path(f"/proc/{child}/cmdline").read_bytes()
            if b"portal.cli" in command:
                jobs += _proportional(child)
            else:
                serving += _proportional(child)
        return serving, jobs


def start_floor(folder: Path) -> Server:
    """The floor on a database in that folder."""
    return Server(["bench.floor", str(folder / "floor.db"), "{port}"], folder / "floor.log", "/page")


def start_site(data_dir: Path) -> Server:
    """The site as `./goldpath run` starts it, with the settings it has when none is given."""
    return Server(["portal.web.serve", "run"], data_dir / "site.log", "/", DATA_DIR=str(data_dir))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int, path: str) -> bool:
    """Whether the address answers 200 now."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
            return connection.recv(64).startswith(b"HTTP/1.1 200 ")
    except OSError:
        return False


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _proportional(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    raise ServerError("this kernel does not tell proportional set sizes")
