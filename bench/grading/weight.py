"""What importing the metrics costs: time and memory, each time in a fresh interpreter."""

import json
import os
import subprocess
import sys
from statistics import median

from bench.grading.lines import Line, Row
from config import ROOT

MB = 1024 * 1024
# Every module of the metrics; what any of them needs beyond the standard library it loads when first used.
CODE = """
import json, os, time
from importlib import import_module
def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
names = sorted(name[:-3] for name in os.listdir("portal/grading/metrics") if name.endswith(".py"))
before, started = resident(), time.process_time()
for name in names:
    import_module("portal.grading.metrics." + name)
taken = time.process_time() - started
print(json.dumps([taken, resident() - before]))
"""


def measure(line: Line, *, quick: bool) -> Row:
    """The row of a line about importing: the median of several interpreters, their code compiled beforehand."""
    _once()
    found = [_once() for _ in range(3 if quick else 21)]
    column, scale = (0, 1000) if line.name == "import" else (1, 1 / MB)
    return Row(line, median(one[column] for one in found) * scale)


def _once() -> tuple[float, float]:
    """Seconds and bytes that the import took."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, check=True, cwd=ROOT, env=environment
    )
    seconds, size = json.loads(done.stdout)
    return seconds, size
