"""Short ways to files for the tests of formats."""

from pathlib import Path

from portal.formats import Report, get
from portal.formats.source import Source

FIXTURES = Path(__file__).parent / "fixtures"


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with that content; folders on the way are made."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(path: Path, name: str, report: Report | None = None) -> list:
    """The records of a file or folder in the format of that name."""
    from portal.formats import label_files

    with Source(path) as source:
        format, narrowed = label_files(source, get(name), Report())
        return list(format.read(narrowed, Report() if report is None else report))


def read_text(folder: Path, name: str, content: str, report: Report | None = None, file: str = "labels") -> list:
    """The records of that text, written to a file with the format's first extension."""
    return read(put(folder, file + get(name).extensions[0], content), name, report)


def said(report: Report) -> list[str]:
    """The lines of a report that say what was changed or dropped."""
    return [str(line) for line in report.lines() if line.verb != "kept"]
