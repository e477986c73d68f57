"""The project's own reference files: each loads whole, twice, and says where every fact comes from."""

from io import StringIO

import pytest
from django.core.management import call_command

from laws import stats
from portal.reference.models import Jurisdiction


def seed(*arguments: str) -> str:
    out = StringIO()
    call_command("seed", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.django_db
def test_every_file_loads_whole_and_a_second_run_changes_nothing() -> None:
    first = seed().splitlines()[-1]
    assert first.endswith("0 changed, 0 unchanged, 0 kept, 0 rejected")
    new = int(first.removeprefix("total: ").partition(" ")[0])
    assert new > 8000

    assert seed().splitlines()[-1] == f"total: 0 new, 0 changed, {new} unchanged, 0 kept, 0 rejected"
    assert seed("--force").splitlines()[-1] == f"total: 0 new, 0 changed, {new} unchanged, 0 kept, 0 rejected"

    norway, namibia = Jurisdiction.objects.get(pk="NO"), Jurisdiction.objects.get(pk="NA")
    assert (norway.name_en, namibia.name_en) == ("Norway", "Namibia")
    names = Jurisdiction.objects.filter(pk__in=["HK", "MO", "TW"]).values_list("name_zh", "kind", "parent")
    assert list(names) == [("中国香港", "region", "CN"), ("中国澳门", "region", "CN"), ("中国台湾", "region", "CN")]

    covered = stats.coverage()
    assert covered.own >= 189
    assert covered.inherited_only > 0
