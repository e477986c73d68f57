from django.urls import URLPattern, URLResolver, path

from laws.guides import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("guides/", views.guide_list, name="guides"),
    path("guides/<str:code>/", views.guide, name="guide"),
]
