"""Joining a script with what it imports into one file.

Each imported module becomes a function that runs once and returns its exports; nothing is rewritten but the
`import` and `export` words. Only the plain forms of both are taken, so that nothing is guessed:
`import { a, b as c } from "./x.js"`, `import * as x from "./x.js"`, and `export` before a function, class or const.
A module must keep no state that two pages' scripts share: each script gets its own copy.
"""

import posixpath
import re
from collections.abc import Callable

IMPORT = re.compile(
    r"""^import\s+(\{[^}]*\}|\*\s+as\s+\w+)\s+from\s+["'](\.{1,2}/[^"']+\.js)["'];?[ \t]*$""", re.MULTILINE
)
EXPORT = re.compile(r"^export\s+(?=(?:async\s+function\*?|function\*?|class|const)\s+(\w+))", re.MULTILINE)
LEFT_OVER = re.compile(r"^(?:import\s*[^(\s.]|export\b).*$", re.MULTILINE)


class AssetError(ValueError):
    """A script imports what does not exist or itself, or uses a form that cannot be joined."""


def join(name: str, read: Callable[[str], str]) -> str:
    """The script and all it imports, as one module with the script's own exports.

    `name` is its path below /static/; `read` gives a script's text. Raises AssetError.
    """
    order: list[str] = []
    _visit(name, read, order, ())
    if order == [name]:
        return read(name)
    places = {module: f"$m{place}" for place, module in enumerate(order)}
    parts = [_wrapped(module, read(module), places) for module in order[:-1]]
    return "\n".join([*parts, _bound(name, read(name), places)])


def imports(name: str, text: str) -> list[str]:
    """Names of the modules that the script imports."""
    return [_resolve(name, match[2]) for match in IMPORT.finditer(text)]


def _resolve(name: str, reference: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), reference))


def _visit(name: str, read: Callable[[str], str], order: list[str], above: tuple[str, ...]) -> None:
    if name in above:
        raise AssetError(" -> ".join([*above, name]) + " import each other")
    if name in order:
        return
    for wanted in imports(name, read(name)):
        _visit(wanted, read, order, (*above, name))
    order.append(name)


def _bound(name: str, text: str, places: dict[str, str]) -> str:
    """The text with each import turned into a const that takes what it needs."""

    def bind(match: re.Match) -> str:
        source = places[_resolve(name, match[2])]
        if match[1].startswith("*"):
            return f"const {match[1].split()[-1]} = {source};"
        return f"const {match[1].replace(' as ', ': ')} = {source};"

    bound = IMPORT.sub(bind, text)
    for match in LEFT_OVER.finditer(bound):
        if match[0].startswith("import") or not EXPORT.match(match[0]):
            raise AssetError(f"{name}: cannot join this line: {match[0]}")
    return bound


def _wrapped(name: str, text: str, places: dict[str, str]) -> str:
    """A module as a function that runs once and returns its exports."""
    bound = _bound(name, text, places)
    exported = EXPORT.findall(bound)
    return f"const {places[name]} = (() => {{\n{EXPORT.sub('', bound)}\nreturn {{ {', '.join(exported)} }};\n}})();"
