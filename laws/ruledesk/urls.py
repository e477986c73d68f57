from django.urls import URLPattern, URLResolver, path

from laws.ruledesk import views, year_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("editorial/rules/", views.desk, name="rule_desk"),
    path("editorial/rules/<slug:rule_id>/", views.rule, name="rule_review"),
    path("editorial/rules/<slug:rule_id>/change/", views.change, name="rule_change"),
    path("editorial/rules/<slug:rule_id>/withdraw/", views.withdraw, name="rule_withdraw"),
    path("editorial/rules/<slug:rule_id>/proposals/<int:number>/", views.proposal, name="rule_proposal"),
    path("editorial/calendars/", year_views.calendars, name="calendars"),
    path("editorial/calendars/<str:calendar>/<int:year>/", year_views.calendar_year, name="calendar_year"),
]
