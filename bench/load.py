"""The load client: a process of its own, so that measuring takes no time from the runner.

Every request opens a connection and reads to its end, for the floor and the site alike: sync workers close
after each answer. Connections work side by side; each sends its next request when its last is answered.
"""

import pickle
import selectors
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from time import perf_counter

from bench.ratios import Burst


class LoadError(RuntimeError):
    """A request was not answered as expected; the message shows the answer."""


class Client:
    """The load client's process. `burst` sends and measures; use it as a context."""

    def __enter__(self) -> "Client":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.load"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()

    def burst(self, port: int, lanes: Sequence[Sequence[bytes]], expected: int) -> Burst:
        """Sends every lane's requests, one lane a connection. Raises LoadError unless all are answered as expected."""
        pickle.dump((port, lanes, expected), self._process.stdin)
        self._process.stdin.flush()
        answer = pickle.load(self._process.stdout)
        if isinstance(answer, str):
            raise LoadError(answer)
        return Burst(*answer)


def request(method: str, path: str, port: int, body: bytes = b"", **headers: str) -> bytes:
    """One request as it goes over the wire; header names with "_" for "-"."""
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Accept-Encoding: gzip, deflate, br",
        "Connection: close",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


class _Lane:
    """One connection at a time, for the requests that are left."""

    def __init__(self, port: int, requests: Iterator[bytes], poll: selectors.BaseSelector) -> None:
        self.port, self.requests, self.poll = port, requests, poll
        self.next()

    def next(self) -> None:
        """Sends the next request, if there is one."""
        self.sent = next(self.requests, None)
        if self.sent is None:
            return
        self.received: list[bytes] = []
        self.started = perf_counter()
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.socket.sendall(self.sent)
        self.poll.register(self.socket, selectors.EVENT_READ, self)

    def read(self) -> bool:
        """Takes what has come; whether the answer is complete."""
        data = self.socket.recv(262144)
        if data:
            self.received.append(data)
            return False
        self.poll.unregister(self.socket)
        self.socket.close()
        return True


def run(port: int, lanes: Sequence[Sequence[bytes]], expected: int) -> tuple[float, tuple[float, ...]]:
    """Seconds for all, and for each request in the order answered. Raises LoadError."""
    wanted = b"HTTP/1.1 %d " % expected
    waits = []
    with selectors.DefaultSelector() as poll:
        started = perf_counter()
        for lane in lanes:
            _Lane(port, iter(lane), poll)
        while poll.get_map():
            for key, _events in poll.select():
                lane = key.data
                if not lane.read():
                    continue
                waits.append(perf_counter() - lane.started)
                if not lane.received or not lane.received[0].startswith(wanted):
                    line = lane.sent.split(b"\r\n", 1)[0].decode()
                    raise LoadError(f"{line}: wanted {expected}, got {b''.join(lane.received)[:600]!r}")
                lane.next()
        return perf_counter() - started, tuple(waits)


def main() -> None:
    """Serves bursts asked for on standard input until it is closed."""
    while True:
        try:
            port, lanes, expected = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            answer = run(port, lanes, expected)
        except (LoadError, OSError) as error:
            answer = f"{type(error).__name__}: {error}"
        pickle.dump(answer, sys.stdout.buffer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
