"""Own cases with a token: list, one, and writing to the centre. Reading one is kept as on the pages."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from disputes.access import RELATED
from disputes.actions.answering import reply
from disputes.actions.deciding import supplement_case
from disputes.actions.reading import note_read
from disputes.api.serializers import (
    CaseSerializer,
    OneCaseSerializer,
    ReplySerializer,
    WrittenSerializer,
)
from disputes.models import Case
from disputes.states import CaseState
from disputes.views.parts import thread_of, timeline_of
from portal.accounts.api.personal import Personal, holder
from portal.accounts.models import TokenScope, User

REFERENCE = OpenApiParameter("reference", str, OpenApiParameter.PATH, description="Number of the case: GD-2026-000123.")


def own_case(user: User, reference: str) -> Case:
    """A filed case that the person follows as the enterprise. A centre's own case is not found: 404."""
    return get_object_or_404(Case.objects.filed().of_own_side(user).select_related(*RELATED), reference=reference)


class OwnCases(Personal, ListAPIView[Case]):
    """The cases of the person and of their enterprises, newest first. Drafts are left out."""

    scopes = {"GET": TokenScope.CASES_READ}
    serializer_class = CaseSerializer
    queryset = Case.objects.none()  # for the schema; rows depend on the person
    filterset_fields = ["state", "kind"]

    def get_queryset(self) -> QuerySet[Case]:
        rows = Case.objects.filed().of_own_side(holder(self.request))
        return rows.select_related("centre", "enterprise").order_by("-created_at", "-pk")


class OwnCase(Personal):
    """One case with its timeline and its messages."""

    scopes = {"GET": TokenScope.CASES_READ}

    @extend_schema(responses=OneCaseSerializer, parameters=[REFERENCE], operation_id="me_cases_one")
    def get(self, request: Request, reference: str) -> Response:
        user = holder(request)
        case = own_case(user, reference)
        note_read(case=case, by=user)
        context = {
            "timeline": timeline_of(case, internal=False),
            "messages": thread_of(case, reader=user, internal=False),
            "deadlines": case.deadlines.select_related("rule"),
        }
        return Response(OneCaseSerializer(case, context=context).data)


class OwnReplies(Personal):
    """Writing to the centre, as the form on the case page does; while a supplement is asked for, the supplement."""

    scopes = {"POST": TokenScope.CASES_WRITE}

    @extend_schema(
        request=ReplySerializer,
        responses={201: WrittenSerializer},
        parameters=[REFERENCE],
        operation_id="me_cases_reply",
    )
    def post(self, request: Request, reference: str) -> Response:
        user = holder(request)
        case = own_case(user, reference)
        form = ReplySerializer(data=request.data)
        form.is_valid(raise_exception=True)
        typed = form.validated_data
        # While a supplement is owed, what the enterprise writes is the supplement.
        send = supplement_case if case.state == CaseState.SUPPLEMENT_REQUESTED else reply
        message = send(case=case, by=user, text=typed["text"], form_key=typed.get("key"))
        body = WrittenSerializer({"id": message.pk, "created_at": message.created_at}).data
        return Response(body, status=status.HTTP_201_CREATED)
