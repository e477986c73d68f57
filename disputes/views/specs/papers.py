"""Acts on the forms of record."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from disputes.actions.archiving import archive_case
from disputes.actions.papers import attach_form
from disputes.acts import Act
from disputes.forms.papers import ArchiveForm, AttachFormForm
from disputes.models import Case
from disputes.views.specs.base import Spec
from portal.accounts.models import User


def _attach(case: Case, by: User, data: Mapping[str, Any], version: int | None) -> None:
    attach_form(case=case, by=by, form=data["form"], file=data["documents"])


PAPERS: dict[Act, Spec] = {
    Act.ATTACH_FORM: Spec(
        AttachFormForm,
        _("Attach the signed copy"),
        _("The signed copy is attached as the official one."),
        _attach,
        "secondary",
        title=_("Attach the signed copy of a form"),
        adds=True,
    ),
    Act.ARCHIVE: Spec(
        ArchiveForm,
        _("Archive the case"),
        _("The case is archived. Its bundle is being made."),
        lambda case, by, data, version: archive_case(case=case, by=by, retention=data["retention"], version=version),
        title=_("Archive (form G)"),
    ),
}
