"""The titles desk in the matrix. Titles belong to the network: whose they are makes no difference."""

from typing import Any

from laws.models import TitleReview
from tests.factories.accounts import a_member
from tests.factories.laws import LawFactory
from tests.factories.titles import a_title_for
from tests.matrix import Rule, World

DESK = frozenset({"editor", "legal_reviewer"})


def a_review() -> TitleReview:
    """One that nobody of the matrix holds."""
    return TitleReview.objects.first() or a_title_for(a_member("editor"))


def list_page(world: World, own: bool) -> str:
    LawFactory.create()
    return "/editorial/titles/"


def a_title(world: World, own: bool) -> str:
    return f"/editorial/titles/{a_review().pk}/"


RULES = [
    Rule("titles desk", list_page, own=DESK, other=DESK),
    Rule("my titles", lambda world, own: "/editorial/titles/mine/", own=DESK, other=DESK),
    Rule("take titles", list_page, own=DESK, other=DESK, data={"act": "take"}, let_in=frozenset({302})),
    Rule(
        "give back a title of somebody else",
        a_title,
        own=DESK,
        other=DESK,
        data={"act": "release"},
        let_in=frozenset({302}),
    ),
    Rule(
        "decide on a title of somebody else",
        a_title,
        own=frozenset(),
        data={"act": "review", "title": "法", "seen": "x"},
    ),
]


def sample(world: World) -> dict[str, Any]:
    return {"number": a_review().pk}


SAMPLES = {"title_review": sample}
