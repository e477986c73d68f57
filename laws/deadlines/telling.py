"""Answers for programs: one flat row a date, the same from the command and, with more beside it, from the API."""

from datetime import date, datetime
from typing import Any

from laws.deadlines.asking import Answer
from laws.deadlines.computing import CHECKED
from laws.deadlines.cutoffs import Cutoff
from laws.deadlines.explaining import reviewer_name
from laws.deadlines.showing import notes_of
from laws.models.rules import RuleNature

TEXT_CHECKED = "text_checked"


def as_row(answer: Answer) -> dict[str, Any]:
    """The fields that `manage.py deadline --json` promises. The cut-offs are those of the act-by date."""
    rule, computed = answer.rule, answer.computed
    return {
        "rule_id": rule.rule_id,
        "forum": answer.forum.code,
        "trigger": computed.trigger.isoformat(),
        "raw": computed.raw.isoformat(),
        "rolled": computed.rolled.isoformat(),
        "act_by": computed.act_by.isoformat(),
        "skipped": [{"day": off.day.isoformat(), "en": off.en, "zh": off.zh} for off in computed.skipped],
        "cutoff_local": _local(computed.act_by, computed.cutoff),
        "cutoff_beijing": _beijing(computed.act_by, computed.cutoff),
        "text_status": text_status(rule.fact_status),
        "reviewed_by": reviewer_name(rule) or None,
        "reviewed_on": rule.reviewed_on.isoformat() if rule.reviewed_on else None,
    }


def as_answer(answer: Answer) -> dict[str, Any]:
    """What the API tells: the row, and what it rests on."""
    computed = answer.computed
    return {
        **as_row(answer),
        "nature": answer.rule.nature or RuleNature.DUE.value,
        "applies": answer.applies.value,
        "basis": computed.basis.value,
        "roll_status": text_status(computed.roll_status),
        "unconfirmed_years": list(computed.unconfirmed),
        "years_without_calendar": list(computed.unknown_years),
        "extended": computed.extension is not None,
        "order": computed.order_on.isoformat() if computed.order_on else None,
        "notes": [{"code": note.code, "text": note.text} for note in notes_of(computed)],
    }


def text_status(status: str) -> str:
    """The status by the name of the design; the reference file writes `verified` for a text that was checked."""
    return TEXT_CHECKED if status == CHECKED else status


def _local(day: date, cutoff: Cutoff | None) -> str | None:
    return _iso(cutoff.local(day)) if cutoff else None


def _beijing(day: date, cutoff: Cutoff | None) -> str | None:
    return _iso(cutoff.beijing(day)) if cutoff else None


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
