"""`/_/mail/`: mails written to files, shown in demonstration and debug only."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from pytest_django import Settings

from portal.notices import mailbox

pytestmark = pytest.mark.django_db

BACKEND = "portal.notices.mailfiles.EmailBackend"


@pytest.fixture(autouse=True)
def demo(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.DEMO = True
    settings.EMAIL_BACKEND = BACKEND
    settings.MAIL_DIR = tmp_path_factory.mktemp("mail")


def write(subject: str, html: str = "") -> str:
    message = EmailMultiAlternatives(subject, "点击 http://127.0.0.1:8000/a/ <script>", to=["li@example.com"])
    if html:
        message.attach_alternative(html, "text/html")
    message.send()
    return next(mailbox.newest()).name


def test_the_list_shows_the_newest_mail_first(client: Client) -> None:
    write("第一封")
    write("第二封")
    page = client.get("/_/mail/").content.decode()
    assert 0 < page.index("第二封") < page.index("第一封")
    assert "li@example.com" in page


def test_an_empty_list_says_so(client: Client) -> None:
    assert "<table" not in client.get("/_/mail/").content.decode()


def test_a_mail_shows_its_text_with_links_and_its_markup_as_text(client: Client) -> None:
    page = client.get(f"/_/mail/{write('确认地址')}/").content.decode()
    assert 'href="http://127.0.0.1:8000/a/"' in page
    assert "&lt;script&gt;" in page


def test_the_html_part_stands_alone_in_a_sandbox(client: Client) -> None:
    name = write("a", html="<h1>预警</h1><script>alert(1)</script>")
    response = client.get(f"/_/mail/{name}/html/")
    policy = response.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "<h1>预警</h1>" in response.content.decode()


@pytest.mark.parametrize("name", ["1-00000000", "settings", "..%2f..%2fsecret-key"])
def test_an_unknown_mail_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/_/mail/{name}/").status_code == 404


def test_nothing_is_shown_outside_demonstration_and_debug(client: Client, settings: Settings) -> None:
    name = write("a", html="<p>")
    settings.DEMO = settings.DEBUG = False
    for path in ("/_/mail/", f"/_/mail/{name}/", f"/_/mail/{name}/html/"):
        assert client.get(path).status_code == 404
    settings.DEBUG = True
    assert client.get("/_/mail/").status_code == 200


def test_the_pages_are_read_only(client: Client) -> None:
    assert client.post("/_/mail/").status_code == 405
