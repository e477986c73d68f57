"""Setting the log right."""

from django.utils.translation import gettext_lazy as _

from disputes.actions.correcting import correct_event
from disputes.acts import Act
from disputes.forms.correcting import CorrectForm
from disputes.views.specs.base import Spec

CORRECTING: dict[Act, Spec] = {
    Act.CORRECT: Spec(
        CorrectForm,
        _("Add the correction"),
        _("The correction was added. The entry itself stays as it was written."),
        lambda case, by, data, version: correct_event(
            case=case, by=by, seq=data["seq"], text=data["text"], form_key=data["form_key"]
        ),
        "secondary",
        adds=True,
        title=_("Correct an entry of the timeline"),
    ),
}
