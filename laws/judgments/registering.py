"""What typical cases offer to the rest of the portal, registered once from `LawsConfig.ready()`."""

from django.utils.translation import gettext_lazy as _

from laws.judgments import access
from laws.models import Judgment
from laws.search.registry import DocumentType
from laws.search.registry import register as register_document
from laws.search.types import SearchDocument
from portal.lib.desk import Door, register


def judgment_document(case: Judgment) -> SearchDocument:
    """A case found by its name, docket, court or outcome in either language."""
    return SearchDocument(
        type="judgment",
        id=case.code,
        title=case.caption,
        url=case.get_absolute_url(),
        jurisdiction=case.jurisdiction_id,
        subjects=(case.right,) if case.right else (),
        heading=" · ".join(filter(None, [case.jurisdiction.name, case.court, case.docket])),
        body=" · ".join(filter(None, [case.outcome, case.facts])),
        note=case.decision_date,
    )


def register_all() -> None:
    register_document(
        DocumentType(
            name="judgment",
            label=_("Typical cases"),
            rows=access.public_judgments,
            document=judgment_document,
            title_fields=("caption", "docket"),
            text_fields=("outcome_zh", "outcome_en", "facts_zh", "facts_en", "court"),
            jurisdiction_field="jurisdiction",
            order=60,
        )
    )
    register(
        Door(
            key="judgments",
            url_name="judgment_desk",
            label=_("Typical cases"),
            text=_("Propose cases from a source, correct them, and decide on what others proposed."),
            permissions=access.DESK,
            waiting=access.waiting_for,
            order=22,
        )
    )
