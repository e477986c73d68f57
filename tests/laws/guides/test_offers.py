"""What guides offer to other parts of the portal: search, figures, profile, "cited by"."""

import pytest
from django.test import Client, RequestFactory

from laws.guides import panels, stats
from laws.guides.access import cited_by
from laws.guides.desk import waiting_for
from laws.search import SearchQuery, search_index
from portal.lib.publication import PublicationState
from tests.factories.accounts import a_member
from tests.factories.guides import DraftFactory, a_published_guide
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db


def test_a_published_part_is_found_in_both_languages_and_a_draft_is_not() -> None:
    a_published_guide("US", first_aid=("收到临时限制令", "A restraining order arrived"))
    DraftFactory.create(guide__jurisdiction__code="DE", overview=("临时限制令草稿", "restraining order draft"))
    for text, language in (("限制令", "zh"), ("restraining", "en")):
        found = search_index().search(SearchQuery(text=text, language=language))
        assert [hit.document.url for hit in found.hits if hit.type == "guide"] == ["/guides/US/#first_aid"]


def test_figures_leave_demonstrations_out() -> None:
    a_published_guide("US")
    demo = a_published_guide("DE").guide
    demo.is_demo = True
    demo.save(update_fields=["is_demo"])
    assert stats.published_count() == 1


def test_cited_by_names_guides_in_force_only() -> None:
    revision = a_published_guide("US")
    revision.sections.get().citations.create(kind="law", key="us-patent-act")
    draft = DraftFactory.create(guide__jurisdiction__code="DE", overview=("草稿", "Draft"))
    draft.sections.get().citations.create(kind="law", key="us-patent-act")
    assert cited_by("law", "us-patent-act") == [revision.guide]
    assert cited_by("treaty", "us-patent-act") == []


def test_the_profile_says_when_there_is_no_guide() -> None:
    request = RequestFactory().get("/")
    a_published_guide("US")
    assert panels.on_profile(request, JurisdictionFactory.create(code="US")).context["revision"] is not None
    assert panels.on_profile(request, JurisdictionFactory.create(code="NO")).context["revision"] is None


def test_the_desk_counts_what_this_person_could_move_on() -> None:
    author = a_member("editor")
    a_member("publisher", user=author)
    DraftFactory.create(guide__owner=author, state=PublicationState.IN_REVIEW)
    assert waiting_for(author) == 0, "nobody approves what they wrote"
    assert waiting_for(a_member("legal_reviewer")) == 1
    assert waiting_for(a_member("editor")) == 0


def test_the_emergency_page_leads_to_first_aid_parts_in_force(client: Client) -> None:
    a_published_guide("US", first_aid=("先做三件事", "Three things first"))
    a_published_guide("DE", overview=("概览", "Overview"))
    page = client.get("/emergency/").text
    assert "/guides/US/#first_aid" in page
    assert "/guides/DE/#first_aid" not in page
