"""Reading outside data: strict shapes, and errors that say where and what in words people know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from portal.grading.types import N_, AnswerError

MAX_OBJECTS = 500
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


class Shape(BaseModel):
    """Frozen, strict, no unknown fields, no NaN or infinity, no booleans as numbers."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


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
        twice = first_repeat(getattr(label, field) for label in labels)
        if twice is not None:
            message = N_("{value} is used twice")
            raise AnswerError(f"{where}[{twice}].{field}", message, value=getattr(labels[twice], field))
    return labels


def first_repeat(values: Iterable[object]) -> int | None:
    """The position of the first value that came before; None when all differ."""
    seen = set()
    for i, value in enumerate(values):
        if value in seen:
            return i
        seen.add(value)
    return None


def check_label(label: str, known: Iterable[str], where: str) -> None:
    """Raises AnswerError when the label is not one of the task's."""
    if label not in known:
        raise AnswerError(where, N_("unknown label {label}"), label=label[:60])


def check_count(objects: Sequence, where: str) -> None:
    """Raises AnswerError when one item holds more objects than we take."""
    if len(objects) > MAX_OBJECTS:
        raise AnswerError(where, N_("must have at most {max_length} entries"), max_length=MAX_OBJECTS)


def public_labels(labels: Sequence[Label]) -> list[dict]:
    """Labels as a browser sees them; `key` is the digit that chooses one, None after the ninth."""
    return [
        {"id": label.id, "name": label.name, "hint": label.hint, "key": str(i) if i <= 9 else None}
        for i, label in enumerate(labels, 1)
    ]
