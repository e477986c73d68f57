"""Forms of the evidence-export gate."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.actions.exporting import Given, RecipientFacts
from disputes.forms.fields import DayField, LongText
from disputes.gate import STRICTNESS, Answer, GateResult, Question, Recipient, StoredIn
from disputes.models import CaseDocument, EvidenceExport, GateAnswer, GateQuestion
from portal.lib.forms import TextField
from portal.reference.models import Jurisdiction

NOTE = 500
EMPTY = ("", gettext_lazy("Choose"))


class ExportForm(forms.Form):
    """For whom and which documents: the first two steps on one page."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    recipient_kind = forms.ChoiceField(
        label=gettext_lazy("Who receives it"),
        choices=[EMPTY, *Recipient.choices],
        help_text=gettext_lazy(
            "A court or authority in Hong Kong, Macao or Taiwan: choose the court or agency; the reviewer looks which"
            " arrangement applies."
        ),
    )
    recipient_name = TextField(label=gettext_lazy("Name of the recipient"), max_length=200)
    recipient_country = forms.ModelChoiceField(
        Jurisdiction.objects.none(), label=gettext_lazy("Country or region"), empty_label=gettext_lazy("Choose")
    )
    stored_in = forms.ChoiceField(
        label=gettext_lazy("Where is the data stored?"),
        choices=[EMPTY, *StoredIn.choices],
        help_text=gettext_lazy("Files of this portal are stored in the mainland."),
    )
    kept_at = TextField(label=gettext_lazy("Where will the recipient keep it?"), max_length=200, required=False)
    purpose = LongText(label=gettext_lazy("What is it needed for?"), rows=3, max_length=500)
    proceeding = TextField(label=gettext_lazy("Proceeding and docket number"), max_length=200, required=False)
    documents = forms.ModelMultipleChoiceField(
        CaseDocument.objects.none(),
        label=gettext_lazy("Documents"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Only present versions in which no virus was found."),
        error_messages={
            "invalid_choice": gettext_lazy("A document was replaced or is closed meanwhile. Choose again."),
            "invalid_pk_value": gettext_lazy("A document was replaced or is closed meanwhile. Choose again."),
        },
    )

    def __init__(self, *args: Any, documents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["recipient_country"]
        places.queryset = Jurisdiction.objects.exclude(kind="organisation")
        chosen: Any = self.fields["documents"]
        chosen.queryset = documents
        chosen.label_from_instance = _named

    @staticmethod
    def initial_of(export: EvidenceExport, documents: Any) -> dict[str, Any]:
        names = ("recipient_kind", "recipient_name", "stored_in", "kept_at", "purpose", "proceeding")
        return {name: getattr(export, name) for name in names} | {
            "recipient_country": export.recipient_country_id,
            "documents": documents,
        }

    def facts(self) -> RecipientFacts:
        data = self.cleaned_data
        return RecipientFacts(
            recipient_kind=Recipient(data["recipient_kind"]),
            recipient_name=data["recipient_name"],
            recipient_country=data["recipient_country"],
            stored_in=StoredIn(data["stored_in"]),
            purpose=data["purpose"],
            proceeding=data["proceeding"],
            kept_at=data["kept_at"],
        )


def _named(document: CaseDocument) -> str:
    if document.edition > 1:
        return _("%(name)s (version %(edition)s)") % {"name": document.name, "edition": document.edition}
    return document.name


class QuestionsForm(forms.Form):
    """The eight questions, about all documents or about one; what is left empty is not answered yet."""

    use_required_attribute = False

    def __init__(
        self,
        data: Any = None,
        *,
        questions: Mapping[Question, GateQuestion],
        known: Mapping[Question, GateAnswer] | None = None,
    ) -> None:
        self.questions = questions
        initial: dict[str, Any] = {}
        for code, answer in (known or {}).items():
            initial |= {code.value: answer.answer, f"{code}_note": answer.note}
        super().__init__(data, initial=initial)
        for code, question in questions.items():
            self.fields[code.value] = forms.ChoiceField(
                label=question.text, choices=Answer.choices, widget=forms.RadioSelect, required=False
            )
            self.fields[f"{code}_note"] = TextField(label=_("Note"), max_length=NOTE, required=False)

    def rows(self) -> list[dict[str, Any]]:
        """Each question with its two fields, for the page."""
        return [
            {
                "number": number,
                "question": question,
                "answer": self[code.value],
                "note": self[f"{code}_note"],
            }
            for number, (code, question) in enumerate(self.questions.items(), start=1)
        ]

    def given(self) -> dict[Question, Given]:
        return {
            code: Given(Answer(self.cleaned_data[code.value]), self.cleaned_data[f"{code}_note"])
            for code in self.questions
            if self.cleaned_data[code.value]
        }


class ExportActForm(forms.Form):
    """Base of the small forms on the page of an export."""

    use_required_attribute = False

    def __init__(self, *args: Any, least: GateResult | None = None, only_block: bool = False, **kwargs: Any) -> None:
        self.least, self.only_block = least, only_block
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """What depends on the export."""


class PlainForm(ExportActForm):
    """A button."""


class ReasonForm(ExportActForm):
    reason = LongText(label=gettext_lazy("What must be mended"), rows=3)


class AcceptForm(ExportActForm):
    reason = LongText(
        label=gettext_lazy("Why may the findings stand?"),
        rows=2,
        help_text=gettext_lazy("For example: the court asks for the original file, and nothing hidden is in it."),
    )


class FileForm(ExportActForm):
    file = forms.FileField(
        label=gettext_lazy("Redacted version"),
        allow_empty_file=True,
        help_text=gettext_lazy(
            "Words must be taken out of the file, not covered. The original stays in the case file."
        ),
    )


class DecideForm(ExportActForm):
    result = forms.ChoiceField(label=gettext_lazy("Result"), choices=[])
    basis = LongText(
        label=gettext_lazy("What it rests on"),
        rows=4,
        help_text=gettext_lazy("Which answers and papers you looked at. It does not say that the export is lawful."),
    )

    def prepare(self) -> None:
        """Only what may be decided is offered; the action refuses the rest."""
        least = STRICTNESS[GateResult.BLOCKED if self.only_block else self.least or GateResult.CLEAR]
        offered = [(one.value, one.label) for one in GateResult if STRICTNESS[one] >= least]
        self.fields["result"].choices = offered if len(offered) == 1 else [EMPTY, *offered]  # type: ignore[attr-defined]


class AdviceForm(ExportActForm):
    recommends = forms.ChoiceField(label=gettext_lazy("What you would decide"), choices=[EMPTY, *GateResult.choices])
    text = LongText(label=gettext_lazy("Your opinion"), rows=4)


class ApprovalForm(ExportActForm):
    authority = TextField(label=gettext_lazy("Authority that approved"), max_length=200)
    number = TextField(label=gettext_lazy("File number of the approval"), max_length=120)
    on = DayField(label=gettext_lazy("Date of the approval"))
    file = forms.FileField(
        label=gettext_lazy("Paper of the approval"),
        allow_empty_file=True,
        help_text=gettext_lazy("PDF, JPEG or PNG. It is kept in the case file and does not go into the package."),
    )
