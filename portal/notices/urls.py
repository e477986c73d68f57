"""Addresses under the language prefix. They stand before those of the case desk, which take any word there."""

from django.urls import URLPattern, URLResolver, path

from portal.notices.views import duty, webhooks

urlpatterns: list[URLPattern | URLResolver] = [
    path("triage/people/<slug:slug>/webhooks/", webhooks.of_centre, name="centre_webhooks"),
    path("accounts/people/<int:pk>/webhooks/", webhooks.of_enterprise, name="enterprise_webhooks"),
    path("accounts/webhooks/<int:pk>/", webhooks.detail, name="webhook"),
    path("accounts/webhooks/<int:pk>/<slug:what>/", webhooks.act, name="webhook_act"),
    path("triage/duty/", duty.own_roster, name="duty"),
    path("triage/people/<slug:slug>/duty/", duty.roster, name="centre_duty"),
    path("triage/people/<slug:slug>/duty/copy/", duty.copy, name="centre_duty_copy"),
    path("triage/people/<slug:slug>/duty/<int:pk>/remove/", duty.remove, name="centre_duty_remove"),
]
