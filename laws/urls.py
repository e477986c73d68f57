from django.urls import URLPattern, URLResolver, include, path, re_path, register_converter

from laws.texts.converters import EId, Expression
from laws.views import compare, comparing, deadlines, jurisdictions, laws, reading, rules, search, text_desk, treaties

register_converter(Expression, "expression")
register_converter(EId, "eid")

LAW = "laws/<str:code>/<slug:slug>"
AKN = "akn/<str:code>/act/<slug:slug>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("laws/", jurisdictions.index, name="jurisdictions"),
    # Before the profile: "compare" is no code of a place.
    path("laws/compare/", compare.compare, name="compare"),
    path("laws/compare.xlsx", compare.workbook, name="compare_sheet"),
    # A code has no full stop: the feed has one address, outside the languages.
    re_path(r"^laws/(?P<code>[^/.]+)/$", jurisdictions.jurisdiction, name="jurisdiction"),
    path(f"{LAW}/", laws.law, name="law"),
    path(f"{LAW}/about/", laws.about, name="law_about"),
    path(f"{LAW}/diff/", comparing.diff, name="law_diff"),
    path(f"{LAW}/~<eid:eid>/", reading.provision, name="law_provision"),
    path(f"{LAW}/<expression:expression>/", reading.version, name="law_version"),
    path(f"{LAW}/<expression:expression>.<slug:ending>", reading.download, name="law_download"),
    path(f"{LAW}/<expression:expression>/print/", reading.whole, name="law_whole"),
    path(f"{LAW}/<expression:expression>/~<eid:eid>/", reading.provision, name="law_provision"),
    path(f"{AKN}/", reading.akn, name="law_akn"),
    path(f"{AKN}/<expression:expression>", reading.akn, name="law_akn"),
    path(f"{AKN}/<expression:expression>/~<eid:eid>", reading.akn, name="law_akn"),
    path("editorial/texts/", text_desk.index, name="text_desk"),
    path("editorial/texts/<int:number>/", text_desk.verify, name="text_verify"),
    path("search/", search.search, name="search"),
    path("treaties/", treaties.index, name="treaties"),
    path("treaties/<str:code>/", treaties.treaty, name="treaty"),
    path("treaties/<str:code>/parties.csv", treaties.treaty_csv, name="treaty_csv"),
    path("deadlines/", deadlines.calculator, name="deadlines"),
    path("deadlines/rules/", rules.index, name="deadline_rules"),
    path("deadlines/rules/<slug:rule_id>/", rules.rule, name="deadline_rule"),
    path("deadlines/rules/<slug:rule_id>/why/", deadlines.why, name="deadline_why"),
    path("", include("laws.coverage.urls")),
    path("", include("laws.guides.urls")),
    path("", include("laws.judgments.urls")),
    path("", include("laws.importdesk.urls")),
    path("", include("laws.ruledesk.urls")),
    path("", include("laws.titles.urls")),
]
