"""`./goldpath test`: finds or installs Chromium, then runs every test on two processes.

With TEST_DATABASE_URL the suite runs on that PostgreSQL server, with one browser walk instead of all.
"""

import os
import shutil
import subprocess
import sys

from tests.browser import find_chromium


def main(arguments: list[str]) -> int:
    """Runs pytest; returns its exit status, or 2 when no browser can be had."""
    if find_chromium() is None and not _install_chromium():
        _say("Chromium was not found and could not be installed. On Debian or Ubuntu: apt install chromium")
        return 2
    wanted = [] if any(part.startswith("-n") for part in arguments) else ["-n", "2", "--dist", "loadgroup"]
    if os.environ.get("TEST_DATABASE_URL"):
        # The browser sees the same pages on either database: one walk is enough on the second.
        wanted += ["-m", "not browser or walk"]
    return subprocess.call([sys.executable, "-m", "pytest", *wanted, *arguments])


def _install_chromium() -> bool:
    """Whether Chromium is there after trying the system's package manager as root."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    _say("· Installing Chromium for the browser tests")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ):
        if subprocess.call(command, env=environment, stdout=subprocess.DEVNULL):
            return False
    return find_chromium() is not None


def _say(message: str) -> None:
    sys.stderr.write(message + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
