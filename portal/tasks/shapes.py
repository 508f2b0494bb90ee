"""Reading outside data: strict shapes, and errors that say where and what in words people know."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from portal.grading.types import N_, AnswerError

MAX_OBJECTS = 500
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


class Shape(BaseModel):
    """Frozen, strict, no unknown fields, no NaN or infinity, no booleans as numbers."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


class Nothing(Shape):
    """No fields: a kind that has no settings of that sort."""


class GoldNotes(Shape):
    """What a reference object may carry beside its place and label.

    `optional`: right if marked, right if not; `any`: further labels that are right.
    """

    optional: bool = False
    any: list[str] = []
    why: str | None = None
    rule: str | None = None


def notes(gold: object, *more: str) -> dict:
    """The stored form of what a parsed reference object carries beside its place: GoldNotes and the fields `more`.

    Only what says something is in it.
    """
    said = {name: getattr(gold, name) for name in (*GoldNotes.model_fields, *more)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items() if value}


# Names an object within an answer.
ObjectId = Annotated[str, Field(min_length=1, max_length=40)]

ShapeT = TypeVar("ShapeT", bound=Shape)

# pydantic's error types in our words; anything else is "is not valid here".
_WORDS = {
    "missing": N_("is missing"),
    "extra_forbidden": N_("is not a field we know"),
    "string_type": N_("must be text"),
    "int_type": N_("must be a whole number"),
    "int_from_float": N_("must be a whole number"),
    "float_type": N_("must be a number"),
    "finite_number": N_("must be a finite number"),
    "bool_type": N_("must be true or false"),
    "list_type": N_("must be a list"),
    "dict_type": N_("must be an object"),
    "model_type": N_("must be an object"),
    "model_attributes_type": N_("must be an object"),
    "literal_error": N_("must be one of {expected}"),
    "too_short": N_("must have at least {min_length} entries"),
    "too_long": N_("must have at most {max_length} entries"),
    "string_too_short": N_("must not be empty"),
    "string_too_long": N_("must have at most {max_length} characters"),
    "greater_than": N_("must be more than {gt}"),
    "greater_than_equal": N_("must be at least {ge}"),
    "less_than": N_("must be less than {lt}"),
    "less_than_equal": N_("must be at most {le}"),
}


def parse_shape(shape: type[ShapeT], raw: object, where: str = "") -> ShapeT:
    """The typed form of `raw`. Raises AnswerError for the first thing wrong."""
    try:
        return shape.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        message = _WORDS.get(first["type"], N_("is not valid here"))
        facts = {key: _plain(value) for key, value in first.get("ctx", {}).items()}
        raise AnswerError(path_of(first["loc"], where), message, **facts) from None


def _plain(value: object) -> object:
    """A limit as people write it: 0, not 0.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def error_words(detail: Mapping) -> str:
    """One of pydantic's error details in our words."""
    return _WORDS.get(detail["type"], "is not valid here").format(**detail.get("ctx", {}))


def path_of(loc: Iterable[str | int], where: str = "") -> str:
    """('spans', 0, 'label') as "spans[0].label"."""
    path = where
    for part in loc:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path


@dataclass(frozen=True, slots=True)
class Label:
    """A class to choose from, or a flag to set: id for machines, name and hint for people."""

    id: str
    name: str
    hint: str


class LabelShape(Shape):
    id: str
    name: str
    hint: str = ""


def parse_labels(shapes: Sequence[LabelShape], where: str, *, at_least: int = 1) -> tuple[Label, ...]:
    """The labels in their order, ids well formed and distinct, names present."""
    if len(shapes) < at_least:
        raise AnswerError(where, N_("must have at least {min_length} entries"), min_length=at_least)
    labels = tuple(Label(s.id, s.name.strip(), s.hint.strip()) for s in shapes)
    for i, label in enumerate(labels):
        if not _ID.fullmatch(label.id):
            message = N_("an id has letters, digits, - and _ only, 40 at most")
            raise AnswerError(f"{where}[{i}].id", message)
        if not label.name:
            raise AnswerError(f"{where}[{i}].name", N_("must not be empty"))
    for field in ("id", "name"):
        check_once([getattr(label, field) for label in labels], f"{where}[{{}}].{field}")
    return labels


def first_repeat(values: Iterable[object]) -> int | None:
    """The position of the first value that came before; None when all differ."""
    seen = set()
    for i, value in enumerate(values):
        if value in seen:
            return i
        seen.add(value)
    return None


def check_once(values: Sequence[str], where: str) -> None:
    """Raises AnswerError for the first value that came before; its position goes into the {} of `where`."""
    twice = first_repeat(values)
    if twice is not None:
        raise AnswerError(where.format(twice), N_("{value} is used twice"), value=values[twice][:60])


def check_label(label: str, known: Iterable[str], where: str) -> None:
    """Raises AnswerError when the label is not one of the task's."""
    if label not in known:
        raise AnswerError(where, N_("unknown label {label}"), label=label[:60])


def check_labels(labels: Iterable[str], known: Iterable[str], where: str) -> None:
    """`check_label` for each of a list."""
    for i, label in enumerate(labels):
        check_label(label, known, f"{where}[{i}]")


def check_counts(raw: object, *fields: str) -> None:
    """`check_count` for these lists of an answer, before anything in them is read."""
    for field in fields:
        if isinstance(raw, dict) and isinstance(raw.get(field), list):
            check_count(raw[field], field)


def check_count(objects: Sequence, where: str) -> None:
    """Raises AnswerError when one item holds more objects than we take."""
    if len(objects) > MAX_OBJECTS:
        raise AnswerError(where, N_("must have at most {max_length} entries"), max_length=MAX_OBJECTS)


def plain(value: float) -> float:
    """A number as files show it: 3 for 3.0."""
    return int(value) if value == int(value) else value


def object_schema(properties: Mapping[str, object], *, optional: Collection[str] = ()) -> dict:
    """JSON Schema of an object with these fields and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def many_schema(properties: Mapping[str, object], *, optional: Collection[str] = ()) -> dict:
    """JSON Schema of a list of such objects, as many as one item may hold."""
    return {"type": "array", "items": object_schema(properties, optional=optional), "maxItems": MAX_OBJECTS}


def list_schema(field: str, properties: Mapping[str, object], *, optional: Collection[str] = ()) -> dict:
    """JSON Schema of an answer that is one list of such objects."""
    return object_schema({field: many_schema(properties, optional=optional)})


def public_labels(labels: Sequence[Label]) -> list[dict]:
    """Labels as a browser sees them; `key` is the digit that chooses one, None after the ninth."""
    return [
        {"id": label.id, "name": label.name, "hint": label.hint, "key": str(i) if i <= 9 else None}
        for i, label in enumerate(labels, 1)
    ]
