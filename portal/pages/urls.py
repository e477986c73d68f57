from django.urls import URLPattern, URLResolver, path

from portal.pages import gallery, statistics, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("emergency/", views.emergency, name="emergency"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/figures.csv", statistics.statistics_csv, name="statistics_csv"),
    path("_/components/", gallery.components, name="components"),
]
