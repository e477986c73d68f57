"""Addresses that stand before `/centres/<slug>/`, which would take their last part for a centre's name."""

from django.urls import URLPattern, URLResolver, path

from disputes.views import servicetimes

urlpatterns: list[URLPattern | URLResolver] = [
    path("centres/service-times/", servicetimes.service_times, name="service_times"),
    path("centres/<slug:slug>/service-times/", servicetimes.centre_service_times, name="centre_service_times"),
    path("triage/people/<slug:slug>/service-times/", servicetimes.publish_for_centre, name="publish_service_times"),
    path("accounts/admin/service-times/", servicetimes.publish_for_network, name="publish_network_service_times"),
]
