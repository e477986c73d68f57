"""Imports in the words of the page."""

from django import template

from laws.importdesk import reports
from laws.models import ImportRow, ImportRun

register = template.Library()
register.filter("reason_said", reports.said)

STATE_TONES = {
    ImportRun.State.WAITING: "info",
    ImportRun.State.RUNNING: "info",
    ImportRun.State.DONE: "ok",
    ImportRun.State.FAILED: "danger",
    ImportRun.State.STOPPED: "caution",
}
OUTCOME_TONES = {
    ImportRow.Outcome.NEW: "ok",
    ImportRow.Outcome.CHANGED: "info",
    ImportRow.Outcome.UNCHANGED: "neutral",
    ImportRow.Outcome.REJECTED: "danger",
}


@register.filter
def state_tone(state: str) -> str:
    return STATE_TONES.get(ImportRun.State(state), "neutral")


@register.filter
def outcome_tone(outcome: str) -> str:
    return OUTCOME_TONES.get(ImportRow.Outcome(outcome), "neutral")
