"""What happened to a revision, in words: its timeline, and who acted before a stale page."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from laws.models import GuideRevision, GuideSection
from portal.accounts.models import User
from portal.lib.formats import moment

WORDS: dict[str, str | Promise] = {
    "started": pgettext_lazy("guide event", "Revision started"),
    "saved": pgettext_lazy("guide event", "Saved"),
    "submitted": pgettext_lazy("guide event", "Submitted for review"),
    "returned": pgettext_lazy("guide event", "Returned to the editors"),
    "approved": pgettext_lazy("guide event", "Approved"),
    "published": pgettext_lazy("guide event", "Published"),
    "superseded": pgettext_lazy("guide event", "Superseded by a newer revision"),
    "withdrawn": pgettext_lazy("guide event", "Withdrawn"),
    "owner_named": pgettext_lazy("guide event", "Another owner named"),
}
TONES = {"published": "ok", "returned": "caution", "withdrawn": "caution"}


@dataclass(frozen=True)
class Entry:
    """One act, in the shape of the timeline component."""

    at: datetime
    what: str
    who: str
    text: str = ""
    tone: str = ""


def timeline(revision: GuideRevision) -> list[Entry]:
    """Every act on `revision`, newest first, with names and the notes that went with it. Three queries."""
    events = list(revision.events.order_by("-seq"))
    people = User.objects.in_bulk({event.actor_id for event in events if event.actor_id})
    notes = revision.notes.in_bulk()
    parts = dict(GuideSection.Kind.choices)
    entries = []
    for event in events:
        note = notes.get(event.data.get("note", 0))
        text = note.text if note else " · ".join(str(parts.get(kind, kind)) for kind in event.data.get("parts", ()))
        who = str(people.get(event.actor_id, "")) if event.actor_id else ""
        entries.append(Entry(event.at, str(WORDS.get(event.kind, event.kind)), who, text, TONES.get(event.kind, "")))
    return entries


def who_was_first(revision: GuideRevision) -> str:
    """The sentence for somebody whose page is older than `revision`: who did what, when, and what to do now."""
    last = revision.events.order_by("-seq").first()
    if last is None:
        return _("Somebody else changed this first. Reload the page and look again.")
    who = User.objects.filter(pk=last.actor_id).first() if last.actor_id else None
    return _("“%(what)s” by %(who)s at %(when)s, after you opened this page. Look at it before you go on.") % {
        "what": WORDS.get(last.kind, last.kind),
        "who": who or _("somebody"),
        "when": moment(last.at),
    }
