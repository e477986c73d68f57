"""The reference files of the library, in load order.

`deadline_tests.csv` lies beside them and is not loaded: its worked dates are what the deadline engine is tested with.
"""

from pathlib import Path

from django.db import models

from laws import stats
from laws.deadlines.versions import record_versions
from laws.models import (
    DeadlineRule,
    GlossaryTerm,
    IpOffice,
    Judgment,
    Law,
    LawIdentifier,
    LawInheritance,
    LawSource,
    LawSubject,
    ProtectionTerm,
    Treaty,
    TreatyParty,
    TreatySignatory,
    WipoLexKind,
    WipoLexSubject,
)
from portal.reference.models import Forum
from portal.reference.seeding.tables import By, Each, Table, same

FOLDER = Path(__file__).parent / "reference"


def _identifier(scheme: str) -> Each:
    return Each(LawIdentifier, "law", "value", fixed={"scheme": scheme}, split=False)


TABLES = [
    Table(
        file="treaties.csv",
        model=Treaty,
        key=("code",),
        columns=same(
            "code",
            "name_zh",
            "name_en",
            "administrator",
            "depositary",
            "adopted_year",
            "entry_into_force",
            "subject",
            "reference_count",
            "reference_basis",
            "completeness",
            "as_of",
            "note",
            "source",
        ),
    ),
    Table(
        file="memberships.csv",
        model=TreatyParty,
        key=("jurisdiction", "treaty", "basis"),
        columns=same(
            "jurisdiction", "treaty", "basis", "in_force_date", "instrument_date", "instrument_type", "source"
        ),
    ),
    Table(
        file="signatories.csv",
        model=TreatySignatory,
        key=("jurisdiction", "treaty"),
        columns=same("jurisdiction", "treaty", "signature_date", "source"),
    ),
    Table(
        file="ip_offices.csv",
        model=IpOffice,
        key=("jurisdiction",),
        columns=same(
            "jurisdiction",
            "refers_to",
            "website_host",
            "pct_filing_languages",
            "pct_types",
            "trademark_authority_en",
            "trademark_host",
            "trademark_languages",
            "source",
            "as_of",
        )
        | {"office_name_en": "name_en"},
    ),
    *(
        Table(
            file=file,
            model=model,
            key=("code",),
            columns=same("code", "name_zh", "name_en", "maps_from", "source", "as_of") | {"status": "fact_status"},
        )
        for file, model in (("wipolex_subjects.csv", WipoLexSubject), ("wipolex_kinds.csv", WipoLexKind))
    ),
    Table(
        file="laws.csv",
        model=Law,
        key=("ref",),
        columns=same(
            "ref",
            "jurisdiction",
            "title_zh",
            "title_zh_basis",
            "title_en",
            "title_en_basis",
            "title_original",
            "kind",
            "year",
            "adopted",
            "in_force",
            "last_amended",
            "status",
            "url",
            "source",
        )
        | {
            "subjects": Each(LawSubject, "law", "subject"),
            "number": ("number", _identifier("number")),
            "wipolex_id": _identifier("wipolex"),
        },
        # The official data of a text tells what the catalogue does not know (laws.importers.writing).
        learns={"status": Law.Status.UNKNOWN.value, "adopted": "", "last_amended": ""},
    ),
    Table(
        file="law_sources.csv",
        model=LawSource,
        key=("code",),
        columns=same(
            "code",
            "name_zh",
            "name_en",
            "publisher",
            "jurisdiction",
            "layout",
            "index_url",
            "settings",
            "language",
            "tier",
            "licence",
            "licence_url",
            "rhythm_days",
            "brings",
            "source",
            "as_of",
        )
        | {"status": "fact_status"},
    ),
    Table(
        file="law_inheritance.csv",
        model=LawInheritance,
        key=("jurisdiction", "law_ref"),
        columns=same("jurisdiction", "inherited_from", "subjects", "basis_treaty", "source")
        | {"law_ref": By("law", "ref"), "title_en": None},
    ),
    Table(
        file="terms.csv",
        model=ProtectionTerm,
        key=("key",),
        columns=same("key", "jurisdiction", "right", "field", "value", "unit", "counted_from", "provision", "source")
        | {"copy_as_of": "as_of", "status": "fact_status"},
    ),
    Table(
        file="deadline_rules.csv",
        model=DeadlineRule,
        key=("rule_id",),
        columns=same(
            "rule_id",
            "jurisdiction",
            "forum",
            "dispute_type",
            "role",
            "act_zh",
            "act_en",
            "trigger_kind",
            "unit",
            "quantity",
            "roll_rule",
            "extension_quantity",
            "extension_unit",
            "extension_condition",
            "extension_kind",
            "only_if_zh",
            "only_if_en",
            "nature",
            "effective_from",
            "effective_to",
            "effective_keyed_on",
            "consequence_zh",
            "consequence_en",
            "citation",
            "source",
            "source_quote",
        )
        | {"verified_on": "checked_on", "status": "fact_status", "copy_as_of": "as_of"},
        counts_versions=False,
    ),
    Table(
        file="glossary.csv",
        model=GlossaryTerm,
        key=("term_zh", "term_en"),
        columns=same("term_zh", "term_en", "synonyms_zh", "synonyms_en", "note", "source")
        | {"jurisdiction_equivalents": "equivalents"},
    ),
    Table(
        file="judgments.csv",
        model=Judgment,
        key=("id",),
        columns=same(
            "caption",
            "jurisdiction",
            "court",
            "docket",
            "decision_date",
            "right",
            "dispute_type",
            "outcome_zh",
            "outcome_en",
            "amount",
            "currency",
            "amount_kind",
            "punitive_multiple",
            "collected_amount",
            "collected",
            "collected_zh",
            "source",
            "as_of",
        )
        | {"id": "code", "status": "fact_status"},
    ),
]

# The catalogue, for imports that learn what its file does not know.
LAWS = next(table for table in TABLES if table.model is Law)


def after_load(model: type[models.Model]) -> None:
    """A file that changes a rule, or how a forum counts, makes new versions of the rules it touches."""
    if model in (DeadlineRule, Forum):
        record_versions()


def counts() -> list[tuple[str, int]]:
    """What the library holds and how many countries and regions it covers, own and inherited apart."""
    covered = stats.coverage()
    return [
        *stats.library_counts(),
        ("countries and regions with a law of their own", covered.own),
        ("further ones, inherited law only", covered.inherited_only),
    ]
