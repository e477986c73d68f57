from django.urls import URLPattern, URLResolver, include, path

from laws.views import deadlines, jurisdictions, laws, rules, search, treaties

urlpatterns: list[URLPattern | URLResolver] = [
    path("laws/", jurisdictions.index, name="jurisdictions"),
    path("laws/<str:code>/", jurisdictions.jurisdiction, name="jurisdiction"),
    path("laws/<str:code>/<slug:slug>/", laws.law, name="law"),
    path("search/", search.search, name="search"),
    path("treaties/", treaties.index, name="treaties"),
    path("treaties/<str:code>/", treaties.treaty, name="treaty"),
    path("deadlines/", deadlines.calculator, name="deadlines"),
    path("deadlines/rules/", rules.index, name="deadline_rules"),
    path("deadlines/rules/<slug:rule_id>/", rules.rule, name="deadline_rule"),
    path("deadlines/rules/<slug:rule_id>/why/", deadlines.why, name="deadline_why"),
    path("", include("laws.guides.urls")),
    path("", include("laws.ruledesk.urls")),
]
