"""The one place that maps a state to a tone. A tone is a colour and an icon; the word always stands beside it.

Every state machine's values are listed here once. Where two machines give one word different weight, the
template names the machine: `{% status guide.state guide.get_state_display "publication" %}` looks for
`publication:published` first.
"""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

DANGER, CAUTION, OK, INFO, NEUTRAL = "danger", "caution", "ok", "info", "neutral"

ICONS = {DANGER: "alert", CAUTION: "clock", OK: "check", INFO: "info", NEUTRAL: "dot"}

TONES = {
    # cases
    "draft": NEUTRAL,
    "submitted": INFO,
    "supplement_requested": CAUTION,
    "in_consultation": INFO,
    "answered": OK,
    "accepted": OK,
    "in_guidance": INFO,
    "opinion_issued": OK,
    "tracking": INFO,
    "closed": NEUTRAL,
    "archived": NEUTRAL,
    "referral:sent": INFO,
    "referral:received": OK,
    "referral:returned": CAUTION,
    "refused": DANGER,
    "withdrawn": NEUTRAL,
    "terminated": NEUTRAL,
    "deemed_withdrawn": NEUTRAL,
    # experts and their engagements
    "nominated": CAUTION,
    "checked": INFO,
    "appointed": OK,
    "suspended": DANGER,
    "removed": NEUTRAL,
    "invited": CAUTION,
    "declared_clear": INFO,
    "opinion": OK,
    "declined": NEUTRAL,
    "conflicted": DANGER,
    "available": OK,
    "limited": CAUTION,
    "away": NEUTRAL,
    # opinions and the loss ledger
    "opinion:signed": INFO,
    "opinion:issued": OK,
    "ledger:recorded": CAUTION,
    # evidence exports
    "gate:clear": INFO,
    "gate:clear_after_redaction": INFO,
    "gate:needs_approval": CAUTION,
    "gate:blocked": DANGER,
    "export:decided": INFO,
    "exported": INFO,
    # claims of an enterprise
    "claimed": CAUTION,
    "verified": OK,
    "rejected": DANGER,
    "disputed": CAUTION,
    # publication
    "in_review": CAUTION,
    "approved": INFO,
    "scheduled": INFO,
    "published": OK,
    "generated": CAUTION,
    "superseded": NEUTRAL,
    "expired": NEUTRAL,
    "recalled": DANGER,
    # laws
    "in_force": OK,
    "amended": CAUTION,
    "repealed": NEUTRAL,
    "unknown": NEUTRAL,
    # notices
    "pending": INFO,
    "sent": OK,
    "retry": CAUTION,
    "failed": DANGER,
    "suppressed": NEUTRAL,
    # levels of a risk warning
    "urgent": DANGER,
    "important": CAUTION,
    "general": INFO,
}

# Levels of docs: domain facts, part 6. Icon and word carry the meaning, colour repeats it.
PRIORITIES: dict[str, tuple[str, Promise]] = {
    "P0": ("alert", pgettext_lazy("priority", "Emergency")),
    "P1": ("up", pgettext_lazy("priority", "Urgent")),
    "P2": ("dot", pgettext_lazy("priority", "Normal")),
    "P3": ("down", pgettext_lazy("priority", "Advice")),
}

# How sure a fact is. The first column is the word of the reference files. All but OK look unverified.
FACT_STATUS: dict[str, tuple[str, Promise]] = {
    "verified": (OK, pgettext_lazy("fact", "Text checked")),
    "text_checked": (OK, pgettext_lazy("fact", "Text checked")),
    "verified_partly": (CAUTION, pgettext_lazy("fact", "Partly checked")),
    "host_verified": (CAUTION, pgettext_lazy("fact", "Host checked, details not verified")),
    "place_verified": (CAUTION, pgettext_lazy("fact", "Place checked, details not verified")),
    "secondary": (CAUTION, pgettext_lazy("fact", "Secondary source, not verified")),
    "reported": (CAUTION, pgettext_lazy("fact", "Reported, not verified")),
    "reported_established": (CAUTION, pgettext_lazy("fact", "Reported, not verified")),
    "existence_reported": (CAUTION, pgettext_lazy("fact", "Reported, not verified")),
    "common usage": (CAUTION, pgettext_lazy("fact", "Common usage, not verified")),
    "memory": (CAUTION, pgettext_lazy("fact", "From memory, not verified")),
    "from_notes": (CAUTION, pgettext_lazy("fact", "From notes, not verified")),
    "draft": (CAUTION, pgettext_lazy("fact", "Draft text, not verified")),
    "disputed": (DANGER, pgettext_lazy("fact", "Disputed")),
    "in_preparation": (CAUTION, pgettext_lazy("fact", "In preparation")),
    "category_only": (CAUTION, pgettext_lazy("fact", "Only the category is known")),
}
NOT_VERIFIED: tuple[str, Promise] = (CAUTION, pgettext_lazy("fact", "Not verified"))


def tone_of(state: str, machine: str = "") -> str:
    """The tone of a state value; one nobody has listed is neutral."""
    return TONES.get(f"{machine}:{state}", TONES.get(state, NEUTRAL))


def fact_status_of(status: str) -> tuple[str, Promise]:
    """Tone and words of a fact's status; what is unknown or new reads "not verified"."""
    return FACT_STATUS.get(status, NOT_VERIFIED)
