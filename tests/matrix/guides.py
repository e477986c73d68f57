"""The editorial pages of guides in the matrix."""

from collections.abc import Callable
from typing import Any

from laws.models import GuideRevision
from portal.lib.publication import PublicationState
from tests.factories.accounts import UserFactory
from tests.factories.guides import DraftFactory
from tests.matrix import Rule, World

STAFF = frozenset({"editor", "legal_reviewer", "publisher"})
EDITORS = frozenset({"editor"})
REVIEWERS = frozenset({"legal_reviewer", "publisher"})
PUBLISHERS = frozenset({"publisher"})


def revision(world: World, own: bool, state: str = PublicationState.DRAFT) -> GuideRevision:
    """One revision a test, written by the editor of the world or by somebody else."""
    author = world.people["editor"] if own else UserFactory.create()
    found = GuideRevision.objects.first()
    return found or DraftFactory.create(
        guide__owner=author, author=author, number=1, state=state, overview=("概览", "Overview")
    )


def page(path: str, state: str = PublicationState.DRAFT) -> Callable[[World, bool], str]:
    def address(world: World, own: bool) -> str:
        item = revision(world, own, state)
        return f"/editorial/guides/{item.guide.jurisdiction_id}/{path.format(number=item.number)}"

    return address


def everywhere(name: str, address: Callable[[World, bool], str], roles: frozenset[str], **more: Any) -> Rule:
    """Guides belong to the network: whose guide it is makes no difference."""
    return Rule(name, address, own=roles, other=roles, **more)


RULES = [
    everywhere("editorial desk", lambda world, own: "/editorial/", STAFF | {"warning_author", "warning_issuer"}),
    everywhere("list of guides", lambda world, own: "/editorial/guides/", STAFF),
    everywhere("start a guide", lambda world, own: "/editorial/guides/start/", EDITORS),
    everywhere("look up citations", lambda world, own: "/editorial/guides/citations/?q=itc", STAFF),
    everywhere("revisions of a guide", page(""), STAFF),
    everywhere("a draft", page("{number}/"), STAFF),
    everywhere("edit a draft", page("{number}/edit/"), EDITORS),
    everywhere("compare revisions", page("{number}/compare/{number}/"), STAFF),
    Rule("name an owner", page("owner/"), own=EDITORS | PUBLISHERS, other=PUBLISHERS),
    everywhere(
        "start a revision by POST",
        page("", PublicationState.PUBLISHED),
        EDITORS,
        data={"nothing": "needed"},
        let_in=frozenset({302}),
    ),
    everywhere(
        "submit a draft",
        page("{number}/submit/"),
        EDITORS,
        data={"version": "1"},
        let_in=frozenset({302}),
    ),
    everywhere(
        "approve a revision",
        page("{number}/approve/", PublicationState.IN_REVIEW),
        REVIEWERS,
        data={"version": "1"},
        let_in=frozenset({302, 409}),  # the second reviewer comes too late
    ),
    everywhere(
        "publish a revision without saying when to review it",
        page("{number}/publish/", PublicationState.APPROVED),
        PUBLISHERS,
        data={"version": "1"},
        let_in=frozenset({400}),
    ),
]


def a_draft(world: World) -> dict[str, Any]:
    return {"code": revision(world, True).guide.jurisdiction_id, "number": 1, "other": 1, "name": "submit"}


SAMPLES = dict.fromkeys(
    ("guide_revisions", "guide_owner", "guide_revision", "guide_edit", "guide_compare", "guide_act"), a_draft
)
