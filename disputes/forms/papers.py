"""Forms of the acts on the forms of record and on the archive."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.forms.acts import ActForm
from disputes.forms.fields import LongText
from disputes.models import ArchiveClass, CaseForm


class AttachFormForm(ActForm):
    form = forms.ModelChoiceField(
        CaseForm.objects.none(), label=gettext_lazy("Which form"), empty_label=gettext_lazy("Choose")
    )
    documents = forms.FileField(
        label=gettext_lazy("Scan with seal and signature"),
        allow_empty_file=True,  # `check_upload` has the better sentence for it
        help_text=gettext_lazy("One PDF, JPEG or PNG."),
    )

    def prepare(self) -> None:
        rows = CaseForm.objects.filter(case=self.case).only("kind", "version")
        field = self.fields["form"]
        field.queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField
        field.label_from_instance = _label  # type: ignore[attr-defined]  # as above


def _label(form: CaseForm) -> str:
    return _("%(name)s, version %(version)s") % {"name": form.get_kind_display(), "version": form.version}


class ArchiveForm(ActForm):
    retention = forms.ModelChoiceField(
        ArchiveClass.objects.filter(is_active=True),
        label=gettext_lazy("Retention class"),
        empty_label=gettext_lazy("Choose"),
        help_text=gettext_lazy("Counted from the end of the year of closing. Nothing is added to the file afterwards."),
    )


class HoldForm(forms.Form):
    """Why a legal hold is set, or lifted."""

    use_required_attribute = False
    reason = LongText(label=gettext_lazy("Reason"), rows=3, max_length=500)
