"""Acts as pages send them: one form and one call each.

A page posts an act to its own address. `perform` validates, calls the action and puts a refusal back, so that the
page shows it with everything that was typed.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise

from disputes.access import Act, Standing, allows
from disputes.forms.acts import ActForm
from disputes.models import Case
from disputes.views.specs import SPECS
from portal.accounts.models import User
from portal.lib.errors import ActionError
from portal.lib.forms import put_back, version_of

# What each side's page offers, in the order in which it is shown. Acts with a page of their own are not here.
OWN_ACTS = (
    Act.SUPPLEMENT,
    Act.REPLY,
    Act.WRITE,
    Act.ADD_DOCUMENT,
    Act.RATE,
    Act.CLOSE,
    Act.REOPEN,
    Act.TERMINATE,
    Act.WITHDRAW,
)
CENTRE_ACTS = (
    Act.TAKE,
    Act.REQUEST_SUPPLEMENT,
    Act.ACCEPT,
    Act.BEGIN,
    Act.ASK_BACK,
    Act.ANSWER,
    Act.WRITE,
    Act.FOLLOW_UP,
    Act.NOTE,
    Act.CORRECT,
    Act.WAIT,
    Act.PRIORITY,
    Act.ASSIGN,
    Act.TRANSFER,
    Act.ESCALATE,
    Act.REFUSE,
    Act.TERMINATE,
    Act.ADD_DOCUMENT,
    Act.CLOSE,
    Act.REOPEN,
    Act.ATTACH_FORM,
    Act.ARCHIVE,
    Act.RELEASE,
)
# On the expert's page of the case; the opinion has a page of its own.
EXPERT_ACTS = (Act.WRITE, Act.ADD_DOCUMENT)
# Placed by hand in the templates; all others stand in the order above.
PLACED = frozenset(
    {
        Act.TAKE,
        Act.ANSWER,
        Act.SUPPLEMENT,
        Act.REPLY,
        Act.ADD_DOCUMENT,
        Act.RATE,
        Act.CLOSE,
        Act.RELEASE,
        Act.WITHDRAW,
        Act.BEGIN,
    }
)


@dataclass
class Offered:
    """One act on the page: its address word, its button and its form."""

    act: Act
    label: str | Promise
    kind: str
    form: ActForm
    title: str | Promise = ""


def offered(
    case: Case, user: User, standing: Standing, acts: tuple[Act, ...], bound: ActForm | None = None, tried: str = ""
) -> dict[str, Offered]:
    """The acts of `acts` that this person may do now, by name. A refused form replaces its fresh one."""
    found = {}
    for act in acts:
        if not allows(act, case, standing):
            continue
        spec = SPECS[act]
        form = bound if bound is not None and act == tried else spec.form(case=case, user=user, prefix=act.value)
        found[act.value] = Offered(act, spec.label, spec.kind, form, spec.title)
    return found


def perform(request: HttpRequest, case: Case, user: User, act: Act) -> tuple[ActForm, int]:
    """Do what was sent. Returns the form and 200, or the refused form and the status of the refusal."""
    spec = SPECS[act]
    form = spec.form(request.POST, request.FILES, case=case, user=user, prefix=act.value)
    if not form.is_valid():
        return form, 400
    try:
        spec.call(case, user, form.cleaned_data, None if spec.adds else version_of(request))
    except ActionError as error:
        put_back(form, error)
        return form, error.status
    return form, 200


def unplaced(acts: dict[str, Offered]) -> Collection[Offered]:
    """The acts that the page shows one below the other."""
    return [offer for offer in acts.values() if offer.act not in PLACED]
