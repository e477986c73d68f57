"""What the case pages of both sides show: timeline, messages, documents, citations."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from disputes.choices import FormKind
from disputes.models import Case, CaseDocument, CaseEvent, StepTick
from disputes.priority import REASONS
from disputes.wording import INTERNAL_KINDS, TONES, act_label
from laws.citations import Cited, resolve_many
from portal.accounts.models import User
from portal.accounts.routing import explain


@dataclass
class Entry:
    """One text of the thread: a message with its papers and citations, or an internal note."""

    who: str
    role: str
    at: datetime
    text: str
    kind: str
    mine: bool
    internal: bool = False
    documents: list[CaseDocument] = field(default_factory=list)
    citations: list[Cited] = field(default_factory=list)


def timeline_of(case: Case, *, internal: bool) -> list[dict[str, Any]]:
    """Newest first; two queries, three with ticks. Without `internal` the centre's own business is left out."""
    events = case.events.order_by("-seq")
    if not internal:
        events = events.exclude(kind__in=INTERNAL_KINDS)
    rows = list(events)
    names = {user.pk: str(user) for user in User.objects.filter(pk__in={row.actor_id for row in rows if row.actor_id})}
    numbers = {row.seq: row for row in rows}
    corrected = {row.data["corrects"]: row for row in rows if "corrects" in row.data}
    titles = _ticked({row.data["tick"] for row in rows if "tick" in row.data})
    return [
        {
            "at": row.at,
            "what": _what(row),
            "who": names.get(row.actor_id or 0, ""),
            "tone": TONES.get(row.kind),
            "text": _correction(row, numbers, corrected) or titles.get(row.data.get("tick", 0), ""),
        }
        for row in rows
    ]


def _ticked(ticks: Collection[int]) -> dict[int, str]:
    """Which step each tick was of; one query where there are any."""
    return {row.pk: row.title for row in StepTick.objects.filter(pk__in=ticks)} if ticks else {}


def _what(event: CaseEvent) -> str:
    """What happened, and for a form of record which one."""
    label = act_label(event.kind)
    kind = event.data.get("kind", "")
    if not event.kind.startswith("form_") or kind not in FormKind.values:
        return label
    return _("%(act)s: %(form)s") % {"act": label, "form": FormKind(kind).label}


def _correction(row: CaseEvent, numbers: Mapping[int, CaseEvent], corrected: Mapping[int, CaseEvent]) -> str:
    """Beside a correction what it corrects, beside what was corrected where the correction is."""
    if "corrects" in row.data:
        wrong = numbers.get(row.data["corrects"])
        what = act_label(wrong.kind) if wrong else ""
        return _("Corrects entry %(number)s: %(what)s") % {"number": row.data["corrects"], "what": what}
    if row.seq in corrected:
        when = timezone.localtime(corrected[row.seq].at).strftime("%Y-%m-%d %H:%M")
        return _("Entry %(number)s; corrected at %(when)s, see the messages") % {"number": row.seq, "when": when}
    return ""


def thread_of(case: Case, *, reader: User | None, internal: bool) -> list[Entry]:
    """Messages, oldest first, with documents and citations; notes between them when `internal`.

    `reader` is nobody for who has the private link of an emergency: what came over it is then the reader's own.
    """
    mine = reader.pk if reader is not None else None
    messages = list(case.messages.select_related("author").prefetch_related("citations", "documents"))
    wanted = [(c.kind, c.key) for message in messages for c in message.citations.all()]
    resolved = {(cited.kind, cited.key): cited for cited in resolve_many(wanted)} if wanted else {}
    entries = [
        Entry(
            who=str(message.author) if message.author is not None else _("Through the private link"),
            role=message.get_kind_display(),
            at=message.created_at,
            text=message.text,
            kind=message.kind,
            mine=message.author_id == mine,
            documents=list(message.documents.all()),
            citations=[resolved[(c.kind, c.key)] for c in message.citations.all()],
        )
        for message in messages
    ]
    if internal:
        entries += [
            Entry(str(note.author), "", note.created_at, note.text, "note", note.author_id == mine, internal=True)
            for note in case.notes.select_related("author")
        ]
    return sorted(entries, key=lambda entry: entry.at)


def priority_reasons(case: Case) -> list[str]:
    return [str(REASONS[code]) for code in case.priority_reasons if code in REASONS]


def routing_reasons(case: Case) -> list[str]:
    return explain(case.routing) if case.routing else []


def loose_documents(documents: Iterable[CaseDocument]) -> list[CaseDocument]:
    """Documents that came with no message."""
    return [document for document in documents if document.message_id is None]
