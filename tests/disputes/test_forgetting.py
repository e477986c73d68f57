"""What of a case goes with a person, what stays, and what goes by itself when its time has passed."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile

from disputes.actions.answering import reply
from disputes.models import Case, CaseContact, CaseDocument, CaseEvent, CaseMessage
from disputes.states import CaseState
from disputes.tasks import forget_contacts
from portal.accounts.actions.erasure import request_erasure
from portal.accounts.models import User
from portal.accounts.models.erasure import COOL_OFF
from portal.accounts.personal_data import blockers_of, kept_of
from portal.accounts.tasks import erase_people
from portal.lib import clock
from portal.lib.events import verify
from tests.factories.accounts import UserFactory, a_member
from tests.factories.disputes import CaseFactory, Cast, filer_of

pytestmark = pytest.mark.django_db


def erase(user: User) -> None:
    request_erasure(by=user)
    with clock.set_to(clock.now() + COOL_OFF + timedelta(minutes=1)):
        assert erase_people() == 1


def a_draft(filer: User) -> Case:
    """A draft with everything a person may have typed."""
    case = CaseFactory.create(state=CaseState.DRAFT, filer=filer, reference=None, submitted_at=None)
    case.draft_data = {"what_happened": "只有我知道的事"}
    case.save()
    CaseContact.objects.get_or_create(case=case, defaults={"name": "王芳"})
    CaseDocument.objects.create(
        case=case, file=ContentFile(b"%PDF-1.7", "a.pdf"), name="a.pdf", size=8, sha256="0" * 64,
        mime="application/pdf", side="enterprise", uploader=filer,
    )  # fmt: skip
    return case


def ended(cast: Cast, *, days: int) -> None:
    """The case of `cast` ended so many days ago, with a contact."""
    closed = {"state": CaseState.CLOSED, "answered_at": clock.now(), "answered_in_time": True, "due_at": None}
    Case.objects.filter(pk=cast.case.pk).update(closed_at=clock.now() - timedelta(days=days), **closed)
    CaseContact.objects.update_or_create(
        case=cast.case, defaults={"name": "王芳", "phone": "0574-1", "email": "w@example.com"}
    )


def test_drafts_go_with_their_files(django_capture_on_commit_callbacks: Any) -> None:
    user = UserFactory.create()
    case = a_draft(user)
    stored = case.documents.get().file
    with django_capture_on_commit_callbacks(execute=True):
        erase(user)
    case.refresh_from_db()
    assert (case.state, case.draft_data, case.what_happened) == (CaseState.WITHDRAWN, {}, "")
    assert not CaseContact.objects.filter(case=case).exists()
    assert not case.documents.exists()
    assert not stored.storage.exists(str(stored.name))
    assert verify(CaseEvent, case) == []


def test_what_was_written_stays_under_no_name(cast: Cast) -> None:
    message = reply(case=cast.case, by=cast.member, text="我们补充了证据。")
    erase(cast.member)
    kept = CaseMessage.objects.select_related("author").get(pk=message.pk)
    assert kept.text == "我们补充了证据。"
    assert str(kept.author) in {"erased person", "已注销用户"}
    assert verify(CaseEvent, cast.case) == []


def test_whoever_holds_an_open_case_hands_it_over_first() -> None:
    cast = Cast(held=True)
    assert any(str(cast.case) in sentence for sentence in blockers_of(cast.officer))
    Case.objects.filter(pk=cast.case.pk).update(holder=cast.colleague)
    assert blockers_of(cast.officer) == []


def test_whoever_stands_for_a_case_alone_ends_it_first() -> None:
    alone = CaseFactory.create(claim__state="rejected", claim__decided_at=None)
    assert any(str(alone) in sentence for sentence in blockers_of(filer_of(alone)))


def test_with_colleagues_an_open_case_is_no_obstacle(cast: Cast) -> None:
    a_member("enterprise_owner", enterprise=cast.enterprise)
    assert blockers_of(cast.owner) == []


def test_a_contact_stays_as_long_as_its_class_says_and_the_person_is_told(cast: Cast) -> None:
    ended(cast, days=100)
    a_member("enterprise_owner", enterprise=cast.enterprise)
    told = {kept.what: kept for kept in kept_of(cast.owner)}
    contact = next(kept for kept in told.values() if kept.retention.code == "case_contact")
    assert contact.until is not None
    assert contact.until > clock.today() + timedelta(days=950)
    erase(cast.owner)
    assert CaseContact.objects.get(case=cast.case).name == "王芳"
    with clock.set_to(clock.now() + timedelta(days=1100)):
        erase_people()
    contact_row = CaseContact.objects.get(case=cast.case)
    assert (contact_row.name, contact_row.phone, contact_row.email) == ("", "", "")


def test_contacts_go_by_themselves_when_their_time_has_passed(cast: Cast) -> None:
    ended(cast, days=1000)
    assert forget_contacts() == 0
    ended(cast, days=1200)
    assert forget_contacts() == 1
    assert forget_contacts() == 0
    assert Case.objects.get(pk=cast.case.pk).reference == cast.case.reference


def test_an_open_case_keeps_its_contact_however_old(cast: Cast) -> None:
    CaseContact.objects.update_or_create(case=cast.case, defaults={"name": "王芳"})
    Case.objects.filter(pk=cast.case.pk).update(updated_at=clock.now() - timedelta(days=2000))
    assert forget_contacts() == 0
