"""The contact at the enterprise stays with the centre: what an accepted expert can open does not name it."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from disputes.actions.papers import attach_form
from disputes.choices import FormKind
from portal.accounts.models import User
from tests.factories.disputes import Cast
from tests.factories.experts import EngagementFactory
from tests.factories.papers import CaseFormFactory

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
SCAN = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def cast() -> Cast:
    return Cast(held=True, kind="guidance", state="in_guidance")


@pytest.fixture
def expert(cast: Cast) -> User:
    made = EngagementFactory.create(case_id=cast.case.pk, reference=cast.case.reference, state="accepted")
    assert made.expert.user is not None
    return made.expert.user


def test_an_expert_reads_every_form_but_the_application(cast: Cast, expert: User, as_user: As) -> None:
    forms = {kind: CaseFormFactory.create(case=cast.case, kind=kind) for kind in (FormKind.A, FormKind.D, FormKind.F)}
    client = as_user(expert)
    page = client.get(f"/cases/{cast.case.reference}/", follow=True).content.decode()
    for kind, form in forms.items():
        for tail in ("/", ".pdf", ".docx"):
            path = f"/cases/{cast.case.reference}/forms/{form.pk}{tail}"
            for reader, status in ((client, 404 if kind == FormKind.A else 200), (as_user(cast.owner), 200)):
                response = reader.get(path)
                list(response)
                assert response.status_code == status
        assert (str(form.pk) in page) == (kind != FormKind.A)


def test_the_signed_copy_of_the_application_is_closed_to_an_expert(cast: Cast, expert: User, as_user: As) -> None:
    copies = {}
    for kind in (FormKind.A, FormKind.D):
        form = CaseFormFactory.create(case=cast.case, kind=kind)
        file = SimpleUploadedFile(f"{kind}.pdf", SCAN + kind.encode(), content_type="application/pdf")
        copies[kind] = attach_form(case=cast.case, by=cast.officer, form=form, file=file)
    client = as_user(expert)
    pages = [f"/cases/{cast.case.reference}/", f"/cases/{cast.case.reference}/documents/"]
    for kind, copy in copies.items():
        path = f"/cases/{cast.case.reference}/documents/{copy.pk}/"
        response = client.get(path)
        list(response)
        assert response.status_code == (404 if kind == FormKind.A else 200)
        for page in pages:
            assert (str(copy.pk) in client.get(page, follow=True).content.decode()) == (kind != FormKind.A)
