"""People, enterprises, centres and memberships for tests.

`a_member("centre_officer", centre=centre)` is the usual way to a person who may do something.
"""

from datetime import date, time, timedelta
from itertools import count
from typing import Any, cast
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from factory.declarations import LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory, Password
from factory.helpers import lazy_attribute, post_generation
from stdnum.cn import uscc

from portal.accounts.models import (
    CentreHours,
    Enterprise,
    EnterpriseClaim,
    GuidanceCentre,
    Membership,
    Scope,
    User,
)
from portal.accounts.roles import SECOND_FACTOR_ROLES
from portal.lib import clock
from tests.factories.reference import CityFactory, JurisdictionFactory, ProvinceFactory

PASSWORD = "a long enough password"
TOTP_SECRET = "JBSWY3DPEHPK3PXP"  # what the authenticator app of every person of the factories holds


def a_credit_code(number: int) -> str:
    """The n-th valid unified social credit code of a made-up series."""
    stem = f"91330200MA2{number:06d}"
    return stem + str(uscc.calc_check_digit(stem))


_codes = count(1)


class UserFactory(DjangoModelFactory[User]):
    """A person with a confirmed address and `PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = Sequence(lambda n: f"person{n}@example.com")
    name = Sequence(lambda n: f"Person {n}")
    password = Password(PASSWORD)

    @post_generation
    def confirmed(self, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        """`confirmed=False` leaves the address unconfirmed."""
        if create:
            user = cast(User, self)  # the hook runs on the row, not on the factory
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=extracted is not False)


class GuidanceCentreFactory(DjangoModelFactory[GuidanceCentre]):
    """A local centre of Zhejiang province."""

    class Meta:
        model = GuidanceCentre

    slug: Any = Sequence(lambda n: f"centre-{n}")
    kind = GuidanceCentre.Kind.LOCAL
    name_zh: Any = Sequence(lambda n: f"国家海外知识产权纠纷应对指导中心第{n}分中心")
    name_en: Any = Sequence(lambda n: f"Sub-centre {n}")
    province: Any = SubFactory(ProvinceFactory)
    jurisdiction = SubFactory(JurisdictionFactory, code="CN")
    fact_status = "verified"


class NationalCentreFactory(GuidanceCentreFactory):
    class Meta:
        django_get_or_create = ("slug",)

    slug = "national"
    kind = GuidanceCentre.Kind.NATIONAL
    name_zh = "国家海外知识产权纠纷应对指导中心"
    name_en = "National centre"
    province = None


CentreFactory = GuidanceCentreFactory


class CentreHoursFactory(DjangoModelFactory[CentreHours]):
    """Monday to Friday 09:00-17:30, the same for every centre unless one is given."""

    class Meta:
        model = CentreHours

    valid_from = date(2020, 1, 1)
    opens = time(9, 0)
    closes = time(17, 30)


class EnterpriseFactory(DjangoModelFactory[Enterprise]):
    """A verified enterprise in Ningbo."""

    class Meta:
        model = Enterprise

    uscc = LazyFunction(lambda: a_credit_code(next(_codes)))
    name_zh = Sequence(lambda n: f"宁波第{n}电器有限公司")
    name_en = Sequence(lambda n: f"Ningbo Appliances {n} Ltd")
    city = SubFactory(CityFactory)
    province = SelfAttribute("city.province")
    verified_at = LazyFunction(clock.now)


class ClaimFactory(DjangoModelFactory[EnterpriseClaim]):
    """A claim that waits for verification."""

    class Meta:
        model = EnterpriseClaim

    uscc = LazyFunction(lambda: a_credit_code(next(_codes)))
    name_zh = Sequence(lambda n: f"宁波第{n}照明有限公司")
    city = SubFactory(CityFactory)
    province = SelfAttribute("city.province")
    claimant = SubFactory(UserFactory)
    centre = SubFactory(GuidanceCentreFactory)


class MembershipFactory(DjangoModelFactory[Membership]):
    """A role in the place that is given: `centre=`, `enterprise=`, `case_id=`, or the whole network."""

    class Meta:
        model = Membership
        skip_postgeneration_save = True

    user = SubFactory(UserFactory)
    role = "centre_officer"
    enterprise = None
    centre = None
    case_id = None
    # Long ago, so that a test may stop the clock on a day before the one on which it runs.
    valid_from: Any = date(2020, 1, 1)

    @lazy_attribute
    def scope(self) -> str:
        if getattr(self, "enterprise", None):
            return Scope.ENTERPRISE
        if getattr(self, "centre", None):
            return Scope.CENTRE
        return Scope.CASE if getattr(self, "case_id", None) else Scope.NETWORK

    @post_generation
    def second_factor(self, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        """Whom a role asks for a second factor has set one up; `second_factor=False` leaves it to the test."""
        membership = cast(Membership, self)  # the hook runs on the row, not on the factory
        if create and extracted is not False and membership.role in SECOND_FACTOR_ROLES:
            set_up_second_factor(membership.user)


def set_up_second_factor(user: User, secret: str = TOTP_SECRET) -> None:
    """Give `user` an authenticator app, as if they had scanned the picture."""
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": secret}})


def a_member(
    role: str,
    *,
    centre: GuidanceCentre | None = None,
    enterprise: Enterprise | None = None,
    case_id: UUID | None = None,
    user: User | None = None,
    second_factor: bool = True,
    **person: Any,
) -> User:
    """A person with `role` in the place given; without a place, in the whole network."""
    user = user or UserFactory.create(**person)
    MembershipFactory.create(
        user=user, role=role, centre=centre, enterprise=enterprise, case_id=case_id, second_factor=second_factor
    )
    return user


def end_memberships(user: User) -> None:
    """Let every membership of `user` have ended yesterday."""
    yesterday = clock.today() - timedelta(days=1)
    user.memberships.update(valid_from=yesterday - timedelta(days=30), valid_to=yesterday)
