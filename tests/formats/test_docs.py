from config import ROOT
from portal.cli import main
from portal.formats import discover


def test_the_table_in_the_docs_is_the_one_the_code_makes(capsys):
    assert main(["formats", "list"]) == 0
    table = capsys.readouterr().out
    assert len(table.splitlines()) == len(discover()) + 2
    assert table in (ROOT / "docs/formats.md").read_text(), "put the lines of `./goldpath formats list` there"
