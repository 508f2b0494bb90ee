"""The library: content/ on disk as lessons and exercises that cannot change.

    library = load_library([Path("content")], cache=Path("var/cache"))

Raises ContentErrors with every problem there is. The site never serves broken content.
"""

from portal.library.check import check
from portal.library.draw import draw_items
from portal.library.load import Library, load_library, read_library
from portal.library.models import Exercise, Item, Lesson, Rule, TaskRules
from portal.library.problems import ContentErrors, ContentProblem
from portal.library.versions import item_from_version, rules_from_version

__all__ = [
    "ContentErrors",
    "ContentProblem",
    "Exercise",
    "Item",
    "Lesson",
    "Library",
    "Rule",
    "TaskRules",
    "check",
    "draw_items",
    "rules_from_version",
    "item_from_version",
    "load_library",
    "read_library",
]
