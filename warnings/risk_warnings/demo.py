"""Demonstration warnings in several states and a subscription, all marked 演示 and never counted.

The texts are made up; what they advise is what a guidance centre would advise in such a matter.
"""

from dataclasses import replace
from datetime import timedelta

from django.conf import settings

from portal.accounts.models import User
from portal.lib import clock
from portal.lib.publication import PublicationState
from portal.reference.models import Industry, Jurisdiction, JurisdictionGroup
from risk_warnings import actions
from risk_warnings.inputs import ScopeInput, SourceInput, SubscriptionInput, WarningInput
from risk_warnings.models import GROUP_PREFIX, Level, Rhythm, RiskWarning, Subscription

AUTHOR, ISSUER = "author@demo-portal.example", "issuer@demo-portal.example"
SUBSCRIBER = "subscriber@demo-enterprise.example"
SOURCE = SourceInput(title="演示来源（虚构） / Made-up source", url="https://www.example.org/demo")
S = PublicationState


def _texts() -> list[tuple[PublicationState, int, WarningInput]]:
    """How far each has come, for how many days it is in force, and what it says."""
    return [
        (
            S.PUBLISHED,
            45,
            WarningInput(
                level=Level.URGENT,
                title_zh="（演示）美国对照明产品提起 337 调查，多家中国企业被列为应诉方",
                title_en="(Demo) Section 337 complaint over lighting products names several Chinese companies",
                summary_zh="立案公告送达后二十天内须提交答辩，逾期可能被缺席认定并颁发排除令。",
                summary_en=(
                    "The response is due twenty days after service of "
                    "the notice; silence may end in an exclusion order."
                ),
                happened_zh=(
                    "一家美国企业以专利侵权为由申请启动 **337 调查**，"
                    "请求普遍排除令。\n\n名单中有生产企业，也有电商卖家。"
                ),
                happened_en=(
                    "A US company asks for a **section 337 investigation** "
                    "over patents and for a general exclusion "
                    "order.\n\nManufacturers and online sellers are named."
                ),
                affected_zh="向美国出口灯具、灯串及其控制器的企业；普遍排除令也会影响未被列名的企业。",
                affected_en="Exporters of luminaires, light strings and controllers to the United States. A general "
                "exclusion order would also hit companies that are not named.",
                todo_zh=(
                    "- 查看是否被列名，保存收到的全部文书和信封\n- 暂停销毁任何设计、"
                    "采购和销售资料\n- 当天联系指导中心，确认答辩期限"
                ),
                todo_en=(
                    "- Look whether you are named; keep every paper "
                    "and its envelope\n- Destroy no design, purchase or "
                    "sales record\n- Call your guidance centre today and have the deadline confirmed"
                ),
                scope=ScopeInput(places=["US"], industries=["KEY-LIGHT"], rights=["patent"]),
            ),
        ),
        (
            S.PUBLISHED,
            90,
            WarningInput(
                level=Level.IMPORTANT,
                title_zh="（演示）欧洲展会期间外观设计临时禁令风险上升",
                title_en="(Demo) More injunctions over designs are expected at European fairs",
                summary_zh="参展前请核对外观设计并准备保护函；展位被查扣当日即可申诉。",
                summary_en=(
                    "Check designs and file protective briefs before "
                    "the fair; a seizure can be fought the same day."
                ),
                happened_zh="近期展会上，权利人多次凭单方临时禁令查扣展品。",
                happened_en=(
                    "At recent fairs right holders had exhibits "
                    "seized on injunctions granted without a hearing."
                ),
                affected_zh="赴欧洲参展的家具、玩具、消费电子和照明企业。",
                affected_en="Exhibitors of furniture, toys, consumer electronics and lighting in Europe.",
                todo_zh=(
                    "1. 检索参展产品的注册外观设计\n2. "
                    "与律师准备保护函（Schutzschrift）\n3. 展台备好本国权利证书和联系人清单"
                ),
                todo_en=(
                    "1. Search registered designs for what you "
                    "exhibit\n2. Prepare a protective brief with counsel\n"
                    "3. Keep certificates and a list of contacts at the stand"
                ),
                scope=ScopeInput(
                    places=[GROUP_PREFIX + "EU"],
                    industries=["KEY-FURNITURE", "KEY-TOYS", "KEY-LIGHT"],
                    rights=["design"],
                ),
            ),
        ),
        (
            S.PUBLISHED,
            120,
            WarningInput(
                level=Level.GENERAL,
                title_zh="（演示）多国出现抢注中国品牌商标的批量申请",
                title_en="(Demo) Bulk applications for Chinese brands by third parties in several countries",
                summary_zh="请在主要出口市场监测商标公告，异议期通常只有两至三个月。",
                summary_en="Watch the gazettes of your markets: the time to oppose is often two or three months.",
                happened_zh="监测发现同一申请人在多国集中申请与中国品牌近似的商标。",
                happened_en="The same applicants file marks close to Chinese brands in several countries.",
                affected_zh="以自有品牌出口而未在目的国注册商标的企业。",
                affected_en="Exporters of own brands that are not registered where they sell.",
                todo_zh="- 检索目的国商标公告\n- 发现近似申请立即准备异议和使用证据",
                todo_en=(
                    "- Search the gazettes\n- Prepare an opposition "
                    "and evidence of use at once when you find one"
                ),
                scope=ScopeInput(rights=["trademark"]),
            ),
        ),
        (
            S.IN_REVIEW,
            60,
            WarningInput(
                level=Level.IMPORTANT,
                title_zh="（演示）跨境电商平台批量冻结店铺资金",
                title_en="(Demo) Platforms freeze the funds of many online shops",
                summary_zh="美国法院依单方申请签发临时限制令，店铺资金被冻结。",
                summary_en=(
                    "US courts grant temporary restraining orders "
                    "without a hearing and shop funds are frozen."
                ),
                happened_zh="同一案件列名数百家店铺，平台收到法院命令后立即冻结。",
                happened_en="One case names hundreds of shops; platforms freeze them as soon as they get the order.",
                affected_zh="在美国站点销售的跨境电商卖家。",
                affected_en="Online sellers on US sites.",
                todo_zh="- 保存平台通知和法院文书\n- 核对案号和答复期限\n- 使用“紧急求助”联系值班人员",
                todo_en="- Keep the platform's message and the court papers\n- Check docket number and deadline\n"
                "- Use the emergency door to reach the duty desk",
                scope=ScopeInput(places=["US"], industries=["KEY-CBEC"], rights=["trademark", "copyright"]),
            ),
        ),
        (
            S.DRAFT,
            60,
            WarningInput(
                level=Level.GENERAL,
                title_zh="（演示）某国修订专利法，宽限期规则拟调整",
                happened_zh="草案正在征求意见。",
                scope=ScopeInput(rights=["patent"]),
            ),
        ),
    ]  # fmt: skip


