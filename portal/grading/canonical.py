"""One spelling for equal data, so that a version is the hash of what it says."""

from __future__ import annotations

import hashlib
import json


def canonical_json(value: object) -> bytes:
    """UTF-8 JSON with sorted keys and no white space; 3.0 is written 3. NaN and infinity are refused."""
    return json.dumps(
        _settled(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def digest(value: object) -> str:
    """The sha256 of the canonical JSON, 64 hex digits."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _settled(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _settled(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_settled(inner) for inner in value]
    return value
