"""Forms of the acts on the forms of record and on the archive."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.forms.acts import ActForm
from disputes.models import CaseForm


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
