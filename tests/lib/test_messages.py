from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation
from pytest_django import Settings

from portal.lib import messages

TEMPLATE = """{% load i18n %}
  <p>{% translate "Search" context "button" %} {% translate 'Off by 5%' %}</p>
{# Translators: shown on the receipt #}
    {% blocktranslate trimmed with name=user.name %}
      Dear {{ name }},
      thank you.
    {% endblocktranslate %}
 {% blocktranslate count n=cases|length %}One case{% plural %}{{ n }} cases{% endblocktranslate %}
{% comment %}{% translate "Hidden" %}{% endcomment %}
<a title="{{ _('Close') }}">{% include "x.html" with label=_("Label") only %}</a>
"""


@pytest.fixture
def project(tmp_path: Path, settings: Settings) -> Path:
    """A small project with the folders of ours."""
    settings.BASE_DIR = tmp_path
    for app in messages.APPS:
        (tmp_path / app).mkdir(parents=True)
    (tmp_path / "templates" / "accounts").mkdir(parents=True)
    (tmp_path / "templates" / "emails" / "disputes").mkdir(parents=True)
    return tmp_path


def write(project: Path, name: str, text: str) -> Path:
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def translate(project: Path, app: str, msgid: str, text: str) -> None:
    path = messages.catalogue_path(app)
    path.write_text(path.read_text().replace(f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{text}"'))


def keys(app: str) -> set[tuple[str, str]]:
    return {messages._key(message) for message in messages._messages(messages.extract_all()[app])}


def test_every_own_app_has_its_catalogue_place() -> None:
    base = Path(settings.BASE_DIR)
    own = {
        Path(config.path).relative_to(base).as_posix()
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(base) and "site-packages" not in config.path
    }
    assert own == set(messages.APPS)


def test_template_strings_are_found_with_context_plural_and_trimming(project: Path) -> None:
    write(project, "templates/accounts/page.html", TEMPLATE)
    assert keys("portal/accounts") == {
        ("button", "Search"),
        ("", "Off by 5%%"),
        ("", "Dear %(name)s, thank you."),
        ("", "One case"),
        ("", "Close"),
        ("", "Label"),
    }


def test_python_strings_are_found_with_context_and_plural(project: Path) -> None:
    write(
        project,
        "laws/models.py",
        'a = _("Law")\nb = pgettext_lazy("kind", "Act")\nc = ngettext("%(n)d law", "%(n)d laws", 2)\nd = other("No")\n',
    )
    assert keys("laws") == {("", "Law"), ("kind", "Act"), ("", "%(n)d law")}


def test_a_mail_belongs_to_the_app_of_its_folder_and_the_rest_to_the_shared_catalogue(project: Path) -> None:
    write(project, "templates/emails/disputes/receipt.txt", '{% load i18n %}{% translate "Receipt" %}')
    write(project, "templates/emails/base.html", '{% load i18n %}{% translate "Greeting" %}')
    write(project, "templates/base.html", '{% load i18n %}{% translate "Menu" %}')
    assert keys("disputes") == {("", "Receipt")}
    assert keys("portal/lib") == {("", "Greeting"), ("", "Menu")}


def test_an_update_keeps_translations_and_drops_what_is_no_longer_said(project: Path) -> None:
    source = write(project, "laws/models.py", '_("Law")\n_("Treaty")\n')
    assert messages.update() == ["laws"]
    translate(project, "laws", "Law", "法律")
    source.write_text('_("Law")\n_("Guide")\n')
    messages.update()
    text = messages.catalogue_path("laws").read_text()
    assert 'msgid "Law"\nmsgstr "法律"' in text
    assert "Treaty" not in text
    assert messages.update() == []


def test_a_catalogue_without_strings_is_removed(project: Path) -> None:
    source = write(project, "laws/models.py", '_("Law")\n')
    messages.update()
    source.unlink()
    assert messages.update() == ["laws"]
    assert not messages.catalogue_path("laws").exists()


def test_a_translation_of_another_app_is_taken_over(project: Path) -> None:
    write(project, "laws/models.py", '_("City")\n')
    messages.update()
    translate(project, "laws", "City", "城市")
    write(project, "disputes/models.py", '_("City")\n')
    messages.update()
    assert messages.problems() == []


def test_missing_translations_are_listed(project: Path) -> None:
    write(project, "laws/models.py", '_("Law")\n')
    messages.update()
    assert messages.problems() == ["laws/locale/zh_Hans/LC_MESSAGES/django.po: not translated: 'Law'"]
    with pytest.raises(CommandError, match="1 problem"):
        call_command("messages", "--check", stderr=StringIO())


def test_a_catalogue_behind_its_sources_is_a_problem(project: Path) -> None:
    write(project, "laws/models.py", '_("Law")\n')
    assert "not up to date" in messages.problems()[0]


def test_a_string_that_only_moved_is_no_problem(project: Path) -> None:
    source = write(project, "laws/models.py", '_("Law")\n')
    messages.update()
    translate(project, "laws", "Law", "法律")
    source.rename(project / "laws" / "forms.py")
    assert messages.problems() == []


def test_a_lost_placeholder_is_a_problem(project: Path) -> None:
    write(project, "laws/models.py", '_("It is %(state)s")\n')
    messages.update()
    translate(project, "laws", "It is %(state)s", "状态为 %(status)s")
    assert "placeholder" in messages.problems()[0]


def test_two_translations_of_one_string_are_a_problem(project: Path) -> None:
    write(project, "laws/models.py", '_("Level")\n')
    write(project, "disputes/models.py", '_("Level")\n')
    messages.update()
    translate(project, "laws", "Level", "级别")
    translate(project, "disputes", "Level", "层级")
    assert "translated in two ways" in messages.problems()[0]


def test_a_compiled_catalogue_is_not_stale(project: Path) -> None:
    write(project, "laws/models.py", '_("Law")\n')
    messages.update()
    assert messages.not_compiled() == ["laws"]
    assert messages.compile_all() == ["laws"]
    assert messages.not_compiled() == []
    assert messages.compile_all() == []


def test_pages_speak_chinese_by_default_and_english_on_request() -> None:
    with translation.override("zh-hans"):
        assert translation.gettext("There is already an account for this address.") == "该邮箱已注册账户。"
    with translation.override("en"):
        assert translation.gettext("There is already an account for this address.").startswith("There is")
