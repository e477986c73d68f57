"""What every template may rely on."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """`DEMO` and `DEBUG` show their banners; `BASE_URL` builds absolute links."""
    return {"DEMO": settings.DEMO, "DEBUG": settings.DEBUG, "BASE_URL": settings.BASE_URL}
