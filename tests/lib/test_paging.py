"""Pages by number and by key."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from portal.accounts.models import User
from portal.lib.paging import keyset_page, page_of
from tests.factories.accounts import UserFactory


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("", 1),
        ("2", 2),
        ("0", 1),
        ("-1", 1),
        ("abc", 1),
        ("99999999999999999999", 1),
        ("5000000", 4),
        ("９", 1),
        ("1;--", 1),
    ],
)
def test_nonsense_in_the_address_is_a_page_that_exists(rf: RequestFactory, asked: str, number: int) -> None:
    assert page_of(rf.get("/", {"page": asked}), range(20), per_page=5).number == number


def test_the_pager_keeps_the_filters_in_its_links(rf: RequestFactory) -> None:
    request = rf.get("/", {"page": "2", "q": "a b"})
    page = page_of(request, range(20), per_page=5)
    html = Template("{% pager page %}").render(Context({"page": page, "request": request}))
    assert 'href="?q=a+b&amp;page=3" rel="next"' in html
    assert 'href="?q=a+b&amp;page=1" rel="prev"' in html
    assert '<span aria-current="page">2</span>' in html


def test_a_single_page_has_no_pager(rf: RequestFactory) -> None:
    request = rf.get("/")
    html = Template("{% pager page %}").render(Context({"page": page_of(request, range(3)), "request": request}))
    assert "<nav" not in html


@pytest.mark.django_db
class TestKeysetPage:
    @pytest.fixture
    def people(self) -> list[int]:
        """Seven primary keys, newest first."""
        return sorted((UserFactory.create().pk for _ in range(7)), reverse=True)

    def test_it_walks_to_the_end_and_back(self, rf: RequestFactory, people: list[int]) -> None:
        first = keyset_page(rf.get("/"), User.objects.all(), per_page=3)
        assert [one.pk for one in first] == people[:3]
        assert first.previous == ""
        second = keyset_page(rf.get("/", {"after": first.next}), User.objects.all(), per_page=3)
        assert [one.pk for one in second] == people[3:6]
        third = keyset_page(rf.get("/", {"after": second.next}), User.objects.all(), per_page=3)
        assert [one.pk for one in third] == people[6:]
        assert third.next == ""
        back = keyset_page(rf.get("/", {"before": second.previous}), User.objects.all(), per_page=3)
        assert [one.pk for one in back] == people[:3]
        assert (back.previous, len(back)) == ("", 3)

    def test_a_new_row_does_not_shift_the_page(self, rf: RequestFactory, people: list[int]) -> None:
        first = keyset_page(rf.get("/"), User.objects.all(), per_page=3)
        UserFactory.create()
        second = keyset_page(rf.get("/", {"after": first.next}), User.objects.all(), per_page=3)
        assert [one.pk for one in second] == people[3:6]

    def test_a_key_that_is_no_number_is_ignored(self, rf: RequestFactory, people: list[int]) -> None:
        page = keyset_page(rf.get("/", {"after": "1 OR 1=1"}), User.objects.all(), per_page=3)
        assert [one.pk for one in page] == people[:3]

    def test_the_pager_links_by_key(self, rf: RequestFactory, people: list[int]) -> None:
        request = rf.get("/", {"after": str(people[2])})
        page = keyset_page(request, User.objects.all(), per_page=3)
        html = Template("{% pager page %}").render(Context({"page": page, "request": request}))
        assert f"?after={people[5]}" in html
        assert f"?before={people[3]}" in html
