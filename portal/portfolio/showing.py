"""Results and the sample in the words and shapes a stranger reads."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.library import Library, TaskRules
from portal.portfolio import sentences
from portal.portfolio.models import Sample
from portal.portfolio.pages import MeasuredRow, Note, ShownSample, Slip
from portal.portfolio.queries import Result
from portal.portfolio.samples import is_showable
from portal.practice.results import graded_item
from portal.practice.versions import rules_of
from portal.tasks.figures import numbered
from portal.web.filters import percent, zone
from portal.web.i18n import gettext as _

MOST_RULES = 2


def measured_row(row: Result) -> MeasuredRow:
    """A result in words, from its own counts alone: it reads the same when the exercise is gone."""
    items = sentences.items_words(row.n, row.made_by)
    share = percent(row.value)
    claim = sentences.claim(row.headline, row.n, row.made_by)
    return MeasuredRow(
        claim=claim or _("%(share)s of the credit on %(items)s", share=share, items=items),
        title=row.title,
        mode=sentences.mode_words(row.mode),
        day=_day(row.closed_at, row.time_zone),
        attempt=sentences.attempt_words(row.attempt_no),
        seen=_("seen before: %(seen)s of %(n)s", seen=row.seen_before, n=row.n),
        value=share,
        interval=range_words(row.low, row.high),
        items=items,
        material=sentences.material_words(row.made_by),
        tier=sentences.tier_words(row.tier, row.operator),
        notes=tuple(
            Note(_day(one.at, row.time_zone), _("graded again, %(share)s", share=percent(one.value)))
            for one in row.notes
        ),
    )


def range_words(low: float | None, high: float | None) -> str:
    """ "77 to 97 %"; empty where there is no interval."""
    if low is None or high is None:
        return ""
    return _("%(low)s to %(high)s", low=percent(low).removesuffix(" %"), high=percent(high))


def _day(at: datetime, zone_name: str) -> date:
    return at.astimezone(zone(zone_name)).date()


def shown_sample(session: Session, library: Library, row: Sample) -> ShownSample | None:
    """The sample as it was graded, however the content has changed; None when strangers may not see the item."""
    if not is_showable(session, library, row.exercise_id, row.task_hash, row.graded):
        return None
    rules = rules_of(session, library, row.exercise_id, row.task_hash)
    item = graded_item(session, library, rules, row.task_hash, row.graded)
    # Numbers are those of the figure; without one, objects stay in the order they were graded in.
    told = numbered(row.graded["objects"]) if item.figure else enumerate(row.graded["objects"], 1)
    slips = [(number, one) for number, one in told if one["tag"] not in ("right", "ignored")]
    broken = dict.fromkeys(one["rule"] for _number, one in slips if one["rule"] in rules.rules)
    return ShownSample(
        title=row.title,
        kind=rules.kind,
        labels={label.id: label.name for label in rules.labels},
        whose=_("The answer"),
        item=item,
        slips=tuple(_slip(rules, number, one) for number, one in slips),
        right=sum(one["tag"] == "right" for one in row.graded["objects"]),
        rules=(tuple(rules.rules[one] for one in broken) or item.rules)[:MOST_RULES],
        day=row.graded_at.date(),
        lesson_learned=row.lesson_learned,
        notes=tuple(
            Note(datetime.fromisoformat(at).date(), sentences.verdict_words(verdict)) for at, verdict in row.notes
        ),
    )


def _slip(rules: TaskRules, number: int, one: Mapping) -> Slip:
    rule = rules.rules.get(one["rule"] or "")
    words = _("Rule %(id)s: %(name)s", id=rule.id, name=rule.name) if rule else ""
    return Slip(number, one["tag"], sentences.told(one["say"]), one["why"] or "", words)
