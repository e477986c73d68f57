"""The personal part of the API: a person's own program, with a token, on the person's own side of things.

    class MyThings(Personal, APIView):
        scopes = {"GET": TokenScope.CASES_READ}

A token opens nothing else: the public API stays anonymous, and no view here asks for a right of a centre.
"""

from datetime import timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from portal.accounts.actions.tokens import hash_token
from portal.accounts.backends import may_log_in
from portal.accounts.models import ApiToken, User
from portal.lib import clock

NOTE_USE_EACH = timedelta(minutes=1)


class BearerTokens(BaseAuthentication):
    """`Authorization: Bearer oipg_…`. Without the header nobody; with a wrong, old or revoked token 401."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, text = str(request.headers.get("Authorization", "")).strip().partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = ApiToken.objects.live().select_related("user").filter(token_hash=hash_token(text.strip())).first()
        if token is None or not may_log_in(token.user):
            raise exceptions.AuthenticationFailed(_("This token is not valid: it is wrong, expired or revoked."))
        now = clock.now()
        if token.last_used_at is None or token.last_used_at < now - NOTE_USE_EACH:
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class HasScope(BasePermission):
    """The token must carry the scope that the view names for the method. None named: any token will do."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        wanted = getattr(view, "scopes", {}).get("GET" if request.method in ("HEAD", "OPTIONS") else request.method)
        token = request.auth
        if wanted is None or (isinstance(token, ApiToken) and str(wanted) in token.scopes):
            return True
        raise exceptions.PermissionDenied(_("The token lacks the scope “%(scope)s”.") % {"scope": str(wanted)})


class TokenThrottle(SimpleRateThrottle):
    """300 requests a minute for a token, wherever they come from."""

    scope = "token"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        return f"throttle-token-{request.auth.pk}" if isinstance(request.auth, ApiToken) else None


class Personal(APIView):
    """Base of the personal views. Their answers are kept by no cache."""

    authentication_classes = [BearerTokens]
    permission_classes = [IsAuthenticated, HasScope]
    throttle_classes = [TokenThrottle]
    scopes: ClassVar[dict[str, str]] = {}

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response


def holder(request: Request) -> User:
    """Whose token it is. Only behind `IsAuthenticated`."""
    assert isinstance(request.user, User)  # noqa: S101  # narrows the type; the permission has checked it
    return request.user


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself
    """How the description of the API speaks of tokens."""

    target_class = "portal.accounts.api.personal.BearerTokens"
    name = "personalToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token made under /accounts/tokens/."}
