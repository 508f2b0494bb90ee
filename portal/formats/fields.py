"""Taking values out of JSON that came from outside: typed, or a FormatError that names the path.

Every function takes the path of the value ("annotations[3].bbox") as `where`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from portal.formats.report import FormatError
from portal.grading.types import N_

_MISSING = object()


def of(value: Any, key: str, where: str, default: Any = _MISSING) -> Any:
    """value[key]; the default, or a FormatError without one, when the key is missing."""
    found = mapping(value, where).get(key, default)
    if found is _MISSING:
        raise FormatError(where, N_("{key} is missing"), key=key)
    return found


def mapping(value: Any, where: str) -> Mapping:
    if not isinstance(value, Mapping):
        raise FormatError(where, N_("must be an object"))
    return value


def items(value: Any, where: str) -> list:
    if not isinstance(value, list):
        raise FormatError(where, N_("must be a list"))
    return value


def text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise FormatError(where, N_("must be a text"))
    return value


def name(value: Any, where: str) -> str:
    """An id or a name: a text, or a whole number as text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return text(value, where)


def whole(value: Any, where: str) -> int:
    """A whole number; 3.0 is one."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise FormatError(where, N_("must be a whole number"))
    return value


def number(value: Any, where: str) -> float:
    """A finite number; a text is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FormatError(where, N_("must be a number"))
    return _finite(value, where)


def parsed(value: str, where: str) -> float:
    """A finite number from a text, as in XML and tables."""
    try:
        return _finite(float(value), where)
    except ValueError as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(where, N_("must be a number, not {value}"), value=repr(value[:40])) from None


def _finite(value: float, where: str) -> float:
    try:
        finite = float(value)
    except OverflowError:
        finite = math.inf
    if not math.isfinite(finite):
        raise FormatError(where, N_("must be a finite number"))
    return finite
