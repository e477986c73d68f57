"""Who may open what, as data. Each app adds a module here with any of these names:

    RULES     a list of `Rule`: one page, the roles that get in at their own place and at another's
    PUBLIC    url name -> why anybody may open it without logging in
    PERSONAL  url name -> why anybody who is logged in may open it
    SAMPLES   url name -> function of the World that gives the arguments of a row that exists

`tests/test_permission_matrix.py` plays the rules with one person per role; `tests/test_url_walk.py` opens every
address as nobody and as a person without rights.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from portal.accounts.models import Enterprise, GuidanceCentre, Membership, Scope, User
from portal.accounts.roles import ROLES
from portal.lib import clock
from tests.factories.accounts import CentreFactory, EnterpriseFactory, NationalCentreFactory, UserFactory, a_member

ANONYMOUS = "anonymous"
STRANGER = "stranger"  # logged in, belongs nowhere
EXPIRED = "expired"  # was owner, head and administrator until yesterday
EVERYONE = frozenset({*ROLES, STRANGER, EXPIRED})
LOCAL_STAFF = frozenset({"centre_officer", "centre_reviewer", "centre_head"})


@dataclass
class World:
    """Two enterprises, two centres, the national centre, and one person per role who belongs to the first ones."""

    centre: GuidanceCentre = field(default_factory=lambda: CentreFactory.create(slug="own-centre"))
    other_centre: GuidanceCentre = field(default_factory=lambda: CentreFactory.create(slug="other-centre"))
    national: GuidanceCentre = field(default_factory=lambda: NationalCentreFactory.create())
    enterprise: Enterprise = field(default_factory=lambda: EnterpriseFactory.create())
    other_enterprise: Enterprise = field(default_factory=lambda: EnterpriseFactory.create())

    @cached_property
    def people(self) -> dict[str, User]:
        found = {STRANGER: UserFactory.create(), EXPIRED: self._expired()}
        for code, role in ROLES.items():
            if role.scope == Scope.CASE:
                found[code] = UserFactory.create()  # an app that has cases gives them one
            else:
                found[code] = a_member(
                    code,
                    centre=self.centre if role.scope == Scope.CENTRE else None,
                    enterprise=self.enterprise if role.scope == Scope.ENTERPRISE else None,
                )
        return found

    def _expired(self) -> User:
        person = a_member("enterprise_owner", enterprise=self.enterprise)
        a_member("centre_head", centre=self.centre, user=person)
        a_member("administrator", user=person)
        yesterday = clock.today() - timedelta(days=1)
        Membership.objects.filter(user=person).update(valid_from=yesterday - timedelta(days=9), valid_to=yesterday)
        return person


@dataclass(frozen=True)
class Rule:
    """One page. `address(world, own)` gives its address, at the place of the people or at another one.

    Who is not named gets one of `refused`; nobody without log-in gets in.
    """

    name: str
    address: Callable[[World, bool], str]
    own: frozenset[str]
    other: frozenset[str] = frozenset()
    refused: frozenset[int] = frozenset({403, 404})
    let_in: frozenset[int] = frozenset({200, 302})
    method: str = "GET"
    data: Mapping[str, Any] = field(default_factory=dict)
