"""Writing a record and reading it again."""

import tempfile
from pathlib import Path

from portal.formats import Report, get
from portal.formats.model import Record
from tests.formats.folders import read


def there_and_back(name: str, item: str = "item", **labels):
    """(the records read, what writer and reader reported) after one record went through the format."""
    return all_there_and_back(name, [Record(item, **labels)])


def all_there_and_back(name: str, records: list[Record]):
    format, report = get(name), Report()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "labels" if format.folder else "labels" + format.extensions[0])
        if format.folder:
            target.mkdir()
        format.write(iter(records), target, report)
        return read(target, name, report), report
