"""Five items without an account: one at a time, the reason after each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.library import Exercise, Item, Library
from portal.practice import answers, attempts, grades, shapes
from portal.practice.models import Attempt, Slot
from portal.practice.versions import slot_item

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


def answer(
    session: Session, library: Library, attempt: Attempt, number: int | None, label: str, *, now: datetime
) -> Slot | None:
    """Answers and checks item `number`, the next one unless told; grades the set after the last.

    The item, which stands as it was if it had been answered before: a button pressed twice sends its form twice.
    None when there is no such item or all are done. Raises AnswerError for a label that does not exist.
    """
    slots = grades.slots_of(session, attempt)
    if number is None:
        slot = next((one for one in slots if one.locked_at is None), None)
    else:
        slot = slots[number - 1] if 0 < number <= len(slots) else None
    if slot is None or attempt.state != "open" or slot.locked_at is not None:
        return slot
    try:
        answers.save_answer(
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
        answers.lock_answer(session, attempt, slot, now=now)
    except attempts.Closed:
        # The same form, a moment ago, was faster.
        return slot
    if all(one.locked_at is not None for one in slots):
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
    # Handed in from the workbench, the set is over though not every item was checked.
    told = [slot for slot in slots if slot.locked_at is not None or attempt.state == "closed"]
    graded = {slot.slot_id: grades.grade_one(session, library, attempt, slot) for slot in told}
    right = sum(one.grade.verdict == "right" for _item, one in graded.values())
    place = next((place for place, slot in enumerate(slots) if slot.slot_id == shown and shown in graded), None)
    checked = None
    if place is not None:
        item, one = graded[slots[place].slot_id]
        checked = shapes.check_json(library, item, one)
    else:
        place = next((place for place, slot in enumerate(slots) if slot.slot_id not in graded), len(slots) - 1)
    return TastePage(
        exercise=exercise,
        number=place + 1,
        length=len(slots),
        input=slot_item(session, library, attempt, slots[place]).public_input(),
        checked=checked,
        yours=(checked["yours"] or {}).get("label") if checked else None,
        label_names=_names(exercise),
        done=len(graded) == len(slots),
        right=right,
        attempt_id=attempt.id,
    )


def _names(exercise: Exercise) -> dict[str, str]:
    return {label.id: label.name for label in exercise.labels}
