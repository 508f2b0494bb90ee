"""What the variable parts of an address may be; anything else is not found."""

import re

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

LARGEST_ID = 2**31 - 1


class Id(IntegerConverter):
    """`<int:...>`: a row's id. A number no database could hold is no id."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ID)


class Name(UnicodeConverter):
    """`<...>`: text without a NUL, which PostgreSQL does not take."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map)
        self.regex = r"[^/\x00]+"


def row_id(text: str | None) -> int | None:
    """The id that a form or a query names; None for what can be none."""
    if text is None or not re.fullmatch(r"[0-9]{1,10}", text):
        return None
    return int(text) if int(text) <= LARGEST_ID else None


def init_app(app: Flask) -> None:
    """Puts both in place; comes before any room adds an address."""
    app.url_map.converters.update(int=Id, default=Name, string=Name)
