"""Labellers that are not people: perfect, right with a probability, and those with one habit."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from portal.grading.types import N_, AnswerError
from portal.tasks.audit.schema import AuditInput, AuditTask, Gold, GoldVerdict, Verdict, dump_answer
from portal.tasks.shapes import check_label

PERSONA_KEYS = frozenset({"id", "name", "concepts", "trusts", "flags", "fix", "kind", "severity", "misses"})
_EXTRAS = 0.25


def perfect(task: AuditTask, gold: Gold) -> dict:
    """The gold as an answer, without what can be seen either way."""
    return dump_answer({one: _as_said(verdict) for one, verdict in gold.items() if not verdict.optional})


def _as_said(verdict: GoldVerdict) -> Verdict:
    return Verdict(verdict.kind, verdict.severity, verdict.fix)


def slacken(task: AuditTask, item: AuditInput, gold: Gold, rng: Random) -> dict:
    """The gold with what can be seen either way flagged by chance."""
    kept = {one: _as_said(v) for one, v in gold.items() if not v.optional or rng.random() < 0.5}
    return dump_answer(kept)


def simulate(task: AuditTask, item: AuditInput, gold: Gold, rng: Random, level: float) -> dict:
    """Errors found and false alarms raised so often that the expected score is about `level`.

    With e alarms an error the score is credit / (1 + e), so an error earns level * (1 + e) on average.
    """
    clean = [one.id for one in item.objects if one.id not in gold]
    errors = [(one, verdict) for one, verdict in gold.items() if not verdict.optional]
    rate = _EXTRAS * (1 - level) if clean else 0.0
    found = {one: _as_said(verdict) for one, verdict in errors if rng.random() < level * (1 + rate)}
    alarms = sum(rng.random() < rate for _ in errors) if errors else int(rng.random() >= level)
    for one in rng.sample(clean, min(alarms, len(clean))):
        found[one] = Verdict(
            rng.choice(list(task.kinds)) if task.kinds else None,
            rng.choice(list(task.severities)) if task.severities else None,
        )
    return dump_answer(found)


def persona(task: AuditTask, item: AuditInput, gold: Gold, spec: Mapping, rng: Random) -> dict:
    """The gold spoiled in one way.

    trusts: true for somebody who passes everything. flags: labels that are always called wrong. misses: kinds never
    seen. kind, severity: the one always given. fix: "never" mends nothing.
    """
    check_persona(task, spec)
    if spec.get("trusts"):
        return dump_answer({})
    found = {}
    for one, verdict in gold.items():
        if verdict.optional or verdict.kind in spec.get("misses", ()):
            continue
        fix = None if spec.get("fix") == "never" else verdict.fix
        kind = spec.get("kind", verdict.kind) if verdict.kind else None
        severity = spec.get("severity", verdict.severity) if verdict.severity else None
        found[one] = Verdict(kind, severity, fix)
    for one in item.objects:
        if one.label in spec.get("flags", ()) and one.id not in gold:
            found[one.id] = Verdict(next(iter(task.kinds), None), next(iter(task.severities), None))
    return dump_answer(found)


def check_persona(task: AuditTask, spec: Mapping) -> None:
    """Raises AnswerError for a spec this kind cannot play."""
    for key in spec:
        if key not in PERSONA_KEYS:
            raise AnswerError(key, N_("is not a field we know"))
    for label in spec.get("flags", ()):
        check_label(label, task.names, "flags")
    for kind in spec.get("misses", ()):
        check_label(kind, task.kinds, "misses")
    for key, names in (("kind", task.kinds), ("severity", task.severities)):
        if key in spec:
            check_label(spec[key], names, key)
    if spec.get("fix", "never") != "never":
        raise AnswerError("fix", N_("must be one of {expected}"), expected="never")
