"""The acts on a revision that have a page of their own to confirm them: who is offered which, and what it asks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from laws.guides import actions
from laws.guides.forms import NoteForm, PublishForm, VersionForm
from laws.models import GuideRevision
from portal.accounts.access import Rights
from portal.accounts.models import User
from portal.accounts.permissions import Permission as P
from portal.lib.publication import PublicationState as S
from portal.lib.publication import editors_of


@dataclass(frozen=True)
class Act:
    """`call` is the action; what its form asks beside the version is passed on by name."""

    name: str
    label: str | Promise
    text: str | Promise
    done: str | Promise
    states: frozenset[S]
    permission: P
    call: Callable[..., None]
    form: type[VersionForm] = VersionForm
    kind: str = ""  # of the button that does it
    other_hands: bool = False  # nobody does this to what they wrote

    @property
    def offered_as(self) -> str:
        """The kind of the button that leads to it: what is dangerous stands back until it is confirmed."""
        return "quiet" if self.kind == "danger" else self.kind

    def initial(self, revision: GuideRevision) -> dict[str, Any]:
        initial: dict[str, Any] = {"version": revision.version}
        if self.form is PublishForm:
            initial |= {"review_by": actions.default_review_by(), "owner": revision.guide.owner_id}
        return initial


ACTS = {
    act.name: act
    for act in (
        Act(
            name="submit",
            label=_("Submit for review"),
            text=_("The reviewers are told by mail. Until they have decided nobody can edit the text."),
            done=_("Submitted. The reviewers have been told."),
            states=frozenset({S.DRAFT}),
            permission=P.EDIT_GUIDE,
            call=actions.submit_revision,
        ),
        Act(
            name="approve",
            label=_("Approve"),
            text=_("You stand behind this text beside its authors. It can then be published."),
            done=_("Approved. It can be published now."),
            states=frozenset({S.IN_REVIEW}),
            permission=P.REVIEW_GUIDE,
            call=actions.approve_revision,
            other_hands=True,
        ),
        Act(
            name="publish",
            label=_("Publish"),
            text=_("Everybody reads it from now on. The revision before is kept as superseded."),
            done=_("Published."),
            states=frozenset({S.APPROVED, S.SCHEDULED}),
            permission=P.PUBLISH_GUIDE,
            call=actions.publish_revision,
            form=PublishForm,
            other_hands=True,
        ),
        Act(
            name="return",
            label=_("Return to the editors"),
            text=_("It becomes a draft again. Say what must be mended."),
            done=_("Returned. The editors have been told."),
            states=frozenset({S.IN_REVIEW, S.APPROVED}),
            permission=P.REVIEW_GUIDE,
            call=actions.return_revision,
            form=NoteForm,
            kind="secondary",
        ),
        Act(
            name="discard",
            label=_("Give up this revision"),
            text=_("Nobody works on it any more. It is kept, and a new revision can be started."),
            done=_("Given up. It is kept in the list of revisions."),
            states=frozenset({S.DRAFT, S.IN_REVIEW, S.APPROVED, S.SCHEDULED}),
            permission=P.EDIT_GUIDE,
            call=actions.withdraw_revision,
            form=NoteForm,
            kind="quiet",
        ),
        Act(
            name="withdraw",
            label=_("Withdraw from the public"),
            text=_("The page then says that there is no guide. The text is kept."),
            done=_("Withdrawn. Its page now says that there is no guide."),
            states=frozenset({S.PUBLISHED}),
            permission=P.PUBLISH_GUIDE,
            call=actions.withdraw_revision,
            form=NoteForm,
            kind="danger",
        ),
    )
}


def acts_for(revision: GuideRevision, user: User, rights: Rights) -> list[Act]:
    """What this person may do to this revision now, in the order of the buttons."""
    possible = [act for act in ACTS.values() if revision.state in act.states and rights.may(act.permission)]
    if any(act.other_hands for act in possible):
        wrote = user.pk in editors_of(revision)
        twice = settings.PUBLICATION_HANDS >= 3 and revision.approved_by_id == user.pk
        possible = [act for act in possible if not (act.other_hands and (wrote or twice))]
    return possible


def why_not(revision: GuideRevision, user: User, rights: Rights) -> str | Promise:
    """A sentence for somebody whose role would allow the next step but for the hands rule; "" otherwise."""
    for act in ACTS.values():
        if act.other_hands and revision.state in act.states and rights.may(act.permission):
            if user.pk in editors_of(revision):
                return pgettext_lazy("guide", "You wrote part of this, so another person must take the next step.")
            if settings.PUBLICATION_HANDS >= 3 and revision.approved_by_id == user.pk:
                return pgettext_lazy("guide", "You approved this, so a third person must publish it.")
    return ""
