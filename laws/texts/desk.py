"""The desk on which texts are compared with the official ones: who opens it, what waits."""

from django.db.models import F, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laws.models import LawVersion
from laws.texts.actions import VERIFIERS, may_verify
from portal.accounts.models import User
from portal.lib.desk import Door, register
from portal.lib.errors import NotAllowed

BY_MARKET = F("law__jurisdiction__market__rank").asc(nulls_last=True)


def texts_to_compare(*, jurisdiction: str = "", show: str = "") -> QuerySet[LawVersion]:
    """Texts that nobody has compared, those of the main markets first; `show` "all" or "compared" for others."""
    rows = LawVersion.objects.select_related("law__jurisdiction", "verified_by")
    if show != "all":
        rows = rows.filter(verified_on__isnull=show != "compared")
    if not show:
        rows = rows.filter(current=True)
    if jurisdiction:
        rows = rows.filter(law__jurisdiction=jurisdiction.upper())
    return rows.order_by(BY_MARKET, "law__jurisdiction", "law__ref", "language", "-pk")


def require_desk(user: User) -> None:
    """Raises NotAllowed for whoever neither edits nor reviews."""
    if not may_verify(user):
        raise NotAllowed(_("Your role does not open the desk of law texts."))


def get_text(user: User, number: int) -> LawVersion:
    """A text for whoever may compare it. Raises Http404 for everybody else and for an unknown one."""
    found = LawVersion.objects.select_related("law__jurisdiction", "verified_by").filter(pk=number).first()
    if found is None or not may_verify(user):
        raise Http404(_("There is no such text."))
    return found


def register_all() -> None:
    """Offer the desk in the editors' area; called once the apps are ready."""
    register(
        Door(
            key="law_texts",
            url_name="text_desk",
            label=gettext_lazy("Texts of laws"),
            text=gettext_lazy("Compare a text with the official one and put your name to it."),
            permissions=VERIFIERS,
            order=25,
        )
    )
