"""A refused action: the page a person sees, the body a program gets."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation
from rest_framework.exceptions import MethodNotAllowed, Throttled, ValidationError

from portal.lib.api import error_response
from portal.lib.errors import ActionError, Conflict, Invalid, NotAllowed
from portal.lib.middleware import ActionErrorMiddleware

REFUSALS = [(Invalid("Mend it.", field="name"), 400), (NotAllowed("Not yours."), 403), (Conflict("Too late."), 409)]


@pytest.mark.parametrize(("refused", "status"), REFUSALS)
def test_a_refusal_that_no_view_caught_is_a_page_with_its_sentence(refused: ActionError, status: int) -> None:
    request = RequestFactory().get("/")
    request.session = {}  # type: ignore[assignment]  # the page reads no session
    with translation.override("en"):
        response = ActionErrorMiddleware(lambda _: HttpResponse()).process_exception(request, refused)
    assert response is not None
    assert response.status_code == status
    assert str(refused.message) in response.content.decode()


@pytest.mark.parametrize("other", [Http404(), PermissionDenied(), ValueError("bug")])
def test_other_exceptions_are_left_to_django(other: Exception) -> None:
    assert ActionErrorMiddleware(lambda _: HttpResponse()).process_exception(HttpRequest(), other) is None


@pytest.mark.parametrize(
    ("raised", "status", "kind"),
    [
        (Invalid("Mend it.", field="name"), 400, "invalid"),
        (NotAllowed("Not yours."), 403, "not-allowed"),
        (Conflict("Too late."), 409, "conflict"),
        (Http404("nothing"), 404, "not-found"),
        (PermissionDenied(), 403, "permission-denied"),
        (MethodNotAllowed("POST"), 405, "method-not-allowed"),
        (ValidationError({"page_size": ["Too large."]}), 400, "invalid"),
        (Throttled(wait=7), 429, "throttled"),
    ],
)
def test_the_api_answers_in_one_shape(raised: Exception, status: int, kind: str) -> None:
    response = error_response(raised, {"request": None, "view": None})
    assert response is not None
    body = json.loads(json.dumps(response.data))
    assert response.status_code == status
    assert body["type"] == kind
    assert body["title"]
    assert body["detail"]
    assert set(body) - {"fields"} == {"type", "title", "detail"}


def test_the_api_names_the_field_at_fault() -> None:
    response = error_response(Invalid("Mend it.", field="name"), {})
    assert response is not None
    assert response.data["fields"] == {"name": "Mend it."}


def test_a_throttled_program_is_told_when_to_come_back() -> None:
    response = error_response(Throttled(wait=7), {"request": None, "view": None})
    assert response is not None
    assert response.headers["Retry-After"] == "7"


def test_a_bug_is_left_to_django() -> None:
    assert error_response(ValueError("bug"), {"request": None, "view": None}) is None
