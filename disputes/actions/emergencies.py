"""Through the emergency door: stored always, a case at once, or a case as soon as somebody confirms it.

    unconfirmed > filed | discarded

Below `EMERGENCY_PER_MINUTE` from one network (a person who is logged in is counted alone) a filing is a case at once
and calls the duty. Above, it is stored and calls nobody until its private link, the code of its mail or an officer
confirms it. Why so: docs/adr/0075.
"""

import hashlib
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from disputes import emergency_mails
from disputes.actions.changing import change
from disputes.actions.filing import checked_facts, file_case
from disputes.choices import Confirmation, EmergencyKind, FilingState, Origin, OurRole, Right
from disputes.emergencies import BY_KIND
from disputes.models import Case, CaseContact, EmergencyFiling, EmergencyNetwork
from portal.accounts.access import require
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.accounts.routing import Routed, route
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from portal.lib.fields import clean_text
from portal.lib.phones import Phone, read_phone
from portal.lib.states import guarded_update
from portal.reference.models import DisputeType, Jurisdiction, Province

MINUTE = timedelta(minutes=1)
# A code of six digits is guessed with a chance of one in 200,000 before it is dead.
ATTEMPTS = 5
EMAIL_FITS = MaxLengthValidator(254)
CODE_LASTS = timedelta(hours=24)
USUAL_ROLE = {"respondent": OurRole.ACCUSED, "right_holder": OurRole.RIGHT_HOLDER}


@dataclass(frozen=True)
class Emergency:
    """The twelve fields (amount and currency count as one), as they were typed."""

    kind: str
    jurisdiction: Jurisdiction | None
    what_happened: str
    received_on: date | None = None
    forum_name: str = ""
    docket: str = ""
    next_date: date | None = None
    amount_at_risk: Decimal | None = None
    amount_currency: str = ""
    company: str = ""
    province: Province | None = None
    phone: str = ""
    email: str = ""

    def as_values(self) -> dict[str, Any]:
        """What a waiting filing keeps: plain values, without telephone and e-mail, which have columns."""
        kept = {field.name: getattr(self, field.name) for field in fields(self)}
        for name in ("kind", "phone", "email"):
            del kept[name]
        for name in ("jurisdiction", "province"):
            kept[name] = kept[name].pk if kept[name] else None
        for name in ("received_on", "next_date"):
            kept[name] = kept[name].isoformat() if kept[name] else None
        kept["amount_at_risk"] = str(self.amount_at_risk) if self.amount_at_risk is not None else None
        return kept

    @classmethod
    def of(cls, filing: EmergencyFiling) -> "Emergency":
        """What the filing holds."""
        values: Mapping[str, Any] = filing.values
        amount = values["amount_at_risk"]
        return cls(
            kind=filing.kind,
            jurisdiction=Jurisdiction.objects.filter(pk=values["jurisdiction"]).first(),
            received_on=_day(values["received_on"]),
            next_date=_day(values["next_date"]),
            province=Province.objects.filter(pk=values["province"]).first() if values["province"] else None,
            amount_at_risk=Decimal(amount) if amount is not None else None,
            phone=filing.phone_typed,
            email=filing.email,
            **{name: values[name] for name in ("what_happened", "forum_name", "docket", "amount_currency", "company")},
        )

    def facts(self) -> dict[str, Any]:
        """As every intake is checked. What was not asked is what is usual for the kind."""
        known = BY_KIND[EmergencyKind(self.kind)]
        dispute_type = DisputeType.objects.filter(pk=known.dispute_type).first()
        role = USUAL_ROLE.get(dispute_type.default_role, OurRole.THIRD_PARTY) if dispute_type else ""
        names = ("jurisdiction", "what_happened", "received_on", "forum_name", "docket", "next_date")
        return {
            **{name: getattr(self, name) for name in (*names, "amount_at_risk", "amount_currency")},
            "dispute_type": dispute_type,
            "our_role": role,
            "right": Right.UNKNOWN,
            "measures": list(known.measures),
            "consent": True,
        }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def hashed_network(network: str | None) -> str:
    """The network as it is kept: enough to count, no address. A visitor without one shares a hash."""
    return salted_hmac("disputes.emergency.network", network or "unknown", algorithm="sha256").hexdigest()


