from django.urls import URLPattern, URLResolver, path

from laws.coverage import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("coverage/", views.coverage, name="coverage"),
    path("coverage/coverage.csv", views.coverage_csv, name="coverage_csv"),
    path("coverage/markets/", views.main_markets, name="coverage_markets"),
    path("coverage/markets.csv", views.main_markets_csv, name="coverage_markets_csv"),
    path("coverage/sources/", views.sources, name="coverage_sources"),
    path("coverage/<str:code>/", views.place, name="coverage_place"),
]
