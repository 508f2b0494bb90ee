"""Imports point one way, so that each room can be understood without those above it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PORTAL = Path(__file__).resolve().parent.parent / "portal"

# What each room may import, besides itself.
BASE = {"db", "jobs", "web"}
CONTENT = {"grading", "tasks", "formats", "library"}
ALLOWED = {
    "grading": set(),
    "tasks": {"grading"},
    "formats": {"grading"},
    "library": {"grading", "tasks", "formats"},
    "commands": CONTENT,
    "db": set(),
    "jobs": {"db"},
    "web": {"db", "jobs", "grading"},
    "accounts": BASE,
    "practice": BASE | CONTENT | {"accounts"},
    "curriculum": BASE | CONTENT | {"accounts", "practice"},
    "skills": BASE | CONTENT | {"accounts", "practice", "curriculum"},
    "career": BASE | CONTENT | {"accounts", "practice", "curriculum", "skills"},
    "tools": BASE | {"accounts", "formats", "grading"},
    "portfolio": BASE | CONTENT | {"accounts", "practice", "curriculum", "skills", "career", "tools"},
}
TOP = {"home", "api", "cli", "__init__"}
# Programs that put the whole site together import it where they run.
WHOLE_SITE = {"web/commands.py", "web/serve.py", "web/starting.py", "web/demo.py"}
ROOM_FILES = {"queries", "services", "models"}


def imports(path: Path):
    """(module, names) of every import of the file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, []


def room_of(path: Path) -> str:
    return path.relative_to(PORTAL).parts[0].removesuffix(".py")


def files():
    return [path for path in sorted(PORTAL.rglob("*.py")) if path.relative_to(PORTAL).as_posix() not in WHOLE_SITE]


@pytest.mark.parametrize("path", files(), ids=lambda path: path.relative_to(PORTAL).as_posix())
def test_rooms_import_only_what_lies_below_them(path):
    room = room_of(path)
    if room in TOP:
        return
    for module, names in imports(path):
        if module == "portal":
            wanted = set(names)
        elif module.startswith("portal."):
            wanted = {module.split(".")[1]}
        else:
            continue
        for target in wanted - {room}:
            assert target in ALLOWED[room], f"{path.relative_to(PORTAL)} imports portal.{target}"


@pytest.mark.parametrize("path", files(), ids=lambda path: path.relative_to(PORTAL).as_posix())
def test_another_rooms_views_and_forms_are_private(path):
    room = room_of(path)
    for module, _names in imports(path):
        parts = module.split(".")
        if (
            len(parts) > 2
            and parts[0] == "portal"
            and parts[1] != room
            and parts[1] in ALLOWED
            and parts[1] not in BASE
        ):
            assert parts[2] not in {"views", "forms", "pages"}, f"{path.relative_to(PORTAL)} imports {module}"


def test_grading_needs_the_standard_library_alone():
    code = (
        "import sys, portal.grading.engine; print([m for m in ('flask', 'sqlalchemy', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PORTAL.parent, check=True)
    assert done.stdout.strip() == "[]"
