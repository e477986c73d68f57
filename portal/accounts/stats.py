"""What this app counts for the figures of the network. Demonstration rows are never counted."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Enterprise, GuidanceCentre
from portal.lib import figures

Kind = GuidanceCentre.Kind


def count_centres() -> int:
    return GuidanceCentre.objects.standing().filter(is_demo=False).exclude(kind=Kind.WORKSTATION).count()


def centres_by_kind() -> list[tuple[str, int]]:
    rows = GuidanceCentre.objects.standing().filter(is_demo=False).order_by("kind").values_list("kind")
    counted = dict(rows.annotate(number=Count("pk")))
    return [(str(kind.label), counted.get(kind.value, 0)) for kind in Kind]


def count_enterprises() -> int:
    return Enterprise.objects.filter(is_demo=False).count()


def register() -> None:
    figures.register(
        figures.Figure(
            "accounts.centres",
            figures.NETWORK,
            _("Centres, platforms and outposts"),
            count_centres,
            how=_("Rows of our own list, made from public reports, that have not been closed; workstations apart."),
            link="/centres/",
            order=10,
            on_home=True,
        )
    )
    figures.register(
        figures.Figure(
            "accounts.enterprises",
            figures.NETWORK,
            _("Verified enterprises"),
            count_enterprises,
            how=_("Enterprises whose credit code an officer has verified on the portal."),
            order=20,
        )
    )
    figures.register(
        figures.Breakdown(
            "accounts.centres_by_kind",
            figures.NETWORK,
            _("Centres by kind"),
            _("Kind"),
            centres_by_kind,
            how=_("Every row of our list in standing, workstations included."),
            order=11,
        )
    )
