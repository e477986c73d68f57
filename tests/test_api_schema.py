"""The description of the API is valid, says everything, and can be read under the content policy."""

import io

import pytest
from django.core.management import call_command
from django.test import Client


def test_the_schema_is_valid_and_without_warnings() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=io.StringIO())


@pytest.mark.django_db
def test_the_schema_is_served_to_anybody_and_names_every_list(client: Client) -> None:
    response = client.get("/api/v1/schema/?format=json")
    assert response.status_code == 200
    schema = response.json()
    for name in ("jurisdictions", "laws", "treaties", "centres", "guides", "warnings"):
        operation = schema["paths"][f"/api/v1/{name}/"]["get"]
        assert operation["responses"]["default"]["content"]["application/json"]["schema"]["$ref"].endswith("/Problem")
    assert "/api/v1/nothing/" not in schema["paths"]


@pytest.mark.django_db
def test_the_api_pages_need_no_inline_script_or_style(client: Client) -> None:
    page = client.get("/api/v1/docs/")
    html = page.content.decode()
    assert page.status_code == 200
    assert "<style" not in html
    assert "<script>" not in html
    assert "'unsafe-inline'" not in page["Content-Security-Policy"]
    script = client.get("/api/v1/docs/?script=")
    assert script["Content-Type"] == "application/javascript"
    assert b"/api/v1/schema/" in script.content
