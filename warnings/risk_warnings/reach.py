"""Spreads what an author chose into every subscription value the warning answers to.

A warning and a subscription meet in a dimension when their values have something in common:

- places: a group stands for its members (and the organisation behind it). A warning about the EU reaches whoever
  wants Germany, the EU or the EEA; one about Germany reaches whoever wants Germany or any group it belongs to;
- industries: a section holds its divisions, a division the key industries that map to it. Two values meet when they
  are the same or one holds the other; two key industries of one division do not meet;
- rights and levels: the same value;
- nothing chosen means everybody: the warning answers to every value. Every warning answers to `*`.

All of it is done here, on the warning's side, once: finding subscribers is then a join on equal values.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from laws.models.choices import Subject
from portal.reference.models import GroupMember, Industry, Jurisdiction, JurisdictionGroup
from risk_warnings.models import ANY, GROUP_PREFIX, Dimension, RiskWarning, WarningReach

# A suspended member takes no part in what the group decides.
FULL_MEMBER = "member"


@dataclass(frozen=True)
class Places:
    """Every jurisdiction, and of each group what it stands for."""

    codes: Set[str]
    groups: Mapping[str, Set[str]]
    organisations: Mapping[str, str]  # code of the organisation -> code of its group

    @classmethod
    def load(cls) -> "Places":
        groups: dict[str, set[str]] = {}
        organisations: dict[str, str] = {}
        for code, organisation in JurisdictionGroup.objects.values_list("code", "jurisdiction"):
            groups[code] = {organisation} if organisation else set()
            if organisation:
                organisations[organisation] = code
        for group, member in GroupMember.objects.filter(member_status=FULL_MEMBER).values_list("group", "jurisdiction"):
            groups[group].add(member)
        return cls(frozenset(Jurisdiction.objects.values_list("code", flat=True)), groups, organisations)

    def spread(self, chosen: Iterable[str]) -> set[str]:
        chosen = set(chosen)
        if not chosen:
            return {*self.codes, *(GROUP_PREFIX + code for code in self.groups)}
        touched: set[str] = set()
        for value in chosen:
            group = value.removeprefix(GROUP_PREFIX) if value.startswith(GROUP_PREFIX) else None
            group = group or self.organisations.get(value)
            touched |= self.groups.get(group, set()) if group else set()
            if not value.startswith(GROUP_PREFIX):
                touched.add(value)
        meeting = {GROUP_PREFIX + code for code, members in self.groups.items() if members & touched}
        # A chosen group of which no member is known still answers to its own name.
        return touched | meeting | {value for value in chosen if value.startswith(GROUP_PREFIX)}


@dataclass(frozen=True)
class Industries:
    """What each industry is directly part of: a division of its section, a key industry of its divisions."""

    parents: Mapping[str, Set[str]]

    @classmethod
    def load(cls) -> "Industries":
        parents: dict[str, set[str]] = {
            code: {parent} if parent else set() for code, parent in Industry.objects.values_list("code", "parent")
        }
        for key, division in Industry.maps_to.through.objects.values_list("from_industry_id", "to_industry_id"):
            parents[key].add(division)
        return cls(parents)

    def spread(self, chosen: Iterable[str]) -> set[str]:
        chosen = set(chosen)
        if not chosen:
            return set(self.parents)
        holders = {code: self._holders(code) for code in self.parents}
        found = set(chosen)
        for value in chosen:
            found |= holders.get(value, set())
            found |= {code for code, above in holders.items() if value in above}
        return found

    def _holders(self, code: str) -> set[str]:
        """Everything that holds `code`, at any height."""
        found: set[str] = set()
        ahead = set(self.parents.get(code, ()))
        while ahead:
            found |= ahead
            ahead = {above for held in ahead for above in self.parents.get(held, ())} - found
        return found


def reach_of(warning: RiskWarning) -> set[tuple[str, str]]:
    """Every (dimension, value) that `warning` answers to. Reads the reference tables."""
    chosen: dict[str, set[str]] = {dimension: set() for dimension in Dimension.values}
    for dimension, value in warning.scopes.values_list("dimension", "value"):
        chosen[dimension].add(value)
    answers = {
        Dimension.JURISDICTION: Places.load().spread(chosen[Dimension.JURISDICTION]),
        Dimension.INDUSTRY: Industries.load().spread(chosen[Dimension.INDUSTRY]),
        Dimension.RIGHT: chosen[Dimension.RIGHT] or set(Subject.values),
        Dimension.LEVEL: {warning.level},
    }
    return {(str(dimension), value) for dimension, values in answers.items() for value in {*values, ANY}}


def write_reach(warning: RiskWarning) -> None:
    """Store what `warning` answers to, in place of what stood there."""
    warning.reach.all().delete()
    WarningReach.objects.bulk_create(
        [
            WarningReach(warning=warning, dimension=dimension, value=value)
            for dimension, value in sorted(reach_of(warning))
        ],
        batch_size=500,
    )
