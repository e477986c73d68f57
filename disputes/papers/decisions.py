"""Forms B to E: what a centre decided on an application, why, and what the enterprise can do now.

Each rests on the event of its act: the text that went to the enterprise is the message that the event names.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from disputes.choices import ClockKind, FormKind, Side
from disputes.models import Case, CaseClock, CaseEvent, CaseMessage
from disputes.papers import blocks
from disputes.papers.blocks import Block, Content
from disputes.papers.frame import framed
from disputes.papers.remedies import remedies_against
from portal.lib import formats


def _said(case: Case, event: CaseEvent) -> CaseMessage:
    """The message of the act: what was written to the other side."""
    return CaseMessage.objects.select_related("author").get(case=case, pk=event.data["message"])


def _matter(case: Case) -> Block:
    return blocks.facts(
        _("The application"),
        [
            (_("Applicant"), case.company_name),
            (_("Filed on"), formats.moment(case.submitted_at)),
            (_("Dispute"), f"{case.jurisdiction} · {case.dispute_type}"),
            (_("Docket or complaint number"), case.docket),
        ],
    )


def _sealed(case: Case, name: str, label: str = "") -> Block:
    """`label` says what the person did; without one they handled the case."""
    return blocks.signatures(
        [
            {"label": label or _("Handled by"), "name": name},
            {"label": _("Centre (seal)"), "name": case.centre.name if case.centre else "", "seal": _("Seal")},
        ]
    )


def _due(case: Case, kind: ClockKind) -> str:
    running = CaseClock.objects.filter(case=case, kind=kind, ended_at__isnull=True).first()
    return formats.moment(running.due_at) if running else ""


def supplement_notice(case: Case, *, event: CaseEvent, version: int, extra: Mapping[str, Any]) -> Content:
    """Form B: what is missing, until when, and what follows if nothing comes."""
    message = _said(case, event)
    shown = [
        _matter(case),
        blocks.heading(_("What is missing")),
        blocks.items(message.text.splitlines(), numbered=True),
        blocks.heading(_("Until when, and how")),
        blocks.facts(_("Until when"), [(_("The supplement must arrive by"), _due(case, ClockKind.SUPPLEMENT))]),
        blocks.paragraphs(
            _("Send it on the page of the case in the portal, or hand it in at the centre with the case number.")
        ),
        blocks.note(
            _(
                "Without a supplement by then the application counts as withdrawn. The time of the centre stands"
                " still until it arrives. You may file a new application at any time."
            )
        ),
        _sealed(case, str(message.author)),
    ]
    return framed(FormKind.B, case, blocks=shown, at=event.at, version=version, addressee=case.company_name)


def refusal(case: Case, *, event: CaseEvent, version: int, extra: Mapping[str, Any]) -> Content:
    """Form C: the reason by its code, in words, what the enterprise can do, and who can help instead."""
    message = _said(case, event)
    shown: list[Block] = [
        _matter(case),
        blocks.heading(_("Why the application is not accepted")),
        blocks.facts(_("Reason"), [(_("Reason"), case.get_refusal_reason_display()), (_("Code"), case.refusal_reason)]),
        blocks.paragraphs(message.text),
        blocks.heading(_("What the applicant can do")),
        blocks.items(remedies_against(case.refusal_reason)),
    ]
    if case.refusal_other_body:
        shown.append(blocks.facts(_("Who can help instead"), [(_("Who can help instead"), case.refusal_other_body)]))
    shown.append(_sealed(case, str(message.author)))
    return framed(FormKind.C, case, blocks=shown, at=event.at, version=version, addressee=case.company_name)


def acceptance(case: Case, *, event: CaseEvent, version: int, extra: Mapping[str, Any]) -> Content:
    """Form D: that guidance begins, who gives it, and by when the opinion is promised."""
    message = _said(case, event)
    shown = [
        _matter(case),
        blocks.heading(_("The application is accepted")),
        blocks.paragraphs(message.text),
        blocks.facts(
            _("What happens now"),
            [
                (_("Accepted on"), formats.moment(event.at)),
                (_("Priority"), case.get_priority_display()),
                (_("Held by"), str(case.holder) if case.holder else ""),
                (_("Guidance opinion promised by"), _due(case, ClockKind.OPINION)),
            ],
        ),
        blocks.heading(_("Your rights and duties")),
        blocks.items(
            [
                _("Tell the centre at once of every new paper, date or measure."),
                _("Keep all originals; delete no mail, page or data."),
                _("You may add documents, write to the centre and withdraw the case at any time."),
                _("You remain responsible for every act at the forum and for its dates."),
            ]
        ),
        _sealed(case, str(message.author), pgettext("acceptance", "Decided by")),
    ]
    return framed(FormKind.D, case, blocks=shown, at=event.at, version=version, addressee=case.company_name)


def termination(case: Case, *, event: CaseEvent, version: int, extra: Mapping[str, Any]) -> Content:
    """Form E: who ended the guidance before its time, and why."""
    message = _said(case, event)
    by_enterprise = message.side == Side.ENTERPRISE
    shown = [
        _matter(case),
        blocks.heading(_("The guidance is terminated")),
        blocks.facts(
            _("The termination"),
            [
                (_("Terminated by"), _("the applicant") if by_enterprise else _("the centre")),
                (_("Reason"), case.get_termination_reason_display()),
                (_("Terminated on"), formats.moment(event.at)),
            ],
        ),
        blocks.paragraphs(message.text),
        blocks.note(
            _(
                "The file is kept. A new application for the same dispute is possible at any time. Dates at the"
                " forum run on: nobody of the network watches them any more."
            )
        ),
        _sealed(case, "" if by_enterprise else str(message.author)),
    ]
    return framed(FormKind.E, case, blocks=shown, at=event.at, version=version, addressee=case.company_name)