def file_emergency(
    *,
    key: uuid.UUID,
    told: Emergency,
    consent: bool,
    network: str | None,
    by: User | None = None,
    language: str = "zh-hans",
    is_demo: bool = False,
) -> EmergencyFiling:
    """Store the emergency, and make a case of it unless too many come from this network at the moment.

    The same `key` is the same filing. Raises Invalid naming every field at fault, Conflict for a key of somebody else.
    """
    if not consent:
        raise Invalid(_("Without your consent the centre may not read the case."), field="consent")
    phone, email = _checked(told)
    company = clean_text(told.company)[:120]
    routed = route(province=told.province, jurisdiction=told.jurisdiction)
    with transaction.atomic():
        hashed = hashed_network(network)
        # Filings of one network wait for one another here, so that each counts those before it.
        EmergencyNetwork.objects.get_or_create(network=hashed)
        EmergencyNetwork.objects.select_for_update().get(network=hashed)
        filing, created = EmergencyFiling.objects.get_or_create(
            key=key,
            defaults={
                "kind": told.kind,
                "language": language,
                "is_demo": is_demo or (by is not None and by.is_demo),
                "values": {**told.as_values(), "company": company},
                "centre": routed.centre,
                "phone_typed": phone.typed,
                "phone": phone.number,
                "phone_extension": phone.extension[:10],
                "email": email,
                "filed_by": by,
                "network": hashed,
            },
        )
        if filing.filed_by_id != (by.pk if by else None):
            raise Conflict(_("This form was sent already by somebody else. Open the page again and send a new one."))
        if not created:
            return filing
        if _filed_lately(filing) < settings.EMERGENCY_PER_MINUTE:
            _become_case(filing, how=Confirmation.AT_ONCE, by=None)
        else:
            _let_wait(filing)
    return filing


def confirm_by_link(*, filing: EmergencyFiling) -> Case:
    """The filer opened the private link and pressed the button. Raises Conflict when an officer set it aside."""
    return _confirm(filing, how=Confirmation.LINK, by=None)


def confirm_by_code(*, email: str, code: str) -> EmergencyFiling:
    """The code of the mail, typed with the address it went to.

    Each wrong code counts against every waiting filing of that address. Raises Invalid for a code that does not fit,
    is used up or too old; which of them, and whether the address is known, is not told.
    """
    digits = "".join(character for character in code if character.isdigit())
    with transaction.atomic():
        waiting = EmergencyFiling.objects.waiting().filter(
            email__iexact=email.strip(), created_at__gt=clock.now() - CODE_LASTS
        )
        for filing in waiting.exclude(code_hash="").select_for_update().order_by("created_at"):
            if filing.code_attempts >= ATTEMPTS:
                continue
            if constant_time_compare(filing.code_hash, _code_hash(filing, digits)):
                _confirm(filing, how=Confirmation.CODE, by=None)
                filing.refresh_from_db()
                return filing
            EmergencyFiling.objects.filter(pk=filing.pk).update(code_attempts=filing.code_attempts + 1)
    raise Invalid(
        _("This code does not fit. Look at the newest mail, open the link in it, or call the duty telephone."),
        field="code",
    )


def confirm_emergency(*, filing: EmergencyFiling, by: User) -> Case:
    """An officer of the centre takes it for real. Raises NotAllowed elsewhere, Conflict when it was set aside."""
    require(by, Permission.WORK_ON_CASES, centre=filing.centre_id)
    return _confirm(filing, how=Confirmation.OFFICER, by=by)


def discard_emergency(*, filing: EmergencyFiling, by: User, reason: str) -> None:
    """An officer sets it aside; the private link says why. Raises Conflict when it is a case meanwhile."""
    require(by, Permission.WORK_ON_CASES, centre=filing.centre_id)
    reason = clean_text(reason)[:300]
    if not reason:
        raise Invalid(_("Give the reason: the person behind the link reads it."), field="reason")
    guarded_update(
        filing,
        expected={"state": FilingState.UNCONFIRMED},
        state=FilingState.DISCARDED,
        discard_reason=reason,
        decided_at=clock.now(),
        decided_by=by,
        code_hash="",
    )


