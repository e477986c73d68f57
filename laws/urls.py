from django.urls import URLPattern, URLResolver, include, path

from laws.views import jurisdictions, laws, search, treaties

urlpatterns: list[URLPattern | URLResolver] = [
    path("laws/", jurisdictions.index, name="jurisdictions"),
    path("laws/<str:code>/", jurisdictions.jurisdiction, name="jurisdiction"),
    path("laws/<str:code>/<slug:slug>/", laws.law, name="law"),
    path("search/", search.search, name="search"),
    path("treaties/", treaties.index, name="treaties"),
    path("treaties/<str:code>/", treaties.treaty, name="treaty"),
    path("", include("laws.guides.urls")),
]
