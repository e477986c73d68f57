"""The reference files of this app: reply templates, service times, currencies, questions of form A and playbooks."""

from pathlib import Path

from disputes.models import (
    ArchiveClass,
    FirstDay,
    GateQuestion,
    IntakeQuestion,
    IsoCurrency,
    Playbook,
    PlaybookStep,
    ReferralDepartment,
    ReferralGround,
    Remedy,
    ReplyTemplate,
    ServiceTime,
)
from portal.reference.seeding.tables import By, Each, Table, same

FOLDER = Path(__file__).parent / "reference"

TABLES = [
    Table(
        file="reply_templates.csv",
        model=ReplyTemplate,
        key=("slug",),
        columns=same("slug", "dispute_type", "title_zh", "title_en", "text_zh", "text_en", "source", "as_of")
        | {"status": "fact_status"},
    ),
    Table(
        file="remedies.csv",
        model=Remedy,
        key=("slug",),
        columns=same("slug", "reason", "position", "text_zh", "text_en", "source", "as_of") | {"status": "fact_status"},
    ),
    Table(
        file="archive_classes.csv",
        model=ArchiveClass,
        key=("code",),
        columns=same("code", "name_zh", "name_en", "years", "position", "source", "as_of") | {"status": "fact_status"},
    ),
    Table(
        file="service_times.csv",
        model=ServiceTime,
        key=("kind", "centre", "priority", "valid_from"),
        columns=same("kind", "priority", "quantity", "unit", "valid_from")
        | {"centre": By("centre", "seed_key"), "source": None},
    ),
    Table(
        file="currencies.csv",
        model=IsoCurrency,
        key=("code",),
        columns=same("code", "name_zh", "name_en", "source", "as_of") | {"status": "fact_status"},
    ),
    Table(
        file="intake_questions.csv",
        model=IntakeQuestion,
        key=("key",),
        columns=same(
            "key",
            "dispute_type",
            "order",
            "kind",
            "zh",
            "en",
            "help_zh",
            "help_en",
            "choices",
            "choices_zh",
            "choices_en",
            "required",
            "source",
            "as_of",
        )
        | {"status": "fact_status"},
    ),
    Table(
        file="gate_questions.csv",
        model=GateQuestion,
        key=("code",),
        columns=same(
            "code",
            "position",
            "text_zh",
            "text_en",
            "help_zh",
            "help_en",
            "basis_zh",
            "basis_en",
            "source",
            "as_of",
        )
        | {"status": "fact_status"},
    ),
    Table(
        file="first_day.csv",
        model=FirstDay,
        key=("dispute_type",),
        columns=same("dispute_type", "steps_zh", "steps_en", "source", "as_of") | {"status": "fact_status"},
    ),
    Table(
        file="playbooks.csv",
        model=Playbook,
        key=("code",),
        columns=same(
            "code",
            "roles",
            "name_zh",
            "name_en",
            "when_zh",
            "when_en",
            "position",
            "is_active",
            "source",
            "as_of",
        )
        | {
            "dispute_types": Each(Playbook.dispute_types.through, "playbook", "disputetype"),
            "status": "fact_status",
        },
    ),
    Table(
        file="playbook_steps.csv",
        model=PlaybookStep,
        key=("playbook", "code"),
        columns=same(
            "playbook",
            "code",
            "phase",
            "position",
            "title_zh",
            "title_en",
            "text_zh",
            "text_en",
            "who",
            "citation_zh",
            "citation_en",
            "export_gate",
            "is_active",
            "source",
            "as_of",
        )
        | {"rule_id": By("rule", "rule_id"), "status": "fact_status"},
    ),
    Table(
        file="referral_grounds.csv",
        model=ReferralGround,
        key=("ground", "valid_from"),
        columns=same(
            "ground",
            "text_zh",
            "text_en",
            "citation_zh",
            "citation_en",
            "valid_from",
            "valid_to",
            "source",
            "as_of",
        )
        | {"status": "fact_status"},
    ),
    Table(
        file="referral_departments.csv",
        model=ReferralDepartment,
        key=("code",),
        columns=same("code", "name_zh", "name_en", "position", "is_active", "source", "as_of")
        | {"status": "fact_status"},
    ),
]


def counts() -> list[tuple[str, int]]:
    """Reply templates that officers are offered, and the currencies that amounts may be in."""
    return [
        ("reply templates", ReplyTemplate.objects.filter(is_active=True).count()),
        ("currencies", IsoCurrency.objects.count()),
    ]
