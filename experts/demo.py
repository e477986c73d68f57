"""A dozen demonstration experts in several states, all marked 演示 and never counted. The people are made up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from experts.actions.accounts import invite_to_account
from experts.actions.keeping import set_availability
from experts.actions.records import nominate
from experts.actions.standing import appoint, check, suspend
from experts.choices import ANY, Availability, Kind
from experts.choices import Language as L
from experts.choices import LanguageLevel as Level
from experts.choices import SkillLevel as K
from experts.inputs import EmploymentInput, ExpertInput, LanguageInput, LicenceInput, SkillInput
from experts.models import Expert
from experts.states import ExpertState as S
from portal.accounts.models import GuidanceCentre, User
from portal.lib import clock
from portal.reference.models import DisputeType, Industry, Jurisdiction

HOST = "demo-expert.example"
OFFICER, REVIEWER, HEAD = (f"{who}@demo-centre.example" for who in ("officer", "reviewer", "head"))


@dataclass(frozen=True)
class Sample:
    """One made-up expert: address, name, what they know, and how far they are in the pool."""

    address: str
    name_zh: str
    name_en: str
    kinds: Sequence[str]
    skills: Sequence[SkillInput]
    languages: Sequence[tuple[str, str]]
    employer: str
    licensed_in: Sequence[str] = ()
    state: S = S.APPOINTED
    availability: Availability = Availability.AVAILABLE
    former: Sequence[str] = field(default=())


def _skill(place: str, right: str, industry: str = ANY, matter: str = ANY, level: int = K.SOLID) -> SkillInput:
    return SkillInput(place, right, industry, matter, level)


ZH, EN = (L.ZH, Level.NATIVE), (L.EN, Level.WORKING)
SAMPLES = [
    Sample(
        "expert",
        "孙明远",
        "Sun Mingyuan",
        [Kind.LEGAL, Kind.TECHNICAL],
        [
            _skill("US", "patent", matter="sep_frand", level=K.LEAD),
            _skill("US", "patent", matter="itc_337"),
            _skill("DE", "patent", matter="sep_frand"),
            _skill("US", "trade_secret"),
        ],
        [ZH, EN, (L.DE, Level.BASIC)],
        "演示海桥律师事务所",
        ["US"],
        former=["演示通信技术研究院"],
    ),
    Sample(
        "shen",
        "沈若溪",
        "Shen Ruoxi",
        [Kind.LEGAL],
        [
            _skill("US", "patent", matter="itc_337", level=K.LEAD),
            _skill("US", "patent", "KEY-LIGHT"),
            _skill("US", "trade_secret", matter="itc_337"),
        ],
        [ZH, EN],
        "演示同创律师事务所",
        ["US"],
    ),
    Sample(
        "duan",
        "段启文",
        "Duan Qiwen",
        [Kind.LEGAL],
        [
            _skill("US", "trademark", matter="schedule_a", level=K.LEAD),
            _skill("US", "copyright", matter="schedule_a"),
        ],
        [ZH, EN],
        "演示远洋律师事务所",
        ["US"],
    ),
    Sample(
        "weiss",
        "韦思安",
        "Anna Weiss",
        [Kind.LEGAL, Kind.IP_AGENCY],
        [
            _skill("DE", "patent", level=K.LEAD),
            _skill("DE", "design"),
            _skill("EU", "trademark"),
            _skill("EU", "design"),
        ],
        [(L.DE, Level.NATIVE), EN, (L.ZH, Level.BASIC)],
        "演示莱茵专利事务所",
        ["DE"],
    ),
    Sample(
        "lu",
        "陆亦凡",
        "Lu Yifan",
        [Kind.IP_AGENCY],
        [_skill("VN", "trademark", level=K.LEAD), _skill("TH", "trademark"), _skill("ID", "trademark")],
        [ZH, EN, (L.VI, Level.WORKING)],
        "演示南风商标代理有限公司",
    ),
    Sample(
        "tanaka",
        "田中美咲",
        "Tanaka Misaki",
        [Kind.LEGAL],
        [_skill("JP", "patent"), _skill("JP", "design", level=K.LEAD), _skill("JP", "trademark")],
        [(L.JA, Level.NATIVE), (L.ZH, Level.WORKING)],
        "演示东京特许事务所",
        ["JP"],
    ),
    Sample(
        "kim",
        "金秀贤",
        "Kim Suhyeon",
        [Kind.LEGAL],
        [_skill("KR", "patent"), _skill("KR", "trademark")],
        [(L.KO, Level.NATIVE), EN],
        "演示首尔律师事务所",
        ["KR"],
        availability=Availability.LIMITED,
    ),
    Sample(
        "gu",
        "顾海关",
        "Gu Haiguan",
        [Kind.CUSTOMS],
        [_skill("EU", "trademark", matter="customs"), _skill("GB", "trademark"), _skill("EU", "customs", level=K.LEAD)],
        [ZH, EN],
        "演示口岸知识产权服务中心",
    ),
    Sample(
        "he",
        "何调解",
        "He Tiaojie",
        [Kind.MEDIATION],
        [_skill("HK", "trademark"), _skill("SG", "patent"), _skill("SG", "trademark")],
        [ZH, EN],
        "演示商事调解中心",
    ),
    Sample(
        "qiu",
        "邱技术",
        "Qiu Jishu",
        [Kind.TECHNICAL],
        [_skill(ANY, "patent", "KEY-PV"), _skill("US", "patent", "KEY-LIGHT")],
        [ZH, EN],
        "演示光电检测研究所",
        availability=Availability.AWAY,
    ),
    Sample(
        "fan",
        "范提名",
        "Fan Timing",
        [Kind.LEGAL],
        [_skill("GB", "patent"), _skill("GB", "copyright")],
        [ZH, EN],
        "演示泰晤士律师事务所",
        state=S.NOMINATED,
    ),
    Sample(
        "pan",
        "潘待任",
        "Pan Dairen",
        [Kind.INDUSTRY],
        [_skill("BR", "trademark", "KEY-TOYS")],
        [ZH, (L.PT, Level.WORKING)],
        "演示玩具行业协会",
        state=S.CHECKED,
    ),
    Sample(
        "yao",
        "姚暂停",
        "Yao Zanting",
        [Kind.LEGAL],
        [_skill("IN", "patent"), _skill("IN", "trademark")],
        [ZH, EN],
        "演示新德里律师事务所",
        state=S.SUSPENDED,
    ),
]


def create_demo(*, password: str) -> None:
    """Add what is missing. Needs the demonstration people, their centre and the reference data."""
    people = User.objects.in_bulk([OFFICER, REVIEWER, HEAD], field_name="email")
    centre = GuidanceCentre.objects.filter(slug="demo").first()
    if len(people) < 3 or centre is None:
        return
    for sample in SAMPLES:
        if not Expert.objects.filter(email=f"{sample.address}@{HOST}").exists():
            _create(sample, centre, people)
    addresses = User.objects.filter(is_demo=True).values("email")
    for expert in Expert.objects.filter(is_demo=True, user__isnull=True, email__in=addresses):
        invite_to_account(expert=expert, by=people[OFFICER])


def _create(sample: Sample, centre: GuidanceCentre, people: dict[str, User]) -> None:
    # They belong to the pool for a while already; inside the 90 days that their centre's people are there.
    with clock.set_to(clock.now() - timedelta(days=80)):
        expert = nominate(centre=centre, by=people[OFFICER], record=_record(sample), is_demo=True)
        if sample.state != S.NOMINATED:
            check(expert=expert, by=people[REVIEWER])
        if sample.state in (S.APPOINTED, S.SUSPENDED):
            today = clock.today()
            appoint(expert=expert, by=people[HEAD], term_from=today, term_to=clock.months_after(today, 36))
    if sample.state == S.SUSPENDED:
        suspend(expert=expert, by=people[HEAD], reason="（演示）执业证正在换发，换证后恢复。")
    if sample.availability != Availability.AVAILABLE:
        set_availability(expert=expert, by=people[OFFICER], availability=sample.availability)


def _record(sample: Sample) -> ExpertInput:
    today = clock.today()
    licences = [
        LicenceInput("（演示）执业机构", f"DEMO-{sample.address.upper()}-{place}", place, clock.months_after(today, 30))
        for place in sample.licensed_in
    ]
    jobs = [EmploymentInput(sample.employer, "（演示）合伙人", clock.months_after(today, -60))]
    jobs += [
        EmploymentInput(name, "（演示）法务", clock.months_after(today, -96), clock.months_after(today, -61))
        for name in sample.former
    ]
    return ExpertInput(
        email=f"{sample.address}@{HOST}",
        name_zh=f"演示 {sample.name_zh}",
        name_en=f"(Demo) {sample.name_en}",
        kinds=sample.kinds,
        skills=_stored(sample.skills),
        languages=[LanguageInput(code, level) for code, level in sample.languages],
        licences=licences,
        employments=jobs,
        experience="（演示）人员与经历均为虚构。",
        pro_bono_hours=40,
        confidentiality_signed_on=today,
    )


def _stored(skills: Sequence[SkillInput]) -> list[SkillInput]:
    """The skills whose codes this installation's reference tables hold; narrower codes it lacks become ANY."""
    places = set(Jurisdiction.objects.values_list("pk", flat=True)) | {ANY}
    industries = set(Industry.objects.values_list("pk", flat=True)) | {ANY}
    matters = set(DisputeType.objects.values_list("pk", flat=True)) | {ANY}
    rows = [
        SkillInput(
            row.jurisdiction,
            row.right,
            row.industry if row.industry in industries else ANY,
            row.matter if row.matter in matters else ANY,
            row.level,
        )
        for row in skills
        if row.jurisdiction in places
    ]
    return list({row.key: row for row in rows}.values()) or [SkillInput()]
