import tracemalloc

import pytest

from portal.formats import FormatError, xmltext
from portal.formats.source import Source
from tests.formats.folders import put

BOMB = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>
<annotations><image name="&lol2;"/></annotations>"""


def nodes(folder, content, *tags):
    source = Source(put(folder, "a.xml", content))
    return list(xmltext.nodes(source, "a.xml", tags))


def test_wanted_elements_come_whole_with_line_text_and_children(tmp_path):
    [node] = nodes(tmp_path, '<a>\n<box id="1">x<name> car </name><name>van</name></box>\n</a>', "box")
    assert (node.tag, node.attributes, node.line, node.text) == ("box", {"id": "1"}, 2, "x")
    assert node.value("name") == "car"
    assert [child.text for child in node.all("name")] == [" car ", "van"]
    assert node.value("size", "none") == "none"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (BOMB, "line 2: declares a document type"),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "line 1: declares a document type"),
        ("", "is empty"),
        ("<a>\n<b></a>", "line 2: is not valid XML: mismatched tag"),
        ("<a>\n", "is not valid XML: no element found"),
        ("<a>&nosuch;</a>", "is not valid XML: undefined entity"),
        ("<a>" * 200 + "</a>" * 200, "is nested too deeply"),
        ('<?xml version="1.0" encoding="no-such"?><a/>', "is not valid XML"),
        (b"<a>caf\xe9</a>", "is not valid XML: not well-formed"),
        ('<a x="1" x="2"/>', "is not valid XML: duplicate attribute"),
    ],
)
def test_what_is_unsafe_or_broken_is_refused_with_its_line(tmp_path, content, message):
    with pytest.raises(FormatError) as caught:
        nodes(tmp_path, content, "a", "image")
    assert message in str(caught.value)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_the_declared_encoding_is_used(tmp_path, codec):
    declared = codec.removesuffix("-sig")
    content = f'<?xml version="1.0" encoding="{declared}"?><a>café</a>'.encode(codec)
    assert nodes(tmp_path, content, "a")[0].text == "café"


def test_memory_holds_one_element_at_a_time(tmp_path):
    content = "<a>" + '<image name="x"><box label="car" xtl="1.0"/></image>' * 100_000 + "</a>"
    source = Source(put(tmp_path, "a.xml", content))
    tracemalloc.start()
    try:
        assert sum(1 for _ in xmltext.nodes(source, "a.xml", ("image",))) == 100_000
        assert tracemalloc.get_traced_memory()[1] < 12_000_000
    finally:
        tracemalloc.stop()


def test_the_root_is_told_even_of_a_file_that_will_be_refused(tmp_path):
    assert xmltext.root_tag(Source(put(tmp_path, "a.xml", "<annotations><im")), "a.xml") == "annotations"
    assert xmltext.root_tag(Source(put(tmp_path, "b.xml", "no xml")), "b.xml") == ""
