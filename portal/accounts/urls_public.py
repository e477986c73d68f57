"""Addresses of this app outside /accounts/: the public list of centres, and the centre's desk."""

from django.urls import URLPattern, URLResolver, path

from portal.accounts.views import centres, claims, people

urlpatterns: list[URLPattern | URLResolver] = [
    path("centres/", centres.centre_list, name="centres"),
    path("centres/<slug:slug>/", centres.centre_detail, name="centre"),
    path("triage/claims/", claims.queue, name="triage_claims"),
    path("triage/claims/<int:pk>/", claims.decide, name="triage_claim"),
    path("triage/people/", people.centres, name="triage_people"),
    path("triage/people/<slug:slug>/", people.centre_people, name="triage_centre_people"),
    path("triage/people/<slug:slug>/edit/", centres.edit, name="triage_centre_edit"),
    path("triage/people/<slug:slug>/hours/", centres.hours, name="triage_centre_hours"),
]
