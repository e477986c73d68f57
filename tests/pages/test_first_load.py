"""A public page comes in at most 150 kB compressed, all its files counted."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.django_db

LIMIT = 150_000


@pytest.mark.parametrize("path", ["/", "/en/", "/emergency/", "/statistics/"])
def test_the_first_load_is_light(client: Client, path: str) -> None:
    html = client.get(path).content
    files = re.findall(r'(?:href|src)="/static/([^"]+)"', html.decode())
    assert any(name.endswith(".css") for name in files)
    assert any("htmx" in name for name in files)
    total = len(gzip.compress(html, 6))
    for name in files:
        found = finders.find(name)
        assert isinstance(found, str), f"{name} is not among the static files"
        with open(found, "rb") as file:
            total += len(gzip.compress(file.read(), 6))
    assert total <= LIMIT


@pytest.mark.parametrize("path", ["/", "/en/", "/emergency/", "/statistics/"])
def test_no_file_comes_from_another_host(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    loaded = re.findall(r'<(?:script|img|link rel="(?:stylesheet|icon)")[^>]*(?:src|href)="([^"]+)"', html)
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)
