"""Correcting a reference row by hand: who may, what is refused, and that the seed keeps it."""

import pytest

from portal.accounts.actions.reference import edit_reference_row
from portal.accounts.models import AuditEvent, User
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.provenance import row_version
from portal.reference.models import Province
from portal.reference.seeding.loading import load
from portal.reference.seeding.registry import all_seeds
from portal.reference.seeding.reports import Outcome
from tests.factories.accounts import UserFactory, a_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return a_member("editor")


@pytest.fixture
def province() -> Province:
    [seed] = [seed for seed in all_seeds() if seed.path.name == "provinces.csv"]
    load(seed)
    return Province.objects.get(pk="330000")


def edit(by: User, row: Province, **changes: object) -> list[str]:
    return edit_reference_row(by=by, row=row, changes=changes, version=row_version(row))


def test_an_editor_corrects_a_row_and_the_log_says_which_columns(editor: User, province: Province) -> None:
    assert edit(editor, province, name_en="Zhejiang Province", kind="province") == ["name_en"]
    province.refresh_from_db()
    assert province.name_en == "Zhejiang Province"
    event = AuditEvent.objects.get(verb="reference.edited")
    assert (event.actor_id, event.subject_type, event.subject_id) == (editor.pk, "reference.province", "330000")
    assert event.data == {"fields": ["name_en"]}


def test_the_seed_keeps_the_corrected_row_and_says_so(editor: User, province: Province) -> None:
    edit(editor, province, name_en="Zhejiang Province")
    [seed] = [seed for seed in all_seeds() if seed.path.name == "provinces.csv"]
    report = load(seed)
    assert report.counts[Outcome.KEPT] == 1
    assert [(note.key, note.reason) for note in report.notes] == [("330000", "edited here (name_en)")]
    province.refresh_from_db()
    assert province.name_en == "Zhejiang Province"


def test_nobody_else_may_correct_a_row(province: Province) -> None:
    with pytest.raises(NotAllowed):
        edit(UserFactory.create(), province, name_en="X")
    with pytest.raises(NotAllowed):
        edit(a_member("publisher"), province, name_en="X")


def test_a_row_changed_meanwhile_is_not_overwritten(editor: User, province: Province) -> None:
    stale = row_version(province)
    edit(editor, province, name_en="Zhejiang Province")
    with pytest.raises(Conflict):
        edit_reference_row(by=editor, row=province, changes={"name_en": "Other"}, version=stale)
    province.refresh_from_db()
    assert province.name_en == "Zhejiang Province"


@pytest.mark.parametrize("column", ["code", "seeded_hash", "cities"])
def test_keys_and_columns_of_the_program_cannot_be_changed(editor: User, province: Province, column: str) -> None:
    with pytest.raises(Invalid) as refused:
        edit(editor, province, **{column: "999999"})
    assert column in refused.value.fields


def test_a_value_that_does_not_fit_is_named(editor: User, province: Province) -> None:
    with pytest.raises(Invalid) as refused:
        edit(editor, province, name_en="N" * 256)
    assert list(refused.value.fields) == ["name_en"]


def test_a_correction_without_a_source_is_refused(editor: User, province: Province) -> None:
    with pytest.raises(Invalid) as refused:
        edit(editor, province, name_en="Zhejiang Province", source=" ")
    assert list(refused.value.fields) == ["source"]


def test_saving_without_a_change_writes_no_log(editor: User, province: Province) -> None:
    assert edit(editor, province, name_en=province.name_en) == []
    assert not AuditEvent.objects.filter(verb="reference.edited").exists()


def test_the_version_follows_every_column(province: Province) -> None:
    before = row_version(province)
    province.region_en = "elsewhere"
    assert row_version(province) != before
