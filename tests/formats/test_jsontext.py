import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.formats import FormatError, jsontext
from portal.formats.source import Source
from tests.formats.folders import put


class Pieces:
    """A source whose text arrives in pieces of a given size, as large files do."""

    def __init__(self, text, size):
        self.text, self.size = text, size

    def chunks(self, _name):
        return (self.text[i : i + self.size] for i in range(0, len(self.text), self.size))

    def at(self, name):
        return Source.at(self, name)

    def shown(self, name):
        return name


def members(text, size=7):
    return list(jsontext.members(Pieces(text, size), "a.json"))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(st.lists(values), st.integers(1, 9), st.sampled_from([None, 2]))
def test_a_list_arrives_element_by_element_wherever_it_is_cut(elements, size, indent):
    found = members(json.dumps(elements, indent=indent), size)
    assert found == [(None, i, element) for i, element in enumerate(elements)]


@given(st.dictionaries(st.text(), values), st.integers(1, 9))
def test_an_object_arrives_key_by_key(value, size):
    found = {}
    for key, i, part in members(json.dumps(value), size):
        if i is None:
            found[key] = part
        else:
            found.setdefault(key, []).append(part)
    assert found == {key: part for key, part in value.items() if part != []}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        (" \n ", "is empty"),
        ("12", "must be a list or an object"),
        ('[1,\n2,\n{"a": 1,}]', "line 3: is not valid JSON"),
        ('{"a": [1, 2}', "] must stand here"),
        ("[1, 2", "] must stand here"),
        ('["abc', "is not valid JSON"),
        ("[1] [2]", "goes on after the end"),
        ('[{"a": NaN}]', "NaN is not a number"),
        ("[-Infinity]", "-Infinity is not a number"),
        ("[1e999]", "1e999 is too large"),
        ('[\n{"id": 1, "id": 2}]', "line 2: has the key 'id' twice"),
        ('{"a": 1, "a": 2}', "has the key 'a' twice"),
        ("[" * 100_000, "is nested too deeply"),
        ("[" + "9" * 5000 + "]", "is not valid JSON"),
        ('{"a" 1}', ": must stand here"),
        ("{1: 2}", "a key must stand here"),
    ],
)
@pytest.mark.parametrize("size", [5, 1_000_000])
def test_what_is_no_strict_json_is_refused(text, message, size):
    with pytest.raises(FormatError) as caught:
        members(text, size)
    assert message in str(caught.value)
    assert caught.value.path == "a.json"


def test_a_fault_in_a_large_file_is_found_at_its_line():
    text = "[\n" + '{"id": 1, "text": "some text of a line"},\n' * 5000 + '{"id": oops}\n]'
    with pytest.raises(FormatError, match=r"line 5002: is not valid JSON"):
        members(text, 4096)


def test_lines_name_the_line(tmp_path):
    source = Source(put(tmp_path, "a.jsonl", '{"a": 1}\n\n{"a": Infinity}\n'))
    found = jsontext.lines(source, "a.jsonl")
    assert next(found) == (1, {"a": 1})
    with pytest.raises(FormatError, match=r"a.jsonl: line 3: Infinity is not"):
        next(found)


def test_a_document_is_strict_too(tmp_path):
    source = Source(put(tmp_path, "a.json", '{"a": [1, NaN]}'))
    with pytest.raises(FormatError, match="NaN"):
        jsontext.document(source, "a.json")
