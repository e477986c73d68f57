"""Base of API views that anybody may read."""

# Apart from portal.lib.api, which the REST framework loads from its settings before it has an APIView.

from typing import Any

from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

CACHE_SECONDS = 300


@method_decorator(conditional_page, name="dispatch")
class PublicRead(APIView):
    """For views that anybody may read: no log-in, an ETag, and a short life in shared caches."""

    permission_classes = [AllowAny]

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=CACHE_SECONDS)
        return response
