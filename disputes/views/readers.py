"""Who has read a case: shown to whoever answers for the enterprise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from disputes.access import Standing, get_case, standing_of
from disputes.actions.reading import reads_of
from disputes.choices import Side
from disputes.models import Case, CaseDocument
from disputes.views.section import Section
from portal.accounts.access import person
from portal.accounts.models import AuditEvent, User
from portal.lib.paging import page_of

# The section shows so many; the page shows all.
NEWEST = 5
SIDES: dict[str, str | Promise] = {**{side.value: side.label for side in Side}, "supervisor": _("Supervisor")}


@dataclass(frozen=True)
class Reading:
    """One reading as the page shows it; `document` is empty when the case's page was read."""

    at: datetime
    who: str
    side: str
    document: str


def section(request: HttpRequest, case: Case, standing: Standing, page: str) -> Section | None:
    """The newest readings, for the owner."""
    if page != "case" or not standing.owns:
        return None
    rows = list(reads_of(case)[: NEWEST + 1])
    return Section(
        "disputes/_readers.html", {"readings": _readings(rows[:NEWEST]), "more_readings": len(rows) > NEWEST}
    )


@never_cache
@login_required
@require_safe
def case_readers(request: HttpRequest, reference: str) -> HttpResponse:
    """Every reading of the case by others than the enterprise's own people. Only the owner finds it."""
    user = person(request)
    case = get_case(user, reference)
    if not standing_of(user, case).owns:
        raise Http404
    page = page_of(request, reads_of(case))
    return render(request, "disputes/readers.html", {"case": case, "page": page, "readings": _readings(page)})


def _readings(rows: Iterable[AuditEvent]) -> list[Reading]:
    """With the names of people and documents; two queries."""
    rows = list(rows)
    people = {user.pk: str(user) for user in User.objects.filter(pk__in={row.actor_id for row in rows})}
    wanted = {row.data["document"] for row in rows if "document" in row.data}
    documents = {str(pk): name for pk, name in CaseDocument.objects.filter(pk__in=wanted).values_list("pk", "name")}
    return [
        Reading(
            at=row.at,
            who=people.get(row.actor_id or 0, "–"),
            side=str(SIDES.get(row.data.get("side", ""), "")),
            document=documents.get(row.data.get("document", ""), "")
            or _form_name(row.data.get("form", ""))
            or _package_name(row.data.get("export", "")),
        )
        for row in rows
    ]


def _package_name(number: str) -> str:
    return gettext("Package of evidence export %(number)s") % {"number": number} if number else ""


def _form_name(code: str) -> str:
    """`A1` is form A in its first version."""
    return gettext("Form %(kind)s, version %(version)s") % {"kind": code[0], "version": code[1:]} if code else ""
