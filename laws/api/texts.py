"""Texts of a law, their provisions in the order of the text, and one of them by its anchor."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import exceptions
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView, get_object_or_404
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from laws.api import examples
from laws.api.filters import LANGUAGE, CurrentProvisionApiFilter, ProvisionApiFilter
from laws.api.text_serializers import (
    LawVersionDetailSerializer,
    ProvisionDetailSerializer,
    ProvisionSerializer,
    VersionSerializer,
)
from laws.models import Law, LawVersion, Provision
from portal.lib.api import KnownParameters, Pages
from portal.lib.public_api import PublicRead


def texts_of() -> QuerySet[LawVersion]:
    """Texts with the law that their addresses name, without what only the reading page needs."""
    return LawVersion.objects.select_related("law").defer("part_starts")


class ByPosition(BasePagination):
    """Provisions in the order of the text; `next` goes on after the last of this page and costs the same anywhere."""

    page_size_query_param = "page_size"

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        size = Pages().get_page_size(request) or Pages.page_size
        rows = list(queryset[: size + 1])
        self.next = None
        if len(rows) > size:
            rows = rows[:size]
            self.next = replace_query_param(request.build_absolute_uri(), "after", str(rows[-1].position))
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next, "previous": None, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {
                    "type": "string",
                    "format": "uri",
                    "nullable": True,
                    "example": f"http://api.example.org{examples.API}provisions/?after=49",
                },
                "previous": {
                    "type": "string",
                    "nullable": True,
                    "description": "Always null: a text is read onwards.",
                    "example": None,
                },
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return Pages().get_schema_operation_parameters(view)[1:]


def _example(name: str, path: str, value: Any) -> OpenApiExample:
    return OpenApiExample(name, description=path, value=value, response_only=True)


@extend_schema_view(
    get=extend_schema(
        operation_id="law_versions_list",
        summary="Texts of a law",
        examples=[_example("A text", "/api/v1/laws/jp-act-127-1959/versions/", examples.VERSION)],
    )
)
class VersionList(PublicRead, ListAPIView[LawVersion]):
    """Every text held of a law, by language, the newest first."""

    serializer_class = VersionSerializer
    queryset = LawVersion.objects.none()

    def get_queryset(self) -> QuerySet[LawVersion]:
        law = get_object_or_404(Law.objects.only("pk"), ref=self.kwargs["ref"].lower())
        return texts_of().filter(law=law)


@extend_schema_view(
    get=extend_schema(
        operation_id="law_versions_retrieve",
        summary="One text of a law",
        examples=[
            _example(
                "A text",
                "/api/v1/laws/jp-act-127-1959/versions/jpn@2024-04-01/",
                {"law": "jp-act-127-1959", **examples.VERSION},
            )
        ],
    )
)
class VersionDetail(PublicRead, RetrieveAPIView[LawVersion]):
    """Where a text is from, what it is worth and how it may be used."""

    serializer_class = LawVersionDetailSerializer
    lookup_field = "expression"
    queryset = LawVersion.objects.none()

    def get_queryset(self) -> QuerySet[LawVersion]:
        return texts_of().filter(law__ref=self.kwargs["ref"].lower())


class KnownOfText(KnownParameters):
    """A text has no numbered pages: a program that asks for page 2 would read page 1 for ever."""

    ALWAYS = KnownParameters.ALWAYS - {"page"}


class Provisions(GenericAPIView[Provision]):
    """The provisions of one text: that of the address, else the current one of `language`."""

    queryset = Provision.objects.none()
    filter_backends = [KnownOfText]
    current = False

    def get_queryset(self) -> QuerySet[Provision]:
        return Provision.objects.filter(version=self.version()).select_related("version__law").order_by("position")

    def version(self) -> LawVersion:
        """Raises 404 when the law has no such text, 400 for a language that is none.

        Without a language it is an original before a translation.
        """
        texts = texts_of().filter(law__ref=self.kwargs["ref"].lower())
        if not self.current:
            return get_object_or_404(texts, expression=self.kwargs["expression"])
        held = texts.filter(current=True)
        if language := self.request.query_params.get("language", ""):
            try:
                LANGUAGE(language)
            except ValidationError as problem:
                raise exceptions.ValidationError({"language": problem.messages}) from None
            held = held.filter(language=language)
        found = held.order_by("is_translation", "language").first()
        if found is None:
            raise Http404
        return found


@extend_schema_view(
    get=extend_schema(
        operation_id="law_version_provisions_list",
        summary="Provisions of a text",
        examples=[
            _example(
                "An article", "/api/v1/laws/jp-act-127-1959/versions/jpn@2024-04-01/provisions/", examples.PROVISION
            )
        ],
    )
)
class ProvisionList(PublicRead, Provisions, ListAPIView[Provision]):
    """Headings, articles and other text in their order; `parent` and `depth` make a tree of them."""

    serializer_class = ProvisionSerializer
    pagination_class = ByPosition
    filterset_class = ProvisionApiFilter


@extend_schema_view(
    get=extend_schema(
        operation_id="law_version_provisions_retrieve",
        summary="One provision of a text",
        examples=[
            _example(
                "An article",
                "/api/v1/laws/jp-act-127-1959/versions/jpn@2024-04-01/provisions/art_4/",
                examples.PROVISION_DETAIL,
            )
        ],
    )
)
class ProvisionDetail(PublicRead, Provisions, RetrieveAPIView[Provision]):
    """By its anchor, which stays as long as its number does."""

    serializer_class = ProvisionDetailSerializer
    lookup_field = "anchor"


@extend_schema_view(
    get=extend_schema(
        operation_id="law_provisions_list",
        summary="Provisions of the current text",
        examples=[_example("An article", "/api/v1/laws/jp-act-127-1959/provisions/?number=4", examples.PROVISION)],
    )
)
class CurrentProvisionList(ProvisionList):
    """The same of the text that is current, in the language asked for."""

    current = True
    filterset_class = CurrentProvisionApiFilter


@extend_schema_view(
    get=extend_schema(
        operation_id="law_provisions_retrieve",
        summary="One provision of the current text",
        examples=[_example("An article", "/api/v1/laws/jp-act-127-1959/provisions/art_4/", examples.PROVISION_DETAIL)],
    )
)
class CurrentProvisionDetail(ProvisionDetail):
    """The same of the text that is current, in the language asked for."""

    current = True
    filterset_class = CurrentProvisionApiFilter
