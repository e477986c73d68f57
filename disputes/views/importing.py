"""Import last year's cases: look first, then keep the good rows by a choice of one's own."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from disputes.actions.importing import Report, import_cases
from disputes.forms.behalf import offer_centres
from disputes.sheets import template
from portal.accounts.access import person, rights_of
from portal.accounts.models import GuidanceCentre, User
from portal.accounts.permissions import Permission
from portal.lib.errors import ActionError, Conflict, Invalid, NotAllowed
from portal.lib.forms import put_back
from portal.lib.uploads import sha256_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportForm(forms.Form):
    """Which centre's sheet. The file is asked for once: it is kept until the rows are taken in or a new one comes."""

    use_required_attribute = False

    centre = forms.ChoiceField(label=gettext_lazy("Centre"))
    file = forms.FileField(
        label=gettext_lazy("Sheet"),
        required=False,
        help_text=gettext_lazy("XLSX, at most 5 MB and 2,000 rows. Nothing is saved before you have seen the report."),
    )

    def __init__(self, *args: object, centres: list[GuidanceCentre], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        offer_centres(self, centres)


def _centres(user: User) -> list[GuidanceCentre]:
    ids = rights_of(user).centre_ids(Permission.IMPORT_CASES)
    if not ids:
        raise NotAllowed(_("This page is for the head of a guidance centre."))
    return list(GuidanceCentre.objects.filter(pk__in=ids))


@login_required
@require_safe
def template_file(request: HttpRequest) -> HttpResponse:
    """The sheet to fill in, with the codes on its second page."""
    _centres(person(request))
    response = HttpResponse(template(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="cases-template.xlsx"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """A dry run with its report; `commit` names the sheet that was looked at and keeps its good rows."""
    user = person(request)
    centres = _centres(user)
    form = ImportForm(request.POST or None, request.FILES or None, centres=centres)
    report, status = None, 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            centre = next(row for row in centres if str(row.pk) == form.cleaned_data["centre"])
            try:
                report = _receive(request, user, centre, form.cleaned_data["file"])
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                if report.imported:
                    return _done(request, report)
                status = 200
    return render(request, "disputes/import.html", {"form": form, "report": report}, status=status)


def _receive(request: HttpRequest, user: User, centre: GuidanceCentre, file: "File[bytes] | None") -> Report:
    """One sheet a person and centre lies here between the look and the choice."""
    name = f"imports/{centre.pk}-{user.pk}.xlsx"
    wanted = request.POST.get("commit", "")
    if not wanted:
        if file is None:
            raise Invalid(_("Choose a file."), field="file")
        report = import_cases(file=file, centre=centre, by=user)
        default_storage.delete(name)
        default_storage.save(name, file)
        return report
    if not default_storage.exists(name):
        raise Conflict(_("This sheet was taken in already, or another one was looked at since. Look at it again."))
    with default_storage.open(name) as kept:
        if sha256_of(kept) != wanted:
            raise Conflict(_("This sheet was taken in already, or another one was looked at since. Look at it again."))
        report = import_cases(file=kept, centre=centre, by=user, commit=True)
    default_storage.delete(name)
    return report


def _done(request: HttpRequest, report: Report) -> HttpResponse:
    count = len(report.imported)
    messages.success(
        request, ngettext("%(count)s case was imported.", "%(count)s cases were imported.", count) % {"count": count}
    )
    return redirect("triage_import")
