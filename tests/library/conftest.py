import pytest

from tests.library.folders import write_content


@pytest.fixture
def content(tmp_path, monkeypatch):
    """A sound content folder, shown in problems as content/."""
    monkeypatch.chdir(tmp_path)
    return write_content(tmp_path / "content")
