"""Scripts and styles: hashed names, one file for each script a page asks for, compressed twins.

Sources are portal/static/ (served as /static/...) and portal/tasks/<kind>/assets/ (as /static/tasks/<kind>/...).
`build` writes hashed copies to <data>/assets and a manifest; WhiteNoise serves them for ever. What a script
imports is joined into it by `scripts.join`, so a page asks for few files; a dynamic import stays one.
"""

import gzip
import hashlib
import json
import os
import posixpath
import re
import shutil
from pathlib import Path

from flask import Flask

from portal.web import scripts
from portal.web.scripts import AssetError

PORTAL = Path(__file__).resolve().parent.parent
DYNAMIC = re.compile(r"""(\bimport\(\s*)(["'])(\.{1,2}/[^"']+\.js)\2""")
URL = re.compile(r"""url\((["']?)(\.{1,2}/[^"')]+)\1\)""")
COMPRESSED = {".js", ".css", ".svg", ".json", ".txt"}


def sources() -> dict[str, Path]:
    """Every asset by its name below /static/: "js/main.js" -> file."""
    found = {}
    for path in sorted((PORTAL / "static").rglob("*")):
        if path.is_file() and "dist" not in path.parts:
            found[path.relative_to(PORTAL / "static").as_posix()] = path
    for folder in sorted((PORTAL / "tasks").glob("*/assets")):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found[f"tasks/{folder.parent.name}/{path.relative_to(folder).as_posix()}"] = path
    return found


def is_part(name: str) -> bool:
    """Whether a script is only ever joined into others: it lies below js/, or is no entry of its kind."""
    if not name.endswith(".js"):
        return False
    folder, _slash, file = name.rpartition("/")
    return folder != "js" and not (folder.startswith("tasks/") and file in ("widget.js", "feedback.js"))


def stamp(files: dict[str, Path]) -> str:
    """Changes when any source does: from names, sizes and times of change."""
    digest = hashlib.sha256()
    for name, path in files.items():
        status = path.stat()
        digest.update(f"{name}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def build(target: Path) -> dict[str, str]:
    """Manifest from asset name to hashed name; writes the files when the sources have changed.

    Raises AssetError for a missing or circular import.
    """
    files = sources()
    mark = stamp({**files, "scripts.py": Path(scripts.__file__)})
    manifest_path = target / "manifest.json"
    if manifest_path.exists():
        known = json.loads(manifest_path.read_text())
        if known["stamp"] == mark:
            return known["names"]
    fresh = target.with_name(f"{target.name}.new-{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    builder = _Builder(files, fresh / "static")
    names = {name: builder.write(name) for name in files if not is_part(name)}
    (fresh / "manifest.json").write_text(json.dumps({"stamp": mark, "names": names}))
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh.rename(target)
    return names


class _Builder:
    """Writes each asset once, after those it points at, so that a hash covers what is imported."""

    def __init__(self, files: dict[str, Path], out: Path) -> None:
        self.files, self.out = files, out
        self.done: dict[str, str] = {}
        self.open: list[str] = []

    def write(self, name: str) -> str:
        if name in self.done:
            return self.done[name]
        if name in self.open:
            raise AssetError(" -> ".join([*self.open, name]) + " import each other")
        self.open.append(name)
        data = self.files[name].read_bytes()
        if name.endswith(".js"):
            text = scripts.join(name, self._script)
            data = DYNAMIC.sub(lambda m: f"{m[1]}{m[2]}{self._point(name, m[3])}{m[2]}", text).encode()
        elif name.endswith(".css"):
            data = URL.sub(lambda m: f"url({self._point(name, m[2])})", data.decode()).encode()
        self.open.pop()
        stem, dot, ending = name.rpartition(".")
        hashed = f"{stem}.{hashlib.sha256(data).hexdigest()[:10]}{dot}{ending}"
        path = self.out / hashed
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if dot + ending in COMPRESSED and len(data) > 500:
            import brotli

            path.with_name(path.name + ".br").write_bytes(brotli.compress(data, quality=11))
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(data, 9, mtime=0))
        self.done[name] = hashed
        return hashed

    def _script(self, name: str) -> str:
        if name not in self.files:
            raise AssetError(f"{name} is imported but does not exist")
        return self.files[name].read_text()

    def _point(self, name: str, reference: str) -> str:
        """The reference with the hashed name of what it points at, still relative."""
        folder = posixpath.dirname(name)
        wanted = posixpath.normpath(posixpath.join(folder, reference))
        if wanted not in self.files:
            raise AssetError(f"{name} points at {reference}, which does not exist")
        relative = posixpath.relpath(self.write(wanted), folder)
        return relative if relative.startswith(".") else f"./{relative}"


def init_app(app: Flask) -> None:
    """Builds the assets, serves them through WhiteNoise and gives templates `asset("css/base.css")`."""
    from whitenoise import WhiteNoise

    target = app.config["SETTINGS"].data_dir / "assets"
    names = build(target)

    def asset(name: str) -> str:
        return f"/static/{names[name]}"

    app.jinja_env.globals["asset"] = asset
    app.extensions["asset"] = asset
    app.wsgi_app = WhiteNoise(
        app.wsgi_app,
        root=str(target / "static"),
        prefix="static/",
        max_age=365 * 24 * 3600,
        add_headers_function=_asset_headers,
    )


def _asset_headers(headers: object, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Cache-Control"] = "public, max-age=31536000, immutable"
