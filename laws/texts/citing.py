"""A law and its articles as one line to copy, and as data for search engines (schema.org Legislation)."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from laws.models import Law, LawVersion

FORCE: dict[str, str] = {Law.Status.IN_FORCE: "InForce", Law.Status.REPEALED: "NotInForce"}
# What would end the element or open another one, as JSON writes it instead (as Django's json_script does).
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def law_label(law: Law) -> str:
    """Title, number, place."""
    number = f" ({law.number})" if law.number and law.number not in law.title else ""
    return f"{law.title}{number}, {law.jurisdiction.name}"


def text_label(version: LawVersion) -> str:
    """The law and which text of it."""
    dated = _("text of %(date)s") % {"date": version.dated} if version.dated else _("undated text")
    return f"{law_label(version.law)}, {dated} ({version.expression})"


def legislation(law: Law, version: LawVersion | None, *, address: str, base_url: str) -> dict[str, Any]:
    """The law, and one text of it where `version` is given, as schema.org says it. What is not known is left out."""
    titles = [title for title in (law.title_zh, law.title_en, law.title_original) if title and title != law.title]
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": f"{base_url}{law.get_absolute_url()}",
        "url": address,
        "name": law.title,
        "alternateName": list(dict.fromkeys(titles)),
        "legislationIdentifier": law.number,
        "legislationType": law.get_kind_display() if law.kind != Law.Kind.UNKNOWN else "",
        "legislationJurisdiction": law.jurisdiction.name,
        "legislationDate": law.adopted,
        "legislationLegalForce": f"https://schema.org/{FORCE[law.status]}" if law.status in FORCE else "",
    }
    if version is not None:
        text = f"{base_url}{version.get_absolute_url().rstrip('/')}"
        found |= {
            "inLanguage": version.language,
            "legislationDateVersion": version.dated,
            "isBasedOn": version.url or law.url,
            "license": {"@type": "CreativeWork", "name": version.licence} if version.licence else "",
            "publisher": {"@type": "Organization", "name": version.publisher} if version.publisher else "",
            "encoding": [
                {"@type": "LegislationObject", "encodingFormat": kind, "contentUrl": f"{text}.{ending}"}
                for ending, kind in (("xml", "application/akn+xml"), ("txt", "text/plain"))
            ],
        }
    return {name: value for name, value in found.items() if value}


def embedded(data: dict[str, Any]) -> SafeString:
    """`data` as it may stand inside a script element of a page: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(text)  # noqa: S308  # every character that HTML gives a meaning is escaped
