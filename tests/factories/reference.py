"""Places, industries and jurisdictions for tests: few, named, and the same row when asked for twice."""

from factory.declarations import LazyAttribute, SubFactory
from factory.django import DjangoModelFactory

from portal.reference.models import City, Forum, Industry, Jurisdiction, Province


class JurisdictionFactory(DjangoModelFactory[Jurisdiction]):
    class Meta:
        model = Jurisdiction
        django_get_or_create = ("code",)

    code = "US"
    kind = Jurisdiction.Kind.COUNTRY
    name_zh = LazyAttribute(lambda row: {"CN": "中国", "US": "美国", "DE": "德国"}.get(row.code, row.code))
    name_en = LazyAttribute(
        lambda row: {"CN": "China", "US": "United States of America", "DE": "Germany"}.get(row.code, row.code)
    )


class ProvinceFactory(DjangoModelFactory[Province]):
    class Meta:
        model = Province
        django_get_or_create = ("code",)

    code = "330000"
    kind = "province"
    name_zh = LazyAttribute(lambda row: {"330000": "浙江省", "420000": "湖北省"}.get(row.code, row.code))
    name_en = LazyAttribute(lambda row: {"330000": "Zhejiang", "420000": "Hubei"}.get(row.code, row.code))


class CityFactory(DjangoModelFactory[City]):
    """Ningbo in Zhejiang unless told otherwise."""

    class Meta:
        model = City
        django_get_or_create = ("code",)

    code = "330200"
    name_zh = LazyAttribute(lambda row: {"330200": "宁波市", "330100": "杭州市"}.get(row.code, row.code))
    province = SubFactory(ProvinceFactory)


class IndustryFactory(DjangoModelFactory[Industry]):
    class Meta:
        model = Industry
        django_get_or_create = ("code",)

    code = "C38"
    level = "division"
    scheme = "GB/T 4754-2017"
    name_zh = "电气机械和器材制造业"
    name_en = "Electrical machinery and equipment"


class KeyIndustryFactory(IndustryFactory):
    code = "KEY-PV"
    level = "key_industry"
    scheme = "project list"
    name_zh = "光伏"
    name_en = "Photovoltaic"


class ForumFactory(DjangoModelFactory[Forum]):
    class Meta:
        model = Forum
        django_get_or_create = ("code",)

    code = "us-district-court"
    kind = "court"
    name_zh = "美国联邦地区法院"
    name_en = "US district court"
    jurisdiction = SubFactory(JurisdictionFactory)
    time_zone = "America/New_York"
