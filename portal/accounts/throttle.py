"""Who guesses passwords is slowed down: how often, from where, for how long. Why so: docs/adr/0046.

django-axes calls `LoginHandler` before and after each log-in. The ledger is its two tables, one row an attempt:
`AccessFailureLog` for what failed, `AccessLog` for what succeeded. They hold the address that was typed, the network it
was typed from and the time, nothing else, and are emptied by a task (`accounts.forget_log_ins`). An address nobody has
an account for is counted like any other, so the page tells nobody which addresses are known.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from axes.handlers.base import AbstractAxesHandler, AxesBaseHandler
from axes.models import AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.lib import clock


@dataclass(frozen=True)
class Limit:
    """`failures` within `window`, counted over attempts that agree in the columns `by`."""

    by: tuple[str, ...]
    failures: int
    window: timedelta
    # A log-in that succeeds starts the count anew; else somebody with an account of their own could wipe it.
    ends_with_success: bool = True
    # Does not shut out a network from which this account was opened before: nobody can lock its owner out.
    spares_known_networks: bool = False


LIMITS = (
    Limit(by=("username", "ip_address"), failures=5, window=timedelta(minutes=15)),
    Limit(by=("ip_address",), failures=40, window=timedelta(minutes=15), ends_with_success=False),
    Limit(by=("username",), failures=60, window=timedelta(hours=24), spares_known_networks=True),
)


def account_of(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The address that was typed, as the ledger keeps it."""
    typed = (credentials or {}).get("email") or request.POST.get("login") or ""
    return str(typed).strip().lower()[:254]


def network_of(request: HttpRequest) -> str | None:
    """The /24 or /64 the visitor comes from; behind a proxy, as that one proxy says it."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    said = forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(said)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return str(ip_network((address, 64), strict=False).network_address)
        address = address.ipv4_mapped
    return str(ip_network((address, 24), strict=False).network_address)


def locked_until(account: str, network: str | None) -> datetime | None:
    """When the next attempt on `account` from `network` is listened to; None when it is now."""
    now, who = clock.now(), {"username": account, "ip_address": network}
    opened = AccessLog.objects.filter(username=account)
    known: bool | None = None
    moments = []
    for limit in LIMITS:
        failures = AccessFailureLog.objects.filter(**{name: who[name] for name in limit.by})
        since = now - limit.window
        if limit.ends_with_success:
            last = opened.filter(**({"ip_address": network} if "ip_address" in limit.by else {}))
            since = max([since, *last.order_by("-attempt_time").values_list("attempt_time", flat=True)[:1]])
        counted = failures.filter(attempt_time__gt=since).order_by("-attempt_time")
        reached = counted.values_list("attempt_time", flat=True)[limit.failures - 1 : limit.failures]
        if not reached:
            continue
        if limit.spares_known_networks:
            known = opened.filter(ip_address=network).exists() if known is None else known
            if known:
                continue
        moments.append(reached[0] + limit.window)
    return max(moments, default=None)


class LoginHandler(AbstractAxesHandler, AxesBaseHandler):
    """What django-axes calls at each attempt."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        until = locked_until(account_of(request, credentials), request.axes_ip_address)  # type: ignore[attr-defined]
        request.log_in_locked_until = until  # type: ignore[attr-defined]  # read by `locked_out`
        return until is not None

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """How many failures stand against this account from this network."""
        return int(
            AccessFailureLog.objects.filter(
                username=account_of(request, credentials),
                ip_address=request.axes_ip_address,  # type: ignore[attr-defined]  # set by axes
            ).count()
        )

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        """Count it; the one that reaches a limit is answered with the page that says so.

        An attempt that was not listened to is not counted: knocking on does not keep a door shut.
        """
        if request is None or request.axes_locked_out:  # type: ignore[attr-defined]  # set by axes
            return
        self._write(AccessFailureLog, request, account_of(request, credentials))
        if self.is_locked(request, credentials):
            request.axes_locked_out = True  # type: ignore[attr-defined]  # read by its middleware

    def user_logged_in(self, sender: Any, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
        self._write(AccessLog, request, user.get_username())

    def user_logged_out(self, sender: Any, request: HttpRequest, user: AbstractBaseUser | None, **kwargs: Any) -> None:
        """Nothing: who stays how long is nobody's business."""

    @staticmethod
    def _write(ledger: Any, request: HttpRequest, account: str) -> None:
        row = ledger.objects.create(
            username=account,
            ip_address=request.axes_ip_address,  # type: ignore[attr-defined]  # set by axes
            user_agent="",
            http_accept="",
            path_info="",
        )
        # The column fills itself with the computer's time; the portal counts by its own clock.
        ledger.objects.filter(pk=row.pk).update(attempt_time=clock.now())


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The page (429) that says from when on the next attempt is listened to."""
    until = getattr(request, "log_in_locked_until", None) or clock.now() + LIMITS[0].window
    answer = render(request, "accounts/log_in_locked.html", {"until": until}, status=429)
    answer.headers["Retry-After"] = str(max(1, math.ceil((until - clock.now()).total_seconds())))
    return answer


def forget(*, before: datetime) -> int:
    """Delete what the ledger holds from before that moment. Returns how many rows went."""
    gone = 0
    for ledger in (AccessFailureLog, AccessLog):
        gone += ledger.objects.filter(attempt_time__lt=before).delete()[0]
    return gone
