"""Acts on a record as its page sends them: one form, one button and one call each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from experts.actions import keeping, standing
from experts.actions.accounts import invite_to_account
from experts.actions.records import is_own
from experts.forms.acts import ActForm, AvailabilityForm, ReasonForm, ReviewForm, TermForm
from experts.models import Expert
from experts.states import ExpertState as S
from portal.accounts.access import Rights
from portal.accounts.models import User
from portal.accounts.permissions import Permission as P

Call = Callable[[Expert, User, Mapping[str, Any], int], object]


@dataclass(frozen=True)
class Spec:
    """How an act is asked for, by whom and in which states. `others_than` names columns of people who may not."""

    permission: P
    states: frozenset[S]
    form: type[ActForm]
    title: str | Promise
    label: str | Promise
    done: str | Promise
    call: Call
    kind: str = "primary"
    others_than: tuple[str, ...] = ()


MEMBERS = frozenset({S.APPOINTED, S.SUSPENDED})
STANDING = frozenset(S) - {S.REMOVED}

SPECS: dict[str, Spec] = {
    "check": Spec(
        P.CHECK_EXPERT,
        frozenset({S.NOMINATED}),
        ActForm,
        _("Check the record"),
        _("I have checked identity, licences and history"),
        _("The record is checked. A third person appoints."),
        lambda expert, by, data, version: standing.check(expert=expert, by=by, version=version),
        others_than=("nominated_by_id",),
    ),
    "appoint": Spec(
        P.APPOINT_EXPERT,
        frozenset({S.CHECKED}),
        TermForm,
        _("Appoint"),
        pgettext_lazy("expert", "Appoint for this term"),
        _("The expert is appointed."),
        lambda expert, by, data, version: standing.appoint(expert=expert, by=by, version=version, **data),
        others_than=("nominated_by_id", "checked_by_id"),
    ),
    "renew": Spec(
        P.APPOINT_EXPERT,
        frozenset({S.APPOINTED, S.EXPIRED}),
        TermForm,
        _("Renew the term"),
        _("Renew"),
        _("The term is renewed."),
        lambda expert, by, data, version: standing.renew(expert=expert, by=by, version=version, **data),
        "secondary",
    ),
    "review": Spec(
        P.CHECK_EXPERT,
        MEMBERS,
        ReviewForm,
        _("Write the yearly review"),
        _("Keep the review"),
        _("The review is kept."),
        lambda expert, by, data, version: keeping.review(expert=expert, by=by, version=version, **data),
        "secondary",
    ),
    "availability": Spec(
        P.NOMINATE_EXPERT,
        STANDING,
        AvailabilityForm,
        _("Change the availability"),
        _("Save the availability"),
        _("The availability is saved."),
        lambda expert, by, data, version: keeping.set_availability(expert=expert, by=by, version=version, **data),
        "secondary",
    ),
    "invite": Spec(
        P.NOMINATE_EXPERT,
        STANDING,
        ActForm,
        _("Invite to an account"),
        _("Mail the invitation"),
        _("The invitation is sent; with an account of this address already there, it is linked."),
        lambda expert, by, data, version: invite_to_account(expert=expert, by=by),
        "secondary",
    ),
    "suspend": Spec(
        P.APPOINT_EXPERT,
        frozenset({S.APPOINTED}),
        ReasonForm,
        pgettext_lazy("expert", "Suspend"),
        pgettext_lazy("expert", "Suspend at once"),
        _("The expert is suspended and sees no case any more."),
        lambda expert, by, data, version: standing.suspend(expert=expert, by=by, version=version, **data),
        "danger",
    ),
    "reinstate": Spec(
        P.APPOINT_EXPERT,
        frozenset({S.SUSPENDED}),
        ActForm,
        pgettext_lazy("expert", "Reinstate"),
        pgettext_lazy("expert", "Reinstate within the term"),
        _("The expert is back in the pool."),
        lambda expert, by, data, version: standing.reinstate(expert=expert, by=by, version=version),
    ),
    "remove": Spec(
        P.APPOINT_EXPERT,
        STANDING,
        ReasonForm,
        _("Remove from the pool"),
        _("Remove for good"),
        _("The expert has left the pool."),
        lambda expert, by, data, version: standing.remove(expert=expert, by=by, version=version, **data),
        "danger",
    ),
}


@dataclass
class Offered:
    """One act on the page."""

    act: str
    title: str | Promise
    label: str | Promise
    kind: str
    form: ActForm
    open: bool


def offered(expert: Expert, user: User, rights: Rights, bound: ActForm | None = None, tried: str = "") -> list[Offered]:
    """The acts this person may do on this record now; the actions decide again."""
    if is_own(expert, user):
        return []
    found = []
    for act, spec in SPECS.items():
        if expert.state not in spec.states or not rights.may(spec.permission, centre=expert.centre_id):
            continue
        if any(getattr(expert, column) == user.pk for column in spec.others_than):
            continue
        if act == "invite" and expert.user_id is not None:
            continue
        refused = bound if bound is not None and act == tried else None
        form = refused or spec.form(expert=expert, prefix=act)
        found.append(Offered(act, spec.title, spec.label, spec.kind, form, refused is not None))
    return found
