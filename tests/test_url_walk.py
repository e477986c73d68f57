"""A machine opens every address there is, as nobody and as a person without rights, and expects to be refused.

What is public or personal on purpose is listed with its reason in `tests/matrix/<app>.py`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

from tests import matrix
from tests.matrix import World

pytestmark = pytest.mark.django_db

# The API is public by contract; writing through it is not.
API = "api/v1/"
REFUSED = {301, 302, 401, 403, 404, 405, 410}
# What a placeholder is filled with when no app names a row: nothing of that kind exists.
BY_NAME: dict[str, Any] = {"uuid": "00000000-0000-4000-8000-000000000000", "pk": 999_999, "content_type_id": 1}


@dataclass(frozen=True)
class Address:
    name: str
    template: str
    parameters: tuple[str, ...]

    def filled(self, world: World, samples: dict[str, Callable[[World], dict[str, Any]]]) -> str:
        values = {name: BY_NAME.get(name, "999999") for name in self.parameters}
        if self.name in samples:
            values |= samples[self.name](world)
        return "/" + self.template % values


def collected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for module in iter_modules(matrix.__path__):
        found |= getattr(import_module(f"tests.matrix.{module.name}"), name, {})
    return found


def walk(patterns: Any, prefix: str = "", parameters: tuple[str, ...] = (), space: str = "") -> Iterator[Address]:
    """Every pattern as a template of its path, resolvers opened."""
    for pattern in patterns:
        template, names = normalize(pattern.pattern.regex.pattern)[0]
        path, known = prefix + template, (*parameters, *names)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern.url_patterns, path, known, inner)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{space}{pattern.name or pattern.lookup_str}", path, known)


def test_every_address_refuses_nobody_and_the_person_without_rights() -> None:
    world, public, personal = World(), collected("PUBLIC"), collected("PERSONAL")
    samples = collected("SAMPLES")
    nobody, stranger = Client(), Client()
    stranger.force_login(world.people[matrix.STRANGER])
    wrong = []
    for address in walk(get_resolver().url_patterns):
        path = address.filled(world, samples)
        for method in ("POST",) if address.template.startswith(API) else ("GET", "POST"):
            seen = nobody.generic(method, path)
            if address.name not in public and not (
                seen.status_code in REFUSED or (seen.status_code == 400 and method == "POST")
            ):
                wrong.append(f"{method} {path} ({address.name}) let nobody in: {seen.status_code}")
            if address.name in public or address.name in personal:
                continue
            code = stranger.generic(method, path).status_code
            if code not in REFUSED:
                wrong.append(f"{method} {path} ({address.name}) let a stranger in: {code}")
    assert not wrong, "\n".join([*wrong, "List it in tests/matrix/<app>.py with its reason, or close it."])


def test_what_is_listed_as_open_exists() -> None:
    known = {address.name for address in walk(get_resolver().url_patterns)}
    listed = set(collected("PUBLIC")) | set(collected("PERSONAL")) | set(collected("SAMPLES"))
    assert listed <= known, f"These addresses no longer exist: {sorted(listed - known)}"
