from django.urls import URLPattern, URLResolver, path

from laws.guides import editorial, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("guides/", views.guide_list, name="guides"),
    path("guides/<str:code>/", views.guide, name="guide"),
    path("editorial/", editorial.home, name="editorial"),
    path("editorial/guides/", editorial.guide_desk, name="guide_desk"),
    path("editorial/guides/start/", editorial.start, name="guide_start"),
    path("editorial/guides/citations/", editorial.suggest, name="guide_citations"),
    path("editorial/guides/<str:code>/", editorial.guide_revisions, name="guide_revisions"),
    path("editorial/guides/<str:code>/owner/", editorial.owner, name="guide_owner"),
    path("editorial/guides/<str:code>/<int:number>/", editorial.revision, name="guide_revision"),
    path("editorial/guides/<str:code>/<int:number>/edit/", editorial.edit, name="guide_edit"),
    path("editorial/guides/<str:code>/<int:number>/compare/<int:other>/", editorial.compare, name="guide_compare"),
    path("editorial/guides/<str:code>/<int:number>/<slug:name>/", editorial.act, name="guide_act"),
]
