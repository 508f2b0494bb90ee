"""Made-up items, golds and tasks for each kind, one file a kind: what the property tests play with.

Each offers TASK (what exercise.toml would say besides labels), `world()` (a strategy of (item, gold), raw), EASY (an
(item, gold) to hold a simulated labeller to a level with), SHOWN_ANSWER and SHOWN_ITEM (the only fields a browser may
see of a task's `answer` and of an item), and `add_extra(item, answer, label)` where an answer holds objects.
"""

import importlib
from functools import cache

from hypothesis import strategies as st

from tests.grading.make import LABELS

label = st.sampled_from([one["id"] for one in LABELS])


@cache
def world_of(kind: str):
    """The module of that kind."""
    return importlib.import_module(f"tests.tasks.worlds.{kind}")