def create_demo(*, password: str) -> None:
    """Add what is missing. Needs the demonstration people and the reference data."""
    people = User.objects.in_bulk([AUTHOR, ISSUER, SUBSCRIBER], field_name="email")
    if len(people) < 3:
        return
    _subscription(people[SUBSCRIBER])
    for state, days, text in _texts():
        if not RiskWarning.objects.filter(is_demo=True, title_zh=text.title_zh).exists():
            _warning(state, days, text, author=people[AUTHOR], issuer=people[ISSUER])


def _subscription(subscriber: User) -> None:
    if Subscription.objects.filter(user=subscriber, is_demo=True).exists():
        return
    enterprise = subscriber.memberships.filter(enterprise__isnull=False).values_list("enterprise", flat=True).first()
    actions.subscribe(
        by=subscriber,
        wish=SubscriptionInput(
            scope=_known(ScopeInput(places=[GROUP_PREFIX + "EU", "US"], industries=["KEY-LIGHT"])),
            rhythm=Rhythm.INSTANT,
            enterprise_id=enterprise,
        ),
        is_demo=True,
    )


def _warning(state: PublicationState, days: int, text: WarningInput, *, author: User, issuer: User) -> None:
    expires_on = clock.today() + timedelta(days=days)
    complete = replace(text, expires_on=expires_on, sources=[SOURCE], scope=_known(text.scope))
    warning = actions.draft_warning(by=author, text=complete, is_demo=True)
    if state == S.DRAFT:
        return
    actions.submit_warning(warning=warning, by=author, version=warning.version)
    # With three hands a third person is needed, who is not among the demonstration people: it waits for them.
    if state == S.PUBLISHED and settings.PUBLICATION_HANDS == 2:
        actions.issue_warning(warning=warning, by=issuer, version=warning.version)


def _known(scope: ScopeInput) -> ScopeInput:
    """The values that this installation's reference tables hold."""
    places = {
        *Jurisdiction.objects.values_list("code", flat=True),
        *(GROUP_PREFIX + code for code in JurisdictionGroup.objects.values_list("code", flat=True)),
    }
    industries = set(Industry.objects.values_list("code", flat=True))
    return ScopeInput(
        places=[place for place in scope.places if place in places],
        industries=[code for code in scope.industries if code in industries],
        rights=scope.rights,
    )
