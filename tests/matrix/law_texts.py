"""The pages of texts in the matrix; comparing one with the official text is for editors and legal reviewers."""

from typing import Any

from laws.models import LawVersion
from portal.lib import clock
from tests.factories.laws import LawFactory
from tests.factories.texts import a_text
from tests.matrix import Rule, World

DESK = frozenset({"editor", "legal_reviewer"})

PUBLIC = dict.fromkeys(
    ("law_about", "law_akn", "law_diff", "law_download", "law_provision", "law_version", "law_whole"),
    "the library is public",
)


def held() -> LawVersion:
    """One text a test."""
    return LawVersion.objects.first() or a_text(LawFactory.create(slug="matrix"))


def text_page(world: World, own: bool) -> str:
    return f"/editorial/texts/{held().pk}/"


def sample(world: World) -> dict[str, Any]:
    return {"number": held().pk}


RULES = [
    Rule("desk of texts", lambda world, own: "/editorial/texts/", own=DESK, other=DESK),
    Rule("a text to compare", text_page, own=DESK, other=DESK),
    Rule(
        "record a comparison that nobody confirms",
        text_page,
        own=DESK,
        other=DESK,
        data={"on": clock.today().isoformat()},
        let_in=frozenset({400}),
    ),
]
SAMPLES = {"text_verify": sample}
