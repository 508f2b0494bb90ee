"""Does a value fit a schema of the API's description? As much of JSON Schema as the description uses.

Stricter than the standard: a field that is not described is a fault, so that nothing is left undescribed.
"""

from datetime import datetime

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
KNOWN = {"type", "properties", "required", "items", "additionalProperties", "enum", "anyOf", "format", "description"}


def faults(value: object, schema: dict, document: dict, where: str = "") -> list[str]:
    """What does not fit, each with its place; empty when all does."""
    if "$ref" in schema:
        return faults(value, follow(schema["$ref"], document), document, where)
    assert set(schema) <= KNOWN | {"minimum", "maximum"}, f"{where}: the test does not know {set(schema) - KNOWN}"
    if "anyOf" in schema:
        tries = [faults(value, one, document, where) for one in schema["anyOf"]]
        return [] if [] in tries else min(tries, key=len)
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{where}: {value!r} is none of {schema['enum']}"]
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(_is(value, name) for name in types):
        return [f"{where}: {value!r} is not {' or '.join(types)}"]
    found = []
    if isinstance(value, str) and schema.get("format") == "date-time" and not value.endswith("Z"):
        found.append(f"{where}: {value!r} is not in UTC")
    if isinstance(value, str) and schema.get("format") == "date-time":
        datetime.fromisoformat(value)
    if isinstance(value, list):
        for place, one in enumerate(value):
            found += faults(one, schema["items"], document, f"{where}[{place}]")
    if isinstance(value, dict) and ("properties" in schema or "additionalProperties" in schema):
        found += _object_faults(value, schema, document, where)
    return found


def _object_faults(value: dict, schema: dict, document: dict, where: str) -> list[str]:
    properties = schema.get("properties", {})
    found = [f"{where}.{name}: is missing" for name in schema.get("required", ()) if name not in value]
    for name, one in value.items():
        inner = properties.get(name) or schema.get("additionalProperties")
        found += faults(one, inner, document, f"{where}.{name}") if inner else [f"{where}.{name}: is not described"]
    return found


def follow(reference: str, document: dict) -> dict:
    """What "#/components/schemas/X" points at."""
    found = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found


def _is(value: object, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, TYPES[name])
