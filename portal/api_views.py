"""The root of the API, its description, and what answers at an address that does not exist."""

from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

LISTS = {
    "jurisdictions": "api-jurisdiction-list",
    "laws": "api-law-list",
    "treaties": "api-treaty-list",
    "judgments": "api-judgment-list",
    "coverage": "api-coverage",
    "centres": "api-centre-list",
    "guides": "api-guide-list",
    "warnings": "api-warning-list",
    "schema": "api-schema",
    "docs": "api-docs",
}


@extend_schema(exclude=True)
class Root(APIView):
    """Where everything is."""

    permission_classes = [AllowAny]

    def get(self, request: Request) -> Response:
        return Response({name: reverse(view, request=request) for name, view in LISTS.items()})


@extend_schema(exclude=True)
class Nothing(APIView):
    """A wrong address below `/api/v1/` gets the API's own 404, not a page."""

    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        raise exceptions.NotFound()
