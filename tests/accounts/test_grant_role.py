"""`manage.py grant_role`: the first administrator, and one sentence for everything that is wrong."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.accounts.access import rights_of
from portal.accounts.models import AuditEvent
from portal.accounts.permissions import Permission
from tests.factories.accounts import CentreFactory, EnterpriseFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_it_makes_the_first_administrator() -> None:
    user = UserFactory.create(email="first@example.com")
    out = StringIO()
    call_command("grant_role", "First@Example.com", "administrator", stdout=out)
    assert rights_of(user).may(Permission.GRANT_ROLE)
    assert "first@example.com is administrator" in out.getvalue()
    assert AuditEvent.objects.get().verb == "membership.granted"


def test_a_second_run_changes_nothing() -> None:
    user = UserFactory.create(email="first@example.com")
    for _n in range(2):
        call_command("grant_role", user.email, "administrator", stdout=StringIO())
    assert user.memberships.count() == 1


def test_a_role_of_a_place_names_the_place() -> None:
    user, centre, enterprise = UserFactory.create(), CentreFactory.create(), EnterpriseFactory.create()
    call_command("grant_role", user.email, "centre_head", centre=centre.slug, stdout=StringIO())
    call_command("grant_role", user.email, "enterprise_owner", enterprise=enterprise.uscc.lower(), stdout=StringIO())
    assert {m.role: m.centre or m.enterprise for m in user.memberships.all()} == {
        "centre_head": centre,
        "enterprise_owner": enterprise,
    }


@pytest.mark.parametrize(
    ("email", "role", "options", "says"),
    [
        ("nobody@example.com", "administrator", {}, "sign up first"),
        ("known@example.com", "emperor", {}, "There is no role emperor. There are: enterprise_owner"),
        ("known@example.com", "centre_head", {}, "name it with --centre"),
        ("known@example.com", "administrator", {"centre": "x"}, "leave --centre away"),
        ("known@example.com", "centre_head", {"centre": "nowhere"}, "There is no centre nowhere"),
        ("known@example.com", "enterprise_owner", {}, "name it with --enterprise"),
        ("known@example.com", "enterprise_owner", {"enterprise": "12"}, "18 signs"),
        ("known@example.com", "enterprise_owner", {"enterprise": "91330200MADEM0001U"}, "No verified enterprise"),
        ("known@example.com", "counsel", {}, "for one case"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(email: str, role: str, options: dict[str, str], says: str) -> None:
    UserFactory.create(email="known@example.com")
    with pytest.raises(CommandError, match=says):
        call_command("grant_role", email, role, **options)


def test_the_help_lists_every_role(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("grant_role", "--help")
    assert "warning_issuer" in capsys.readouterr().out
