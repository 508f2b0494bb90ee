"""Shapes of plain data, as functions that let a value pass or raise Misfit: no dependency, and no cost for paths
until something is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from portal.grading.words import N_

Check = Callable[[object], None]

# Squares of what lies beyond overflow.
FARTHEST = 1e150


class Misfit(ValueError):
    """A value that does not fit. `path` grows outwards as it is passed on."""

    def __init__(self, message: str, *path: str | int, **params: object):
        super().__init__(message)
        self.message, self.path, self.params = message, list(path), params


def anything(value: object) -> None:
    pass


def text(value: object) -> None:
    if type(value) is not str:
        raise Misfit(N_("must be text"))


def whole(value: object) -> None:
    if type(value) is not int:
        raise Misfit(N_("must be a whole number"))


def number(value: object) -> None:
    if type(value) not in (int, float):
        raise Misfit(N_("must be a number"))
    if not abs(value) <= FARTHEST:
        raise Misfit(N_("must be a finite number"))


def label(value: object) -> None:
    if type(value) not in (str, int):
        raise Misfit(N_("must be text or a whole number"))


def flag(value: object) -> None:
    if type(value) is not bool:
        raise Misfit(N_("must be true or false"))


def one_of(*values: str) -> Check:
    def check(value: object) -> None:
        if value not in values:
            raise Misfit(N_("must be one of {expected}"), expected=", ".join(values))

    return check


def nullable(inner: Check) -> Check:
    def check(value: object) -> None:
        if value is not None:
            inner(value)

    return check


def list_of(inner: Check, *, at_least: int = 0, at_most: int | None = None) -> Check:
    def check(value: object) -> None:
        if type(value) is not list:
            raise Misfit(N_("must be a list"))
        if len(value) < at_least:
            raise Misfit(N_("must have at least {min_length} entries"), min_length=at_least)
        if at_most is not None and len(value) > at_most:
            raise Misfit(N_("must have at most {max_length} entries"), max_length=at_most)
        for i, one in enumerate(value):
            try:
                inner(one)
            except Misfit as misfit:
                misfit.path.insert(0, i)
                raise

    return check


def record(_optional: Mapping[str, Check] | None = None, /, **required: Check) -> Check:
    """An object that must have the named fields, and may have the optional ones."""
    optional = _optional or {}

    def check(value: object) -> None:
        if type(value) is not dict:
            raise Misfit(N_("must be an object"))
        for name, inner in required.items():
            if name not in value:
                raise Misfit(N_("is missing"), name)
            _inside(name, inner, value[name])
        for name, inner in optional.items():
            if name in value:
                _inside(name, inner, value[name])

    return check


def map_of(inner: Check) -> Check:
    """An object with any names."""

    def check(value: object) -> None:
        if type(value) is not dict:
            raise Misfit(N_("must be an object"))
        for name, one in value.items():
            _inside(name, inner, one)

    return check


def _inside(name: str, inner: Check, value: object) -> None:
    try:
        inner(value)
    except Misfit as misfit:
        misfit.path.insert(0, name)
        raise
