"""Warnings and subscriptions for tests.

`a_published_warning(places=["DE"])` has gone through two people; `a_subscription(places=["group:EU"])` is made by the
action, so that its scope stands as the portal writes it.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from portal.accounts.models import User
from portal.lib import clock
from portal.reference.models import GroupMember, Industry, JurisdictionGroup
from risk_warnings import actions
from risk_warnings.inputs import ScopeInput, SourceInput, SubscriptionInput, WarningInput
from risk_warnings.models import Level, RiskWarning, Subscription
from tests.factories.accounts import UserFactory, a_member
from tests.factories.reference import IndustryFactory, JurisdictionFactory, KeyIndustryFactory

SOURCE = SourceInput(title="USITC 337-TA-1400", url="https://www.usitc.gov/337/1400", published_on="2026-11-20")


def a_text(
    *, places: Sequence[str] = (), industries: Sequence[str] = (), rights: Sequence[str] = (), **changes: Any
) -> WarningInput:
    """A complete text of a warning, good for ninety days."""
    values: dict[str, Any] = {
        "level": Level.IMPORTANT,
        "title_zh": "美国对光伏组件发起 337 调查",
        "title_en": "Section 337 investigation into photovoltaic modules",
        "summary_zh": "美国国际贸易委员会立案，涉及多家企业，答辩期二十天。",
        "summary_en": "The USITC has instituted an investigation; the response is due in twenty days.",
        "happened_zh": "委员会于 **11 月 20 日**立案。",
        "happened_en": "The commission instituted it on **20 November**.",
        "affected_zh": "向美国出口组件的企业。",
        "affected_en": "Exporters of modules to the United States.",
        "todo_zh": "- 保存证据\n- 联系指导中心",
        "todo_en": "- Keep the evidence\n- Call your guidance centre",
        "expires_on": clock.today() + timedelta(days=90),
        "sources": [SOURCE],
        "scope": ScopeInput(places=places, industries=industries, rights=rights),
    }
    return WarningInput(**{**values, **changes})


def an_author() -> User:
    return a_member("warning_author")


def an_issuer() -> User:
    return a_member("warning_issuer")


def a_draft(*, author: User | None = None, is_demo: bool = False, **changes: Any) -> RiskWarning:
    return actions.draft_warning(by=author or an_author(), text=a_text(**changes), is_demo=is_demo)


def a_submitted_warning(*, author: User | None = None, **changes: Any) -> RiskWarning:
    author = author or an_author()
    warning = a_draft(author=author, **changes)
    actions.submit_warning(warning=warning, by=author, version=warning.version)
    return warning


def a_published_warning(*, author: User | None = None, issuer: User | None = None, **changes: Any) -> RiskWarning:
    """Published and not yet matched."""
    warning = a_submitted_warning(author=author, **changes)
    actions.issue_warning(warning=warning, by=issuer or an_issuer(), version=warning.version)
    return warning


def a_subscription(
    *,
    user: User | None = None,
    places: Sequence[str] = (),
    industries: Sequence[str] = (),
    rights: Sequence[str] = (),
    **wish: Any,
) -> Subscription:
    scope = ScopeInput(places=places, industries=industries, rights=rights)
    return actions.subscribe(by=user or UserFactory.create(), wish=SubscriptionInput(scope=scope, **wish))


def the_groups() -> None:
    """EU (DE, FR; the organisation EU), EEA (DE, FR, NO), USMCA (US, MX) and a suspended member of none (VE)."""
    names = {"EU": ["DE", "FR"], "EEA": ["DE", "FR", "NO"], "USMCA": ["US", "MX"]}
    for code in ("EU", "CN", "VE", "NA"):
        JurisdictionFactory.create(code=code)
    for code, members in names.items():
        group = JurisdictionGroup.objects.create(
            code=code, name_zh=f"{code} 集团", name_en=f"Group {code}", jurisdiction_id="EU" if code == "EU" else None
        )
        for member in members:
            JurisdictionFactory.create(code=member)
            GroupMember.objects.create(group=group, jurisdiction_id=member, member_status="member")
    GroupMember.objects.create(group_id="USMCA", jurisdiction_id="VE", member_status="suspended")


def the_industries() -> None:
    """Sections C and F; divisions C38, C39 and F51; key industries KEY-PV and KEY-BATTERY of C38."""
    for code in ("C", "F"):
        IndustryFactory.create(code=code, level="section", name_zh=f"门类{code}", name_en=f"Section {code}")
    for code in ("C38", "C39", "F51"):
        IndustryFactory.create(code=code, parent_id=code[0], name_zh=f"大类{code}", name_en=f"Division {code}")
    for code, zh, en in (("KEY-PV", "光伏", "Photovoltaic"), ("KEY-BATTERY", "锂电池", "Lithium batteries")):
        KeyIndustryFactory.create(code=code, name_zh=zh, name_en=en).maps_to.add(Industry.objects.get(code="C38"))
