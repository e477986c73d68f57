"""One small form for each act on a case page."""

import uuid
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.choices import Priority, RefusalReason
from disputes.forms.fields import LongText, SeveralFiles
from disputes.models import Case, ReplyTemplate
from disputes.people import officers_for
from laws.citations import Citation, parse
from portal.accounts.models import GuidanceCentre, User
from portal.accounts.routing import usable_centres
from portal.lib.errors import Invalid
from portal.lib.forms import TextField


class ActForm(forms.Form):
    """Knows the case and the person; the version stands in the page, not in the form."""

    use_required_attribute = False

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        self.case, self.user = case, user
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fill choices that depend on the case."""


class OnceForm(ActForm):
    """Carries a key of its own, so that the same page sent twice counts once."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)


class NothingForm(ActForm):
    """A button."""


class TextForm(ActForm):
    text = LongText(label=gettext_lazy("Text"), rows=5)


class AskBackForm(TextForm):
    text = LongText(
        label=gettext_lazy("Your question"),
        rows=5,
        help_text=gettext_lazy("Ask for everything at once. The clock stands still until the enterprise replies."),
    )


class NoteForm(OnceForm):
    text = LongText(
        label=gettext_lazy("Internal note"), rows=3, help_text=gettext_lazy("The enterprise never sees it.")
    )


class ReplyForm(OnceForm):
    text = LongText(label=gettext_lazy("Your message to the centre"), rows=5)
    documents = SeveralFiles(
        label=gettext_lazy("Documents"), required=False, help_text=gettext_lazy("PDF, Word, Excel, JPEG or PNG.")
    )


class DocumentForm(ActForm):
    documents = SeveralFiles(label=gettext_lazy("Documents"), help_text=gettext_lazy("PDF, Word, Excel, JPEG or PNG."))

    def clean_documents(self) -> Any:
        files = self.cleaned_data["documents"]
        if not files:
            raise forms.ValidationError(_("Choose at least one file."))
        return files


class AnswerForm(ActForm):
    """The answer with what it rests on. Citations are ticked, or typed as `law:…` one a line."""

    template = forms.ModelChoiceField(
        ReplyTemplate.objects.none(),
        label=gettext_lazy("Reply template"),
        required=False,
        empty_label=gettext_lazy("None"),
    )
    text = LongText(label=gettext_lazy("Answer"), rows=12)
    citations = LongText(
        label=gettext_lazy("Citations"),
        rows=2,
        required=False,
        help_text=gettext_lazy("One a line, for example law:us-… or rule:us-itc-response, or search below."),
    )

    def prepare(self) -> None:
        field = self.fields["template"]
        field.queryset = templates_for(self.case)  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean_citations(self) -> list[Citation]:
        """What was typed and what was ticked, each once. Raises ValidationError naming what is not in the library."""
        ticked = self.data.getlist("cite") if hasattr(self.data, "getlist") else []
        try:
            return parse("\n".join([*ticked, self.cleaned_data["citations"]]))
        except Invalid as error:
            raise forms.ValidationError(str(error.message)) from error


class RefuseForm(ActForm):
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=RefusalReason.choices)
    text = LongText(
        label=gettext_lazy("What you tell the enterprise"),
        rows=4,
        help_text=gettext_lazy("Say kindly why, and what they can do now."),
    )
    other_body = TextField(label=gettext_lazy("Who can help instead"), required=False, max_length=300)


class TransferForm(ActForm):
    centre = forms.ModelChoiceField(GuidanceCentre.objects.none(), label=gettext_lazy("To which centre"))
    reason = LongText(
        label=gettext_lazy("Reason"), rows=3, help_text=gettext_lazy("The enterprise and the other centre read it.")
    )
    consented = forms.BooleanField(
        label=gettext_lazy("The enterprise has agreed to the transfer (by telephone or message)"), required=False
    )

    def prepare(self) -> None:
        centres = [centre for centre in usable_centres() if centre.pk != self.case.centre_id]
        field = self.fields["centre"]
        field.queryset = GuidanceCentre.objects.all()  # type: ignore[attr-defined]  # a ModelChoiceField
        field.choices = [("", _("Choose")), *((row.pk, str(row)) for row in centres)]  # type: ignore[attr-defined]
        if self.case.consent_to_share:
            del self.fields["consented"]


class PriorityForm(ActForm):
    priority = forms.ChoiceField(label=gettext_lazy("Priority"), choices=Priority.choices)
    reason = LongText(label=gettext_lazy("Reason"), rows=2, help_text=gettext_lazy("Kept as an internal note."))

    def prepare(self) -> None:
        self.fields["priority"].initial = self.case.priority


class AssignForm(ActForm):
    officer = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Officer"))

    def prepare(self) -> None:
        self.fields["officer"].queryset = officers_for(self.case)  # type: ignore[attr-defined]


class ReasonForm(ActForm):
    reason = LongText(label=gettext_lazy("What has happened?"), rows=3)


class WithdrawForm(ActForm):
    reason = LongText(label=gettext_lazy("Reason (may be left empty)"), rows=2, required=False)


class RateForm(ActForm):
    rating = forms.TypedChoiceField(
        label=gettext_lazy("Did the answer help you?"),
        coerce=int,
        choices=[
            (5, gettext_lazy("5 – very much")),
            (4, gettext_lazy("4 – yes")),
            (3, gettext_lazy("3 – partly")),
            (2, gettext_lazy("2 – little")),
            (1, gettext_lazy("1 – not at all")),
        ],
        widget=forms.RadioSelect,
    )
    comment = LongText(label=gettext_lazy("What could be better?"), rows=3, required=False, max_length=2000)

    def prepare(self) -> None:
        if self.case.is_guidance:
            self.fields["rating"].label = _("Did the guidance help you?")


def templates_for(case: Case) -> QuerySet[ReplyTemplate]:
    """Templates offered for a case: of its centre or of all, for its kind of dispute or for every kind."""
    return ReplyTemplate.objects.filter(is_active=True).filter(
        Q(centre=case.centre_id) | Q(centre__isnull=True),
        Q(dispute_type=case.dispute_type_id) | Q(dispute_type__isnull=True),
    )