def _checked(told: Emergency) -> tuple[Phone, str]:
    """Telephone and e-mail as they are kept. Raises Invalid naming everything at fault at once."""
    wrong: dict[str, str] = {}
    phone, email = Phone(""), clean_text(told.email)
    if told.kind not in EmergencyKind.values:
        wrong["kind"] = _("Please choose one.")
    else:
        try:
            checked_facts(told.facts())
        except Invalid as error:
            wrong.update(error.fields)
    try:
        phone = read_phone(told.phone) if clean_text(told.phone) else phone
    except Invalid as error:
        wrong.update(error.fields)
    try:
        if email:
            validate_email(email)
            EMAIL_FITS(email)
    except ValidationError as invalid:
        wrong["email"] = " ".join(invalid.messages)
    if not phone.typed and not email and "phone" not in wrong:
        wrong["phone"] = _("Leave a telephone number or an e-mail address: one of them is enough.")
    if wrong:
        raise Invalid(_("Something is missing or does not fit. Please look at the marked fields."), fields=wrong)
    return phone, email


def _filed_lately(filing: EmergencyFiling) -> int:
    """How many became cases at once within the last minute, from this network or of this person."""
    lately = EmergencyFiling.objects.filter(created_at__gt=clock.now() - MINUTE, confirmed_how=Confirmation.AT_ONCE)
    if filing.filed_by_id is not None:
        return lately.filter(filed_by=filing.filed_by_id).count()
    return lately.filter(network=filing.network, filed_by__isnull=True).count()


def _let_wait(filing: EmergencyFiling) -> None:
    code = f"{secrets.randbelow(1_000_000):06d}"
    if emergency_mails.ask_to_confirm(filing, code):
        guarded_update(filing, expected={"state": FilingState.UNCONFIRMED}, code_hash=_code_hash(filing, code))


def _code_hash(filing: EmergencyFiling, code: str) -> str:
    return hashlib.sha256(f"{filing.nonce}:{code}".encode()).hexdigest()


def _confirm(filing: EmergencyFiling, *, how: Confirmation, by: User | None) -> Case:
    """However often and by whomever at once: one case."""
    with transaction.atomic():
        held = EmergencyFiling.objects.select_for_update().get(pk=filing.pk)
        if held.case is not None:
            return held.case
        if held.state == FilingState.DISCARDED:
            raise Conflict(
                _("The centre has set this emergency aside: %(reason)s Send the form again, or call.")
                % {"reason": held.discard_reason}
            )
        return _become_case(held, how=how, by=by)


def _become_case(filing: EmergencyFiling, *, how: Confirmation, by: User | None) -> Case:
    """File it: number, centre, P0, receipt, and the duty is called. Runs in the caller's transaction."""
    told = Emergency.of(filing)
    routed: Routed = route(province=told.province, jurisdiction=told.jurisdiction)
    case = Case.objects.create(
        filer=filing.filed_by,
        origin=Origin.EMERGENCY,
        language=filing.language,
        is_demo=filing.is_demo,
        company_text=told.company,
        idempotency_key=filing.key,
    )
    CaseContact.objects.create(
        case=case,
        name=str(filing.filed_by or told.company)[:80],
        phone=filing.phone_typed,
        email=filing.email,
    )
    file_case(
        case,
        by=filing.filed_by,
        values=checked_facts(told.facts()),
        routed=routed,
        enterprise=None,
        claim=None,
        language=filing.language,
        quietly=filing.is_demo,
    )
    change(case, by=by, kind="emergency_filed", data={"how": str(how), "filing": str(filing.pk)})
    guarded_update(
        filing,
        expected={"state": FilingState.UNCONFIRMED},
        state=FilingState.FILED,
        case=case,
        centre=routed.centre,
        values={},
        code_hash="",
        confirmed_how=how,
        decided_at=clock.now(),
        decided_by=by,
    )
    if filing.filed_by_id is None:
        emergency_mails.tell_receipt(filing)
    return case
