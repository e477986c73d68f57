"""A demonstration of the guide path: a published guide for the United States, a draft for Germany.

The words are our own, rest on the seeded rules, terms and laws alone and say that nobody has reviewed them. Both
guides are marked `is_demo` and never counted.
"""

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from laws import citations
from laws.guides import actions
from laws.guides.text import SectionText
from laws.models import CountryGuide
from portal.accounts.models import User
from portal.reference.models import Jurisdiction

FOLDER = Path(__file__).parent / "guides" / "demo"
EDITOR, PUBLISHER = "editor@demo-portal.example", "publisher@demo-portal.example"


def parts(code: str) -> Iterator[SectionText]:
    """The parts in the file of `code`: `=== kind`, `cites: …`, `--- zh`, text, `--- en`, text."""
    for block in (FOLDER / f"{code}.md").read_text(encoding="utf-8").split("=== ")[1:]:
        head, _, words = block.partition("\n--- zh\n")
        zh, _, en = words.partition("\n--- en\n")
        kind, _, cites = head.partition("\ncites:")
        yield SectionText(kind.strip(), zh, en, tuple(citations.parse(cites)))


@transaction.atomic
def create_demo(*, password: str) -> None:
    """Add what is missing, through the same actions as the pages. Needs the reference data and the demo people."""
    editor, publisher = User.objects.get(email=EDITOR), User.objects.get(email=PUBLISHER)
    for code, public in (("US", True), ("DE", False)):
        if CountryGuide.objects.filter(jurisdiction=code).exists():
            continue
        jurisdiction = Jurisdiction.objects.get(pk=code)
        revision = actions.start_guide(jurisdiction=jurisdiction, by=editor, is_demo=True)
        actions.save_revision(
            revision=revision,
            by=editor,
            version=revision.version,
            sections=list(parts(code)),
            change_note="演示文本，未经审核",
        )
        if public:
            actions.submit_revision(revision=revision, by=editor, version=revision.version)
            actions.approve_revision(revision=revision, by=publisher, version=revision.version)
            actions.publish_revision(revision=revision, by=publisher, version=revision.version)
