"""How far the library reaches, counted live. Own and inherited laws are counted apart and never added as laws."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import models
from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from laws.models import (
    DeadlineRule,
    GlossaryTerm,
    IpOffice,
    Judgment,
    Law,
    LawInheritance,
    LawSubject,
    LawVersion,
    ProtectionTerm,
    Treaty,
    TreatyParty,
)
from laws.models.choices import Subject
from portal.lib import figures
from portal.lib.figures import Breakdown, Figure
from portal.reference.models import Jurisdiction

PLACES = (Jurisdiction.Kind.COUNTRY, Jurisdiction.Kind.REGION)
"""Coverage counts countries and regions; organisations hold regional law and are no place of their own."""


@dataclass(frozen=True)
class Coverage:
    """How many countries and regions have a law not known to be repealed.

    `own` have one of their own, `inherited_only` have none but one that a body or another country made for them.
    """

    own: int
    inherited_only: int

    @property
    def together(self) -> int:
        return self.own + self.inherited_only


def coverage() -> Coverage:
    """Over all subjects. Two queries."""
    own = set(
        Law.objects.exclude(status=Law.Status.REPEALED)
        .filter(jurisdiction__kind__in=PLACES)
        .order_by()
        .values_list("jurisdiction", flat=True)
        .distinct()
    )
    inherited = set(_inherited().values_list("jurisdiction", flat=True).distinct())
    return Coverage(len(own), len(inherited - own))


def coverage_by_right() -> dict[str, Coverage]:
    """For each subject of the library, in the order of the numbers. Two queries."""
    own = _by_subject(
        LawSubject.objects.exclude(law__status=Law.Status.REPEALED)
        .filter(law__jurisdiction__kind__in=PLACES)
        .order_by()
        .values_list("subject", "law__jurisdiction")
        .distinct()
    )
    inherited = _by_subject(
        (subject, place)
        for subjects, place in _inherited().values_list("subjects", "jurisdiction")
        for subject in subjects
    )
    empty: set[str] = set()
    found = {
        subject: Coverage(len(own.get(subject, empty)), len(inherited.get(subject, empty) - own.get(subject, empty)))
        for subject in own.keys() | inherited.keys()
    }
    return dict(sorted(found.items(), key=lambda item: (-item[1].own, -item[1].together, item[0])))


def library_counts() -> list[tuple[str, int]]:
    """How many rows of each kind the library holds. The words are for commands, not for pages."""
    return [
        ("treaties", Treaty.objects.count()),
        ("treaty parties", TreatyParty.objects.count()),
        ("IP offices", IpOffice.objects.count()),
        ("laws", Law.objects.count()),
        ("laws not known to be repealed", Law.objects.exclude(status=Law.Status.REPEALED).count()),
        ("inherited laws", LawInheritance.objects.count()),
        ("texts of laws", LawVersion.objects.count()),
        ("protection terms", ProtectionTerm.objects.count()),
        ("deadline rules", DeadlineRule.objects.count()),
        ("glossary terms", GlossaryTerm.objects.count()),
        ("typical cases", Judgment.objects.count()),
    ]


def _inherited() -> "models.QuerySet[LawInheritance]":
    return (
        LawInheritance.objects.exclude(law__status=Law.Status.REPEALED).filter(jurisdiction__kind__in=PLACES).order_by()
    )


def _by_subject(pairs: Iterable[tuple[str, str]]) -> Mapping[str, set[str]]:
    found = defaultdict(set)
    for subject, place in pairs:
        found[subject].add(place)
    return found


def register() -> None:
    """Puts the figures of the library on the statistics page; called once the apps are ready."""
    figures.register(
        Figure(
            "laws.places",
            figures.LIBRARY,
            _("Countries and regions with a law of their own"),
            lambda: coverage().own,
            _("Countries and regions with at least one law of their own that is not known to be repealed."),
            link="/laws/",
            explained_at="/coverage/#places",
            order=10,
            on_home=True,
        )
    )
    figures.register(
        Figure(
            "laws.inherited_only",
            figures.LIBRARY,
            _("Further ones with inherited law only"),
            lambda: coverage().inherited_only,
            _("Countries and regions without a law of their own here, where a regional or foreign law applies."),
            link="/laws/",
            explained_at="/coverage/#inherited",
            order=11,
        )
    )
    _register_texts()
    for order, (key, label, model, how, link) in enumerate(_tables(), 12):
        figures.register(
            Figure(
                f"laws.{key}",
                figures.LIBRARY,
                label,
                model._default_manager.count,
                how,
                link=link,
                explained_at="/coverage/#laws" if key == "laws" else "",
                order=order,
                on_home=key in ("laws", "treaties"),
            )
        )
    figures.register(
        Breakdown(
            "laws.own_by_right",
            figures.LIBRARY,
            _("Countries and regions by right, own laws"),
            _("Right"),
            lambda: [(_label(subject), covered.own) for subject, covered in coverage_by_right().items()],
            _("A country or region counts once for each right on which it has a law not known to be repealed."),
            order=10,
        )
    )
    figures.register(
        Breakdown(
            "laws.inherited_by_right",
            figures.LIBRARY,
            _("Further countries and regions by right, inherited law only"),
            _("Right"),
            lambda: [
                (_label(subject), covered.inherited_only)
                for subject, covered in coverage_by_right().items()
                if covered.inherited_only
            ],
            _("Counted here are those that have no law of their own on the right, only an inherited one."),
            order=11,
        )
    )


def _register_texts() -> None:
    """What can be read down to the article; the coverage page breaks each of these down."""
    texts = LawVersion.objects.all()
    counted: list[tuple[str, Promise, Callable[[], int], Promise]] = [
        (
            "with_text",
            _("Laws with their text"),
            lambda: texts.order_by().values("law").distinct().count(),
            _("Laws of which at least one text can be read here."),
        ),
        (
            "texts",
            pgettext_lazy("coverage", "Texts"),
            texts.count,
            _("One for each language and date of a law: translations and earlier versions count as well."),
        ),
        (
            "articles",
            _("Articles"),
            lambda: texts.filter(current=True).aggregate(total=Sum("articles"))["total"] or 0,
            _(
                "Articles of the current text of each law in each language. An article held in two languages counts "
                "twice; earlier versions do not count, nor do articles of supplementary provisions and attachments "
                "with numbers of their own, though they can be read here."
            ),
        ),
    ]
    for key, label, count, how in counted:
        figures.register(
            Figure(
                f"laws.{key}",
                figures.LIBRARY,
                label,
                count,
                how,
                explained_at=f"/coverage/#{key.replace('_', '-')}",
                order=13,
                on_home=key == "with_text",
            )
        )


def _tables() -> list[tuple[str, Promise, type[models.Model], Promise, str]]:
    return [
        ("laws", _("Laws"), Law, _("All entries of the catalogue, repealed ones included."), "/laws/"),
        ("treaties", _("Treaties"), Treaty, _("Treaties with a page of their own."), "/treaties/"),
        (
            "parties",
            _("Treaty memberships"),
            TreatyParty,
            _("One for each party of each treaty, as far as listed."),
            "",
        ),
        ("terms", _("Protection terms"), ProtectionTerm, _("Terms and time windows read in a statute."), ""),
        ("rules", _("Deadline rules"), DeadlineRule, _("Legal periods, whatever their status."), ""),
        ("judgments", _("Typical cases"), Judgment, _("Cases with a named source."), ""),
        ("glossary", _("Glossary terms"), GlossaryTerm, _("Pairs of a Chinese and an English term."), ""),
    ]


def _label(subject: str) -> str:
    return str(Subject(subject).label)
