"""How guides are found: each part in force is one document, so that a hit leads to the right heading."""

from django.db.models import F, QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from laws.models import GuideSection
from laws.search.registry import DocumentType, register
from laws.search.types import SearchDocument
from portal.lib.publication import PublicationState
from portal.lib.richtext import plain_text

# Main export markets first, the rest by code.
BY_MARKET = F("revision__guide__jurisdiction__market__rank").asc(nulls_last=True)


def public_parts() -> QuerySet[GuideSection]:
    """The parts of the guides in force, main export markets first."""
    return (
        GuideSection.objects.filter(revision__state=PublicationState.PUBLISHED)
        .select_related("revision__guide__jurisdiction")
        .order_by(BY_MARKET, "revision__guide__jurisdiction", "order")
    )


def part_document(part: GuideSection) -> SearchDocument:
    """One part of a guide in the language of the page; its link leads to the part itself."""
    guide = part.revision.guide
    names = {"name": guide.jurisdiction.name, "part": part.get_kind_display()}
    return SearchDocument(
        type="guide",
        id=str(part.pk),
        title=_("%(name)s: %(part)s") % names,
        url=f"{guide.get_absolute_url()}#{part.kind}",
        language="en" if (get_language() or "").startswith("en") else "zh",
        jurisdiction=guide.jurisdiction_id,
        body=plain_text(part.text),
        note=_("Demonstration") if guide.is_demo else "",
    )


def register_all() -> None:
    """Have the parts of published guides found by the search; called once the apps are ready."""
    register(
        DocumentType(
            name="guide",
            label=gettext_lazy("Country guides"),
            rows=public_parts,
            document=part_document,
            title_fields=("revision__guide__jurisdiction__name_zh", "revision__guide__jurisdiction__name_en"),
            text_fields=("zh", "en"),
            jurisdiction_field="revision__guide__jurisdiction",
            order=20,
        )
    )
