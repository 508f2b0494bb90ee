"""Five items without an account: one at a time, the reason after each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.library import Exercise, Item, Library
from portal.practice import attempts, grades, shapes
from portal.practice.models import Attempt, Slot

LENGTH = 5


@dataclass(frozen=True, slots=True)
class TastePage:
    """/try/<exercise>: one message to label, or the reason just after, or the end."""

    exercise: Exercise
    number: int
    length: int
    input: dict
    checked: dict | None
    yours: str | None
    label_names: dict[str, str]
    done: bool
    right: int
    attempt_id: int | None


def taste_items(exercise: Exercise) -> tuple[Item, ...]:
    """The short practice items a stranger starts with, in their order."""
    return tuple(exercise.items[item_id] for item_id in exercise.taste[:LENGTH])


def start(session: Session, guest: User, exercise: Exercise, *, now: datetime) -> Attempt:
    """The guest's one attempt. The order is the content's: the first message is the one on the landing page."""
    attempt, _made = attempts.start_attempt(session, guest, exercise, "practice", now=now, chosen=taste_items(exercise))
    return attempt


def answer(session: Session, library: Library, attempt: Attempt, label: str, *, now: datetime) -> Slot | None:
    """Answers and checks the next item; grades the set after the last. None when all are done.

    Raises AnswerError for a label that does not exist.
    """
    slots = grades.slots_of(session, attempt)
    slot = next((one for one in slots if one.locked_at is None), None)
    if slot is None or attempt.state != "open":
        return None
    attempts.save_answer(
        session,
        library,
        attempt.user_id,
        attempt.id,
        slot.slot_id,
        {"label": label},
        version=None,
        seconds=0.0,
        now=now,
    )
    session.refresh(slot)
    attempts.lock_answer(session, attempt, slot, now=now)
    if slot is slots[-1]:
        grades.submit_attempt(session, library, attempt, now=now)
    return slot


def first_page(exercise: Exercise) -> TastePage:
    """What a stranger sees: the first message, nothing stored yet."""
    items = taste_items(exercise)
    return TastePage(
        exercise=exercise,
        number=1,
        length=len(items),
        input=items[0].public_input(),
        checked=None,
        yours=None,
        label_names=_names(exercise),
        done=False,
        right=0,
        attempt_id=None,
    )


def page(session: Session, library: Library, exercise: Exercise, attempt: Attempt, shown: str | None) -> TastePage:
    """Where the guest stands; `shown` is the slot whose reason to show."""
    slots = grades.slots_of(session, attempt)
    graded = {slot.slot_id: grades.grade_one(session, library, attempt, slot) for slot in slots if slot.locked_at}
    right = sum(one.grade.verdict == "right" for _item, one in graded.values())
    place = next((place for place, slot in enumerate(slots) if slot.slot_id == shown and slot.locked_at), None)
    checked = None
    if place is not None:
        item, one = graded[slots[place].slot_id]
        checked = shapes.check_json(library, item, one)
    else:
        place = next((place for place, slot in enumerate(slots) if slot.locked_at is None), len(slots) - 1)
    items = taste_items(exercise)
    return TastePage(
        exercise=exercise,
        number=place + 1,
        length=len(slots),
        input=items[place].public_input(),
        checked=checked,
        yours=(checked["yours"] or {}).get("label") if checked else None,
        label_names=_names(exercise),
        done=len(graded) == len(slots),
        right=right,
        attempt_id=attempt.id,
    )


def _names(exercise: Exercise) -> dict[str, str]:
    return {label.id: label.name for label in exercise.labels}
