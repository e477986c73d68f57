"""What the library itself offers to be found: laws, jurisdictions, treaties and words."""

from django.db.models import Case, F, IntegerField, Value, When
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from laws.models import GlossaryTerm, Law, Treaty
from laws.search.registry import DocumentType, register
from laws.search.types import SearchDocument
from portal.reference.models import Jurisdiction

# Main export markets first, the rest by code.
BY_MARKET = F("market__rank").asc(nulls_last=True)
LAWS_BY_MARKET = F("jurisdiction__market__rank").asc(nulls_last=True)
STATUTES_FIRST = Case(When(kind="statute", then=Value(0)), default=Value(1), output_field=IntegerField())


def law_document(law: Law) -> SearchDocument:
    """A law found by any of its titles or its number; its body is the titles the page does not lead with."""
    other = [title for title in (law.title_zh, law.title_en, law.title_original, law.number) if title != law.title]
    held = [gettext("Text held")] if getattr(law, "has_text", False) else []
    return SearchDocument(
        type="law",
        id=law.ref,
        title=law.title,
        url=law.get_absolute_url(),
        jurisdiction=law.jurisdiction_id,
        subjects=tuple(row.subject for row in law.subjects.all()),
        heading=law.jurisdiction.name,
        body=" · ".join(filter(None, other)),
        note=" · ".join([law.get_status_display(), *held]),
    )


def jurisdiction_document(jurisdiction: Jurisdiction) -> SearchDocument:
    """A country or region; its body is its name in the other language."""
    english = (get_language() or "").startswith("en")
    return SearchDocument(
        type="jurisdiction",
        id=jurisdiction.code,
        title=jurisdiction.name,
        url=reverse("jurisdiction", args=[jurisdiction.code]),
        jurisdiction=jurisdiction.code,
        heading=jurisdiction.code,
        body=jurisdiction.name_zh if english else jurisdiction.name_en,
    )


def treaty_document(treaty: Treaty) -> SearchDocument:
    """A treaty; the note says how complete the list of its parties is."""
    english = (get_language() or "").startswith("en")
    return SearchDocument(
        type="treaty",
        id=treaty.code,
        title=treaty.name,
        url=treaty.get_absolute_url(),
        heading=treaty.code,
        body=treaty.name_zh if english else treaty.name_en,
        note=treaty.get_completeness_display(),
    )


def term_document(term: GlossaryTerm) -> SearchDocument:
    """A word of the glossary in both languages with its synonyms."""
    synonyms = [*term.synonyms_zh, *term.synonyms_en, *term.equivalents]
    return SearchDocument(
        type="term",
        id=str(term.pk),
        title=f"{term.term_zh} / {term.term_en}",
        url=f"{reverse('search')}?q={term.term_zh}",
        body=" · ".join(synonyms),
    )


def register_all() -> None:
    """The document types of the library, in the order results show them."""
    register(
        DocumentType(
            name="jurisdiction",
            label=_("Jurisdictions"),
            rows=lambda: Jurisdiction.objects.order_by(BY_MARKET, "code"),
            document=jurisdiction_document,
            title_fields=("name_zh", "name_en", "code"),
            jurisdiction_field="code",
            order=10,
        )
    )
    register(
        DocumentType(
            name="law",
            label=_("Laws and regulations"),
            rows=lambda: (
                Law.objects.with_texts()
                .select_related("jurisdiction")
                .prefetch_related("subjects")
                .order_by(LAWS_BY_MARKET, "jurisdiction", STATUTES_FIRST, "ref")
            ),
            document=law_document,
            title_fields=("title_zh", "title_en", "title_original"),
            text_fields=("number", "ref"),
            jurisdiction_field="jurisdiction",
            order=40,
        )
    )
    register(
        DocumentType(
            name="treaty",
            label=_("Treaties"),
            rows=lambda: Treaty.objects.order_by("code"),
            document=treaty_document,
            title_fields=("name_zh", "name_en", "code"),
            order=50,
        )
    )
    register(
        DocumentType(
            name="term",
            label=_("Glossary terms"),
            rows=lambda: GlossaryTerm.objects.order_by("term_en"),
            document=term_document,
            title_fields=("term_zh", "term_en"),
            text_fields=("note",),
            order=90,
        )
    )
