"""What is known of a document as evidence."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from disputes.access import Act, need
from disputes.actions.changing import change, lock
from disputes.choices import Attestation, EvidenceKind
from disputes.models import Case, CaseDocument, Evidence
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from portal.lib.fields import clean_text

HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True)
class EvidenceFacts:
    """As a person gives them."""

    kind: EvidenceKind
    original_at: str = ""
    attestation: Attestation = Attestation.NONE
    provider: str = ""
    certificate_number: str = ""
    claimed_sha256: str = ""


def describe_evidence(
    *, case: Case, by: User, document: CaseDocument, facts: EvidenceFacts, version: int | None = None
) -> Evidence:
    """Write down what `document` is as evidence. `version` is the one the page showed, 0 where nothing was known.

    Raises Conflict when somebody wrote meanwhile, Invalid for an impossible hash or a certificate of nobody.
    """
    columns = _checked(facts)
    with transaction.atomic():
        lock(case)
        need(Act.ADD_DOCUMENT, case, by)
        known = Evidence.objects.filter(document=document, document__case=case).first()
        if version is not None and version != (known.version if known else 0):
            raise Conflict(_("Somebody else described this document meanwhile. Look at it again, then send yours."))
        evidence, _created = Evidence.objects.update_or_create(
            document=document,
            defaults={
                **columns,
                "version": known.version + 1 if known else 1,
                "updated_by": by,
                "updated_at": clock.now(),
            },
        )
        change(
            case,
            by=by,
            kind="evidence_described",
            data={
                "document": str(document.pk),
                "kind": str(facts.kind),
                "attestation": str(facts.attestation),
                "claimed": columns["claimed_sha256"],
            },
        )
    return evidence


def _checked(facts: EvidenceFacts) -> dict[str, str]:
    columns = {
        "kind": str(facts.kind),
        "attestation": str(facts.attestation),
        "original_at": clean_text(facts.original_at)[:200],
        "provider": clean_text(facts.provider)[:120],
        "certificate_number": clean_text(facts.certificate_number)[:120],
        "claimed_sha256": re.sub(r"[\s:]", "", facts.claimed_sha256).lower(),
    }
    if columns["claimed_sha256"] and not HASH.fullmatch(columns["claimed_sha256"]):
        raise Invalid(
            _("A SHA-256 has 64 characters, 0 to 9 and a to f. Copy it from the certificate."), field="claimed_sha256"
        )
    if not facts.attestation and any(columns[name] for name in ("provider", "certificate_number", "claimed_sha256")):
        raise Invalid(_("Choose how it was attested, or leave the certificate empty."), field="attestation")
    return columns
