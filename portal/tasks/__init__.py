"""Task kinds: one folder each. The folder's name is the kind's only spelling."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from portal.grading.types import AnswerError, TaskType

__all__ = ["AnswerError", "TaskType", "discover", "get", "has_widget"]


@cache
def discover() -> Mapping[str, TaskType]:
    """Every kind by name: each package in this folder that offers TASK_TYPE."""
    found = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        if module.ispkg:
            found[module.name] = importlib.import_module(f"{__name__}.{module.name}").TASK_TYPE
    return MappingProxyType(found)


def get(kind: str) -> TaskType:
    """The kind of that name. Raises AnswerError for a kind we do not have."""
    try:
        return discover()[kind]
    except KeyError:
        raise AnswerError("kind", "unknown kind {kind}", kind=kind) from None


def has_widget(kind: str) -> bool:
    """Whether learners can answer this kind in the browser; without, its answers can only be graded."""
    return (Path(__path__[0]) / kind / "widget.html").is_file()
