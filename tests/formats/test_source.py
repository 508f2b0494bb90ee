import io
import stat
import tarfile
import zipfile

import pytest

from portal.formats import FormatError
from portal.formats.archives import Limits
from portal.formats.source import Source
from tests.formats.folders import put


def zipped(folder, *members, name="labels.zip"):
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for member, content in members:
            file.writestr(member, content)
    return path


def tarred(folder, *infos):
    path = folder / "labels.tar"
    with tarfile.open(path, "w") as file:
        for info in infos:
            file.addfile(info, io.BytesIO(b"x" * info.size))
    return path


def refusal(path, limits=None):
    with pytest.raises(FormatError) as caught:
        Source(path, limits=limits)
    return str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert refusal(tmp_path / "gone.json") == f"{tmp_path}/gone.json: does not exist"


def test_a_link_is_refused(tmp_path):
    put(tmp_path, "a.txt", "a")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    assert "is a link" in refusal(tmp_path / "b.txt")


def test_a_folder_is_read_without_its_links_and_hidden_files(tmp_path):
    put(tmp_path, "in/b.txt", "b")
    put(tmp_path, "in/sub/a.txt", "a")
    put(tmp_path, "in/.DS_Store", "x")
    put(tmp_path, "secret.txt", "s")
    (tmp_path / "in/link.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "in/up").symlink_to(tmp_path)
    assert Source(tmp_path / "in").names == ("b.txt", "sub/a.txt")


def test_an_archive_is_read_as_the_folder_it_holds_and_leaves_nothing(tmp_path):
    with Source(zipped(tmp_path, ("labels/1.txt", "one"), ("classes.txt", "car"))) as source:
        assert source.names == ("classes.txt", "labels/1.txt")
        assert source.text("labels/1.txt") == "one"
        root = source.root
    assert not root.exists()


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "..\\evil.txt", "C:evil.txt"])
def test_an_archive_with_a_name_that_leads_outside_is_refused(tmp_path, name):
    assert refusal(zipped(tmp_path, ("ok.txt", "x"), (name, "x"))).endswith(": leads outside the archive")
    assert not (tmp_path / "evil.txt").exists()


def test_a_tar_member_that_leads_outside_is_refused(tmp_path):
    info = tarfile.TarInfo("../evil.txt")
    info.size = 1
    assert refusal(tarred(tmp_path, info)).endswith("../evil.txt: leads outside the archive")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_in_a_tar_are_refused(tmp_path, kind):
    info = tarfile.TarInfo("link")
    info.type, info.linkname = kind, "/etc/passwd"
    assert "is a link or device" in refusal(tarred(tmp_path, info))


def test_a_link_in_a_zip_is_refused(tmp_path):
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "link: is a link or device" in refusal(zipped(tmp_path, (info, "/etc/passwd")))


def test_a_bomb_is_stopped_while_it_unpacks(tmp_path):
    path = zipped(tmp_path, ("zeros.txt", b"0" * 3_000_000))
    assert path.stat().st_size < 10_000
    limits = Limits(file_bytes=1 << 20)
    assert refusal(path, limits).endswith("zeros.txt: unpacks to more than 1 MB")
    many = zipped(tmp_path, *((f"{i}.txt", b"0" * 600_000) for i in range(4)), name="many.zip")
    assert "unpacks to more than 2 MB" in refusal(many, Limits(file_bytes=2 << 20, total_bytes=2 << 20))


def test_too_many_files_are_refused(tmp_path):
    path = zipped(tmp_path, *((f"{i}.txt", "x") for i in range(11)))
    assert "holds more than 10 files" in refusal(path, Limits(files=10))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_in_an_archive_is_refused(tmp_path):
    assert "is in the archive twice" in refusal(zipped(tmp_path, ("a.txt", "1"), ("a.txt", "2")))


def test_a_damaged_archive_is_refused_in_words(tmp_path):
    data = zipped(tmp_path, ("a.txt", "hello" * 1000)).read_bytes()
    broken = put(tmp_path, "broken.zip", data[:40] + b"\xff" * 10 + data[50:])
    assert "is a damaged or unsupported archive" in refusal(broken)


def test_a_file_over_the_limit_is_refused(tmp_path):
    path = put(tmp_path, "big.json", b" " * 2_000_000)
    assert refusal(path, Limits(file_bytes=1 << 20)).endswith("big.json: is larger than 1 MB")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_without_its_mark_and_with_its_line_ends(tmp_path, codec):
    text = "é 👍 مرحبا\r\nzwei\u2028drei\n"
    path = put(tmp_path, "a.txt", text.encode(codec))
    source = Source(path)
    assert source.text("a.txt") == text
    assert list(source.lines("a.txt")) == [(1, "é 👍 مرحبا"), (2, "zwei\u2028drei")]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("one\ntwo\nthré\n".encode() + "caf\xe9\n".encode("latin-1"), "line 4: is neither UTF-8 nor UTF-16"),
        (b"one\ntw\x00o\n", "line 2: holds a zero character"),
        ("text".encode("utf-32"), "is UTF-32"),
        (b"\xff\xfea\x00\n\x00b", "is neither UTF-8 nor UTF-16"),
    ],
)
def test_other_and_mixed_encodings_are_refused_with_their_line(tmp_path, data, message):
    source = Source(put(tmp_path, "a.txt", data))
    with pytest.raises(FormatError, match="a.txt: ") as caught:
        source.text("a.txt")
    assert message in str(caught.value)


def test_companions_are_found_beside_and_above_but_not_through_links(tmp_path):
    put(tmp_path, "data/classes.txt", "car")
    path = put(tmp_path, "data/labels/train/1.txt", "0")
    alone = Source(path)
    found = alone.companion("1.txt", "classes.txt")
    assert alone.text(found) == "car"
    whole = Source(tmp_path / "data")
    assert whole.companion("labels/train/1.txt", "data.yaml", "classes.txt") == "classes.txt"
    put(tmp_path, "names.txt", "x")
    assert whole.companion("labels/train/1.txt", "names.txt") is None
    (tmp_path / "data/labels/linked.txt").symlink_to(path)
    assert whole.companion("labels/train/1.txt", "linked.txt") is None
