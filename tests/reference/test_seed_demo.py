"""`seed --demo`: one password per installation, people first, and nothing twice."""

import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from portal.accounts.models import User
from portal.reference.seeding.demo import demo_password

pytestmark = pytest.mark.django_db


@pytest.fixture
def data_dir(tmp_path: Path, settings: Any) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_the_password_is_made_once_and_only_its_owner_can_read_it(data_dir: Path) -> None:
    first = demo_password()
    assert len(first) >= 12
    assert demo_password() == first
    assert stat.S_IMODE((data_dir / "demo-password").stat().st_mode) == 0o600


def test_a_password_that_was_there_before_is_used(data_dir: Path) -> None:
    (data_dir / "demo-password").write_text("chosen-by-somebody\n", encoding="utf-8")
    assert demo_password() == "chosen-by-somebody"


def seed_demo() -> list[str]:
    out = StringIO()
    call_command("seed", "--demo", stdout=out)
    [said] = [line for line in out.getvalue().splitlines() if line.startswith("demonstration: ")]
    return said.removeprefix("demonstration: ").split(", ")


@pytest.mark.slow
def test_the_demonstration_is_added_once_people_first(data_dir: Path) -> None:
    assert seed_demo()[0] == "accounts"
    people = User.objects.filter(is_demo=True).count()
    assert people > 0
    owner = User.objects.get(email="owner@demo-enterprise.example")
    assert owner.check_password(demo_password())

    seed_demo()
    assert User.objects.count() == people


def test_a_plain_seed_adds_nobody(data_dir: Path, settings: Any) -> None:
    settings.DEMO = False
    call_command("seed", "--only", "provinces.csv", stdout=StringIO())
    assert not User.objects.exists()
    assert not (data_dir / "demo-password").exists()
