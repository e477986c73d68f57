"""From a case and an act to the content of a form, in the case's language."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation

from disputes.choices import FormKind
from disputes.models import Case, CaseEvent
from disputes.papers.application import application
from disputes.papers.archive_record import archive_record
from disputes.papers.blocks import Content
from disputes.papers.decisions import acceptance, refusal, supplement_notice, termination
from disputes.papers.opinion import opinion
from disputes.papers.referral import referral_paper

BUILDERS = {
    FormKind.B: supplement_notice,
    FormKind.C: refusal,
    FormKind.D: acceptance,
    FormKind.E: termination,
    FormKind.F: opinion,
    FormKind.G: archive_record,
    FormKind.R: referral_paper,
}


def build(kind: FormKind, case: Case, *, event: CaseEvent, version: int, extra: Mapping[str, Any]) -> Content:
    """The content of form `kind` as of `event`, written in the case's language whoever acts."""
    with translation.override(case.language):
        if kind == FormKind.A:
            return application(case, at=event.at, version=version)
        return BUILDERS[kind](case, event=event, version=version, extra=extra)
