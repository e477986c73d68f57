"""The part of form A that only a guidance case has: checked and kept with the case."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from disputes.choices import RequestKind
from disputes.models import Case, CaseAnswer, GuidanceApplication, IntakeQuestion
from portal.lib.errors import Invalid
from portal.lib.fields import clean_text

Answer = tuple[IntakeQuestion, Any]

APPLICATION_FIELDS = (
    "agent",
    "export_markets",
    "counterparty_counsel",
    "rights_asserted",
    "hs_codes",
    "listing_ids",
    "product_urls",
    "shop_ids",
    "counsel_retained",
    "counsel_name",
    "evidence",
    "cover",
    "cover_note",
    "requests",
    "urgency",
)
LISTS = ("rights_asserted", "hs_codes", "listing_ids", "product_urls", "shop_ids", "evidence", "requests")
MOST_ITEMS = 100
LONGEST = 4_000


def application_of(values: Mapping[str, Any]) -> GuidanceApplication:
    """The unsaved application. Raises Invalid naming every field that does not fit."""
    wrong: dict[str, str] = {}
    application = GuidanceApplication()
    for name in APPLICATION_FIELDS:
        value = values.get(name) or ([] if name in LISTS else "")
        if name in LISTS:
            value = list(value)
            if len(value) > MOST_ITEMS:
                wrong[name] = _("At most %(limit)s entries.") % {"limit": MOST_ITEMS}
        else:
            value = clean_text(str(value))
        setattr(application, name, value)
    if len(application.urgency) > LONGEST:
        wrong["urgency"] = _("This text is too long: at most %(limit)s characters.") % {"limit": LONGEST}
    if any(code not in RequestKind.values for code in application.requests):
        wrong["requests"] = _("Choose from the list.")
    try:
        application.clean_fields(exclude=["case"])
    except ValidationError as error:
        wrong |= {name: " ".join(told) for name, told in error.message_dict.items() if name not in wrong}
    if wrong:
        raise Invalid(_("Something is missing or does not fit. Please look at the marked fields."), fields=wrong)
    return application


def answers_of(case: Case, answers: Sequence[Answer]) -> list[CaseAnswer]:
    """Unsaved answers, each with its question as asked; empty ones are left out.

    Raises Invalid for a question of another kind of dispute and for one that must be answered and is not.
    """
    rows: list[CaseAnswer] = []
    wrong: dict[str, str] = {}
    for question, value in answers:
        field = f"q-{question.key}"
        if question.dispute_type_id != case.dispute_type_id:
            wrong[field] = _("This question belongs to another kind of dispute. Look at the form again.")
        elif value not in (None, ""):
            rows.append(CaseAnswer.to(question, value))
        elif question.required:
            wrong[field] = _("Please answer this question.")
    if wrong:
        raise Invalid(_("Something is missing or does not fit. Please look at the marked fields."), fields=wrong)
    return rows


def keep_application(case: Case, *, values: Mapping[str, Any], answers: Sequence[Answer]) -> None:
    """Write both with the case, inside the transaction of its filing or upgrade."""
    application = application_of(values)
    application.case = case
    rows = answers_of(case, answers)
    application.save(force_insert=True)
    for row in rows:
        row.case = case
    CaseAnswer.objects.bulk_create(rows)
