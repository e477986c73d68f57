"""The whole library to take along: laws and provisions as JSON Lines, streamed."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle

from laws.api import examples
from laws.api.filters import LawExportFilter, TextExportFilter
from laws.api.lines import law_lines, provision_lines
from laws.api.texts import KnownOfText
from laws.models import Law, LawVersion

CONTENT_TYPE = "application/jsonl; charset=utf-8"


class ExportThrottle(AnonRateThrottle):
    """Thirty an hour for an address: one export reads everything there is."""

    scope = "export"


class AsItIs(BaseContentNegotiation):
    """There is one form; whatever a program says it accepts, it gets that."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return JSONRenderer(), JSONRenderer.media_type


def _line(value: Any) -> OpenApiExample:
    return OpenApiExample("A line", value=value, response_only=True, media_type="application/jsonl")


def _streamed(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse((line.encode() for line in lines), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"  # too large for anybody's cache
    return response


class LawExport(GenericAPIView[Law]):
    """One law a line, by reference. After a break go on with `after=<ref of the last whole line>`."""

    permission_classes = [AllowAny]
    throttle_classes = [ExportThrottle]
    content_negotiation_class = AsItIs
    queryset = Law.objects.all()
    filter_backends = [KnownOfText]
    filterset_class = LawExportFilter
    pagination_class = None

    @extend_schema(
        operation_id="export_laws",
        summary="Every law as JSON Lines",
        responses={(200, "application/jsonl"): OpenApiTypes.STR},
        examples=[
            OpenApiExample("A line", value=examples.LAW_DETAIL, response_only=True, media_type="application/jsonl")
        ],
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        return _streamed(law_lines(self.filter_queryset(self.get_queryset())), "laws.jsonl")


class ProvisionExport(GenericAPIView[LawVersion]):
    """One provision of a current text a line, headings included: the keys of a bulk load and more, so that
    `import_laws` reads it back as the same texts. After a break go on with `after=<cursor of the last whole line>`."""

    permission_classes = [AllowAny]
    throttle_classes = [ExportThrottle]
    content_negotiation_class = AsItIs
    queryset = LawVersion.objects.filter(current=True)
    filter_backends = [KnownOfText]
    filterset_class = TextExportFilter
    pagination_class = None

    @extend_schema(
        operation_id="export_provisions",
        summary="Every provision as JSON Lines",
        responses={(200, "application/jsonl"): OpenApiTypes.STR},
        examples=[_line(examples.LINE)],
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        texts: QuerySet[LawVersion] = self.filter_queryset(self.get_queryset())
        text, _dash, position = request.query_params.get("after", "").partition("-")
        after = (int(text), int(position)) if text else (0, -1)
        return _streamed(provision_lines(texts, after), "provisions.jsonl")
