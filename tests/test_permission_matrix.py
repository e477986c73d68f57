"""Role x page x own or another's: every cell of the table in `tests/matrix` is played through the pages."""

from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.test import Client

from tests import matrix
from tests.matrix import ANONYMOUS, Rule, World

pytestmark = pytest.mark.django_db


def all_rules() -> list[Rule]:
    modules = [import_module(f"tests.matrix.{found.name}") for found in iter_modules(matrix.__path__)]
    return [rule for module in modules for rule in getattr(module, "RULES", [])]


def status(rule: Rule, client: Client, address: str) -> int:
    response = client.post(address, rule.data) if rule.data else client.generic(rule.method, address)
    if response.streaming:
        # Reading a download to its end closes its file. `close()` would end PostgreSQL's connection amid the test.
        list(response)
    return int(response.status_code)


@pytest.mark.parametrize("own", [True, False], ids=["own", "others"])
@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_every_role_gets_in_exactly_where_the_table_says(rule: Rule, own: bool) -> None:
    world = World()
    people = world.people
    allowed = rule.own if own else rule.other
    wrong = []
    for role, person in people.items():
        address = rule.address(world, own)
        client = Client()
        client.force_login(person)
        code = status(rule, client, address)
        if code not in (rule.let_in if role in allowed else rule.refused):
            wrong.append(f"{role}: {code} at {address}")
    assert not wrong


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_nobody_gets_in_without_logging_in(rule: Rule) -> None:
    response = Client().generic(rule.method, rule.address(World(), True))
    assert response.status_code in (302, 404), ANONYMOUS
    assert response.status_code == 404 or "login" in response.headers["Location"]


def test_every_role_that_is_named_exists() -> None:
    named = {role for rule in all_rules() for role in (rule.own | rule.other)}
    assert named <= matrix.EVERYONE
