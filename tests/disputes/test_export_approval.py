"""The approval of an authority at the gate: entered by one person, confirmed by a reviewer of another hand."""

from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import translation

from disputes.actions.documents import replace_document
from disputes.actions.export_package import make_package
from disputes.actions.exporting import reopen_export
from disputes.gate import Answer, GateResult
from disputes.models import CaseEvent, EvidenceExport
from portal.lib import clock
from portal.lib.errors import Conflict, NotAllowed
from portal.notices.models import Notice
from tests.factories.accounts import a_member
from tests.factories.disputes import Cast
from tests.factories.exports import approve, confirm, decided

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return Cast(kind="guidance", state="in_guidance", held=True)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Refusals are told apart by their English words."""
    with translation.override("en"):
        yield


@pytest.fixture
def export(cast: Cast) -> EvidenceExport:
    made: EvidenceExport = decided(cast, GateResult.NEEDS_APPROVAL, criminal=Answer.YES)
    return made


def test_what_one_person_entered_opens_nothing_until_a_reviewer_confirms_it(cast: Cast, export: EvidenceExport) -> None:
    with pytest.raises(Conflict, match="No approval waits"):
        confirm(export, cast.reviewer)
    approve(export, cast.owner)
    assert Notice.objects.filter(recipient=cast.reviewer, kind="disputes.export_approval_waits").exists()
    with pytest.raises(Conflict, match="waits for a reviewer"):
        make_package(export=export, by=cast.owner, version=export.version)
    confirm(export, cast.reviewer)
    assert CaseEvent.objects.filter(kind="export_approval_confirmed", actor_id=cast.reviewer.pk).count() == 1
    assert Notice.objects.filter(recipient=cast.owner, kind="disputes.export_approval_confirmed").exists()
    with pytest.raises(Conflict, match="No approval waits"):
        confirm(export, cast.head)
    make_package(export=export, by=cast.owner, version=export.version)
    assert export.state == "exported"


def test_nobody_confirms_what_they_prepared_or_entered(cast: Cast, export: EvidenceExport) -> None:
    approve(export, cast.reviewer)
    with pytest.raises(NotAllowed, match="You entered this approval"):
        confirm(export, cast.reviewer)
    for who in ("owner", "member", "counsel", "officer", "supervisor"):
        with pytest.raises(NotAllowed):
            confirm(export, getattr(cast, who))
    confirm(export, cast.head)
    assert export.approval_confirmed_by == cast.head


def test_a_reviewer_who_prepared_it_does_not_confirm_what_another_entered(cast: Cast) -> None:
    cast.case.holder = cast.reviewer
    cast.case.save(update_fields=["holder"])
    second = a_member("centre_reviewer", centre=cast.centre)
    export = decided(cast, GateResult.NEEDS_APPROVAL, by=cast.head, criminal=Answer.YES)
    EvidenceExport.objects.filter(pk=export.pk).update(prepared_by=cast.reviewer)
    export.refresh_from_db()
    approve(export, cast.head)
    with pytest.raises(NotAllowed, match="another reviewer"):
        confirm(export, cast.reviewer)
    confirm(export, second)


def test_another_approval_waits_for_another_confirmation(cast: Cast, export: EvidenceExport) -> None:
    approve(export, cast.owner)
    confirm(export, cast.reviewer)
    approve(export, cast.owner, number="13")
    assert not export.is_confirmed
    with pytest.raises(Conflict, match="waits for a reviewer"):
        make_package(export=export, by=cast.owner, version=export.version)


def test_the_confirmation_falls_with_the_approval(cast: Cast, export: EvidenceExport) -> None:
    approve(export, cast.owner)
    confirm(export, cast.reviewer)
    reopen_export(export=export, by=cast.owner, version=export.version)
    assert (export.approval_number, export.approval_confirmed_by, export.is_confirmed) == ("", None, False)


def test_an_approval_whose_paper_is_replaced_is_entered_anew(cast: Cast, export: EvidenceExport) -> None:
    approve(export, cast.owner)
    confirm(export, cast.reviewer)
    paper = export.approval_document
    assert paper is not None
    newer = ContentFile(b"%PDF-1.7\nanother", name="b.pdf")
    replace_document(case=cast.case, by=cast.owner, document=paper, file=newer)
    export.refresh_from_db()
    assert (export.state, export.is_approved, export.is_confirmed) == ("decided", False, False)
    assert CaseEvent.objects.filter(kind="export_approval_dropped").count() == 1


def test_it_is_not_entered_where_nobody_else_can_confirm_it(cast: Cast, export: EvidenceExport) -> None:
    for person in (cast.reviewer, cast.head):
        person.memberships.all().delete()
    with pytest.raises(Conflict, match="Nobody else"):
        approve(export, cast.owner)


def test_the_database_itself_keeps_what_nobody_of_another_hand_confirmed(cast: Cast, export: EvidenceExport) -> None:
    approve(export, cast.reviewer)
    rows = EvidenceExport.objects.filter(pk=export.pk)
    gone = {"state": "exported", "package": "x", "package_sha256": "0" * 64}
    for wrong in (
        gone,
        gone | {"approval_confirmed_by": cast.head},
        {"approval_confirmed_by": cast.reviewer, "approval_confirmed_at": clock.now()},
        {"approval_confirmed_by": cast.owner, "approval_confirmed_at": clock.now()},
        {"approval_confirmed_by": cast.head, "approval_by": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    assert rows.update(**gone, approval_confirmed_by=cast.head, approval_confirmed_at=clock.now()) == 1
