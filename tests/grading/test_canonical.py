"""Equal data has one spelling, and one hash."""

import pytest

from portal.grading.canonical import canonical_json, digest


def test_order_and_kind_of_number_change_nothing():
    assert canonical_json({"b": 3.0, "a": [1, 2.5]}) == b'{"a":[1,2.5],"b":3}'
    assert digest({"b": 3, "a": (1, 2.5)}) == digest({"a": [1.0, 2.5], "b": 3.0})


def test_other_data_has_another_hash():
    assert digest({"a": 1}) != digest({"a": 2})
    assert digest({"a": True}) != digest({"a": 1})


def test_text_stays_as_it_is():
    assert canonical_json("Müller 😀") == '"Müller 😀"'.encode()


def test_nan_has_no_spelling():
    with pytest.raises(ValueError):
        canonical_json(float("nan"))
