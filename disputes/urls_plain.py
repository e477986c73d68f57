"""Addresses without the language prefix."""

from django.urls import URLPattern, path

from disputes.views.calendarfeed import calendar_feed

urlpatterns: list[URLPattern] = [path("calendar/<str:secret>.ics", calendar_feed, name="calendar_feed")]
