"""Forms of the case file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from disputes.actions.evidence import EvidenceFacts
from disputes.choices import Attestation, EvidenceKind
from disputes.models import Evidence
from portal.lib.forms import TextField


class EvidenceForm(forms.Form):
    use_required_attribute = False

    kind = forms.ChoiceField(label=_("Kind of evidence"), choices=EvidenceKind.choices)
    original_at = TextField(
        label=_("Where the original is"),
        required=False,
        max_length=200,
        help_text=_("For example: with the company's archive, with counsel abroad, on the platform."),
    )
    attestation = forms.ChoiceField(label=_("Attestation"), choices=Attestation.choices, required=False)
    provider = TextField(
        label=_("Who attested it"),
        required=False,
        max_length=120,
        help_text=_("Notary, authority, time-stamp service or blockchain platform."),
    )
    certificate_number = TextField(label=_("Number of the certificate"), required=False, max_length=120)
    claimed_sha256 = TextField(
        label=_("SHA-256 on the certificate"),
        required=False,
        max_length=140,
        help_text=_("The portal compares it with the file."),
    )

    @classmethod
    def of(cls, evidence: Evidence | None) -> "EvidenceForm":
        """The form with what is known."""
        names = cls.base_fields
        return cls(initial={name: getattr(evidence, name) for name in names} if evidence else None)

    def facts(self) -> EvidenceFacts:
        data = self.cleaned_data
        return EvidenceFacts(
            **{**data, "kind": EvidenceKind(data["kind"]), "attestation": Attestation(data["attestation"])}
        )


class ReplaceForm(forms.Form):
    use_required_attribute = False

    file = forms.FileField(
        label=_("The newer version"),
        allow_empty_file=True,
        help_text=_("PDF, Word, Excel, JPEG or PNG. The older version stays readable."),
    )
